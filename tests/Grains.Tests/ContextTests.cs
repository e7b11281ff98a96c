using CodeGraph.Model;

namespace CodeGraph.Grains.Tests;

/// <summary>What one needs to know of a symbol: never a line that is not of the commit, never more than the budget.</summary>
public sealed class ContextTests : GrainTest
{
    [Fact]
    public async Task Source_comes_first_and_then_what_is_near()
    {
        var context = await (await Indexed()).Context(new("Order.place"), default);
        Assert.Equal(("    def place(self):\n        return self.check()", 7, 8, 2), (context.Code!.Text, context.Code.StartLine, context.Code.EndLine, context.Code.Lines));
        Assert.Contains((ContextRole.Callee, 1, "shop/orders.py#Order.check"), Roles(context));
        Assert.Contains((ContextRole.Caller, 1, "shop/orders.py#buy"), Roles(context));
        Assert.Contains((ContextRole.Sibling, 2, "shop/orders.py#Order.lines"), Roles(context));
        Assert.Contains((ContextRole.Caller, 2, "main.py"), Roles(context));
        Assert.Equal(context.Items.OrderBy(i => i.Distance).ThenByDescending(i => i.Uses).Select(i => i.Text), context.Items.Select(i => i.Text));
        Assert.Equal(context.Items.Count, context.Items.Select(i => i.Text).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(10_000)]
    public async Task The_budget_is_kept_and_what_is_left_out_is_counted(int budget)
    {
        var snapshot = await Indexed();
        var whole = await snapshot.Context(new("Order", 10_000), default);
        var context = await snapshot.Context(new("Order", budget), default);
        var tokens = new[] { context.Code!.Text, context.Documentation }.Concat(context.Items.Select(i => i.Text)).Sum(t => (System.Text.Encoding.UTF8.GetByteCount(t ?? "") + 3) / 4);
        Assert.Equal(tokens, context.Used);
        Assert.True(context.Used <= budget);
        Assert.Equal(whole.Items.Count, context.Items.Count + context.LeftOut.Sum(l => l.Count));
        Assert.Equal(whole.Items.Take(context.Items.Count).Select(i => i.Text), context.Items.Select(i => i.Text));
        Assert.StartsWith(context.Code.Text!, whole.Code!.Text!, StringComparison.Ordinal);
        if (context.Code.Text!.Length < whole.Code.Text!.Length)
            Assert.True(context.Code.Text.Length == 0 || context.Code.Text.EndsWith('\n'));
    }

    [Fact]
    public async Task Source_of_a_commit_is_that_of_the_commit_whatever_the_disk_has()
    {
        var snapshot = await Indexed();
        Sources.Write("shop/store.py", "class Store:\n    def other(self): pass\n");
        Assert.Contains("self.save(order)", (await snapshot.Context(new("Store.save"), default)).Code!.Text, StringComparison.Ordinal);
        File.Delete(Path.Combine(Sources.Folder, "shop/store.py"));
        Assert.Contains("self.save(order)", (await snapshot.Context(new("Store.save"), default)).Code!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_changed_on_the_disk_is_said_to_be_stale_and_not_shown()
    {
        Sources.Write("shop/store.py", "class Store:\n    def fresh(self):\n        return 1\n");
        await Silo.Index(Sources, workingTree: true);
        var snapshot = await Silo.Current();
        Assert.Contains("return 1", (await snapshot.Context(new("Store.fresh"), default)).Code!.Text, StringComparison.Ordinal);

        Sources.Write("shop/store.py", "class Store:\n    def hidden(self):\n        return 2\n");
        var stale = (await snapshot.Context(new("Store.fresh"), default)).Code!;
        Assert.Null(stale.Text);
        Assert.Contains("changed after it was indexed", stale.Problem, StringComparison.Ordinal);
        Assert.Contains("index again", stale.Problem, StringComparison.Ordinal);

        // What git has by its id is shown although the disk has something else.
        Sources.Write("shop/orders.py", "changed = 1\n");
        Assert.Contains("return self.check()", (await snapshot.Context(new("Order.place"), default)).Code!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_fits_several_has_no_context()
    {
        var context = await (await Indexed()).Context(new("check"), default);
        Assert.Equal((Match.Several, 0, 0), (context.Resolution.Match, context.Items.Count, context.Used));
        Assert.Null(context.Code);
    }

    private static List<(ContextRole, int, string)> Roles(ContextAnswer context) => [.. context.Items.Select(i => (i.Role, i.Distance, i.Symbol?.Id ?? i.Path))];

    private async Task<ISnapshotGrain> Indexed()
    {
        await Silo.Index(Sources);
        return await Silo.Current();
    }
}
