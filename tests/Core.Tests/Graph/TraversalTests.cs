using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Tests.Graph;

/// <summary>Traversals against a plain computation over all pairs, on random graphs.</summary>
public sealed class TraversalTests
{
    private const int Graphs = 150;

    [Fact]
    public void Callers_are_those_of_a_plain_computation() => ForEachGraph((plain, traversal, symbol, depth, ambiguous) =>
    {
        var distances = plain.Distances(plain.WithConstructors([symbol]), depth - 1, s => plain.Uses
            .Where(u => u.Use.Role == ReferenceRole.Call && plain.Follows(u.Use, ambiguous) && u.Targets.Contains(s) && plain.CanBeCalled(s) && u.Use.From >= 0)
            .SelectMany(u => plain.WithConstructors([u.Use.From])));
        var expected = plain.Uses.Where(u => u.Use.Role == ReferenceRole.Call && plain.Follows(u.Use, ambiguous))
            .Select(u => (u.File, u.Use, Targets: u.Targets.Where(t => distances.ContainsKey(t) && plain.CanBeCalled(t)).ToList())).Where(u => u.Targets.Count > 0)
            .Select(u => (u.File, u.Use.Line, u.Use.From, u.Targets.Min(t => distances[t]) + 1));
        var result = traversal.Callers([symbol], new(depth, TierSets.Of(ambiguous), int.MaxValue));
        Assert.Equal(expected.Order(), result.Hops.Select(h => (h.File, h.Line, h.From, h.Distance)).Order());
        Assert.All(result.Hops, h => Assert.Equal(h.Distance, distances[h.To] + 1));
        Assert.Equal(result.Hops.Count, result.Total);
    });

    [Fact]
    public void Callees_are_those_of_a_plain_computation() => ForEachGraph((plain, traversal, symbol, depth, ambiguous) =>
    {
        var distances = plain.Distances(plain.WithMembers([symbol]), depth - 1, s => plain.Uses
            .Where(u => u.Use.Role == ReferenceRole.Call && plain.Follows(u.Use, ambiguous) && u.Use.From == s).SelectMany(u => u.Targets.Where(t => plain.Snapshot.Runs(u.Use, t))));
        var expected = plain.Uses.Where(u => u.Use.Role == ReferenceRole.Call && plain.Follows(u.Use, ambiguous) && distances.ContainsKey(u.Use.From))
            .SelectMany(u => u.Targets.Where(t => plain.Snapshot.Runs(u.Use, t)).Select(t => (u.File, u.Use.Line, u.Use.From, t, distances[u.Use.From] + 1)));
        Same(expected, traversal.Callees([symbol], new(depth, TierSets.Of(ambiguous), int.MaxValue)));
    });

    [Fact]
    public void Uses_are_counted_as_callers_and_references_count_them() => ForEachGraph((plain, traversal, symbol, _, _) =>
    {
        foreach (var symbols in (int[][])[[symbol], [symbol, (symbol * 7 + 3) % plain.Snapshot.SymbolCount]])
        {
            if (symbols.Distinct().Count() < symbols.Length)
                continue;
            var references = traversal.References(symbols, new(Limit: int.MaxValue));
            var others = references.References.Count(r => plain.Snapshot.Reference(r).Role != ReferenceRole.Call);
            var totals = traversal.CountUses(symbols);
            Assert.Equal((others, references.Unresolved, references.Ambiguous), (totals.Others, totals.Unresolved, totals.Ambiguous));
            if (symbols.Length == 1)
                Assert.Equal(traversal.Callers(symbols, new()).Total, totals.Calls);
        }
    });

    [Fact]
    public void Impact_reaches_each_symbol_at_its_shortest_distance() => ForEachGraph((plain, traversal, symbol, depth, ambiguous) =>
    {
        var roots = plain.WithMembers([symbol]);
        var distances = plain.Distances(roots, depth, s => plain.Dependents(s, ambiguous).SelectMany(d => plain.WithConstructors([d])));
        var result = traversal.Impact([symbol], new(depth, TierSets.Of(ambiguous), int.MaxValue));
        var found = result.Hops.Where(h => h.From >= 0).Select(h => (h.From, h.Distance)).Order().ToList();

        // A constructor that came with its type is not told apart from it.
        var expected = distances.Where(d => d.Value > 0).Select(d => (d.Key, d.Value)).Order().ToList();
        Assert.Empty(found.Except(expected));
        Assert.All(expected.Except(found), missing => Assert.Equal(SymbolKind.Constructor, plain.Snapshot.Symbol(missing.Item1).Kind));
        Assert.Equal(found.Count, found.Select(f => f.From).Distinct().Count());
    });

    [Fact]
    public void A_path_is_as_short_as_it_can_be() => ForEachGraph((plain, traversal, symbol, _, ambiguous) =>
    {
        var goal = (symbol * 7 + 3) % plain.Snapshot.SymbolCount;
        var (starts, goals) = (plain.WithMembers([symbol]), plain.WithMembers([goal]));
        var distances = plain.Distances(starts, int.MaxValue, s => plain.Dependencies(s, ambiguous));
        var shortest = goals.Where(distances.ContainsKey).Select(g => (int?)distances[g]).Min();
        var path = traversal.Path([symbol], [goal], TierSets.Of(ambiguous));
        Assert.Equal(shortest is not null, path.Found);
        Assert.Equal(shortest ?? 0, path.Steps.Count);
        if (path.Steps.Count == 0)
            return;
        Assert.Contains(path.Steps[0].From, starts);
        Assert.Contains(path.Steps[^1].To, goals);
        for (var i = 1; i < path.Steps.Count; i++)
            Assert.Equal(path.Steps[i - 1].To, path.Steps[i].From);
        Assert.All(path.Steps, step => Assert.Contains(step.To, plain.Dependencies(step.From, ambiguous)));
        if (path.Steps.Count > 1)
            Assert.False(traversal.Path([symbol], [goal], TierSets.Of(ambiguous), path.Steps.Count - 1).Found);
    });

    [Fact]
    public void A_limit_cuts_the_list_and_not_the_count()
    {
        var traversal = new Traversal(new Snapshot(RandomGraph.Make(5)));
        for (var symbol = 0; symbol < 40; symbol++)
        {
            var all = traversal.Callers([symbol], new(5, TierSet.All, int.MaxValue));
            var some = traversal.Callers([symbol], new(5, TierSet.All, 3));
            Assert.Equal(all.Total, some.Total);
            Assert.Equal(all.Hops.Take(3), some.Hops);
            Assert.Equal(all.Total > 3, some.Truncated);
            Assert.True(all.Hops.Zip(all.Hops.Skip(1)).All(p => p.First.Distance <= p.Second.Distance));
        }
    }

    [Fact]
    public void What_is_ambiguous_is_counted_whether_or_not_it_is_followed() => ForEachGraph((plain, traversal, symbol, _, _) =>
    {
        var roots = plain.WithConstructors([symbol]);
        var expected = plain.Uses.Count(u => u.Use.Role == ReferenceRole.Call && u.Use.State == ReferenceState.Ambiguous && u.Targets.Any(t => roots.Contains(t) && plain.CanBeCalled(t)));
        Assert.Equal(expected, traversal.Callers([symbol], new(1, TierSet.Certain, 0)).Ambiguous);
        Assert.Equal(expected, traversal.Callers([symbol], new(1, TierSet.All, 0)).Ambiguous);
        var names = roots.Select(r => plain.Snapshot.Symbol(r).Name).ToHashSet();
        Assert.Equal(
            plain.Uses.Count(u => u.Use.Role == ReferenceRole.Call && u.Use.State == ReferenceState.Unresolved && names.Contains(u.Use.Name)),
            traversal.Callers([symbol], new(1, TierSet.Certain, 0)).Unresolved);
    });

    [Fact]
    public void References_are_those_of_their_tiers_page_by_page() => ForEachGraph((plain, traversal, symbol, depth, _) =>
    {
        var all = traversal.References([symbol], new(Tiers: TierSet.All, Limit: int.MaxValue));
        var pages = Enumerable.Range(0, (all.Total / depth) + 1).SelectMany(p => traversal.References([symbol], new(Tiers: TierSet.All, Limit: depth, Skip: p * depth)).References);
        Assert.Equal(all.References, pages);
        var certain = new[] { TierSet.Exact, TierSet.Typed, TierSet.Unique }.Select(t => traversal.References([symbol], new(Tiers: t, Limit: int.MaxValue))).ToList();
        Assert.Equal(all.References.Where(r => plain.Snapshot.Reference(r).State != ReferenceState.Ambiguous), certain.SelectMany(c => c.References).Order());
        Assert.All(certain, c => Assert.Equal(certain.Sum(o => o.Total), c.Total + c.OtherTiers));
    });

    [Fact]
    public void A_path_goes_along_the_tiers_that_are_asked_for() => ForEachGraph((plain, traversal, symbol, _, _) =>
    {
        var goal = (symbol * 7 + 3) % plain.Snapshot.SymbolCount;
        foreach (var tiers in (TierSet[])[TierSet.Exact, TierSet.Typed | TierSet.Unique])
        {
            var path = traversal.Path([symbol], [goal], tiers);
            Assert.All(path.Steps, step => Assert.True(tiers.Has(step.Tier)));
            Assert.True(!path.Found || traversal.Path([symbol], [goal], TierSet.All).Steps.Count <= path.Steps.Count);
        }
    });

    [Fact]
    public void A_walk_can_be_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => new Traversal(new Snapshot(RandomGraph.Make(1))).Impact([0], new(9, TierSet.All, 9), -1, new CancellationToken(true)));

    private static void Same(IEnumerable<(int File, int Line, int From, int To, int Distance)> expected, TraversalResult result)
    {
        Assert.Equal(expected.Order(), result.Hops.Select(h => (h.File, h.Line, h.From, h.To, h.Distance)).Order());
        Assert.Equal(result.Hops.Count, result.Total);
        Assert.Equal(result.Hops.Select(h => h.File).Distinct().Count(), result.Files);
    }

    private static void ForEachGraph(Action<PlainGraph, Traversal, int, int, bool> check)
    {
        for (var seed = 0; seed < Graphs; seed++)
        {
            var snapshot = new Snapshot(RandomGraph.Make(seed, files: 1 + (seed % 5), symbolsPerFile: 3 + (seed % 11), referencesPerFile: seed % 40));
            var plain = new PlainGraph(snapshot);
            var traversal = new Traversal(snapshot);
            for (var symbol = 0; symbol < snapshot.SymbolCount; symbol += 1 + (seed % 3))
                check(plain, traversal, symbol, 1 + ((seed + symbol) % 4), (seed & 1) == 0);
        }
    }
}
