using CodeGraph.Model;
using Orleans;
using Orleans.Concurrency;

namespace CodeGraph.Grains;

public partial interface ISnapshotGrain
{
    /// <summary>
    /// As <see cref="Callers"/>, but whole and in parts while the walk goes on, so that nobody holds all of it: each answer has the relations since the one before and
    /// the counts so far; <see cref="RelationsAnswer.Truncated"/> is true of all but the last. The query's limit and cursor do not count.
    /// </summary>
    IAsyncEnumerable<RelationsAnswer> StreamCallers(TraversalQuery query, CancellationToken cancellation);

    /// <summary>As <see cref="Callees"/>, in parts; see <see cref="StreamCallers"/>.</summary>
    IAsyncEnumerable<RelationsAnswer> StreamCallees(TraversalQuery query, CancellationToken cancellation);

    /// <summary>What files or folders depend on, the strongest first.</summary>
    [ReadOnly]
    Task<DependenciesAnswer> Dependencies(DependenciesQuery query, CancellationToken cancellation);

    /// <summary>Files or folders that depend on one another in a circle, the largest circle first.</summary>
    [ReadOnly]
    Task<CyclesAnswer> Cycles(CyclesQuery query, CancellationToken cancellation);
}

/// <param name="Folders">Between folders; false for files.</param>
/// <param name="Depth">Parts of the path that name a folder, from the root; 0 for all.</param>
/// <param name="From">Only what stands under this path.</param>
/// <param name="To">Only what leads under this path.</param>
/// <param name="Tiers">Relations of these tiers count; none for all that are certain.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.DependenciesQuery")]
public sealed record DependenciesQuery(
    [property: Id(0)] bool Folders = false,
    [property: Id(1)] int Depth = 0,
    [property: Id(2)] string? From = null,
    [property: Id(3)] string? To = null,
    [property: Id(4)] TierSet Tiers = TierSet.None,
    [property: Id(5)] int Limit = 200,
    [property: Id(6)] string? Cursor = null);

/// <summary>Relations by kind.</summary>
[GenerateSerializer, Immutable, Alias("CodeGraph.RelationCounts")]
public sealed record RelationCounts(
    [property: Id(0)] int Calls,
    [property: Id(1)] int References,
    [property: Id(2)] int Imports,
    [property: Id(3)] int Inherits,
    [property: Id(4)] int Implements,
    [property: Id(5)] int Overrides);

/// <summary>That one file or folder depends on another.</summary>
/// <param name="From">A path; of folders <c>.</c> is the root.</param>
/// <param name="Relations">How many relations say so.</param>
/// <param name="Counts">The same by kind.</param>
/// <param name="Example">Where one of them stands.</param>
/// <param name="ExampleTarget">Id of the symbol it leads to, or the path of the file.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.DependencyInfo")]
public sealed record DependencyInfo(
    [property: Id(0)] string From,
    [property: Id(1)] string To,
    [property: Id(2)] int Relations,
    [property: Id(3)] RelationCounts Counts,
    [property: Id(4)] Site Example,
    [property: Id(5)] string ExampleTarget);

/// <param name="Nodes">How many files or folders there are.</param>
/// <param name="Total">How many dependencies there are, on all pages.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.DependenciesAnswer")]
public sealed record DependenciesAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] IReadOnlyList<DependencyInfo> Dependencies,
    [property: Id(2)] int Nodes,
    [property: Id(3)] int Total,
    [property: Id(4)] bool Truncated,
    [property: Id(5)] string? Cursor);

/// <param name="Folders">Between folders; false for files.</param>
/// <param name="Depth">Parts of the path that name a folder, from the root; 0 for all.</param>
/// <param name="Tiers">Relations of these tiers count; none for all that are certain.</param>
/// <param name="Limit">Most cycles to return.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.CyclesQuery")]
public sealed record CyclesQuery(
    [property: Id(0)] bool Folders = false, [property: Id(1)] int Depth = 0, [property: Id(2)] TierSet Tiers = TierSet.None, [property: Id(3)] int Limit = 50);

/// <summary>Files or folders each of which depends on all others, over some way: a strongly connected component.</summary>
/// <param name="Members">Paths.</param>
/// <param name="Shortest">A short way around.</param>
/// <param name="Dependencies">Those between members, at most 200.</param>
/// <param name="TotalDependencies">How many there are between members.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.CycleInfo")]
public sealed record CycleInfo(
    [property: Id(0)] IReadOnlyList<string> Members,
    [property: Id(1)] IReadOnlyList<DependencyInfo> Shortest,
    [property: Id(2)] IReadOnlyList<DependencyInfo> Dependencies,
    [property: Id(3)] int TotalDependencies);

[GenerateSerializer, Immutable, Alias("CodeGraph.CyclesAnswer")]
public sealed record CyclesAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] IReadOnlyList<CycleInfo> Cycles,
    [property: Id(2)] int Nodes,
    [property: Id(3)] int Total,
    [property: Id(4)] bool Truncated);

/// <summary>A cursor that does not belong to the question. The message says why, and what to do about it.</summary>
[GenerateSerializer, Alias("CodeGraph.InvalidCursorException")]
public sealed class InvalidCursorException(string message) : Exception(message);
