using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Tests.Graph;

/// <summary>Long results: pages and parts put together are the whole, and a filter by tier is the walk over a graph without the other tiers.</summary>
public sealed class TraversalPagesTests
{
    private const int Graphs = 60;

    [Fact]
    public void Pages_put_together_are_the_whole() => ForEachWalk((_, walk, symbol, options) =>
    {
        var all = walk([symbol], options with { Limit = int.MaxValue });
        var pages = new List<Hop>();
        for (var skip = 0; skip < all.Total; skip += 3)
        {
            var page = walk([symbol], options with { Limit = 3, Skip = skip });
            Assert.Equal(all with { Hops = page.Hops }, page);
            pages.AddRange(page.Hops);
        }
        Assert.Equal(all.Hops, pages);
        Assert.Empty(walk([symbol], options with { Skip = all.Total }).Hops);
    });

    [Fact]
    public void Parts_put_together_are_the_whole()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var traversal = new Traversal(new(RandomGraph.Make(seed, files: 6, symbolsPerFile: 30, referencesPerFile: 900)));
            var options = new TraversalOptions(9, TierSet.All, Limit: 2);
            for (var symbol = 0; symbol < 180; symbol += 17)
            {
                Check(traversal.Callers([symbol], options with { Limit = int.MaxValue }), [.. traversal.CallersInParts([symbol], options)]);
                Check(traversal.Callees([symbol], options with { Limit = int.MaxValue }), [.. traversal.CalleesInParts([symbol], options)]);
            }
        }

        static void Check(TraversalResult all, IReadOnlyList<TraversalPart> parts)
        {
            Assert.Equal(all.Hops, parts.SelectMany(p => p.Result.Hops));
            Assert.Equal(all with { Hops = parts[^1].Result.Hops }, parts[^1].Result);
            Assert.Equal(1, parts.Count(p => p.Last));
            Assert.True(parts[^1].Last);
            if (all.Total > 2000)
                Assert.True(parts.Count > 2);
        }
    }

    [Fact]
    public void A_filter_by_tier_leaves_the_other_tiers_out_of_the_walk() => ForEachWalk((tables, walk, symbol, options) =>
    {
        var (kept, met) = (walk([symbol], options), 0);
        foreach (var hop in kept.Hops)
            Assert.True(options.Tiers.Has(hop.Tier));
        met = walk([symbol], options with { Tiers = TierSet.All, Depth = 1, Limit = int.MaxValue }).Hops.Count(h => !options.Tiers.Has(h.Tier) && h.Tier != Tier.Ambiguous);
        if (options.Depth == 1 && met > 0)
            Assert.True(kept.OtherTiers > 0);
        if (options.Tiers == TierSet.All)
            Assert.Equal(0, kept.OtherTiers);

        // Uses of other tiers made unknown: the walk finds the same.
        ReferenceRecord[] references = [.. tables.References];
        for (var i = 0; i < references.Length; i++)
        {
            if (references[i].State is ReferenceState.Resolved or ReferenceState.Ambiguous && !options.Tiers.Has(references[i].State == ReferenceState.Ambiguous ? Tier.Ambiguous : references[i].Tier))
                (references[i].State, references[i].Form, references[i].Payload) = (ReferenceState.External, TargetForm.Symbol, -1);
        }
        var data = SnapshotEncoder.Encode(tables);
        var without = new Traversal(new(SnapshotEncoder.Encode(tables with { References = references })));
        Assert.Equal(without.Callers([symbol], options).Hops, new Traversal(new(data)).Callers([symbol], options).Hops);
        Assert.Equal(without.Callees([symbol], options).Hops, new Traversal(new(data)).Callees([symbol], options).Hops);
    });

    [Theory]
    [InlineData("exact", TierSet.Exact)]
    [InlineData("exact,typed", TierSet.Exact | TierSet.Typed)]
    [InlineData("unique, ambiguous", TierSet.Unique | TierSet.Ambiguous)]
    [InlineData("", TierSet.None)]
    [InlineData("exact,", TierSet.None)]
    [InlineData("sure", TierSet.None)]
    [InlineData("3", TierSet.None)]
    public void Tiers_are_read_from_their_names(string text, TierSet expected)
    {
        Assert.Equal(expected != TierSet.None, TierSets.TryParse(text, out var tiers));
        if (expected != TierSet.None)
            Assert.Equal(expected, tiers);
    }

    private static void ForEachWalk(Action<GraphTables, Func<IReadOnlyList<int>, TraversalOptions, TraversalResult>, int, TraversalOptions> check)
    {
        for (var seed = 0; seed < Graphs; seed++)
        {
            var tables = RandomGraph.Tables(seed, files: 1 + (seed % 4), symbolsPerFile: 5 + (seed % 7), referencesPerFile: seed % 50);
            var traversal = new Traversal(new(SnapshotEncoder.Encode(tables)));
            var options = new TraversalOptions(1 + (seed % 4), (TierSet)(1 + (seed % 15)), Limit: int.MaxValue);
            for (var symbol = 0; symbol < tables.Symbols.Length; symbol += 3)
            {
                check(tables, (roots, o) => traversal.Callers(roots, o), symbol, options);
                check(tables, (roots, o) => traversal.Callees(roots, o), symbol, options);
            }
        }
    }
}
