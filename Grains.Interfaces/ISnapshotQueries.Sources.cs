using System.ComponentModel.DataAnnotations;
using CodeGraph.Model;
using Orleans;
using Orleans.Concurrency;

namespace CodeGraph.Grains;

public partial interface ISnapshotQueries
{
    /// <summary>What stands at a place of a file: the symbols around it, and what the names there lead to.</summary>
    [ReadOnly]
    Task<LocateAnswer> Locate(LocateQuery query, CancellationToken cancellation);

    /// <summary>
    /// Which of these files are other on disk than what was indexed, so that lines told of them may be off; and whether the branch that was indexed is at another commit by now,
    /// so that there may be files and relations that nothing is known of.
    /// </summary>
    /// <param name="paths">Paths as answers have them.</param>
    /// <param name="cancellation">Ends it after the file at hand.</param>
    [ReadOnly]
    Task<StaleAnswer> FindStale(IReadOnlyList<string> paths, CancellationToken cancellation);
}

/// <param name="Path">Relative to the root, with <c>/</c>.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based, in Unicode code points; null for the whole line.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.LocateQuery")]
public sealed record LocateQuery(
    [property: Id(0), StringLength(QueryLimits.PathLength, MinimumLength = 1)] string Path,
    [property: Id(1), Range(1, int.MaxValue)] int Line,
    [property: Id(2), Range(1, int.MaxValue)] int? Column = null);

/// <summary>A use of a name, and what it leads to.</summary>
/// <param name="Tier">How sure that is; of a use that leads nowhere it says nothing.</param>
/// <param name="Targets">The first of what it leads to; none where it is external or unresolved, or leads to a file.</param>
/// <param name="TotalTargets">How many there are.</param>
/// <param name="File">The file that it leads to as a module; null where it leads to none.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.LocatedUse")]
public sealed record LocatedUse(
    [property: Id(0)] string Name,
    [property: Id(1)] Site Site,
    [property: Id(2)] ReferenceRole Role,
    [property: Id(3)] ReferenceState State,
    [property: Id(4)] Tier Tier,
    [property: Id(5)] IReadOnlyList<SymbolInfo> Targets,
    [property: Id(6)] int TotalTargets,
    [property: Id(7)] string? File);

/// <param name="Path">The file as the snapshot has it; null where it has none of that path.</param>
/// <param name="Lines">Lines that the file has.</param>
/// <param name="Enclosing">The symbols around the line, the innermost first; locals are left out.</param>
/// <param name="Defined">Symbols, locals included, whose name stands at the place.</param>
/// <param name="Uses">Uses of names that stand at the place, by column.</param>
/// <param name="TotalUses">How many there are.</param>
/// <param name="NearPaths">Paths like the one given, where the snapshot has none.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.LocateAnswer")]
public sealed record LocateAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] string? Path,
    [property: Id(2)] int Lines,
    [property: Id(3)] IReadOnlyList<SymbolInfo> Enclosing,
    [property: Id(4)] IReadOnlyList<SymbolInfo> Defined,
    [property: Id(5)] IReadOnlyList<LocatedUse> Uses,
    [property: Id(6)] int TotalUses,
    [property: Id(7)] IReadOnlyList<string> NearPaths);

/// <param name="Files">Those that differ, in the order given; of a repository that was indexed from a URL none ever does.</param>
/// <param name="Problem">Why it cannot be told, where the folder is gone; null where it can.</param>
/// <param name="MovedTo">The commit that the indexed branch or ref is at now, where that is another than the snapshot's; as it was a few seconds ago at most.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.StaleAnswer")]
public sealed record StaleAnswer(
    [property: Id(0)] AnswerSource Source, [property: Id(1)] IReadOnlyList<StaleFile> Files, [property: Id(2)] string? Problem, [property: Id(3)] string? MovedTo);

/// <param name="Problem">What became of the file.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.StaleFile")]
public sealed record StaleFile([property: Id(0)] string Path, [property: Id(1)] string Problem);
