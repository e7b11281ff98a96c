using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Search;

/// <summary>Which of the symbols whose names match are wanted.</summary>
internal sealed class SymbolFilter(Snapshot snapshot, SymbolSearch search, string qualifier)
{
    private readonly HashSet<Language>? languages = search.Languages is { Count: > 0 } ? [.. search.Languages] : null;
    private readonly PathPrefix prefix = new(search.PathPrefix);

    /// <summary>The kinds wanted, as bits.</summary>
    public ulong Kinds { get; } = search.Kinds is { Count: > 0 } given ? given.Aggregate(0UL, (set, kind) => set | (1UL << (int)kind)) : ulong.MaxValue;

    /// <summary>Whether it wants every symbol but the locals.</summary>
    public bool IsAll => Kinds == ulong.MaxValue && languages is null && prefix.IsAll && qualifier.Length == 0 && !search.IncludeLocals;

    public SymbolFilter WithoutQualifier() => new(snapshot, search, "");

    public bool Wants(int symbol)
    {
        var record = snapshot.Symbol(symbol);
        return (search.IncludeLocals || (record.Flags & Parsing.Facts.DefinitionFlags.Local) == 0)
            && (Kinds >> (int)record.Kind & 1) != 0
            && languages?.Contains(snapshot.File(record.File).Language) != false
            && (prefix.IsAll || prefix.Covers(snapshot.Path(record.File)))
            && (qualifier.Length == 0 || IsQualified(snapshot.Id(symbol)) || IsQualified(snapshot.QualifiedName(symbol)));
    }

    private bool IsQualified(string name) => Snapshot.Normalize(name).Contains(qualifier, StringComparison.OrdinalIgnoreCase);
}
