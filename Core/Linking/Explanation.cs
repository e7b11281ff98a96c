using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Linking;

/// <summary>Why a use of a name leads where it leads, or what was missing.</summary>
/// <param name="Path">File of the use.</param>
/// <param name="Line">Its line, 1-based.</param>
/// <param name="Column">Its column, 1-based, in Unicode code points.</param>
/// <param name="Name">The name.</param>
/// <param name="Role">What the use does.</param>
/// <param name="State">Whether it was resolved.</param>
/// <param name="Tier">How sure that is; of no meaning where nothing was found.</param>
/// <param name="Targets">What it may mean.</param>
/// <param name="Steps">The chain from the use to the targets, or to what was missing.</param>
public sealed record Explanation(
    string Path, int Line, int Column, string Name, ReferenceRole Role, ReferenceState State, Tier Tier, IReadOnlyList<ExplanationStep> Targets, IReadOnlyList<ExplanationStep> Steps);

/// <summary>One step: what holds, and where that is written.</summary>
/// <param name="Text">What holds.</param>
/// <param name="Path">Where it is written; null where it is written nowhere.</param>
/// <param name="Line">Its line; 0 for none.</param>
/// <param name="Column">Its column; 0 for none.</param>
public sealed record ExplanationStep(string Text, string? Path = null, int Line = 0, int Column = 0);
