using System.ComponentModel.DataAnnotations;
using CodeGraph.Model;
using Orleans;
using Orleans.Concurrency;

namespace CodeGraph.Grains;

/// <summary>The linked graph of one commit, held in memory: answers every read. Keyed by <c>repository@commit</c>.</summary>
[Alias("CodeGraph.ISnapshotGrain")]
public interface ISnapshotGrain : ISnapshotQueries, IGrainWithStringKey
{
    /// <summary>Opens the snapshot, which from then on answers although its file be removed, as that of the one before is when a repository is indexed anew.</summary>
    /// <exception cref="SnapshotNotFoundException">It is not stored (any more).</exception>
    [ReadOnly]
    Task Hold(CancellationToken cancellation);
}

/// <summary>
/// Everything that a snapshot can be asked. Each answer names the commit it is true for; a name that fits no symbol or several is an answer
/// (<see cref="Resolution"/>), not an error.
/// </summary>
/// <exception cref="SnapshotNotFoundException">The snapshot is not stored; the message names the remedy.</exception>
public partial interface ISnapshotQueries
{
    /// <summary>The symbol itself, with its doc and members.</summary>
    [ReadOnly]
    Task<SymbolAnswer> GetSymbol(string symbol, CancellationToken cancellation);

    /// <summary>Who calls it (or, for a type, constructs it), level by level.</summary>
    [ReadOnly]
    Task<RelationsAnswer> Callers(TraversalQuery query, CancellationToken cancellation);

    /// <summary>What it calls, level by level.</summary>
    [ReadOnly]
    Task<RelationsAnswer> Callees(TraversalQuery query, CancellationToken cancellation);

    /// <summary>Every place that names it.</summary>
    [ReadOnly]
    Task<ReferencesAnswer> References(ReferencesQuery query, CancellationToken cancellation);

    /// <summary>What may break when a symbol or a file changes: everything that depends on it, with its distance.</summary>
    [ReadOnly]
    Task<ImpactAnswer> Impact(TraversalQuery query, CancellationToken cancellation);

    /// <summary>A shortest chain of relations between two symbols.</summary>
    [ReadOnly]
    Task<PathAnswer> Path(PathQuery query, CancellationToken cancellation);

    /// <summary>The symbols of a file as a tree.</summary>
    [ReadOnly]
    Task<OutlineAnswer> Outline(string path, CancellationToken cancellation);
}

/// <summary>What every answer says about itself.</summary>
/// <param name="Repository">The repository's name.</param>
/// <param name="Commit">The commit it is true for; null for a folder without git.</param>
/// <param name="Snapshot">Key of the snapshot.</param>
/// <param name="WorkingTree">True where uncommitted files were read too.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.AnswerSource")]
public sealed record AnswerSource([property: Id(0)] string Repository, [property: Id(1)] string? Commit, [property: Id(2)] string Snapshot, [property: Id(3)] bool WorkingTree);

public enum Match
{
    /// <summary>Exactly one symbol is meant.</summary>
    Found = 0,

    /// <summary>Several symbols fit; none was chosen.</summary>
    Several = 1,

    /// <summary>No symbol fits.</summary>
    NotFound = 2,
}

/// <summary>How a name given by the user was understood.</summary>
/// <param name="Match">Whether one symbol was meant.</param>
/// <param name="Symbol">The symbol, where exactly one was.</param>
/// <param name="Candidates">The symbols that fit, where several do (at most 50).</param>
/// <param name="NearNames">Names like the one given, where none fits.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.Resolution")]
public sealed record Resolution(
    [property: Id(0)] Match Match,
    [property: Id(1)] SymbolInfo? Symbol,
    [property: Id(2)] IReadOnlyList<SymbolInfo> Candidates,
    [property: Id(3)] IReadOnlyList<string> NearNames);

/// <param name="Id"><c>path#Qualified.Name</c>, with <c>(n)</c> for the n-th overload.</param>
/// <param name="QualifiedName">With module or package.</param>
/// <param name="Line">Of the name, 1-based, as is <paramref name="Column"/>, which counts Unicode code points.</param>
/// <param name="Metrics">Of a callable with a body in a language whose control flow is known; null where it is not.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.SymbolInfo")]
public sealed record SymbolInfo(
    [property: Id(0)] string Id,
    [property: Id(1)] SymbolKind Kind,
    [property: Id(2)] string Name,
    [property: Id(3)] string QualifiedName,
    [property: Id(4)] Language Language,
    [property: Id(5)] string Path,
    [property: Id(6)] int Line,
    [property: Id(7)] int Column,
    [property: Id(8)] int EndLine,
    [property: Id(9)] string? Signature,
    [property: Id(10)] string? Documentation,
    [property: Id(11)] SymbolMetrics? Metrics = null);

/// <summary>How complex a callable is.</summary>
/// <param name="Cyclomatic">Independent paths (McCabe 1976), logical operators being decisions.</param>
/// <param name="Cognitive">Cognitive complexity (Campbell, SonarSource 2018), recursion aside.</param>
/// <param name="Nesting">How deep control structures stand inside of one another.</param>
/// <param name="Lines">Lines from the first to the last of the definition.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.SymbolMetrics")]
public sealed record SymbolMetrics([property: Id(0)] int Cyclomatic, [property: Id(1)] int Cognitive, [property: Id(2)] int Nesting, [property: Id(3)] int Lines);

/// <summary>A place in a file. Line and column are 1-based; columns count Unicode code points.</summary>
[GenerateSerializer, Immutable, Alias("CodeGraph.Site")]
public sealed record Site([property: Id(0)] string Path, [property: Id(1)] int Line, [property: Id(2)] int Column);

/// <summary>What is not known about a name, so that an empty list is not taken for "none".</summary>
/// <param name="Unresolved">Uses of the same name of which nothing is known: any may be a further relation.</param>
/// <param name="Ambiguous">Uses that may mean the symbol or another.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.Uncertainty")]
public sealed record Uncertainty([property: Id(0)] int Unresolved, [property: Id(1)] int Ambiguous);

/// <param name="Members">Symbols directly inside of it, in source order.</param>
/// <param name="Callers">Number of call sites that resolve to it.</param>
/// <param name="References">Number of other uses that resolve to it.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.SymbolAnswer")]
public sealed record SymbolAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] Resolution Resolution,
    [property: Id(2)] IReadOnlyList<SymbolInfo> Members,
    [property: Id(3)] IReadOnlyList<RelationInfo> Bases,
    [property: Id(4)] IReadOnlyList<RelationInfo> Derived,
    [property: Id(5)] int Callers,
    [property: Id(6)] int References,
    [property: Id(7)] Uncertainty Uncertainty);

/// <param name="Symbol">A name (exact, or a suffix of the qualified name), an id, or for impact a path.</param>
/// <param name="Depth">Levels to follow; 1 for direct relations only.</param>
/// <param name="IncludeAmbiguous">Follow relations of the tier ambiguous too; without it they are only counted.</param>
/// <param name="Limit">Most relations to return.</param>
/// <param name="Tiers">Follow relations of these tiers alone, and of the ambiguous where <paramref name="IncludeAmbiguous"/> says so; none for all that are certain.</param>
/// <param name="Cursor">Where to go on: the cursor of the answer before, to the same question.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.TraversalQuery")]
public sealed record TraversalQuery(
    [property: Id(0), StringLength(QueryLimits.SymbolLength, MinimumLength = 1)] string Symbol,
    [property: Id(1), Range(1, QueryLimits.Depth)] int Depth = 1,
    [property: Id(2)] bool IncludeAmbiguous = false,
    [property: Id(3), Range(1, QueryLimits.Results)] int Limit = 200,
    [property: Id(4)] TierSet Tiers = TierSet.None,
    [property: Id(5), StringLength(QueryLimits.CursorLength)] string? Cursor = null) : IPagedQuery;

/// <summary>One relation with its trust and its place.</summary>
/// <param name="From">The symbol that holds it; null at file level.</param>
/// <param name="FromPath">The file that holds it.</param>
/// <param name="To">The symbol it leads to.</param>
/// <param name="Distance">Levels from the symbol asked for, 1 for direct.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.RelationInfo")]
public sealed record RelationInfo(
    [property: Id(0)] RelationKind Kind,
    [property: Id(1)] SymbolInfo? From,
    [property: Id(2)] string FromPath,
    [property: Id(3)] SymbolInfo To,
    [property: Id(4)] Tier Tier,
    [property: Id(5)] Site Site,
    [property: Id(6)] int Distance);

/// <param name="Total">How many there are, on all pages.</param>
/// <param name="Truncated">Whether there are more after these.</param>
/// <param name="OtherTiers">Resolved relations that were met and not followed, as their tier was not asked for.</param>
/// <param name="Cursor">Asks for the relations after these; null where there are none.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.RelationsAnswer")]
public sealed record RelationsAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] Resolution Resolution,
    [property: Id(2)] IReadOnlyList<RelationInfo> Relations,
    [property: Id(3)] int Total,
    [property: Id(4)] bool Truncated,
    [property: Id(5)] Uncertainty Uncertainty,
    [property: Id(6)] int OtherTiers,
    [property: Id(7)] string? Cursor) : IPagedAnswer;

/// <param name="Symbol">A name (exact, or a suffix of the qualified name), or an id.</param>
/// <param name="IncludeAmbiguous">Uses of the tier ambiguous too; without it they are only counted.</param>
/// <param name="Limit">Most uses to return.</param>
/// <param name="Tiers">Uses of these tiers alone, and of the ambiguous where <paramref name="IncludeAmbiguous"/> says so; none for all that are certain.</param>
/// <param name="Cursor">Where to go on: the cursor of the answer before, to the same question.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.ReferencesQuery")]
public sealed record ReferencesQuery(
    [property: Id(0), StringLength(QueryLimits.SymbolLength, MinimumLength = 1)] string Symbol,
    [property: Id(1)] bool IncludeAmbiguous = false,
    [property: Id(2), Range(1, QueryLimits.Results)] int Limit = 200,
    [property: Id(3)] TierSet Tiers = TierSet.None,
    [property: Id(4), StringLength(QueryLimits.CursorLength)] string? Cursor = null) : IPagedQuery;

[GenerateSerializer, Immutable, Alias("CodeGraph.ReferenceInfo")]
public sealed record ReferenceInfo(
    [property: Id(0)] Site Site,
    [property: Id(1)] ReferenceRole Role,
    [property: Id(2)] Tier Tier,
    [property: Id(3)] SymbolInfo? From);

/// <param name="References">In the order of files and lines.</param>
/// <param name="Total">How many there are, on all pages.</param>
/// <param name="Truncated">Whether there are more after these.</param>
/// <param name="OtherTiers">Resolved uses that were left out, as their tier was not asked for.</param>
/// <param name="Cursor">Asks for the uses after these; null where there are none.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.ReferencesAnswer")]
public sealed record ReferencesAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] Resolution Resolution,
    [property: Id(2)] IReadOnlyList<ReferenceInfo> References,
    [property: Id(3)] int Total,
    [property: Id(4)] bool Truncated,
    [property: Id(5)] Uncertainty Uncertainty,
    [property: Id(6)] int OtherTiers,
    [property: Id(7)] string? Cursor) : IPagedAnswer;

/// <param name="Path">The file, where one was asked for instead of a symbol.</param>
/// <param name="Symbols">What depends on it, nearest first, each once with its shortest distance and the relation that led there.</param>
/// <param name="Total">How many depend on it, on all pages.</param>
/// <param name="Files">Number of files those symbols are in.</param>
/// <param name="Levels">How much depends on it by distance.</param>
/// <param name="Tests">The tests among the dependents, nearest first, at most the limit.</param>
/// <param name="EntryPoints">Where execution comes in that leads to it, nearest first, at most the limit.</param>
/// <param name="OtherTiers">Resolved relations that were met and not followed, as their tier was not asked for.</param>
/// <param name="Cursor">Asks for the dependents after these; null where there are none.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.ImpactAnswer")]
public sealed record ImpactAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] Resolution Resolution,
    [property: Id(2)] string? Path,
    [property: Id(3)] IReadOnlyList<RelationInfo> Symbols,
    [property: Id(4)] int Total,
    [property: Id(5)] int Files,
    [property: Id(6)] bool Truncated,
    [property: Id(7)] Uncertainty Uncertainty,
    [property: Id(8)] IReadOnlyList<ImpactDistance> Levels,
    [property: Id(9)] IReadOnlyList<TestInfo> Tests,
    [property: Id(10)] int TotalTests,
    [property: Id(11)] IReadOnlyList<EntryPointInfo> EntryPoints,
    [property: Id(12)] int TotalEntryPoints,
    [property: Id(13)] int OtherTiers,
    [property: Id(14)] string? Cursor) : IPagedAnswer;

/// <param name="Distance">Levels from what changes.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.ImpactDistance")]
public sealed record ImpactDistance([property: Id(0)] int Distance, [property: Id(1)] int Dependents, [property: Id(2)] int Tests, [property: Id(3)] int EntryPoints);

/// <param name="Symbol">The test; null where it is the code of a file outside of any definition.</param>
/// <param name="Rule">What says that it is a test.</param>
/// <param name="Detail">What the rule saw: <c>Fact</c>, <c>test*</c>, <c>tests/</c>.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.TestInfo")]
public sealed record TestInfo(
    [property: Id(0)] SymbolInfo? Symbol, [property: Id(1)] string Path, [property: Id(2)] int Distance, [property: Id(3)] TestRule Rule, [property: Id(4)] string Detail);

/// <param name="Symbol">Null where it is the code of a file outside of any definition.</param>
/// <param name="Rule">What says that execution comes in there.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.EntryPointInfo")]
public sealed record EntryPointInfo([property: Id(0)] SymbolInfo? Symbol, [property: Id(1)] string Path, [property: Id(2)] int Distance, [property: Id(3)] EntryRule Rule);

/// <param name="From">Where the chain begins: a name or an id, as <paramref name="To"/> is, where it ends.</param>
/// <param name="IncludeAmbiguous">Follow relations of the tier ambiguous too; without it they are only counted.</param>
/// <param name="MaxLength">Most steps.</param>
/// <param name="Tiers">Follow relations of these tiers alone, and of the ambiguous where <paramref name="IncludeAmbiguous"/> says so; none for all that are certain.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.PathQuery")]
public sealed record PathQuery(
    [property: Id(0), StringLength(QueryLimits.SymbolLength, MinimumLength = 1)] string From,
    [property: Id(1), StringLength(QueryLimits.SymbolLength, MinimumLength = 1)] string To,
    [property: Id(2)] bool IncludeAmbiguous = false,
    [property: Id(3), Range(1, QueryLimits.Depth)] int MaxLength = 32,
    [property: Id(4)] TierSet Tiers = TierSet.None);

/// <param name="Steps">The chain, empty where there is none within the length.</param>
/// <param name="OtherTiers">Resolved relations that were met and not followed, as their tier was not asked for.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.PathAnswer")]
public sealed record PathAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] Resolution From,
    [property: Id(2)] Resolution To,
    [property: Id(3)] bool Found,
    [property: Id(4)] IReadOnlyList<RelationInfo> Steps,
    [property: Id(5)] Uncertainty Uncertainty,
    [property: Id(6)] int OtherTiers);

[GenerateSerializer, Immutable, Alias("CodeGraph.OutlineNode")]
public sealed record OutlineNode([property: Id(0)] SymbolInfo Symbol, [property: Id(1)] IReadOnlyList<OutlineNode> Children);

/// <param name="Path">The file as the snapshot has it; null where it has none of that path.</param>
/// <param name="NearPaths">Paths like the one given, where it has none.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.OutlineAnswer")]
public sealed record OutlineAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] string? Path,
    [property: Id(2)] Language Language,
    [property: Id(3)] int Lines,
    [property: Id(4)] IReadOnlyList<OutlineNode> Symbols,
    [property: Id(5)] IReadOnlyList<string> NearPaths);
