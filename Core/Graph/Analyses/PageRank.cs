namespace CodeGraph.Graph.Analyses;

/// <param name="Ranks">By node; they add up to 1.</param>
/// <param name="Rounds">How many it took.</param>
/// <param name="Change">How much the last round changed, summed over all nodes.</param>
public sealed record PageRankResult(double[] Ranks, int Rounds, double Change);

/// <summary>
/// PageRank by power iteration: L. Page, S. Brin, R. Motwani, T. Winograd, The PageRank citation ranking, 1999. What a node without edges holds goes to all.
/// </summary>
public static class PageRank
{
    public const double Damping = 0.85;

    private const double Enough = 1e-9;
    private const int MostRounds = 100;

    /// <param name="start">Start of each node's incoming edges, and one more (CSR).</param>
    /// <param name="sources">Where they come from; a node as often as it has edges there.</param>
    /// <param name="weights">How much each edge counts.</param>
    /// <param name="cancellation">Asked every round.</param>
    public static PageRankResult Compute(int[] start, int[] sources, int[] weights, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(weights);
        var nodes = start.Length - 1;
        if (nodes == 0)
            return new([], 0, 0);
        var given = new long[nodes];
        for (var edge = 0; edge < sources.Length; edge++)
            given[sources[edge]] += weights[edge];
        var rank = new double[nodes];
        var next = new double[nodes];
        var share = new double[nodes];
        Array.Fill(rank, 1.0 / nodes);
        var (round, change) = (0, double.MaxValue);
        while (round < MostRounds && change > Enough)
        {
            cancellation.ThrowIfCancellationRequested();
            var dangling = 0.0;
            for (var node = 0; node < nodes; node++)
            {
                if (given[node] > 0)
                    share[node] = rank[node] / given[node];
                else
                    dangling += rank[node];
            }
            var floor = ((1 - Damping) + (Damping * dangling)) / nodes;
            change = 0;
            for (var node = 0; node < nodes; node++)
            {
                var sum = 0.0;
                for (var edge = start[node]; edge < start[node + 1]; edge++)
                    sum += share[sources[edge]] * weights[edge];
                next[node] = floor + (Damping * sum);
                change += Math.Abs(next[node] - rank[node]);
            }
            (rank, next) = (next, rank);
            round++;
        }
        return new(rank, round, change);
    }
}
