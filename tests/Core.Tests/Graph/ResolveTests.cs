using System.Text;
using CodeGraph.Graph;
using CodeGraph.Search;
using CodeGraph.Linking;
using CodeGraph.Model;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Languages;

namespace CodeGraph.Tests.Graph;

/// <summary>Names a person might type, and what is understood: ids, or near names after a question mark.</summary>
public sealed class ResolveTests
{
    private const string Shop = """
        class Order:
            def total(self, lines):
                result = sum(lines)
                return result

            class Line:
                def total(self): pass

        class Basket:
            def total(self): pass

        def total_of(orders): pass
        def checkout(): pass
        def checkout(again): pass
        """;

    [Theory]
    [InlineData("Order", "shop/orders.py#Order")]
    [InlineData("shop/orders.py#Order", "shop/orders.py#Order")]
    [InlineData("shop/orders.py#Order.total", "shop/orders.py#Order.total")]
    [InlineData("orders.py#total_of", "shop/orders.py#total_of")]
    [InlineData("total", "shop/orders.py#Order.total shop/orders.py#Order.Line.total shop/orders.py#Basket.total")]
    [InlineData("Order.total", "shop/orders.py#Order.total")]
    [InlineData("Order::total", "shop/orders.py#Order.total")]
    [InlineData("Order#total", "shop/orders.py#Order.total")]
    [InlineData("shop.orders.Order.total", "shop/orders.py#Order.total")]
    [InlineData("shop/orders/Order/total", "shop/orders.py#Order.total")]
    [InlineData("Line.total", "shop/orders.py#Order.Line.total")]
    [InlineData("checkout", "shop/orders.py#checkout shop/orders.py#checkout(2)")]
    [InlineData("shop/orders.py#checkout", "shop/orders.py#checkout")]
    [InlineData("shop/orders.py#checkout(2)", "shop/orders.py#checkout(2)")]
    [InlineData("shop/orders.py#Order.total.result", "shop/orders.py#Order.total.result")]
    [InlineData("result", "?")]
    [InlineData("rder.total", "?total")]
    [InlineData("Ordr", "?Order")]
    [InlineData("totla_of", "?total_of")]
    [InlineData("BASKET", "?Basket")]
    [InlineData("shop/orders.py#Nothing", "?")]
    [InlineData("", "?")]
    [InlineData("#", "?")]
    [InlineData("...", "?")]
    [InlineData("::", "?")]
    [InlineData("shop/orders.py#", "?")]
    [InlineData("total_of()", "shop/orders.py#total_of")]
    [InlineData("total_of(9999999999)", "?")]
    public void A_name_means(string text, string expected)
    {
        var snapshot = Link(("shop/__init__.py", ""), ("shop/orders.py", Shop));
        var found = snapshot.Resolve(text);
        Assert.Equal(expected, found.Symbols.Count > 0 ? string.Join(' ', found.Symbols.Select(snapshot.Id)) : "?" + string.Join(' ', found.NearNames));
    }

    [Fact]
    public void Metrics_are_found_by_symbol_or_not_at_all()
    {
        var snapshot = new Snapshot(RandomGraph.Make(3));
        var known = snapshot.AllMetrics().ToArray().ToDictionary(m => m.Symbol);
        Assert.NotEmpty(known);
        for (var symbol = 0; symbol < snapshot.SymbolCount; symbol++)
            Assert.Equal(known.TryGetValue(symbol, out var metrics) ? metrics : null, snapshot.MetricsOf(symbol));
    }

    [Fact]
    public void Every_id_leads_to_its_symbol()
    {
        var snapshot = Link(("shop/__init__.py", ""), ("shop/orders.py", Shop), ("a#b/c.py", Shop));
        for (var symbol = 0; symbol < snapshot.SymbolCount; symbol++)
        {
            Assert.Equal(symbol, snapshot.FindId(snapshot.Id(symbol)));
            Assert.Equal(symbol, snapshot.Resolve(snapshot.Id(symbol)).Symbol);
        }
    }

    [Theory]
    [InlineData("total", "Order.total Order.Line.total Basket.total total_of")]
    [InlineData("tota", "Order.total Order.Line.total Basket.total total_of")]
    [InlineData("TOTAL_OF", "total_of")]
    [InlineData("to", "Order.total Order.Line.total Basket.total total_of")]
    [InlineData("tOf", "total_of")]
    [InlineData("asket", "Basket")]
    [InlineData("Order.tot", "Order.total Order.Line.total")]
    [InlineData("zzz", "")]
    [InlineData("", "")]
    public void A_search_finds_best_first(string text, string expected)
    {
        var snapshot = Link(("shop.py", Shop));
        Assert.Equal(expected, string.Join(' ', new SymbolSearcher(snapshot).Search(new(text)).Symbols.Select(snapshot.LocalName)));
    }

    [Fact]
    public void A_search_can_be_narrowed()
    {
        var snapshot = Link(("a/x.py", Shop), ("ab/x.py", Shop));
        Assert.All(new SymbolSearcher(snapshot).Search(new("total", PathPrefix: "a")).Symbols, s => Assert.Equal("a/x.py", snapshot.Path(snapshot.Symbol(s).File)));
        Assert.Equal(2, new SymbolSearcher(snapshot).Search(new("total", [SymbolKind.Function])).Total);
        Assert.Equal(0, new SymbolSearcher(snapshot).Search(new("result")).Total);
        Assert.Equal(2, new SymbolSearcher(snapshot).Search(new("result", IncludeLocals: true)).Total);
        var two = new SymbolSearcher(snapshot).Search(new("total", Limit: 2));
        Assert.Equal((2, 8), (two.Symbols.Count, two.Total));
    }

    [Fact]
    public void An_outline_is_a_tree_without_locals()
    {
        var snapshot = Link(("shop.py", Shop));
        var text = new StringBuilder();
        Write(Outline.Of(snapshot, 0), 0);
        Assert.Equal("Order\n total\n Line\n  total\nBasket\n total\ntotal_of\ncheckout\ncheckout\n", text.ToString());

        void Write(IReadOnlyList<OutlineItem> items, int depth)
        {
            foreach (var item in items)
            {
                text.Append(' ', depth).Append(snapshot.Name(item.Symbol)).Append('\n');
                Write(item.Children, depth + 1);
            }
        }
    }

    [Fact]
    public void Edit_distance_is_that_of_a_plain_recursion()
    {
        var random = new Random(9);
        for (var i = 0; i < 2000; i++)
        {
            var (left, right) = (Word(), Word());
            var expected = Plain(left, right);
            for (var most = 0; most < 9; most++)
                Assert.Equal(Math.Min(expected, most + 1), Math.Min(EditDistance.Between(left, right, most), most + 1));
        }

        string Word() => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => (char)('a' + random.Next(3))));

        static int Plain(string a, string b)
        {
            if (a.Length == 0 || b.Length == 0)
                return a.Length + b.Length;
            var best = Math.Min(Plain(a[1..], b), Plain(a, b[1..])) + 1;
            best = Math.Min(best, Plain(a[1..], b[1..]) + (a[0] == b[0] ? 0 : 1));
            return a.Length > 1 && b.Length > 1 && a[0] == b[1] && a[1] == b[0] ? Math.Min(best, Plain(a[2..], b[2..]) + 1) : best;
        }
    }

    [Fact]
    public void A_declaration_gives_way_to_its_definition_and_counts_as_a_part()
    {
        var snapshot = Link(("a.h", "int add(int a, int b);\n"), ("a.c", "#include \"a.h\"\nint add(int a, int b) { return a + b; }\n"));
        var found = snapshot.Resolve("add").Symbol;
        Assert.Equal("a.c#add", snapshot.Id(found));
        Assert.Equal(["a.c#add", "a.h#add"], snapshot.PartsOf(found).Select(snapshot.Id));
        Assert.Equal("a.h#add", snapshot.Id(snapshot.Resolve("a.h#add").Symbol));
    }

    [Fact]
    public void Parts_of_one_type_are_one()
    {
        var snapshot = Link(("a.cs", "namespace N; partial class Shop { void A() {} }"), ("b.cs", "namespace N; partial class Shop { void B() {} }"));
        var found = snapshot.Resolve("Shop").Symbol;
        Assert.True(found >= 0);
        Assert.Equal(2, snapshot.PartsOf(found).Count);
    }

    [Fact]
    public void A_types_name_means_the_type_and_not_its_constructors()
    {
        var snapshot = Link(("A.java", "class Shop { Shop() { } Shop(int price) { } static class Till { Till() { } } }\nclass Bank { static class Till { } }\n"));
        Assert.Equal("A.java#Shop", snapshot.Id(snapshot.Resolve("Shop").Symbol));
        Assert.Equal("A.java#Shop.Till", snapshot.Id(snapshot.Resolve("Shop.Till").Symbol));
        Assert.Equal(2, snapshot.Resolve("Shop.Shop").Symbols.Count);
        Assert.Equal(["A.java#Shop.Till", "A.java#Bank.Till"], snapshot.Resolve("Till").Symbols.Select(snapshot.Id));
    }

    internal static Snapshot Link(params (string Path, string Text)[] files)
    {
        using var parser = new FileParser(new ParseLimits());
        var linked = files.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f =>
        {
            var bytes = Encoding.UTF8.GetBytes(f.Text);
            parser.Parse(LanguageRegistry.Detect(f.Path)!, bytes, out var facts);
            return new LinkFile(f.Path, BlobId.OfBlob(bytes), facts!);
        }).ToList();
        return new(SnapshotEncoder.Encode(Linker.Join(linked, [], RandomGraph.Properties, 1, CancellationToken.None)));
    }
}
