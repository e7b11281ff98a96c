using CodeGraph.Model;

namespace CodeGraph.Grains.Tests;

/// <summary>Files as they were indexed, what stands at a place of them, and which have changed since.</summary>
public sealed class SourcesTests : GrainTest
{
    [Theory]
    [InlineData(1, null, "from shop.orders import buy\nbuy([])\ncheck(1)")]
    [InlineData(2, 2, "buy([])\n")]
    [InlineData(3, 9, "check(1)")]
    [InlineData(9, 9, "")]
    public async Task Lines_are_those_of_the_index_whatever_the_disk_has(int from, int? to, string expected)
    {
        var snapshot = await Indexed();
        Sources.Write("main.py", "other\n");
        var file = await snapshot.FileText(new("main.py", from, to), default);
        Assert.Equal((expected, 3, Language.Python, null), (file.Text!.Text, file.Text.Lines, file.Language, file.Text.Problem));
    }

    [Fact]
    public async Task A_file_that_was_not_indexed_is_answered_with_near_ones()
    {
        var file = await (await Indexed()).FileText(new("shop/order.py"), default);
        Assert.Null(file.Path);
        Assert.Contains("shop/orders.py", file.NearPaths);
        Assert.Null((await (await Indexed()).FileText(new("../main.py"), default)).Path);
    }

    [Fact]
    public async Task A_place_has_symbols_around_it_and_names_that_lead_somewhere()
    {
        var place = await (await Indexed()).Locate(new("shop/orders.py", 8), default);
        Assert.Equal(["shop/orders.py#Order.place", "shop/orders.py#Order"], place.Enclosing.Select(e => e.Id));
        var check = Assert.Single(place.Uses, u => u.Name == "check");
        Assert.Equal((ReferenceRole.Call, ReferenceState.Resolved, new Site("shop/orders.py", 8, 21)), (check.Role, check.State, check.Site));
        Assert.Contains("shop/orders.py#Order.check", check.Targets.Select(t => t.Id));
        Assert.Equal(place.Uses.Count, place.TotalUses);
    }

    [Theory]
    [InlineData(20, 0)]
    [InlineData(21, 1)]
    [InlineData(25, 1)]
    [InlineData(26, 0)]
    public async Task A_column_chooses_the_name_that_stands_there(int column, int uses) =>
        Assert.Equal(uses, (await (await Indexed()).Locate(new("shop/orders.py", 8, column), default)).Uses.Count);

    [Fact]
    public async Task A_place_says_what_is_defined_there_and_what_is_not_known()
    {
        var snapshot = await Indexed();
        Assert.Equal(["shop/orders.py#Order.place"], (await snapshot.Locate(new("shop/orders.py", 7, 9), default)).Defined.Select(d => d.Id));
        Assert.Equal("shop/store.py", Assert.Single((await snapshot.Locate(new("shop/orders.py", 1), default)).Uses, u => u.Name == "store").File);
        var beyond = await snapshot.Locate(new("main.py", 99), default);
        Assert.Equal((3, 0, 0), (beyond.Lines, beyond.Enclosing.Count, beyond.TotalUses));
        Assert.Contains("main.py", (await snapshot.Locate(new("mian.py", 1), default)).NearPaths);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => snapshot.Locate(new("main.py", 0), default));
    }

    [Fact]
    public async Task Files_that_changed_since_are_told_and_others_not()
    {
        var snapshot = await Indexed();
        Assert.Empty((await snapshot.FindStale(["main.py", "shop/store.py", "nosuch.py"], default)).Files);
        Sources.Write("main.py", "other\n");
        File.Delete(Path.Combine(Sources.Folder, "shop/store.py"));
        var stale = await snapshot.FindStale(["shop/store.py", "shop/orders.py", "main.py"], default);
        Assert.Equal(["shop/store.py", "main.py"], stale.Files.Select(f => f.Path));
        Assert.All(stale.Files, f => Assert.NotEqual("", f.Problem));
        Directory.Delete(Sources.Folder, recursive: true);
        Assert.Contains("is gone", (await snapshot.FindStale(["main.py"], default)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_that_moved_on_is_told_and_a_tag_stays_where_it_is()
    {
        Sources.Git("tag", "first");
        await Silo.Index(Sources);
        var branch = await Silo.Current();
        await Silo.Index(Sources, "first", name: "tagged");
        var tag = await Silo.Current("tagged");
        Sources.Write("main.py", "other\n");
        Sources.Commit("second");

        Assert.Equal(Sources.Git("rev-parse", "HEAD"), (await branch.FindStale([], default)).MovedTo);
        Assert.Null((await tag.FindStale([], default)).MovedTo);
        await Silo.Index(Sources);
        Assert.Null((await (await Silo.Current()).FindStale([], default)).MovedTo);
    }

    private async Task<ISnapshotGrain> Indexed()
    {
        await Silo.Index(Sources);
        return await Silo.Current();
    }
}
