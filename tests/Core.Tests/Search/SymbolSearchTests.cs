using CodeGraph.Graph;
using CodeGraph.Model;
using CodeGraph.Search;
using CodeGraph.Tests.Linking;

namespace CodeGraph.Tests.Search;

public sealed class SymbolSearchTests
{
    private const string Sources = """
        class ReadSymbolSnapshot:
            def read_symbol(self): pass
            def readSnapshot(self): pass

        class Grain:
            def deactivate(self): pass
            def Deactivate_on_idle(self): pass

        class Reader:
            def read(self): pass

        def reads(): Reader().read()
        read_all = 1
        """;

    [Theory]
    [InlineData("RSS", "ReadSymbolSnapshot")]
    [InlineData("rs", "ReadSymbolSnapshot ReadSymbolSnapshot.readSnapshot ReadSymbolSnapshot.read_symbol")]
    [InlineData("Grain.deact", "Grain.deactivate Grain.Deactivate_on_idle")]
    [InlineData("snap", "ReadSymbolSnapshot ReadSymbolSnapshot.readSnapshot")]
    [InlineData("read", "Reader.read Reader ReadSymbolSnapshot reads ReadSymbolSnapshot.read_symbol ReadSymbolSnapshot.readSnapshot read_all")]
    public async Task Matches_are_ranked(string text, string expected)
    {
        using var fixture = await Indexed();
        var found = new SymbolSearcher(fixture.Snapshot).Search(new(text));
        Assert.Equal(expected.Split(' ').Order(StringComparer.Ordinal), found.Symbols.Select(fixture.Snapshot.LocalName).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Split(' ')[0], fixture.Snapshot.LocalName(found.Symbols[0]));
    }

    [Theory]
    [InlineData("deactvate", "deactivate")]
    [InlineData("Raeder", "Reader")]
    [InlineData("read_symbl", "read_symbol")]
    public async Task A_slip_of_the_finger_finds_similar_names_and_no_match(string text, string meant)
    {
        using var fixture = await Indexed();
        var found = new SymbolSearcher(fixture.Snapshot).Search(new(text));
        Assert.Empty(found.Symbols);
        Assert.Equal(meant, found.NearNames[0]);
        Assert.Equal(meant, fixture.Snapshot.Name(found.Similar[0]));
    }

    /// <summary>Names are ruled out by their letters and pairs before they are compared; none may be that is near.</summary>
    [Fact]
    public void The_nearest_names_are_those_of_a_comparison_with_all()
    {
        var random = new Random(5);
        var names = Enumerable.Range(0, 400).Select(_ => Word(random)).Distinct().ToArray();
        var source = string.Concat(names.Select(name => $"def {name}(): pass\n"));
        var snapshot = LinkFixture.Link("=== names.py\n" + source);
        var searcher = new SymbolSearcher(snapshot);
        for (var round = 0; round < 300; round++)
        {
            var text = Slip(random, names[random.Next(names.Length)]);
            var found = searcher.Search(new(text));
            if (found.Total > 0)
                continue;
            var most = Math.Clamp(text.Length / 3, 1, 3);
            var distances = names.Select(n => EditDistance.Between(text.ToUpperInvariant(), n.ToUpperInvariant(), most)).Where(d => d <= most).Order().Take(5);
            Assert.Equal(distances, found.NearNames.Select(n => EditDistance.Between(text.ToUpperInvariant(), n.ToUpperInvariant(), most)));
        }

        static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(3, 10)).Select(_ => "abcdeéß_xY"[random.Next(10)]));

        static string Slip(Random random, string name)
        {
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                var at = random.Next(name.Length);
                name = random.Next(4) switch
                {
                    0 => name.Remove(at, name.Length > 2 ? 1 : 0),
                    1 => name.Insert(at, "éa_zß"[random.Next(5)].ToString()),
                    2 => name[..at] + "éb_q"[random.Next(4)] + name[(at + 1)..],
                    _ => at + 1 < name.Length ? name[..at] + name[at + 1] + name[at] + name[(at + 2)..] : name,
                };
            }
            return name;
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("method")]
    public async Task Pages_have_every_symbol_once_in_the_order_of_one_page(string? kind)
    {
        using var fixture = await Indexed();
        var searcher = new SymbolSearcher(fixture.Snapshot);
        var kinds = kind is null ? null : new[] { SymbolKind.Method };
        foreach (var text in (string[])["r", "e", "read", "a"])
        {
            var all = searcher.Search(new(text, kinds, Limit: 1000));
            Assert.Equal((all.Symbols.Count, (string?)null), (all.Total, all.Cursor));
            var symbols = new List<int>();
            string? cursor = null;
            do
            {
                var page = searcher.Search(new(text, kinds, Limit: 2, Cursor: cursor));
                symbols.AddRange(page.Symbols);
                Assert.Equal(all.Total, page.Total);
                cursor = page.Cursor;
            }
            while (cursor is not null);
            Assert.Equal(all.Symbols, symbols);
        }
    }

    [Fact]
    public async Task A_cursor_of_another_search_is_refused()
    {
        using var fixture = await Indexed();
        var searcher = new SymbolSearcher(fixture.Snapshot);
        var cursor = searcher.Search(new("read", Limit: 1)).Cursor;
        Assert.NotNull(cursor);
        Assert.Throws<PatternException>(() => searcher.Search(new("rea", Limit: 1, Cursor: cursor)));
    }

    /// <summary>The counts and best ranks kept by name must not change what is found: with a filter that lets everything through they are not used.</summary>
    [Fact]
    public async Task Shortcuts_find_what_a_look_at_every_symbol_finds()
    {
        using var fixture = await Indexed();
        var searcher = new SymbolSearcher(fixture.Snapshot);
        foreach (var text in (string[])["r", "read", "e", "RSS", "all", "_", "on"])
        {
            var (quick, thorough) = (searcher.Search(new(text, Limit: 3)), searcher.Search(new(text, Languages: [Language.Python], Limit: 3)));
            Assert.Equal(thorough.Symbols, quick.Symbols);
            Assert.Equal(thorough.Total, quick.Total);
        }
        Assert.Equal(0, searcher.Search(new("read", Languages: [Language.Go])).Total);
    }

    private static async Task<SearchFixture> Indexed()
    {
        var fixture = new SearchFixture(("a.py", Sources));
        await fixture.Index();
        return fixture;
    }
}
