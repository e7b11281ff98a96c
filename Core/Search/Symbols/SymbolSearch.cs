using CodeGraph.Model;

namespace CodeGraph.Search;

/// <summary>What to search for among the names of symbols.</summary>
/// <param name="Text">A name or a part of one; before its last separator, a part of the qualified name.</param>
/// <param name="Kinds">Kinds wanted; null for all.</param>
/// <param name="PathPrefix">Folder or file, relative to the root; null for all.</param>
/// <param name="Languages">Languages wanted; null for all.</param>
/// <param name="IncludeLocals">Local variables and parameters too.</param>
/// <param name="Limit">Most symbols to return.</param>
/// <param name="Cursor">Where the page before ended; null for the first.</param>
public sealed record SymbolSearch(
    string Text,
    IReadOnlyCollection<SymbolKind>? Kinds = null,
    string? PathPrefix = null,
    IReadOnlyCollection<Language>? Languages = null,
    bool IncludeLocals = false,
    int Limit = 50,
    string? Cursor = null);

/// <param name="Symbols">Best first, at most the limit.</param>
/// <param name="Total">How many match, those of other pages included.</param>
/// <param name="Cursor">For the next page; null where there is none.</param>
/// <param name="NearNames">Names that come near, nearest first, where no symbol matches.</param>
/// <param name="Similar">Symbols with these names that the filters let through.</param>
public sealed record SymbolSearchResult(IReadOnlyList<int> Symbols, int Total, string? Cursor, IReadOnlyList<string> NearNames, IReadOnlyList<int> Similar);
