using System.ComponentModel.DataAnnotations;
using CodeGraph.Model;
using Orleans;
using Orleans.Concurrency;

namespace CodeGraph.Grains;

public partial interface ISnapshotQueries
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

    /// <summary>Definitions that nothing names, with why they may be reached all the same; those without a reason first.</summary>
    [ReadOnly]
    Task<UnreferencedAnswer> Unreferenced(UnreferencedQuery query, CancellationToken cancellation);

    /// <summary>The symbols or files that most depends on, by PageRank over calls and references.</summary>
    [ReadOnly]
    Task<CentralAnswer> Central(CentralQuery query, CancellationToken cancellation);

    /// <summary>What one needs to know of a symbol, within a budget: its source first, then what surrounds it, the nearest and most used first.</summary>
    [ReadOnly]
    Task<ContextAnswer> Context(ContextQuery query, CancellationToken cancellation);

    /// <summary>The most complex callables.</summary>
    [ReadOnly]
    Task<ComplexAnswer> Complex(ComplexQuery query, CancellationToken cancellation);
}

/// <param name="Folders">Between folders; false for files.</param>
/// <param name="Depth">Parts of the path that name a folder, from the root; 0 for all.</param>
/// <param name="From">Only what stands under this path.</param>
/// <param name="To">Only what leads under this path.</param>
/// <param name="Tiers">Relations of these tiers count; none for all that are certain.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.DependenciesQuery")]
public sealed record DependenciesQuery(
    [property: Id(0)] bool Folders = false,
    [property: Id(1), Range(0, QueryLimits.Depth)] int Depth = 0,
    [property: Id(2), StringLength(QueryLimits.PathLength)] string? From = null,
    [property: Id(3), StringLength(QueryLimits.PathLength)] string? To = null,
    [property: Id(4)] TierSet Tiers = TierSet.None,
    [property: Id(5), Range(1, QueryLimits.Results)] int Limit = 200,
    [property: Id(6), StringLength(QueryLimits.CursorLength)] string? Cursor = null) : IPagedQuery;

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
    [property: Id(5)] string? Cursor) : IPagedAnswer;

/// <param name="Folders">Between folders; false for files.</param>
/// <param name="Depth">Parts of the path that name a folder, from the root; 0 for all.</param>
/// <param name="Tiers">Relations of these tiers count; none for all that are certain.</param>
/// <param name="Limit">Most cycles to return.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.CyclesQuery")]
public sealed record CyclesQuery(
    [property: Id(0)] bool Folders = false,
    [property: Id(1), Range(0, QueryLimits.Depth)] int Depth = 0,
    [property: Id(2)] TierSet Tiers = TierSet.None,
    [property: Id(3), Range(1, QueryLimits.Results)] int Limit = 50);

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

/// <param name="Kinds">Kinds wanted; null for all.</param>
/// <param name="Under">Only files under this path.</param>
/// <param name="UnexplainedOnly">Leave out what has a reason.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.UnreferencedQuery")]
public sealed record UnreferencedQuery(
    [property: Id(0), MaxLength(QueryLimits.Choices)] IReadOnlyList<SymbolKind>? Kinds = null,
    [property: Id(1), StringLength(QueryLimits.PathLength)] string? Under = null,
    [property: Id(2)] bool UnexplainedOnly = false,
    [property: Id(3), Range(1, QueryLimits.Results)] int Limit = 200,
    [property: Id(4), StringLength(QueryLimits.CursorLength)] string? Cursor = null) : IPagedQuery;

/// <param name="Reasons">Why it may be reached all the same: exported, entryPoint, test, refines, annotated, unresolvedUses, dynamicNamesake, implicit.</param>
/// <param name="UnresolvedUses">Uses of its name of which nothing is known.</param>
/// <param name="Members">Definitions inside of it that nothing names either.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.UnreferencedInfo")]
public sealed record UnreferencedInfo(
    [property: Id(0)] SymbolInfo Symbol, [property: Id(1)] IReadOnlyList<string> Reasons, [property: Id(2)] int UnresolvedUses, [property: Id(3)] int Members);

/// <param name="Total">How many there are, on all pages.</param>
/// <param name="Unexplained">How many of them have no reason.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.UnreferencedAnswer")]
public sealed record UnreferencedAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] IReadOnlyList<UnreferencedInfo> Symbols,
    [property: Id(2)] int Total,
    [property: Id(3)] int Unexplained,
    [property: Id(4)] bool Truncated,
    [property: Id(5)] string? Cursor) : IPagedAnswer;

/// <param name="Files">Files instead of symbols; kinds do not count then.</param>
/// <param name="Kinds">Kinds wanted; null for all.</param>
/// <param name="Under">Only files under this path.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.CentralQuery")]
public sealed record CentralQuery(
    [property: Id(0)] bool Files = false,
    [property: Id(1), MaxLength(QueryLimits.Choices)] IReadOnlyList<SymbolKind>? Kinds = null,
    [property: Id(2), StringLength(QueryLimits.PathLength)] string? Under = null,
    [property: Id(3), Range(1, QueryLimits.Results)] int Limit = 50,
    [property: Id(4), StringLength(QueryLimits.CursorLength)] string? Cursor = null) : IPagedQuery;

/// <param name="Symbol">Null where files are asked for.</param>
/// <param name="Rank">Its share of 1 that all symbols, or all files, divide among them.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.CentralInfo")]
public sealed record CentralInfo([property: Id(0)] string Path, [property: Id(1)] SymbolInfo? Symbol, [property: Id(2)] double Rank);

/// <param name="Total">How many there are, on all pages.</param>
/// <param name="Rounds">Rounds of the power iteration.</param>
/// <param name="Change">How much the last round changed, summed over all; above 1e-9 the iteration was ended by its number of rounds.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.CentralAnswer")]
public sealed record CentralAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] IReadOnlyList<CentralInfo> Central,
    [property: Id(2)] int Total,
    [property: Id(3)] int Rounds,
    [property: Id(4)] double Change,
    [property: Id(5)] bool Truncated,
    [property: Id(6)] string? Cursor) : IPagedAnswer;

/// <param name="Symbol">A name (exact, or a suffix of the qualified name), or an id.</param>
/// <param name="Budget">Most tokens of the answer's texts; a token is counted as 4 bytes of UTF-8, rounded up for each text.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.ContextQuery")]
public sealed record ContextQuery(
    [property: Id(0), StringLength(QueryLimits.SymbolLength, MinimumLength = 1)] string Symbol,
    [property: Id(1), Range(QueryLimits.LeastBudget, QueryLimits.MostBudget)] int Budget = 4000);

/// <summary>The source of a symbol, of exactly the content that was indexed, or why there is none.</summary>
/// <param name="Text">Whole lines; null where the content is not at hand any more.</param>
/// <param name="StartLine">The first line shown.</param>
/// <param name="EndLine">The last line shown.</param>
/// <param name="Lines">Lines that the definition has.</param>
/// <param name="Problem">Why there is no text, and what to do about it; null where there is.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.SourceSlice")]
public sealed record SourceSlice(
    [property: Id(0)] string? Text, [property: Id(1)] int StartLine, [property: Id(2)] int EndLine, [property: Id(3)] int Lines, [property: Id(4)] string? Problem);

/// <param name="Role">What it is to the symbol asked for.</param>
/// <param name="Distance">0 for other parts, 1 for direct relations, 2 for those of callers and callees and for siblings.</param>
/// <param name="Uses">How much of the repository names it.</param>
/// <param name="Symbol">Null where it is the code of a file outside of any definition.</param>
/// <param name="Site">Where the relation stands; null for siblings and parts, as <paramref name="Tier"/> is.</param>
/// <param name="Text">Its signature, or its name, and the first line of its documentation: what is counted.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.ContextItem")]
public sealed record ContextItem(
    [property: Id(0)] ContextRole Role,
    [property: Id(1)] int Distance,
    [property: Id(2)] int Uses,
    [property: Id(3)] SymbolInfo? Symbol,
    [property: Id(4)] string Path,
    [property: Id(5)] Site? Site,
    [property: Id(6)] Tier? Tier,
    [property: Id(7)] string Text);

/// <summary>How many of a role had no room.</summary>
[GenerateSerializer, Immutable, Alias("CodeGraph.ContextLeftOut")]
public sealed record ContextLeftOut([property: Id(0)] ContextRole Role, [property: Id(1)] int Count);

/// <param name="Code">The source.</param>
/// <param name="Documentation">As much of it as had room.</param>
/// <param name="Items">What surrounds it, the nearest first, and at one distance the most used.</param>
/// <param name="LeftOut">What had no room.</param>
/// <param name="Used">Tokens of the texts.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.ContextAnswer")]
public sealed record ContextAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] Resolution Resolution,
    [property: Id(2)] SourceSlice? Code,
    [property: Id(3)] string? Documentation,
    [property: Id(4)] IReadOnlyList<ContextItem> Items,
    [property: Id(5)] IReadOnlyList<ContextLeftOut> LeftOut,
    [property: Id(6)] int Budget,
    [property: Id(7)] int Used,
    [property: Id(8)] Uncertainty Uncertainty);

/// <param name="By">What they are ordered by, the most first.</param>
/// <param name="Kinds">Kinds wanted; null for all.</param>
/// <param name="Under">Only files under this path.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.ComplexQuery")]
public sealed record ComplexQuery(
    [property: Id(0)] ComplexityMeasure By = ComplexityMeasure.Cognitive,
    [property: Id(1), MaxLength(QueryLimits.Choices)] IReadOnlyList<SymbolKind>? Kinds = null,
    [property: Id(2), StringLength(QueryLimits.PathLength)] string? Under = null,
    [property: Id(3), Range(1, QueryLimits.Results)] int Limit = 50,
    [property: Id(4), StringLength(QueryLimits.CursorLength)] string? Cursor = null) : IPagedQuery;

/// <param name="Symbols">Callables with their <see cref="SymbolInfo.Metrics"/>.</param>
/// <param name="Total">How many have metrics, on all pages.</param>
/// <param name="Unknown">How many callables have none: they have no body, or the control flow of their language is not known.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.ComplexAnswer")]
public sealed record ComplexAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] IReadOnlyList<SymbolInfo> Symbols,
    [property: Id(2)] int Total,
    [property: Id(3)] int Unknown,
    [property: Id(4)] bool Truncated,
    [property: Id(5)] string? Cursor) : IPagedAnswer;
