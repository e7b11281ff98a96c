namespace CodeGraph.Graph;

/// <summary>A symbol of a file with the symbols inside of it, in source order.</summary>
public sealed record OutlineItem(int Symbol, IReadOnlyList<OutlineItem> Children);

/// <summary>The symbols of a file as a tree, locals left out.</summary>
public static class Outline
{
    /// <summary>What nests deeper is shown at this level: no person reads it, and readers of JSON give up on it.</summary>
    private const int MaxDepth = 256;

    public static IReadOnlyList<OutlineItem> Of(Snapshot snapshot, int file)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var (first, end) = snapshot.SymbolsOfFile(file);
        var children = new List<OutlineItem>?[end - first];
        var depths = new int[end - first];
        var roots = new List<OutlineItem>();
        for (var symbol = first; symbol < end; symbol++)
        {
            if (snapshot.IsLocal(symbol))
                continue;

            // The nearest enclosing symbol that is shown; a container precedes its members, so its list exists.
            var parent = snapshot.Symbol(symbol).Parent;
            while (parent >= first && parent < symbol && (snapshot.IsLocal(parent) || depths[parent - first] >= MaxDepth))
                parent = snapshot.Symbol(parent).Parent;
            var inside = parent >= first && parent < symbol;
            depths[symbol - first] = inside ? depths[parent - first] + 1 : 0;
            var own = children[symbol - first] = [];
            (inside ? children[parent - first]! : roots).Add(new(symbol, own));
        }
        Sort(snapshot, roots);
        foreach (var list in children)
        {
            if (list is { Count: > 1 })
                Sort(snapshot, list);
        }
        return roots;
    }

    private static void Sort(Snapshot snapshot, List<OutlineItem> items) =>
        items.Sort((a, b) => (snapshot.Symbol(a.Symbol).Start, a.Symbol).CompareTo((snapshot.Symbol(b.Symbol).Start, b.Symbol)));
}
