using CodeGraph.Model;
using CodeGraph.Storage;

namespace CodeGraph.Grains.Tests;

public sealed class SnapshotGrainTests : GrainTest
{
    [Fact]
    public async Task Callers_come_with_tier_place_and_distance()
    {
        var snapshot = await Indexed();
        var answer = await snapshot.Callers(new("Order.check", Depth: 3), default);
        Assert.Equal("shop/orders.py#Order.check", answer.Resolution.Symbol!.Id);
        Assert.Equal(
            [(1, "shop/orders.py#Order.place", 8), (2, "shop/orders.py#buy", 19), (3, "", 2)],
            answer.Relations.Select(r => (r.Distance, r.From?.Id ?? "", r.Site.Line)));
        Assert.Equal("main.py", answer.Relations[^1].FromPath);
        Assert.Equal((3, false, 1), (answer.Total, answer.Truncated, answer.Uncertainty.Unresolved));
        Assert.Equal(Sources.Git("rev-parse", "HEAD"), answer.Source.Commit);
    }

    [Fact]
    public async Task Callers_of_a_type_are_those_that_construct_it()
    {
        var answer = await (await Indexed()).Callers(new("Order"), default);
        Assert.Equal("shop/orders.py#buy", Assert.Single(answer.Relations).From!.Id);
    }

    [Fact]
    public async Task Callees_references_impact_and_paths_are_answered()
    {
        var snapshot = await Indexed();
        Assert.Contains("shop/store.py#Store.save", (await snapshot.Callees(new("buy"), default)).Relations.Select(r => r.To.Id));
        Assert.Contains(ReferenceRole.Inherit, (await snapshot.References(new("Order"), default)).References.Select(r => r.Role));
        var impact = await snapshot.Impact(new("shop/store.py", Depth: 9), default);
        Assert.Equal("shop/store.py", impact.Path);
        Assert.Contains("shop/orders.py#buy", impact.Symbols.Select(s => s.From?.Id));
        Assert.Equal("store.py", (await snapshot.Impact(new("store.py", Depth: 9), default)).Path!.Split('/')[^1]);
        var path = await snapshot.Path(new("buy", "Order.check"), default);
        Assert.Equal(["shop/orders.py#Order.place", "shop/orders.py#Order.check"], path.Steps.Select(s => s.To.Id));
        Assert.False((await snapshot.Path(new("Store.save", "buy"), default)).Found);
    }

    [Fact]
    public async Task A_symbol_comes_with_members_bases_and_counts()
    {
        var snapshot = await Indexed();
        var order = await snapshot.GetSymbol("Order", default);
        Assert.Contains("shop/orders.py#Order.check", order.Members.Select(m => m.Id));
        Assert.Equal("shop/orders.py#GiftOrder", Assert.Single(order.Derived).From!.Id);
        Assert.Equal("shop/orders.py#Order", Assert.Single((await snapshot.GetSymbol("GiftOrder", default)).Bases).To.Id);
        Assert.Equal(1, order.Callers);
    }

    [Fact]
    public async Task A_name_that_fits_several_or_none_is_not_answered_for_another()
    {
        var snapshot = await Indexed();
        var several = await snapshot.Callers(new("check"), default);
        Assert.Equal((Match.Several, 2, 0), (several.Resolution.Match, several.Resolution.Candidates.Count, several.Relations.Count));
        var none = await snapshot.Callers(new("Ordr"), default);
        Assert.Equal(Match.NotFound, none.Resolution.Match);
        Assert.Contains("Order", none.Resolution.NearNames);
        Assert.Contains("shop/orders.py", (await snapshot.Outline("orders.py", default)).NearPaths);
    }

    [Fact]
    public async Task A_snapshot_that_does_not_exist_is_told()
    {
        await Indexed();
        var missing = Silo.Grains.GetGrain<ISnapshotGrain>("shop@" + new string('0', 40));
        var exception = await Assert.ThrowsAsync<SnapshotNotFoundException>(() => missing.Search(new("x"), default));
        Assert.Contains("codegraph index", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_abbreviated_commit_is_enough()
    {
        await Indexed();
        var key = (await Silo.Repository().GetStatus()).Current!;
        var answer = await Silo.Grains.GetGrain<ISnapshotGrain>(key[..(key.IndexOf('@', StringComparison.Ordinal) + 9)]).Search(new("buy"), default);
        Assert.Equal(key, answer.Source.Snapshot);
    }

    [Fact]
    public async Task A_snapshot_that_is_replaced_is_opened_anew()
    {
        var snapshot = await Indexed();
        Assert.Single((await snapshot.Search(new("buy"), default)).Symbols);
        var path = Directory.GetFiles(Path.Combine(Data, "repositories", "shop", "snapshots")).Single();
        File.WriteAllText(path, "damaged while it is open");
        await Assert.ThrowsAsync<CorruptSnapshotException>(() => snapshot.Search(new("buy"), default));
        await Silo.Index(Sources, force: true);
        Assert.Single((await snapshot.Search(new("buy"), default)).Symbols);
    }

    [Fact]
    public async Task Many_questions_at_once_are_answered_right()
    {
        var snapshot = await Indexed();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(async _ =>
            Assert.Equal(3, (await snapshot.Callers(new("Order.check", Depth: 3), default)).Total)));
    }

    [Fact]
    public async Task A_symbol_grain_asks_its_snapshot()
    {
        await Indexed();
        var key = (await Silo.Repository().GetStatus()).Current!;
        var symbol = Silo.Grains.GetGrain<ISymbolGrain>(key + "#shop/orders.py#Order.check");
        Assert.Equal("check", (await symbol.Get(default)).Resolution.Symbol!.Name);
        Assert.Equal(1, (await symbol.Callers(1, 10, default)).Total);
    }

    [Fact]
    public async Task A_file_grain_has_facts_whether_or_not_they_are_stored()
    {
        await Indexed();
        var blob = Sources.Git("rev-parse", "HEAD:shop/store.py");
        var stored = await Silo.Grains.GetGrain<IFileGrain>($"shop:{blob}:shop/store.py").GetSummary(default);
        Assert.Equal(["Store", "save"], stored!.Definitions.Select(d => d.Name));
        Assert.Equal(0, stored.Definitions[1].Parent);
        Sources.Write("later.py", "from shop.store import Store\ndef later(): pass\n");
        Sources.Commit("later");
        blob = Sources.Git("rev-parse", "HEAD:later.py");
        var parsed = await Silo.Grains.GetGrain<IFileGrain>($"shop:{blob}:later.py").GetSummary(default);
        Assert.Equal("later", Assert.Single(parsed!.Definitions).Name);
        Assert.Equal(["shop.store"], parsed.Imports);
        Assert.Null(await Silo.Grains.GetGrain<IFileGrain>($"shop:{new string('0', 40)}:later.py").GetSummary(default));
    }

    private async Task<ISnapshotGrain> Indexed()
    {
        await Silo.Index(Sources);
        return await Silo.Current();
    }
}
