using CodeGraph.Model;

namespace CodeGraph.Grains.Tests;

/// <summary>Questions about the graph as a whole, asked of the grain.</summary>
public sealed class AnalysesTests : GrainTest
{
    [Fact]
    public async Task Dependencies_are_paged_the_strongest_first()
    {
        var snapshot = await Indexed();
        var all = await snapshot.Dependencies(new(), default);
        Assert.Equal((4, 4), (all.Nodes, all.Total));
        Assert.Equal(all.Dependencies.OrderByDescending(d => d.Relations).Select(d => d.Relations), all.Dependencies.Select(d => d.Relations));
        var store = all.Dependencies.Single(d => (d.From, d.To) == ("shop/orders.py", "shop/store.py"));
        Assert.Equal((2, 2), (store.Counts.Calls, store.Counts.Imports));
        var first = await snapshot.Dependencies(new(Limit: 1), default);
        var second = await snapshot.Dependencies(new(Limit: 9, Cursor: first.Cursor), default);
        Assert.Equal(all.Dependencies, first.Dependencies.Concat(second.Dependencies));
        Assert.Equal(["."], (await snapshot.Dependencies(new(Folders: true, Depth: 1), default)).Dependencies.Select(d => d.From));
    }

    [Fact]
    public async Task A_circle_of_files_is_told_with_a_way_around()
    {
        Sources.Write("shop/store.py", "import shop.orders\n\nclass Store:\n    def save(self, order):\n        shop.orders.buy(order)\n");
        Sources.Commit("circle");
        var cycles = await (await Indexed()).Cycles(new(), default);
        var cycle = Assert.Single(cycles.Cycles);
        Assert.Equal(["shop/orders.py", "shop/store.py"], cycle.Members);
        Assert.Equal(["shop/orders.py", "shop/store.py"], cycle.Shortest.Select(d => d.From));
        Assert.Equal((2, false), (cycle.TotalDependencies, cycles.Truncated));
    }

    [Fact]
    public async Task What_nothing_names_comes_with_its_reasons()
    {
        var answer = await (await Indexed()).Unreferenced(new([SymbolKind.Class]), default);
        var gift = Assert.Single(answer.Symbols);
        Assert.Equal("shop/orders.py#GiftOrder", gift.Symbol.Id);
        Assert.Equal(["exported"], gift.Reasons);
        Assert.Equal((1, 0), (answer.Total, answer.Unexplained));
    }

    [Fact]
    public async Task Central_and_complex_symbols_are_ordered()
    {
        var snapshot = await Indexed();
        var central = await snapshot.Central(new(Limit: 1_000), default);
        Assert.Equal(central.Central.OrderByDescending(c => c.Rank).Select(c => c.Rank), central.Central.Select(c => c.Rank));
        Assert.True(central.Change <= 1e-9);
        Assert.Contains("shop/store.py", (await snapshot.Central(new(Files: true, Limit: 1), default)).Central.Select(c => c.Path));
        var complex = await snapshot.Complex(new(ComplexityMeasure.Lines, Limit: 2), default);
        Assert.Equal(("shop/orders.py#buy", 4), (complex.Symbols[0].Id, complex.Symbols[0].Metrics!.Lines));
        Assert.NotNull(complex.Cursor);
        Assert.Equal(complex.Total - 2, (await snapshot.Complex(new(ComplexityMeasure.Lines, Limit: 99, Cursor: complex.Cursor), default)).Symbols.Count);
    }

    [Fact]
    public async Task Impact_tells_tests_and_entry_points_with_their_rules()
    {
        Sources.Write("tests/test_orders.py", "from shop.orders import buy\n\ndef test_buy():\n    buy([])\n");
        Sources.Commit("test");
        var impact = await (await Indexed()).Impact(new("Order.check", Depth: 9), default);
        var test = Assert.Single(impact.Tests, t => t.Symbol is not null);
        Assert.Equal(("tests/test_orders.py#test_buy", 3, TestRule.Name, "test*"), (test.Symbol!.Id, test.Distance, test.Rule, test.Detail));
        Assert.Equal(impact.Total, impact.Levels.Sum(l => l.Dependents));
        Assert.Equal(impact.TotalTests, impact.Levels.Sum(l => l.Tests));
    }

    private async Task<ISnapshotGrain> Indexed()
    {
        await Silo.Index(Sources);
        return await Silo.Current();
    }
}
