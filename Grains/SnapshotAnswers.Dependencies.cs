using System.Globalization;
using CodeGraph.Graph;
using CodeGraph.Graph.Analyses;
using CodeGraph.Model;

namespace CodeGraph.Grains;

internal sealed partial class SnapshotAnswers
{
    private const int MostCycleDependencies = 200;

    public DependenciesAnswer Dependencies(DependenciesQuery query, CancellationToken cancellation)
    {
        Check(query.Limit);
        ArgumentOutOfRangeException.ThrowIfNegative(query.Depth);
        var question = string.Create(CultureInfo.InvariantCulture, $"dependencies {query.Folders} {query.Depth} {Certain(query.Tiers)} {query.From} > {query.To}");
        var position = paging.PositionOf(query.Cursor, question);
        var found = analyses.Get(question, () => FindDependencies(query, cancellation));
        var (graph, wanted) = found;
        var page = wanted.Skip(position).Take(query.Limit).Select(e => Dependency(graph, e)).ToList();
        var next = paging.After(question, position, page.Count, wanted.Count);
        analyses.Turn(question, found, next);
        return new(source, page, graph.Nodes.Count, wanted.Count, next is not null, next);
    }

    private WantedDependencies FindDependencies(DependenciesQuery query, CancellationToken cancellation)
    {
        var graph = DependencyGraphOf(query.Folders, query.Depth, query.Tiers, cancellation);
        var wanted = new List<DependencyEdge>();
        for (var node = 0; node < graph.Nodes.Count; node++)
        {
            if (query.From is { } from && !new PathPrefix(from).Covers(graph.Nodes[node]))
                continue;
            foreach (var entry in graph.Of(node))
            {
                if (query.To is not { } to || new PathPrefix(to).Covers(graph.Nodes[entry.To]))
                    wanted.Add(new(node, entry));
            }
        }
        wanted.Sort((a, b) => (-a.Dependency.Counts.Total, a.From, a.Dependency.To).CompareTo((-b.Dependency.Counts.Total, b.From, b.Dependency.To)));
        return new(graph, wanted);
    }

    public CyclesAnswer Cycles(CyclesQuery query, CancellationToken cancellation)
    {
        Check(query.Limit);
        ArgumentOutOfRangeException.ThrowIfNegative(query.Depth);
        var graph = DependencyGraphOf(query.Folders, query.Depth, query.Tiers, cancellation);
        var cycles = DependencyCycles.Find(graph, cancellation);
        var shown = cycles.Take(query.Limit).Select(c => new CycleInfo(
            [.. c.Members.Select(m => graph.Nodes[m])], [.. c.Shortest.Select(e => Dependency(graph, e))],
            [.. c.Edges.Take(MostCycleDependencies).Select(e => Dependency(graph, e))], c.Edges.Count));
        return new(source, [.. shown], graph.Nodes.Count, cycles.Count, cycles.Count > query.Limit);
    }

    private DependencyGraph DependencyGraphOf(bool folders, int depth, TierSet tiers, CancellationToken cancellation)
    {
        var files = DependencyGraph.OfFiles(snapshot, Certain(tiers), cancellation);
        return folders ? files.ByFolder(depth) : files;
    }

    private DependencyInfo Dependency(DependencyGraph graph, DependencyEdge edge)
    {
        var (to, counts, example, target) = edge.Dependency;
        return new(
            graph.Nodes[edge.From], graph.Nodes[to], counts.Total,
            new(counts.Calls, counts.References, counts.Imports, counts.Inherits, counts.Implements, counts.Overrides), SiteOf(example),
            target >= 0 ? snapshot.Id(target) : snapshot.Path(snapshot.ModuleOf(snapshot.Reference(example))));
    }

    /// <summary>Where a reference stands, or the relation of a complement.</summary>
    private Site SiteOf(int edge)
    {
        if (edge < 0)
        {
            var relation = snapshot.Relation(~edge);
            return new(snapshot.Path(relation.File), relation.Line, relation.Column);
        }
        var use = snapshot.Reference(edge);
        return new(snapshot.Path(snapshot.FileOfReference(edge)), use.Line, use.Column);
    }

    /// <param name="Wanted">Those of the query, the strongest first.</param>
    private sealed record WantedDependencies(DependencyGraph Graph, List<DependencyEdge> Wanted);

    private static TierSet Certain(TierSet tiers) => tiers == TierSet.None ? TierSet.Certain : tiers;
}
