using CodeGraph.Graph;
using CodeGraph.Graph.Analyses;
using CodeGraph.Model;

namespace CodeGraph.Tests.Graph;

/// <summary>Dependencies between files and folders, and their cycles, against plain computations.</summary>
public sealed class DependencyTests
{
    [Fact]
    public void Dependencies_are_those_of_a_plain_count()
    {
        for (var seed = 0; seed < 80; seed++)
        {
            var snapshot = new Snapshot(RandomGraph.Make(seed, files: 1 + (seed % 9), referencesPerFile: seed));
            var tiers = (TierSet)(1 + (seed % 15));
            var graph = DependencyGraph.OfFiles(snapshot, tiers);
            var expected = Plain(snapshot, tiers).GroupBy(r => (r.From, r.To)).OrderBy(g => g.Key)
                .Select(g => (g.Key.From, g.Key.To, g.Aggregate(default(DependencyCounts), (counts, r) => counts.With(r.Kind))));
            var found = Enumerable.Range(0, snapshot.FileCount).SelectMany(f => graph.Of(f).ToArray().Select(d => (f, d.To, d.Counts))).ToList();
            Assert.Equal(expected, found);
            Assert.Equal(found.Count, graph.Count);
        }
    }

    [Fact]
    public void Folders_sum_up_their_files()
    {
        var graph = DependencyGraph.OfFiles(Linked());
        Assert.Equal(["a/x/one.py", "a/y/two.py", "b/three.py", "top.py"], graph.Nodes);

        // The module and the name that an import names, each.
        Assert.Equal("a/x->a/y 2; a/y->b 2; b->a/x 2; b->a/y 2", Text(graph.ByFolder(0), c => c.Imports));
        Assert.Equal("a->b 2; b->a 4", Text(graph.ByFolder(1), c => c.Imports));
        Assert.Equal([".", "a", "b"], graph.ByFolder(1).Nodes);
    }

    [Fact]
    public void A_cycle_has_its_members_its_relations_and_a_shortest_way_around()
    {
        var graph = DependencyGraph.OfFiles(Linked());
        var cycle = Assert.Single(DependencyCycles.Find(graph));
        Assert.Equal(["a/x/one.py", "a/y/two.py", "b/three.py"], cycle.Members.Select(m => graph.Nodes[m]));
        Assert.Equal(4, cycle.Edges.Count);
        Assert.Equal(["a/y/two.py", "b/three.py"], cycle.Shortest.Select(e => graph.Nodes[e.From]));
        Assert.Empty(DependencyCycles.Find(DependencyGraph.OfFiles(ResolveTests.Link(("a.py", "from b import f\n"), ("b.py", "def f(): f()\n")))));
    }

    [Fact]
    public void Components_are_those_of_mutual_reachability()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var nodes = 1 + random.Next(14);
            var edges = Enumerable.Range(0, random.Next(3 * nodes)).Select(_ => (From: random.Next(nodes), To: random.Next(nodes))).OrderBy(e => e.From).ToList();
            var start = Enumerable.Range(0, nodes + 1).Select(n => edges.Count(e => e.From < n)).ToArray();
            var (component, count) = StronglyConnected.Find(start, edges.Select(e => e.To).ToArray());
            var reach = new bool[nodes, nodes];
            for (var n = 0; n < nodes; n++)
                reach[n, n] = true;
            foreach (var (from, to) in edges)
                reach[from, to] = true;
            for (var k = 0; k < nodes; k++)
                for (var i = 0; i < nodes; i++)
                    for (var j = 0; j < nodes; j++)
                        reach[i, j] |= reach[i, k] && reach[k, j];
            for (var i = 0; i < nodes; i++)
                for (var j = 0; j < nodes; j++)
                    Assert.Equal(reach[i, j] && reach[j, i], component[i] == component[j]);
            Assert.Equal(count, component.Distinct().Count());
            Assert.All(edges, e => Assert.True(component[e.To] <= component[e.From]));
        }
    }

    [Fact]
    public void To_name_a_namespace_is_no_dependency_on_the_files_that_declare_it()
    {
        var graph = DependencyGraph.OfFiles(ResolveTests.Link(("a.cs", "using N.M; class A { }"), ("b.cs", "namespace N.M { class B { } }"), ("c.cs", "using N.M; class C { B b; }")));
        Assert.Equal("c.cs->b.cs 1", Text(graph, c => c.Total));
    }

    [Fact]
    public void A_chain_of_a_million_files_takes_no_stack()
    {
        const int Nodes = 1_000_000;
        var start = Enumerable.Range(0, Nodes + 1).ToArray();
        var ring = Enumerable.Range(0, Nodes).Select(n => (n + 1) % Nodes).ToArray();
        Assert.Equal(1, StronglyConnected.Find(start, ring).Count);
    }

    [Fact]
    public void The_count_can_be_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => DependencyGraph.OfFiles(new(RandomGraph.Make(1)), TierSet.All, new CancellationToken(true)));

    private static Snapshot Linked() => ResolveTests.Link(
        ("a/x/one.py", "from a.y.two import g\ndef f(): g()\n"),
        ("a/y/two.py", "from b.three import h\ndef g(): h()\n"),
        ("b/three.py", "from a.x.one import f\nfrom a.y.two import g\ndef h(): f(); g()\n"),
        ("top.py", "x = 1\n"));

    private static string Text(DependencyGraph graph, Func<DependencyCounts, int> count) => string.Join(
        "; ", graph.Nodes.SelectMany((n, i) => graph.Of(i).ToArray().Select(d => $"{n}->{graph.Nodes[d.To]} {count(d.Counts)}")));

    private static IEnumerable<(int From, int To, RelationKind Kind)> Plain(Snapshot snapshot, TierSet tiers)
    {
        var relations = Enumerable.Range(0, snapshot.RelationCount).Select(snapshot.Relation).ToArray();
        for (var r = 0; r < snapshot.ReferenceCount; r++)
        {
            var use = snapshot.Reference(r);
            if (use.State is ReferenceState.External or ReferenceState.Unresolved || !tiers.Has(use.State == ReferenceState.Ambiguous ? Tier.Ambiguous : use.Tier))
                continue;
            var file = snapshot.FileOfReference(r);
            var targets = snapshot.TargetsOf(use).ToArray().Where(t => snapshot.Symbol(t).Kind != SymbolKind.Namespace).Where(t => use.Role != ReferenceRole.Inherit || !relations.Any(x => x.From == use.From && x.To == t));
            foreach (var to in targets.Select(t => snapshot.Symbol(t).File).Distinct().Where(f => f != file))
                yield return (file, to, Traversal.KindOf(use.Role));
        }
        foreach (var relation in relations)
        {
            if (tiers.Has(relation.Tier) && relation.File != snapshot.Symbol(relation.To).File)
                yield return (relation.File, snapshot.Symbol(relation.To).File, relation.Kind);
        }
    }
}
