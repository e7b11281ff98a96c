using CodeGraph.Graph;
using CodeGraph.Graph.Analyses;
using CodeGraph.Model;

namespace CodeGraph.Tests.Graph;

/// <summary>PageRank against the matrix written out.</summary>
public sealed class CentralityTests
{
    [Fact]
    public void Ranks_of_symbols_are_those_of_the_matrix()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var snapshot = new Snapshot(RandomGraph.Make(seed, files: 1 + (seed % 4)));
            var plain = new PlainGraph(snapshot);
            var nodes = snapshot.SymbolCount + snapshot.FileCount;
            var edges = new List<(int From, int To)>();
            foreach (var (use, targets, file) in plain.Uses)
            {
                if (use.State != ReferenceState.Resolved || use.Role is ReferenceRole.Import or ReferenceRole.Inherit)
                    continue;
                var from = use.From < 0 ? snapshot.SymbolCount + file : use.From;
                while (from < snapshot.SymbolCount && snapshot.IsLocal(from) && snapshot.Symbol(from).Parent >= 0)
                    from = snapshot.Symbol(from).Parent;
                edges.AddRange(targets.Where(t => !snapshot.IsLocal(t) && t != from).Select(t => (from, t)));
            }
            Same(Matrix(nodes, [.. edges.Select(e => (e.From, e.To, 1))]), Centrality.OfSymbols(snapshot).Ranks);
        }
    }

    [Fact]
    public void Ranks_of_files_count_calls_and_references()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var graph = DependencyGraph.OfFiles(new(RandomGraph.Make(seed, files: 2 + (seed % 9))));
            var edges = graph.Nodes.SelectMany((_, f) => graph.Of(f).ToArray().Select(d => (f, d.To, d.Counts.Calls + d.Counts.References))).Where(e => e.Item3 > 0).ToList();
            Same(Matrix(graph.Nodes.Count, edges), Centrality.OfFiles(graph).Ranks);
        }
    }

    [Fact]
    public void An_empty_graph_has_no_ranks() => Assert.Empty(PageRank.Compute([0], [], []).Ranks);

    private static void Same(double[] expected, double[] found)
    {
        Assert.Equal(1, found.Sum(), 9);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 7);
    }

    private static double[] Matrix(int nodes, IReadOnlyList<(int From, int To, int Weight)> edges)
    {
        var rank = Enumerable.Repeat(1.0 / nodes, nodes).ToArray();
        for (var round = 0; round < 200; round++)
        {
            var next = Enumerable.Repeat((1 - PageRank.Damping) / nodes, nodes).ToArray();
            for (var from = 0; from < nodes; from++)
            {
                var own = edges.Where(e => e.From == from).ToList();
                var sum = own.Sum(e => e.Weight);
                foreach (var (_, to, weight) in own)
                    next[to] += PageRank.Damping * rank[from] * weight / sum;
                if (sum == 0)
                {
                    for (var to = 0; to < nodes; to++)
                        next[to] += PageRank.Damping * rank[from] / nodes;
                }
            }
            rank = next;
        }
        return rank;
    }
}
