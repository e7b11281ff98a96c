using CodeGraph.Gateway.Mcp.Text;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace CodeGraph.Gateway.Tests.Mcp;

/// <summary>What each tool answers, over HTTP.</summary>
public sealed class McpToolsTests(RunningGateway gateway) : IClassFixture<RunningGateway>, IAsyncLifetime
{
    private McpClient client = null!;

    public async Task InitializeAsync() => client = await gateway.Connect();

    public async Task DisposeAsync() => await client.DisposeAsync();

    [Fact]
    public async Task There_are_at_most_eight_tools_whose_definitions_cost_little()
    {
        var tools = (await client.ListToolsAsync()).Select(t => t.ProtocolTool).ToList();

        Assert.Equal(["impact", "locate", "outline", "path", "relations", "search", "status", "symbol"], tools.Select(t => t.Name).Order());
        Assert.All(tools, tool => Assert.True(tool.Annotations is { ReadOnlyHint: true, DestructiveHint: false, OpenWorldHint: false }));
        var tokens = TokenEstimate.Of(System.Text.Json.JsonSerializer.Serialize(tools, ModelContextProtocol.McpJsonUtilities.DefaultOptions));
        Assert.True(tokens < 4000, $"{tokens} tokens");
    }

    [Fact]
    public async Task Callers_are_told_with_place_symbol_and_tier()
    {
        var answer = await client.Ask("relations", new { symbol = "Cart.add", relation = "callers", repository = "shop" });

        Assert.Matches("^cart.py:2 method #Cart.add in shop@[0-9a-f]{12}\n1 caller site\nmain.py:6 #main typed\nunknown: ", answer);
    }

    [Theory]
    [InlineData("callees", "main", "main.py:6 cart.py#Cart.add typed")]
    [InlineData("references", "Cart", "main.py:1 import in (file level) exact")]
    [InlineData("hierarchy", "Cart", "0 up (bases), 0 down (derived) on 1 level")]
    public async Task Every_relation_can_be_asked_for(string relation, string symbol, string expected) =>
        Assert.Contains(expected, await client.Ask("relations", new { symbol, relation, repository = "shop" }), StringComparison.Ordinal);

    [Fact]
    public async Task Places_of_one_caller_share_a_row_and_overloads_are_told_of_only_where_there_are_some()
    {
        var answer = await client.Ask("relations", new { symbol = "main", relation = "callees", repository = "shop" });

        Assert.Contains("main.py:5 cart.py#Cart exact\nmain.py:6 cart.py#Cart.add typed", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("overloads:", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_several_symbols_is_answered_with_the_candidates_and_no_choice()
    {
        var answer = await client.Ask("relations", new { symbol = "add", relation = "callers", repository = "shop" });

        Assert.Contains("none was chosen", answer, StringComparison.Ordinal);
        Assert.Contains("cart.py:2 method #Cart.add", answer, StringComparison.Ordinal);
        Assert.Contains("cart.py:7 method #Gate.add", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_never_answered_with_another_symbol()
    {
        var answer = await client.Ask("symbol", new { symbol = "Cort", repository = "shop" });

        Assert.StartsWith("No symbol is named 'Cort' in shop@", answer, StringComparison.Ordinal);
        Assert.Contains("Other names, not the same: Cart", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("class Cart", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_marks_names_that_only_resemble_the_query()
    {
        var answer = await client.Ask("search", new { query = "car", repository = "shop" });

        Assert.Contains("\n~ cart.py:1 class #Cart", answer, StringComparison.Ordinal);
        Assert.Contains("\ncart.py:1 class #Cart", await client.Ask("search", new { query = "Cart", repository = "shop" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_is_searched_with_definitions_first() => Assert.Matches(
        "^2 lines in shop@.*\ncart.py:2 \\(defines\\) def add\\(self, item\\):\ncart.py:7 \\(defines\\) def add\\(self, visitor\\):$",
        await client.Ask("search", new Dictionary<string, object?> { ["query"] = "def add", ["in"] = "text", ["repository"] = "shop", ["path"] = "cart.py" }));

    [Fact]
    public async Task A_symbol_comes_with_its_source_and_its_callers()
    {
        var answer = await client.Ask("symbol", new { symbol = "Cart.add", repository = "shop" });

        Assert.Contains("source, lines 2-3:\n    def add(self, item):\n        return item\n", answer, StringComparison.Ordinal);
        Assert.Contains("callers:\nmain.py:6 typed #main: def main():", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_impact_of_a_file_is_told() =>
        Assert.Contains("1 main.py:1 (file level) imports exact", await client.Ask("impact", new { target = "cart.py", repository = "shop" }), StringComparison.Ordinal);

    [Fact]
    public async Task A_path_is_told_step_by_step_and_no_path_is_not_an_error()
    {
        Assert.Contains("1 step\nmain.py:6 #main calls cart.py#Cart.add typed", await client.Ask("path", new { from = "main", to = "Cart.add", repository = "shop" }), StringComparison.Ordinal);
        Assert.Contains("no chain", await client.Ask("path", new { from = "Cart.add", to = "main", repository = "shop" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outline_is_a_tree() =>
        Assert.Contains("1-3 class class Cart:\n 2-3 method def add(self, item):\n", await client.Ask("outline", new { path = "cart.py", repository = "shop" }), StringComparison.Ordinal);

    [Fact]
    public async Task A_place_leads_to_the_symbol_around_it_and_to_definitions()
    {
        var answer = await client.Ask("locate", new { place = "main.py:6:17", repository = "shop" });

        Assert.Contains("inside of, innermost first:\nfunction 4-6 main.py#main\n", answer, StringComparison.Ordinal);
        Assert.Contains("col 17 add (call) -> cart.py:2 method #Cart.add typed", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("col 12", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_tells_why_it_leads_where_it_leads()
    {
        var answer = await client.Ask("locate", new { place = "main.py:6:17", repository = "shop", why = true });

        Assert.Contains("why col 17 add is typed:\n", answer, StringComparison.Ordinal);
        Assert.Contains(" so ", answer, StringComparison.Ordinal);
        Assert.Contains("(cart.py:2:9)", answer, StringComparison.Ordinal);
        Assert.Contains("why: no name is used there", await client.Ask("locate", new { place = "cart.py:1", repository = "shop", why = true }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outline", "path", "card.py")]
    [InlineData("locate", "place", "card.py:1")]
    public async Task A_path_that_is_not_indexed_is_answered_with_near_ones(string tool, string argument, string value)
    {
        var answer = await client.Ask(tool, new Dictionary<string, object?> { [argument] = value, ["repository"] = "shop" });

        Assert.Contains("No indexed file has the path 'card.py'", answer, StringComparison.Ordinal);
        Assert.Contains("cart.py", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_tells_what_is_indexed_and_what_is_not()
    {
        var answer = await client.Ask("status", new { });

        Assert.Matches("shop from .*: commit [0-9a-f]{12} \\(main\\), indexed .* UTC, 2 files", answer);
        Assert.Matches("empty from .*: not indexed yet; run: codegraph index '.*'; the last run failed", answer);
    }

    [Fact]
    public async Task Where_several_are_visible_the_repository_has_to_be_named()
    {
        Assert.Contains("Say which repository with 'repository'. Indexed: empty, shop.", await client.AskInVain("search", new { query = "a" }), StringComparison.Ordinal);
        Assert.Contains("Did you mean shop?", await client.AskInVain("search", new { query = "a", repository = "shp" }), StringComparison.Ordinal);
        Assert.Contains("To index it, run: codegraph index", await client.AskInVain("search", new { query = "a", repository = "empty" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_is_one_text_and_nothing_twice()
    {
        var result = await client.Call("status", new { });

        Assert.Null(result.StructuredContent);
        Assert.IsType<TextContentBlock>(Assert.Single(result.Content));
    }

    [Theory]
    [InlineData("search", "{}", "'query' is missing")]
    [InlineData("search", """{"query":5}""", "'query' must be a text, and is 5")]
    [InlineData("search", """{"query":"  "}""", "'query' is empty")]
    [InlineData("search", """{"query":"a","kind":"thing"}""", "'kind' must be one of namespace")]
    [InlineData("search", """{"query":"(","in":"text"}""", "")]
    [InlineData("search", """{"query":"a","kind":"class","in":"text"}""", "leave it out")]
    [InlineData("search", """{"query":"a","budget":1}""", "'budget' must be a whole number from 1000 to 20000, and is 1")]
    [InlineData("search", """{"query":"a","budget":"many"}""", "'budget' must be a whole number")]
    [InlineData("search", """{"query":"a","cursor":"x"}""", "is no cursor")]
    [InlineData("relations", """{"symbol":"Cart"}""", "'relation' is missing: give one of callers, callees, references, hierarchy")]
    [InlineData("relations", """{"symbol":"Cart","relation":"owners"}""", "'relation' must be one of callers")]
    [InlineData("relations", """{"symbol":"Cart","relation":"callers","depth":17}""", "'depth' must be a whole number from 1 to 16")]
    [InlineData("relations", """{"symbol":"Cart","relation":"callers","ambiguous":"yes"}""", "'ambiguous' must be true or false")]
    [InlineData("relations", """{"symbol":"Cart","relation":"references","cursor":"x"}""", "This is no cursor")]
    [InlineData("outline", """{"path":"cart.py","limit":5}""", "'limit' is no argument of outline. It takes: path, cursor, repository, budget.")]
    [InlineData("locate", """{"place":"cart.py"}""", "give path:line")]
    [InlineData("locate", """{"place":"cart.py:99"}""", "there is no line 99")]
    [InlineData("locate", """{"place":":::::"}""", "give path:line")]
    public async Task A_wrong_argument_is_refused_with_what_would_be_right(string tool, string arguments, string expected)
    {
        var given = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments)!;
        given["repository"] = "shop";

        Assert.Contains(expected, await client.AskInVain(tool, given), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_any_length_and_kind_do_no_harm()
    {
        Assert.Contains("longer than 4096", await client.AskInVain("symbol", new { symbol = new string('x', 5000), repository = "shop" }), StringComparison.Ordinal);
        var answer = await client.Ask("symbol", new { symbol = new string('x', 4000) + "\n\u0007ignore", repository = "shop" });
        Assert.True(TokenEstimate.Of(answer) < 700, answer);
        Assert.DoesNotContain('\u0007', answer);
    }
}
