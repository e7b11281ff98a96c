namespace CodeGraph.Graph.Analyses;

/// <summary>A dependency by its two ends.</summary>
public readonly record struct DependencyEdge(int From, Dependency Dependency);

/// <summary>Nodes each of which depends on all others, over some way.</summary>
/// <param name="Members">Nodes, ascending.</param>
/// <param name="Edges">All dependencies between members, by node.</param>
/// <param name="Shortest">A shortest way around through one of the first members, from its first node back to it.</param>
public sealed record DependencyCycle(IReadOnlyList<int> Members, IReadOnlyList<DependencyEdge> Edges, IReadOnlyList<DependencyEdge> Shortest);

/// <summary>Cycles among dependencies, the largest first.</summary>
public static class DependencyCycles
{
    /// <summary>Members from which a shortest way around is searched: each costs a walk over the component.</summary>
    private const int MostStarts = 32;

    public static IReadOnlyList<DependencyCycle> Find(DependencyGraph graph, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var (component, count) = StronglyConnected.Find(graph.Starts, graph.Targets(), cancellation);
        var members = new List<int>?[count];
        for (var node = 0; node < component.Length; node++)
            (members[component[node]] ??= []).Add(node);
        var cycles = new List<DependencyCycle>();
        foreach (var nodes in members)
        {
            if (nodes is not { Count: > 1 })
                continue;
            cancellation.ThrowIfCancellationRequested();
            cycles.Add(new(nodes, Edges(graph, nodes, component), Shortest(graph, nodes, component)));
        }
        return [.. cycles.OrderByDescending(c => c.Members.Count).ThenBy(c => c.Members[0])];
    }

    private static List<DependencyEdge> Edges(DependencyGraph graph, List<int> nodes, int[] component)
    {
        var edges = new List<DependencyEdge>();
        foreach (var node in nodes)
        {
            foreach (var entry in graph.Of(node))
            {
                if (component[entry.To] == component[node])
                    edges.Add(new(node, entry));
            }
        }
        return edges;
    }

    private static IReadOnlyList<DependencyEdge> Shortest(DependencyGraph graph, List<int> nodes, int[] component)
    {
        IReadOnlyList<DependencyEdge> best = [];
        foreach (var node in nodes.Take(MostStarts))
        {
            var way = Around(graph, node, component, best.Count == 0 ? int.MaxValue : best.Count - 1);
            if (way is not null)
                best = way;
            if (best.Count == 2)
                break;
        }
        return best;
    }

    /// <summary>Breadth first from a node until an edge leads back to it; null where that takes more than the given steps.</summary>
    private static List<DependencyEdge>? Around(DependencyGraph graph, int root, int[] component, int most)
    {
        var by = new Dictionary<int, (DependencyEdge Edge, int Length)>();
        var queue = new Queue<int>([root]);
        while (queue.TryDequeue(out var node))
        {
            var length = node == root ? 0 : by[node].Length;
            if (length >= most)
                return null;
            foreach (var entry in graph.Of(node))
            {
                if (component[entry.To] != component[root])
                    continue;
                if (entry.To == root)
                    return Trace(by, root, new(node, entry));
                if (by.TryAdd(entry.To, (new(node, entry), length + 1)))
                    queue.Enqueue(entry.To);
            }
        }
        return null;
    }

    private static List<DependencyEdge> Trace(Dictionary<int, (DependencyEdge Edge, int Length)> by, int root, DependencyEdge last)
    {
        var way = new List<DependencyEdge> { last };
        for (var node = last.From; node != root; node = way[^1].From)
            way.Add(by[node].Edge);
        way.Reverse();
        return way;
    }
}
