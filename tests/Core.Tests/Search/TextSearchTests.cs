using CodeGraph.Git;
using CodeGraph.Model;
using CodeGraph.Search;
using CodeGraph.Storage;

namespace CodeGraph.Tests.Search;

public sealed class TextSearchTests
{
    private static readonly (string, string)[] Shop =
    [
        ("a.py", "# uses total\nx = total(1)\n"),
        ("lib/shop.py", "class Shop:\n    def total(self, cart):\n        return sum(cart)\n\n    def subtotal(self):\n        return self.total([])\n"),
        ("lib/shop.ts", "export function total() { return 1; }\n"),
        ("z.py", "total = 3\n"),
    ];

    [Fact]
    public async Task Lines_that_define_a_symbol_come_first()
    {
        using var shop = await Indexed(Shop);
        var found = await shop.Search("total");

        Assert.Equal(["lib/shop.py:2", "lib/shop.py:5", "lib/shop.ts:1", "z.py:1", "a.py:1", "a.py:2", "lib/shop.py:6"], shop.Places(found));
        Assert.Equal("lib/shop.py#Shop.total", shop.Snapshot.Id(found.Lines[0].Definition));
        Assert.Equal("lib/shop.py#Shop.subtotal", shop.Snapshot.Id(found.Lines[6].Enclosing));
        Assert.Equal((-1, -1), (found.Lines[4].Definition, found.Lines[4].Enclosing));
    }

    [Fact]
    public async Task A_line_tells_its_matches_in_code_points_and_its_surroundings()
    {
        using var shop = await Indexed([("a.py", "one\ntwo\n😀 foo foo\r\nfour\nfive\n")]);
        var line = Assert.Single((await shop.Search(new("foo", new(), Context: 1))).Lines);

        Assert.Equal((3, 1, "😀 foo foo"), (line.Line, line.TextColumn, line.Text));
        Assert.Equal([new(3, 3), new(7, 3)], line.Matches);
        Assert.Equal(["two"], line.Before);
        Assert.Equal(["four"], line.After);
    }

    [Fact]
    public async Task Of_a_very_long_line_the_part_around_the_match_is_shown()
    {
        using var shop = await Indexed([("a.py", $"x = '{new string('a', 5000)}needle{new string('b', 5000)}'\n")]);
        var line = Assert.Single((await shop.Search("needle")).Lines);

        Assert.Equal(1000, line.Text.Length);
        Assert.Equal("needle", line.Text.Substring(line.Matches[0].Column - line.TextColumn, 6));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(50)]
    public async Task Pages_have_every_line_once(int limit)
    {
        var files = Enumerable.Range(0, 40).Select(i => ($"d{i % 3}/f{i}.py", string.Concat(Enumerable.Range(0, i % 7).Select(l => l % 3 == 0 ? $"def value{l}(): pass\n" : $"print(value{l})\n")))).ToArray();
        using var sources = await Indexed(files);
        await using var searcher = sources.Open();
        var all = await searcher.Search(new("value", new(), Limit: 10_000));
        var places = new List<string>();
        TextSearchResult? page = null;
        do
        {
            page = await searcher.Search(new("value", new(), Limit: limit, Cursor: page?.Cursor));
            places.AddRange(sources.Places(page));
            Assert.True(page.Cursor is not null || page.TotalIsExact);
            Assert.InRange(page.Total, places.Count, all.Total);
        }
        while (page.Cursor is not null);

        Assert.Equal(sources.Places(all), places);
        Assert.Equal(all.Total, page.Total);
        Assert.Equal(all.Total, (await searcher.Search(new("value", new(), Limit: 1, CountAll: true))).Total);
    }

    [Fact]
    public async Task A_cursor_of_another_snapshot_or_search_is_refused()
    {
        using var shop = await Indexed(Shop);
        var cursor = (await shop.Search("total", limit: 1)).Cursor;
        Assert.NotNull(cursor);
        await Refused(new("subtotal", new(), Cursor: cursor), "another search");
        await Refused(new("total", new(WholeWord: true), Cursor: cursor), "another search");
        await Refused(new("total", new(), Cursor: "nonsense"), "no cursor");
        shop.Sources.Write("b.py", "total = 4\n");
        shop.Sources.Commit("more");
        await shop.Index();
        await Refused(new("total", new(), Cursor: cursor), "another snapshot");

        async Task Refused(TextSearch search, string because) =>
            Assert.Contains(because, (await Assert.ThrowsAsync<PatternException>(() => shop.Search(search))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*.py", "a.py:1 a.py:2 lib/shop.py:2 lib/shop.py:5 lib/shop.py:6 z.py:1")]
    [InlineData("lib", "lib/shop.py:2 lib/shop.py:5 lib/shop.py:6 lib/shop.ts:1")]
    [InlineData("/lib/*.ts", "lib/shop.ts:1")]
    [InlineData("!lib/", "a.py:1 a.py:2 z.py:1")]
    [InlineData("*.py !lib", "a.py:1 a.py:2 z.py:1")]
    public async Task Globs_choose_files(string globs, string expected)
    {
        using var shop = await Indexed(Shop);
        var found = await shop.Search(new("total", new(), Globs: globs.Split(' ')));
        Assert.Equal(expected, string.Join(' ', shop.Places(found).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Languages_choose_files()
    {
        using var shop = await Indexed(Shop);
        Assert.Equal(["lib/shop.ts:1"], shop.Places(await shop.Search(new("total", new(), Languages: [Language.TypeScript]))));
    }

    [Theory]
    [InlineData("foo(?=bar)", "look-ahead")]
    [InlineData("(?<!x)foo", "look-behind")]
    [InlineData(@"(a)\1", "earlier group")]
    [InlineData("(?>a)", "atomic")]
    [InlineData("(", "not closed")]
    [InlineData("a)", "not open")]
    [InlineData("[a", "not closed")]
    [InlineData("*a", "nothing before it")]
    [InlineData("a**", "nothing before it")]
    [InlineData("a\nb", "line break")]
    [InlineData(@"a\nb", "line break")]
    [InlineData(@"\p{Nonsense}", "cannot be used")]
    [InlineData(@"\Afoo", "use ^ and $")]
    [InlineData(@"\q", "means nothing")]
    [InlineData("a{9999}", "repeats too much")]
    [InlineData("((a{99}){99}){99}", "repeats too much")]
    [InlineData("[z-a]", "reverse order")]
    [InlineData("[a-z-[c]]", "subtracted")]
    [InlineData("[[:nonsense:]]", "no class")]
    [InlineData("", "1 to 4096")]
    public async Task A_pattern_that_cannot_be_used_is_refused_with_the_reason(string pattern, string because)
    {
        using var shop = await Indexed([("a.py", "")]);
        Assert.Contains(because, (await Assert.ThrowsAsync<PatternException>(() => shop.Search(pattern))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hostile_pattern_ends()
    {
        using var shop = await Indexed([("a.py", $"x = '{new string('a', 30_000)}'\n")]);
        Assert.Empty((await shop.Search("(a|a)*(a|aa)+b$")).Lines);
        Assert.Single((await shop.Search("(a+)+'$")).Lines);
        await Assert.ThrowsAsync<PatternException>(() => shop.Search(new string('(', 5000)));
        await Assert.ThrowsAsync<PatternException>(() => shop.Search(string.Concat(Enumerable.Repeat("(", 2000)) + string.Concat(Enumerable.Repeat(")", 2000))));
    }

    [Fact]
    public async Task A_search_out_of_time_says_so()
    {
        using var shop = await Indexed(Shop);
        var exception = await Assert.ThrowsAsync<PatternException>(() => shop.Search(new("t.t", new(), TimeLimit: TimeSpan.FromTicks(1))));
        Assert.Contains("takes longer", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_on_disk_that_changed_is_stale_where_git_does_not_have_it()
    {
        using var shop = await Indexed(Shop);
        shop.Sources.Write("z.py", "total = 4\n");
        Assert.Contains("z.py:1", shop.Places(await shop.Search("total = 3")));

        shop.Sources.Write("a.py", "x = total(2)\n");
        await shop.Index(onDisk: true);
        shop.Sources.Write("a.py", "x = total(3)\n");
        var found = await shop.Search("total");
        Assert.DoesNotContain(found.Lines, l => shop.Snapshot.Path(l.File) == "a.py");
        Assert.Equal(["a.py"], found.Stale.Select(shop.Snapshot.Path));

        File.Delete(shop.Sources.PathOf("a.py"));
        Assert.Equal(["a.py"], (await shop.Search("total")).Stale.Select(shop.Snapshot.Path));
    }

    [Fact]
    public async Task A_folder_without_git_is_searched()
    {
        using var folder = new SearchFixture(TemporaryRepository.OnlyFolder());
        folder.Sources.Write("a.py", "needle = 1\n");
        await folder.Index(onDisk: true);
        Assert.Equal(["a.py:1"], folder.Places(await folder.Search("needle")));
    }

    [Fact]
    public async Task Only_new_content_is_added_and_branches_share_it()
    {
        using var shop = await Indexed(Shop);
        await shop.Index();
        Assert.Single(TextIndex.Files(shop.Segments));
        shop.Sources.Write("b.py", "total = 4\n");
        shop.Sources.Commit("more");
        await shop.Index();
        using var index = TextIndex.Open(shop.Segments);
        Assert.Equal((2, Shop.Length + 1), (index.SegmentCount, index.Blobs().Count));
        Assert.Contains("b.py:1", shop.Places(await shop.Search("total")));
    }

    [Fact]
    public async Task Files_whose_facts_were_known_are_added_too()
    {
        using var shop = new SearchFixture(Shop);
        await shop.Index(withText: false);
        var without = await shop.Search("total");
        await shop.Index();
        var with = await shop.Search("total");

        Assert.Equal((Shop.Length, 0), (without.NotIndexed, with.NotIndexed));
        Assert.Equal(shop.Places(without), shop.Places(with));
    }

    [Fact]
    public async Task A_damaged_index_loses_no_line_and_is_made_anew()
    {
        using var shop = await Indexed(Shop);
        var before = shop.Places(await shop.Search("total")).ToList();
        var path = TextIndex.Files(shop.Segments)[0];
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);

        var damaged = await shop.Search("total");
        Assert.Equal(Shop.Length, damaged.NotIndexed);
        Assert.Equal(before, shop.Places(damaged));
        await shop.Index();
        var again = await shop.Search("total");
        Assert.Equal(0, again.NotIndexed);
        Assert.Equal(before, shop.Places(again));
    }

    [Fact]
    public async Task The_index_rules_files_out()
    {
        using var sources = await Indexed([.. Enumerable.Range(0, 100).Select(i => ($"f{i}.py", $"value_{i:D3} = 1\nclass Common{i % 10}: pass\n"))]);
        Assert.Equal(1, (await sources.Search("value_042")).FilesRead);
        Assert.Equal(1, (await sources.Search("VALUE_042", new(Case: CaseRule.Insensitive))).FilesRead);
        Assert.Equal(2, (await sources.Search("value_(042|077)")).FilesRead);
        Assert.Equal(10, (await sources.Search(@"class\s+Common3\b")).FilesRead);
        Assert.Equal(0, (await sources.Search("[vw]alue_zzz")).FilesRead);
        Assert.Equal(100, (await sources.Search(@"\d=")).FilesRead);
    }

    private static async Task<SearchFixture> Indexed((string, string)[] files)
    {
        var fixture = new SearchFixture(files);
        await fixture.Index();
        return fixture;
    }
}
