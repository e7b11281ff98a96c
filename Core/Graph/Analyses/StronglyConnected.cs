namespace CodeGraph.Graph.Analyses;

/// <summary>
/// Strongly connected components: R. Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972), with the stack of the recursion as an array.
/// </summary>
public static class StronglyConnected
{
    /// <param name="start">Start of each node's targets, and one more (CSR).</param>
    /// <param name="targets">Nodes that the edges lead to.</param>
    /// <param name="cancellation">Asked from time to time.</param>
    /// <returns>The component of each node, numbered from 0 so that edges between components lead to smaller numbers, and how many there are.</returns>
    public static (int[] Component, int Count) Find(ReadOnlySpan<int> start, ReadOnlySpan<int> targets, CancellationToken cancellation = default)
    {
        var nodes = start.Length - 1;
        var component = new int[nodes];
        Array.Fill(component, -1);
        var order = new int[nodes];
        var low = new int[nodes];
        var next = new int[nodes];
        var path = new int[nodes];
        var open = new int[nodes];
        var (met, depth, opened, count) = (0, 0, 0, 0);
        for (var root = 0; root < nodes; root++)
        {
            if ((root & 0xFFF) == 0)
                cancellation.ThrowIfCancellationRequested();
            if (order[root] != 0)
                continue;
            Enter(root, start);
            while (depth > 0)
            {
                var node = path[depth - 1];
                if (next[node] < start[node + 1])
                {
                    var target = targets[next[node]++];
                    if (order[target] == 0)
                        Enter(target, start);
                    else if (component[target] < 0)
                        low[node] = Math.Min(low[node], order[target]);
                    continue;
                }
                depth--;
                if (depth > 0)
                    low[path[depth - 1]] = Math.Min(low[path[depth - 1]], low[node]);
                if (low[node] != order[node])
                    continue;
                int member;
                do
                {
                    member = open[--opened];
                    component[member] = count;
                }
                while (member != node);
                count++;
            }
        }
        return (component, count);

        void Enter(int node, ReadOnlySpan<int> start)
        {
            order[node] = low[node] = ++met;
            next[node] = start[node];
            path[depth++] = node;
            open[opened++] = node;
        }
    }
}
