using System.ComponentModel.DataAnnotations;
using CodeGraph.Model;
using Orleans;
using Orleans.Concurrency;

namespace CodeGraph.Grains;

public partial interface ISnapshotQueries
{
    /// <summary>Symbols whose name matches, best first; names that come near where none does.</summary>
    [ReadOnly]
    Task<SearchAnswer> Search(SearchQuery query, CancellationToken cancellation);

    /// <summary>Lines of the files that match a text or a regular expression, those that define a symbol first.</summary>
    /// <exception cref="SourceUnreadableException">The repository that was indexed is gone or damaged; the message says which.</exception>
    [ReadOnly]
    Task<TextAnswer> SearchText(TextQuery query, CancellationToken cancellation);
}

/// <param name="Text">A name or a part of one; before its last separator, a part of the qualified name.</param>
/// <param name="Kinds">Kinds wanted; null for all.</param>
/// <param name="PathPrefix">Folder or file, relative to the root; null for all.</param>
/// <param name="IncludeLocals">Local variables and parameters too.</param>
/// <param name="Limit">Most symbols to return.</param>
/// <param name="Languages">Languages wanted; null for all.</param>
/// <param name="Cursor">Where the page before ended; null for the first.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.SearchQuery")]
public sealed record SearchQuery(
    [property: Id(0), StringLength(QueryLimits.NameLength, MinimumLength = 1)] string Text,
    [property: Id(1), MaxLength(QueryLimits.Choices)] IReadOnlyList<SymbolKind>? Kinds = null,
    [property: Id(2), StringLength(QueryLimits.PathLength)] string? PathPrefix = null,
    [property: Id(3)] bool IncludeLocals = false,
    [property: Id(4), Range(1, QueryLimits.Results)] int Limit = 50,
    [property: Id(5), MaxLength(QueryLimits.Choices)] IReadOnlyList<Language>? Languages = null,
    [property: Id(6), StringLength(QueryLimits.CursorLength)] string? Cursor = null) : IPagedQuery;

/// <param name="Symbols">Best first.</param>
/// <param name="Total">How many match, those of other pages included.</param>
/// <param name="NearNames">Names that come near, where no symbol matches.</param>
/// <param name="Cursor">For the next page; null where there is none.</param>
/// <param name="Similar">Symbols with a name in <paramref name="NearNames"/>, best first, where none matches: what may have been meant.</param>
/// <param name="Refusal">Why there is no answer, where the cursor is of another search or snapshot; null where there is one.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.SearchAnswer")]
public sealed record SearchAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] IReadOnlyList<SymbolInfo> Symbols,
    [property: Id(2)] int Total,
    [property: Id(3)] IReadOnlyList<string> NearNames,
    [property: Id(4)] string? Cursor,
    [property: Id(5)] IReadOnlyList<SymbolInfo> Similar,
    [property: Id(6)] string? Refusal) : IPagedAnswer;

/// <summary>Whether letters match in either case.</summary>
public enum CaseMatching
{
    Sensitive = 0,
    Insensitive = 1,

    /// <summary>Insensitive where the pattern has no upper-case letter.</summary>
    Smart = 2,
}

/// <param name="Pattern">A regular expression in .NET's syntax without look-around and back references, or a fixed text. Every line is matched by itself.</param>
/// <param name="Fixed">Every character of the pattern stands for itself.</param>
/// <param name="Case">Whether letters match in either case.</param>
/// <param name="WholeWord">No letter, digit or underscore before and behind a match.</param>
/// <param name="Globs">Files wanted, as in .gitignore; those with an exclamation mark are not. Null for all.</param>
/// <param name="Languages">Languages wanted; null for all.</param>
/// <param name="Context">Lines to show before and behind each line.</param>
/// <param name="Limit">Most lines to return.</param>
/// <param name="Cursor">Where the page before ended; null for the first.</param>
/// <param name="CountAll">Count all lines that match, also beyond the page.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.TextQuery")]
public sealed record TextQuery(
    [property: Id(0), StringLength(QueryLimits.PatternLength, MinimumLength = 1)] string Pattern,
    [property: Id(1)] bool Fixed = false,
    [property: Id(2)] CaseMatching Case = CaseMatching.Sensitive,
    [property: Id(3)] bool WholeWord = false,
    [property: Id(4), MaxLength(QueryLimits.Choices)] IReadOnlyList<string>? Globs = null,
    [property: Id(5), MaxLength(QueryLimits.Choices)] IReadOnlyList<Language>? Languages = null,
    [property: Id(6), Range(0, QueryLimits.ContextLines)] int Context = 0,
    [property: Id(7), Range(1, QueryLimits.Results)] int Limit = 50,
    [property: Id(8), StringLength(QueryLimits.CursorLength)] string? Cursor = null,
    [property: Id(9)] bool CountAll = false) : IPagedQuery;

/// <summary>A part of a line.</summary>
/// <param name="Column">Its first character, 1-based, in Unicode code points.</param>
/// <param name="Length">Code points.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.MatchSpan")]
public sealed record MatchSpan([property: Id(0)] int Column, [property: Id(1)] int Length);

/// <summary>A line that matches.</summary>
/// <param name="Column">Where the first match begins.</param>
/// <param name="Text">The line; of one longer than 1,000 characters the part around the first match.</param>
/// <param name="TextColumn">The column where <paramref name="Text"/> begins; 1 but for very long lines.</param>
/// <param name="Matches">All matches in the line, in columns of the whole line.</param>
/// <param name="Definition">Id of the symbol that the line defines and that put it first; null for other lines.</param>
/// <param name="Enclosing">Id of the innermost type or callable around the line; null at file level.</param>
/// <param name="Before">Lines before it, the nearest last.</param>
/// <param name="After">Lines behind it.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.TextLineInfo")]
public sealed record TextLineInfo(
    [property: Id(0)] string Path,
    [property: Id(1)] Language Language,
    [property: Id(2)] int Line,
    [property: Id(3)] int Column,
    [property: Id(4)] string Text,
    [property: Id(5)] int TextColumn,
    [property: Id(6)] IReadOnlyList<MatchSpan> Matches,
    [property: Id(7)] string? Definition,
    [property: Id(8)] string? Enclosing,
    [property: Id(9)] IReadOnlyList<string> Before,
    [property: Id(10)] IReadOnlyList<string> After);

/// <param name="Lines">Lines that define a symbol with a word of the pattern in its name first, then the others; both by path and line.</param>
/// <param name="Total">Lines that match, as far as they were counted, those of earlier pages included.</param>
/// <param name="TotalIsExact">Whether that is all of them; otherwise there are more.</param>
/// <param name="Truncated">Whether there are lines behind this page.</param>
/// <param name="Cursor">For the next page; null where there is none.</param>
/// <param name="TimedOut">Whether the time was over before the page was full; the cursor goes on from there.</param>
/// <param name="FilesRead">Files whose text was looked at, of all those that the index could not rule out.</param>
/// <param name="Stale">Paths of files that might match but whose indexed content is gone: they were changed or removed since. Index again to search them.</param>
/// <param name="NotIndexed">Files that the text index does not cover yet, and that were read therefore; indexing again adds them.</param>
/// <param name="Refusal">Why there is no answer, where the pattern, a glob or the cursor cannot be used; null where there is one.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.TextAnswer")]
public sealed record TextAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] IReadOnlyList<TextLineInfo> Lines,
    [property: Id(2)] long Total,
    [property: Id(3)] bool TotalIsExact,
    [property: Id(4)] bool Truncated,
    [property: Id(5)] string? Cursor,
    [property: Id(6)] bool TimedOut,
    [property: Id(7)] int FilesRead,
    [property: Id(8)] IReadOnlyList<string> Stale,
    [property: Id(9)] int NotIndexed,
    [property: Id(10)] string? Refusal) : IPagedAnswer;
