using CodeGraph.Model;

namespace CodeGraph.Search;

/// <summary>What to search for in the texts of a snapshot's files.</summary>
/// <param name="Pattern">A regular expression, or a fixed text. Every line is matched by itself.</param>
/// <param name="Globs">Files wanted, as in .gitignore; those with an exclamation mark are not. Null for all.</param>
/// <param name="Languages">Null for all.</param>
/// <param name="Context">Lines to show before and behind each line that matches.</param>
/// <param name="Limit">Most lines to return.</param>
/// <param name="Cursor">Where the page before ended; null for the first.</param>
/// <param name="CountAll">Count all lines that match, also beyond the page.</param>
/// <param name="TimeLimit">When to stop reading; what was found until then is returned.</param>
public sealed record TextSearch(
    string Pattern,
    PatternOptions Options,
    IReadOnlyList<string>? Globs = null,
    IReadOnlyList<Language>? Languages = null,
    int Context = 0,
    int Limit = 50,
    string? Cursor = null,
    bool CountAll = false,
    TimeSpan? TimeLimit = null)
{
    public const int MaxContext = 50;

    public static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromSeconds(10);
}

/// <summary>A part of a line.</summary>
/// <param name="Column">Its first character, 1-based, in Unicode code points.</param>
/// <param name="Length">Code points.</param>
public readonly record struct LineSpan(int Column, int Length);

/// <summary>A line that matches.</summary>
/// <param name="File">The file, by its index in the snapshot.</param>
/// <param name="Line">1-based.</param>
/// <param name="Text">The line, or the part around the first match of one that is very long.</param>
/// <param name="TextColumn">The column where <paramref name="Text"/> begins; 1 but for very long lines.</param>
/// <param name="Matches">Where the line matches, in columns of the whole line.</param>
/// <param name="Definition">The symbol that the line defines and that put it first; -1 for none.</param>
/// <param name="Enclosing">The innermost type or callable around it; -1 at file level.</param>
/// <param name="Before">Lines before it, the nearest last.</param>
/// <param name="After">Lines behind it.</param>
public sealed record TextLine(
    int File, int Line, string Text, int TextColumn, IReadOnlyList<LineSpan> Matches, int Definition, int Enclosing, IReadOnlyList<string> Before, IReadOnlyList<string> After);

/// <param name="Lines">Lines that define a symbol with a word of the pattern in its name first, then the others; both by path and line.</param>
/// <param name="Total">Lines that match, those of earlier pages included, as far as they were counted.</param>
/// <param name="TotalIsExact">Whether that is all of them.</param>
/// <param name="Cursor">For the next page; null where there is none.</param>
/// <param name="TimedOut">Whether the time was over before the page was full; the cursor goes on from there.</param>
/// <param name="FilesRead">Files whose text was looked at.</param>
/// <param name="Stale">Files that might match, by index, whose content at the time of indexing cannot be read any more: they were changed or removed since.</param>
/// <param name="NotIndexed">Files of the snapshot that the text index does not cover, and that were read therefore.</param>
public sealed record TextSearchResult(
    IReadOnlyList<TextLine> Lines, long Total, bool TotalIsExact, string? Cursor, bool TimedOut, int FilesRead, IReadOnlyList<int> Stale, int NotIndexed);
