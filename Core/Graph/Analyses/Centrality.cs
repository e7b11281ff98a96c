using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Graph.Analyses;

/// <summary>
/// How central symbols and files are: <see cref="PageRank"/> over calls and references, a use being an edge from where it stands to what it names. Nodes are all
/// symbols but locals, and the code of files outside of any definition. Inside of a local function a use stands in what encloses it. Imports name and do not use.
/// </summary>
public static class Centrality
{
    private const int MostLevels = 64;

    /// <summary>Ranks by symbol, and after them by file for its code outside of any definition; locals have those of nodes that nothing uses.</summary>
    public static PageRankResult OfSymbols(Snapshot snapshot, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var symbols = snapshot.SymbolCount;
        var start = new int[symbols + snapshot.FileCount + 1];
        var sources = new List<int>(snapshot.ReferenceCount / 2);
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            if ((symbol & 0xFFF) == 0)
                cancellation.ThrowIfCancellationRequested();
            if (!snapshot.IsLocal(symbol))
                AddUses(snapshot, symbol, sources);
            start[symbol + 1] = sources.Count;
        }
        start.AsSpan(symbols + 1).Fill(sources.Count);
        var weights = new int[sources.Count];
        Array.Fill(weights, 1);
        return PageRank.Compute(start, [.. sources], weights, cancellation);
    }

    /// <summary>Ranks by file, an edge counting as often as there are calls and references.</summary>
    public static PageRankResult OfFiles(DependencyGraph files, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        var nodes = files.Nodes.Count;
        var start = new int[nodes + 1];
        for (var from = 0; from < nodes; from++)
        {
            foreach (var entry in files.Of(from))
                start[entry.To + 1] += Weight(entry) > 0 ? 1 : 0;
        }
        for (var node = 0; node < nodes; node++)
            start[node + 1] += start[node];
        var (sources, weights, fill) = (new int[start[nodes]], new int[start[nodes]], start.AsSpan(0, nodes).ToArray());
        for (var from = 0; from < nodes; from++)
        {
            foreach (var entry in files.Of(from))
            {
                if (Weight(entry) == 0)
                    continue;
                sources[fill[entry.To]] = from;
                weights[fill[entry.To]++] = Weight(entry);
            }
        }
        return PageRank.Compute(start, sources, weights, cancellation);
    }

    private static int Weight(in Dependency dependency) => dependency.Counts.Calls + dependency.Counts.References;

    private static void AddUses(Snapshot snapshot, int symbol, List<int> sources)
    {
        foreach (var reference in snapshot.Incoming(symbol))
        {
            var use = snapshot.Reference(reference);
            if (use.State != ReferenceState.Resolved || use.Role is ReferenceRole.Import or ReferenceRole.Inherit)
                continue;
            var from = use.From >= 0 ? Holder(snapshot, use.From) : snapshot.SymbolCount + snapshot.FileOfReference(reference);
            if (from != symbol)
                sources.Add(from);
        }
    }

    private static int Holder(Snapshot snapshot, int symbol)
    {
        for (var level = 0; level < MostLevels && (snapshot.Symbol(symbol).Flags & DefinitionFlags.Local) != 0 && snapshot.Symbol(symbol).Parent >= 0; level++)
            symbol = snapshot.Symbol(symbol).Parent;
        return symbol;
    }
}
