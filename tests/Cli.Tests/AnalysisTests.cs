using System.Text.Json;

namespace CodeGraph.Cli.Tests;

/// <summary>Long answers and analyses of the whole graph, as text and as JSON.</summary>
public sealed class AnalysisTests(IndexedShop shop) : IClassFixture<IndexedShop>
{
    [Fact]
    public async Task A_cursor_goes_on_where_the_page_before_ended()
    {
        var whole = await shop.Ask("callers", "Cart.add");
        var first = await shop.Ask("callers", "Cart.add", "--limit", "1", "--json");
        var cursor = JsonDocument.Parse(first.Output).RootElement.GetProperty("cursor").GetString()!;
        var second = await shop.Ask("callers", "Cart.add", "--limit", "1", "--cursor", cursor);
        Assert.Equal(whole.Results[1], Assert.Single(second.Results));

        var other = await shop.Ask("callers", "Cart.check", "--cursor", cursor);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("another question", other.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_lines_are_an_answer_its_relations_and_an_end()
    {
        var answer = await shop.Ask("callers", "Cart.add", "--json-lines");
        var lines = answer.Lines.Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["answer", "relation", "relation", "end"], lines.Select(l => l.GetProperty("type").GetString()));
        Assert.Equal(2, lines[^1].GetProperty("total").GetInt32());
        Assert.False(lines[^1].GetProperty("truncated").GetBoolean());

        var one = await shop.Ask("callers", "Cart.add", "--json-lines", "--limit", "1");
        Assert.Equal(3, one.Lines.Length);
        Assert.True(JsonDocument.Parse(one.Lines[^1]).RootElement.GetProperty("truncated").GetBoolean());

        var several = await shop.Ask("callers", "check", "--json-lines");
        Assert.Equal((1, 1), (several.ExitCode, several.Lines.Length));
    }

    [Fact]
    public async Task Tiers_are_chosen_by_name()
    {
        var exact = await shop.Ask("callers", "Cart.add", "--tiers", "exact");
        Assert.Empty(exact.Results);
        Assert.Contains("# 2 calls of other tiers not followed", exact.Lines);
        var wrong = await shop.Ask("callers", "Cart.add", "--tiers", "certain");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("names no tiers", wrong.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Impact_tells_levels_tests_and_entry_points()
    {
        var text = await shop.Ask("impact", "Cart.check");
        Assert.Contains(text.Lines, l => l.StartsWith("# distance 1: ", StringComparison.Ordinal));
        Assert.Contains("shop/main.py:4:5\tentry\t2\tshop/main.py#main\texported, and nothing here calls it", text.Results);
        var json = JsonDocument.Parse((await shop.Ask("impact", "Cart.check", "--json")).Output).RootElement;
        Assert.Equal("root", json.GetProperty("entryPoints")[0].GetProperty("rule").GetString());
        Assert.Equal(0, json.GetProperty("totalTests").GetInt32());
        Assert.Equal(1, json.GetProperty("levels")[0].GetProperty("distance").GetInt32());
    }

    [Fact]
    public async Task Dependencies_have_counts_by_kind_and_an_example()
    {
        var files = await shop.Ask("dependencies");
        Assert.Contains(files.Results, l => l.StartsWith("shop/main.py:1:", StringComparison.Ordinal) && l.Contains("calls:3", StringComparison.Ordinal) && l.Contains("\tshop/main.py\t-> shop/cart.py\t", StringComparison.Ordinal));
        var json = JsonDocument.Parse((await shop.Ask("dependencies", "--to", "shop/cart.py", "--json")).Output).RootElement;
        var dependency = Assert.Single(json.GetProperty("dependencies").EnumerateArray().ToList());
        Assert.Equal(3, dependency.GetProperty("counts").GetProperty("calls").GetInt32());
        Assert.Single((await shop.Ask("dependencies", "--limit", "1")).Results);
        Assert.Contains("# no dependency is known", (await shop.Ask("dependencies", "--folders")).Lines);
    }

    [Fact]
    public async Task Cycles_are_told_to_be_none()
    {
        var answer = await shop.Ask("cycles");
        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("# no cycle is known", answer.Lines);
        Assert.Equal(3, JsonDocument.Parse((await shop.Ask("cycles", "--json")).Output).RootElement.GetProperty("nodes").GetInt32());
    }

    [Fact]
    public async Task Unreferenced_definitions_have_their_reasons()
    {
        var text = await shop.Ask("unreferenced");
        Assert.Contains("shop/main.py:4:5\tfunction\tshop/main.py#main\texported", text.Results);
        Assert.Contains("# 0 without a reason to be reached all the same; what a string may name at run time is not looked at", text.Lines);
        Assert.Empty((await shop.Ask("unreferenced", "--unexplained")).Results);
        var json = JsonDocument.Parse((await shop.Ask("unreferenced", "--kind", "class", "--json")).Output).RootElement;
        Assert.Equal("shop/main.py#Gate", json.GetProperty("symbols")[0].GetProperty("symbol").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Central_symbols_and_files_are_ranked()
    {
        var symbols = await shop.Ask("central", "--limit", "3");
        Assert.Equal(3, symbols.Results.Length);
        Assert.Contains("shop/cart.py#Cart", symbols.Output, StringComparison.Ordinal);
        var files = JsonDocument.Parse((await shop.Ask("central", "--files", "--json")).Output).RootElement;
        Assert.Equal("shop/cart.py", files.GetProperty("central")[0].GetProperty("path").GetString());
        Assert.Equal(1, files.GetProperty("central").EnumerateArray().Sum(c => c.GetProperty("rank").GetDouble()), 6);
    }

    [Fact]
    public async Task Context_is_source_and_what_surrounds_it()
    {
        var text = await shop.Ask("context", "Cart.add");
        Assert.Equal(["shop/cart.py:4\t    def add(self, item):", "shop/cart.py:5\t        return self.check(item)"], text.Results.Take(2));
        Assert.Contains(text.Results, l => l.StartsWith("shop/main.py:6:10\tcaller\t1\ttyped\tshop/main.py#main", StringComparison.Ordinal));
        var small = await shop.Ask("context", "Cart", "--budget", "100");
        Assert.Contains(small.Lines, l => l.EndsWith(" of 100 tokens, each counted as 4 bytes", StringComparison.Ordinal));
        var json = JsonDocument.Parse((await shop.Ask("context", "Cart.add", "--json")).Output).RootElement;
        Assert.Equal(4, json.GetProperty("code").GetProperty("startLine").GetInt32());
        Assert.Equal(1, (await shop.Ask("context", "nothing")).ExitCode);
        Assert.Equal(2, (await shop.Ask("context", "Cart", "--budget", "5")).ExitCode);
    }

    [Fact]
    public async Task Complexity_is_listed_and_shown_with_the_symbol()
    {
        var text = await shop.Ask("complex", "--by", "lines", "--limit", "1");
        Assert.Equal("shop/main.py:4:5\tcognitive:0 cyclomatic:1 nesting:0 lines:4\tfunction\tshop/main.py#main", Assert.Single(text.Results));
        Assert.Contains("complexity\tcognitive 0, cyclomatic 1, nesting 0", (await shop.Ask("symbol", "Cart.add")).Results);
        var json = JsonDocument.Parse((await shop.Ask("outline", "shop/main.py", "--json")).Output).RootElement;
        Assert.Equal(1, json.GetProperty("symbols")[0].GetProperty("symbol").GetProperty("metrics").GetProperty("cyclomatic").GetInt32());
        Assert.Equal(2, (await shop.Ask("complex", "--by", "beauty")).ExitCode);
    }

    [Theory]
    [InlineData("--depth is understood only with --folders", "dependencies", "--depth", "1")]
    [InlineData("--depth is understood only with --folders", "cycles", "--depth", "1")]
    [InlineData("--kind is understood not with --files", "central", "--files", "--kind", "class")]
    [InlineData("is no kind of symbol", "unreferenced", "--kind", "thing")]
    [InlineData("takes no --cursor", "callers", "Cart", "--json-lines", "--cursor", "x")]
    [InlineData("This is no cursor", "central", "--cursor", "x")]
    public async Task An_option_without_effect_is_refused(string message, params string[] arguments)
    {
        var answer = await shop.Ask(arguments);
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(message, answer.Errors, StringComparison.Ordinal);
    }
}
