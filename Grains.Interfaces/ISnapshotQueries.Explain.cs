using CodeGraph.Model;
using Orleans;
using Orleans.Concurrency;

namespace CodeGraph.Grains;

public partial interface ISnapshotQueries
{
    /// <summary>
    /// Why the use of a name at a place leads where it leads, step by step, or what was missing. The files of the snapshot are linked anew for it, which takes about as
    /// long as indexing takes where nothing has to be parsed.
    /// </summary>
    /// <param name="query">The place: without a column the line's first call, or its first name where it calls nothing.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="SourceUnreadableException">The files are not those that were indexed any more, or are gone; the message says what to do.</exception>
    [ReadOnly]
    Task<ExplainAnswer> Explain(LocateQuery query, CancellationToken cancellation);
}

/// <param name="Path">The file as the snapshot has it; null where it has none of that path.</param>
/// <param name="Use">What was explained; null where no name is used at the place.</param>
/// <param name="NearPaths">Paths like the one given, where the snapshot has none.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.ExplainAnswer")]
public sealed record ExplainAnswer([property: Id(0)] AnswerSource Source, [property: Id(1)] string? Path, [property: Id(2)] ExplainedUse? Use, [property: Id(3)] IReadOnlyList<string> NearPaths);

/// <summary>How one use of a name was resolved.</summary>
/// <param name="Site">Where it stands.</param>
/// <param name="Tier">How sure that is; of a use that leads nowhere it says nothing.</param>
/// <param name="Targets">What it may mean.</param>
/// <param name="Steps">The chain from the use to the targets, or to what was missing.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.ExplainedUse")]
public sealed record ExplainedUse(
    [property: Id(0)] string Name,
    [property: Id(1)] Site Site,
    [property: Id(2)] ReferenceRole Role,
    [property: Id(3)] ReferenceState State,
    [property: Id(4)] Tier Tier,
    [property: Id(5)] IReadOnlyList<ExplainedStep> Targets,
    [property: Id(6)] IReadOnlyList<ExplainedStep> Steps);

/// <param name="Text">What holds.</param>
/// <param name="Site">Where that is written; null where it is written nowhere.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.ExplainedStep")]
public sealed record ExplainedStep([property: Id(0)] string Text, [property: Id(1)] Site? Site);
