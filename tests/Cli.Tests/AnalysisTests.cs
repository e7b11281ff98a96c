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
}
