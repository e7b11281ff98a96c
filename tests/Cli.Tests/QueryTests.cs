using System.Text.Json;

namespace CodeGraph.Cli.Tests;

/// <summary>Questions about an indexed repository, as text and as JSON.</summary>
public sealed class QueryTests(IndexedShop shop) : IClassFixture<IndexedShop>
{
    [Fact]
    public void Index_tells_what_it_read_and_how_it_ended()
    {
        Assert.Equal("", shop.Index.Errors);
        Assert.Equal(0, shop.Index.ExitCode);
        Assert.Matches(@"^# indexed shop @ [0-9a-f]{12} in ", shop.Index.Output);
        foreach (var field in (string[])["files", "symbols", "references", "resolved", "external", "unresolved", "time", "peak memory", "snapshot"])
            Assert.Contains(shop.Index.Results, line => line.StartsWith(field + "\t", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Indexing_an_indexed_commit_has_nothing_to_do()
    {
        var again = await shop.Ask("index");

        Assert.Equal(0, again.ExitCode);
        Assert.Contains("is indexed already; --force indexes it again", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_have_their_tier_and_their_call_site()
    {
        var answer = await shop.Ask("callers", "Cart.add");

        Assert.Equal(0, answer.ExitCode);
        Assert.Equal(
            ["shop/cart.py:12:10\ttyped\tcalls\t1\tshop/cart.py#total\t-> shop/cart.py#Cart.add", "shop/main.py:6:10\ttyped\tcalls\t1\tshop/main.py#main\t-> shop/cart.py#Cart.add"],
            answer.Results.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_answer_names_its_repository_and_commit_and_what_stays_open()
    {
        var answer = await shop.Ask("callers", "Cart.add");

        Assert.Matches(@"(?m)^# shop @ [0-9a-f]{12}$", answer.Output);
        Assert.Contains("# 1 unresolved use of this name may be further callers", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callees_are_followed_to_the_depth()
    {
        var direct = await shop.Ask("callees", "main");
        var deep = await shop.Ask("callees", "main", "--depth", "3");

        Assert.DoesNotContain(direct.Results, line => line.EndsWith("-> shop/cart.py#Cart.check", StringComparison.Ordinal));
        Assert.Contains(deep.Results, line => line.EndsWith("-> shop/cart.py#Cart.check", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Grep_finds_lines_and_goes_on_at_the_cursor()
    {
        var all = await shop.Ask("grep", @"def \w+\(self");
        var first = await shop.Ask("grep", @"def \w+\(self", "--limit", "1");
        var rest = await shop.Ask("grep", @"def \w+\(self", "--cursor", first.Output.Trim().Split(' ')[^1]);

        Assert.Equal(0, all.ExitCode);
        Assert.Equal(["shop/cart.py:4:5\t    def add(self, item):", "shop/cart.py:7:5\t    def check(self, item):", "shop/main.py:11:5\t    def check(self, visitor):"], all.Results);
        Assert.Equal(all.Results, first.Results.Concat(rest.Results));
        Assert.Contains("# 3 lines", all.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grep_shows_lines_around()
    {
        var answer = await shop.Ask("grep", "-F", "def check(self, item)", "-C", "1");

        Assert.Equal(["shop/cart.py-6-\t", "shop/cart.py:7:5\t    def check(self, item):", "shop/cart.py-8-\t        return item"], answer.Results);
    }

    [Theory]
    [InlineData(1, "no such text", "")]
    [InlineData(2, "a(?=b)", "look-ahead")]
    [InlineData(2, "(", "not closed")]
    public async Task Grep_tells_how_it_ended_by_its_exit_code(int expected, string pattern, string because)
    {
        var answer = await shop.Ask("grep", pattern);

        Assert.Equal(expected, answer.ExitCode);
        Assert.Contains(because, answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task References_name_role_and_place()
    {
        var answer = await shop.Ask("refs", "Cart");

        Assert.Contains("shop/main.py:1:23\texact\timport\tshop/main.py", answer.Results);
        Assert.Contains("shop/main.py:5:12\texact\tcall\tshop/main.py#main", answer.Results);
    }

    [Fact]
    public async Task References_have_pages_and_tiers()
    {
        var all = JsonDocument.Parse((await shop.Ask("refs", "Cart", "--json")).Output).RootElement.GetProperty("references").EnumerateArray().Select(r => r.ToString()).ToList();
        var first = JsonDocument.Parse((await shop.Ask("refs", "Cart", "--limit", "1", "--json")).Output).RootElement;
        var next = JsonDocument.Parse((await shop.Ask("refs", "Cart", "--limit", "1", "--json", "--cursor", first.GetProperty("cursor").GetString()!)).Output).RootElement;

        Assert.Equal(all.Take(2), new[] { first, next }.Select(page => Assert.Single(page.GetProperty("references").EnumerateArray().ToList()).ToString()));
        var unique = await shop.Ask("refs", "Cart", "--tiers", "unique");
        Assert.Contains("of other tiers left out", unique.Output + unique.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await shop.Ask("path", "main", "total", "--tiers", "sure")).ExitCode);
    }

    [Fact]
    public async Task Impact_of_a_file_is_what_depends_on_its_symbols()
    {
        var answer = await shop.Ask("impact", "shop/cart.py");

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("# impact of shop/cart.py", answer.Lines);
        Assert.Contains(answer.Results, line => line.Contains("shop/main.py#main", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_path_is_a_chain_of_relations()
    {
        var answer = await shop.Ask("path", "main", "Cart.check");

        Assert.Equal(0, answer.ExitCode);
        Assert.EndsWith("-> shop/cart.py#Cart.check", answer.Results[^1], StringComparison.Ordinal);
        Assert.Contains("shop/main.py#main", answer.Results[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outline_is_the_tree_of_a_file()
    {
        var answer = await shop.Ask("outline", "./shop/cart.py");

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("shop/cart.py:1:7\tclass\tshop/cart.py#Cart", answer.Output, StringComparison.Ordinal);
        Assert.Contains("shop/cart.py:4:9\tmethod\t  shop/cart.py#Cart.add", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_symbol_is_shown_with_documentation_and_members()
    {
        var answer = await shop.Ask("symbol", "shop/cart.py#Cart");

        Assert.Contains("documentation\tWhat a customer is about to buy.", answer.Results);
        Assert.Contains(answer.Results, line => line.StartsWith("shop/cart.py:4:9\tmethod\tshop/cart.py#Cart.add", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_finds_by_part_of_a_name()
    {
        var answer = await shop.Ask("search", "tot");

        Assert.Contains(answer.Results, line => line.StartsWith("shop/cart.py:11:5\tfunction\tshop/cart.py#total", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_can_be_limited_to_kinds()
    {
        var answer = await shop.Ask("search", "c", "--kind", "class");

        Assert.NotEmpty(answer.Results);
        Assert.All(answer.Results, line => Assert.Contains("\tclass\t", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_of_several_symbols_is_answered_with_the_list()
    {
        var answer = await shop.Ask("callers", "check");

        Assert.Equal(1, answer.ExitCode);
        Assert.Equal("", answer.Output);
        Assert.Contains("# 'check' fits several symbols; ask again with the id of one of them:", answer.Errors, StringComparison.Ordinal);
        Assert.Contains("shop/cart.py#Cart.check", answer.Errors, StringComparison.Ordinal);
        Assert.Contains("shop/main.py#Gate.check", answer.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Gate.check")]
    [InlineData("shop.main.Gate.check")]
    [InlineData("shop/main.py#check")]
    [InlineData("shop/main.py#Gate.check")]
    public async Task A_name_is_told_apart_by_its_end_its_path_or_its_id(string name)
    {
        var answer = await shop.Ask("symbol", name);

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("id\tshop/main.py#Gate.check", answer.Results);
    }

    [Fact]
    public async Task An_unknown_name_is_not_found_and_never_another_symbol()
    {
        var answer = await shop.Ask("callers", "totel");

        Assert.Equal(1, answer.ExitCode);
        Assert.Equal("", answer.Output);
        Assert.Contains("'totel' is not found", answer.Errors, StringComparison.Ordinal);
        Assert.Matches("did you mean: .*total", answer.Errors);
    }

    [Fact]
    public async Task An_unknown_path_has_near_paths()
    {
        var answer = await shop.Ask("outline", "shop/card.py");

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("did you mean: shop/cart.py", answer.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("callers", "Cart.add")]
    [InlineData("callees", "main")]
    [InlineData("refs", "Cart")]
    [InlineData("impact", "Cart")]
    [InlineData("symbol", "Cart")]
    [InlineData("search", "Cart")]
    [InlineData("grep", "Cart")]
    [InlineData("outline", "shop/cart.py")]
    [InlineData("path", "main", "total")]
    public async Task Json_is_one_document_with_its_source(params string[] arguments)
    {
        var answer = await shop.Ask([.. arguments, "--json"]);

        Assert.Equal(0, answer.ExitCode);
        var source = JsonDocument.Parse(answer.Output).RootElement.GetProperty("source");
        Assert.Equal("shop", source.GetProperty("repository").GetString());
        Assert.Equal(40, source.GetProperty("commit").GetString()!.Length);
        Assert.False(source.GetProperty("workingTree").GetBoolean());
    }

    [Fact]
    public async Task Json_relations_are_camel_case_with_wire_names()
    {
        var answer = await shop.Ask("callers", "Cart.add", "--json");

        var document = JsonDocument.Parse(answer.Output).RootElement;
        Assert.Equal("found", document.GetProperty("resolution").GetProperty("match").GetString());
        Assert.Equal(2, document.GetProperty("total").GetInt32());
        Assert.Equal(1, document.GetProperty("uncertainty").GetProperty("unresolved").GetInt32());
        var relation = document.GetProperty("relations").EnumerateArray().Single(r => r.GetProperty("fromPath").GetString() == "shop/main.py");
        Assert.Equal("calls", relation.GetProperty("kind").GetString());
        Assert.Equal("typed", relation.GetProperty("tier").GetString());
        Assert.Equal("shop/main.py#main", relation.GetProperty("from").GetProperty("id").GetString());
        Assert.Equal("shop/cart.py#Cart.add", relation.GetProperty("to").GetProperty("id").GetString());
        Assert.Equal("python", relation.GetProperty("to").GetProperty("language").GetString());
        Assert.Equal(6, relation.GetProperty("site").GetProperty("line").GetInt32());
        Assert.Equal(10, relation.GetProperty("site").GetProperty("column").GetInt32());
    }

    [Fact]
    public async Task Json_of_several_matches_holds_the_candidates()
    {
        var answer = await shop.Ask("callers", "check", "--json");

        Assert.Equal(1, answer.ExitCode);
        var resolution = JsonDocument.Parse(answer.Output).RootElement.GetProperty("resolution");
        Assert.Equal("several", resolution.GetProperty("match").GetString());
        Assert.Equal(2, resolution.GetProperty("candidates").GetArrayLength());
    }

    [Fact]
    public async Task The_repository_is_named_from_anywhere()
    {
        var byName = await shop.Workspace.Run(".", "callers", "Cart.add", "--repository", "shop");
        var byFolder = await shop.Workspace.Run(".", "callers", "Cart.add", "--repository", "shop/shop");

        Assert.Equal(2, byName.Results.Length);
        Assert.Equal(byName.Output, byFolder.Output);
    }

    [Fact]
    public async Task A_commit_can_be_asked_by_its_abbreviation()
    {
        var answer = await shop.Ask("callers", "Cart.add", "--json");
        var commit = JsonDocument.Parse(answer.Output).RootElement.GetProperty("source").GetProperty("commit").GetString()!;

        var same = await shop.Ask("callers", "Cart.add", "--json", "--commit", commit[..10]);
        var other = await shop.Ask("callers", "Cart.add", "--commit", "0123456");

        Assert.Equal(answer.Output, same.Output);
        Assert.Equal(3, other.ExitCode);
        Assert.Contains("0123456", other.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_lists_the_repositories()
    {
        var text = await shop.Ask("status");
        var json = await shop.Ask("status", "--json");

        Assert.Contains("# shop", text.Lines);
        Assert.Contains("last run\tdone", text.Results);
        var entry = JsonDocument.Parse(json.Output).RootElement.GetProperty("repositories")[0];
        Assert.Equal("shop", entry.GetProperty("name").GetString());
        Assert.Equal(3, entry.GetProperty("summary").GetProperty("files").GetInt32());
        Assert.Equal(JsonValueKind.Number, entry.GetProperty("summary").GetProperty("phaseTimes").EnumerateObject().First().Value.ValueKind);
    }

    [Fact]
    public async Task Piped_output_has_no_escape_sequences()
    {
        var answer = await shop.Ask("callers", "Cart.add");

        Assert.DoesNotContain('\e', answer.Output);
    }

    [Fact]
    public async Task Explain_tells_the_way_from_a_use_to_its_target()
    {
        var answer = await shop.Workspace.Run("shop", "explain", "shop/main.py:6:10");

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("call of add at shop/main.py:6:10", answer.Output, StringComparison.Ordinal);
        Assert.Contains("an instance of class Cart", answer.Output, StringComparison.Ordinal);
        Assert.Contains("# resolved, typed:", answer.Output, StringComparison.Ordinal);
        Assert.Contains("shop/cart.py:4:9\tCart.add", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_tells_what_was_missing()
    {
        var answer = await shop.Workspace.Run("shop", "explain", "shop/main.py:12", "--json");

        var explanation = JsonDocument.Parse(answer.Output).RootElement.GetProperty("explanation");
        Assert.Equal("unresolved", explanation.GetProperty("state").GetString());
        Assert.Equal("add", explanation.GetProperty("name").GetString());
        Assert.Contains("nothing says that one of them is meant", explanation.GetProperty("steps").EnumerateArray().Last().GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere.py:1", 1, "is no source file of")]
    [InlineData("shop/main.py:2", 1, "No name is used at")]
    [InlineData("shop/main.py", 2, "is no place")]
    [InlineData("shop/main.py:0", 2, "is no place")]
    public async Task Explain_refuses_what_is_no_use_of_a_name(string place, int exitCode, string message)
    {
        var answer = await shop.Workspace.Run("shop", "explain", place);

        Assert.Equal(exitCode, answer.ExitCode);
        Assert.Contains(message, answer.Errors, StringComparison.Ordinal);
    }
}
