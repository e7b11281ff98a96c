using System.Text.Json;

namespace CodeGraph.Gateway.Tests.GraphQL;

/// <summary>The schema's fields, asked about a repository that was indexed; what they say is what the REST API says.</summary>
public sealed class RepositoryQueriesTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task A_repository_tells_its_job_and_what_was_indexed()
    {
        var repository = (await gateway.Data("""
            { repository(name: "shop") { name source commit reference indexedAt job { phase files totalFiles bytes totalBytes elapsedSeconds message }
              summary { files parsedNow fromStore shared skipped { name count } failed sourceBytes symbols references relationsByTier { name count } external unresolved snapshotBytes alreadyIndexed }
              snapshot { repository id } } }
            """)).GetProperty("repository");

        Assert.Equal("DONE", repository.GetProperty("job").GetProperty("phase").GetString());
        Assert.Equal(2, repository.GetProperty("summary").GetProperty("files").GetInt32());
        Assert.Equal(repository.GetProperty("commit").GetString(), repository.GetProperty("snapshot").GetProperty("id").GetString());
        Assert.True(repository.GetProperty("indexedAt").GetDateTimeOffset() <= TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Callers_are_those_of_REST()
    {
        const string Site = "site { path line column }";
        var answer = await Shop($$"""symbol(name: "Cart.add") { callers { source { repository commit snapshot workingTree } total otherTiers uncertainty { unresolved ambiguous } nodes { kind from { id } fromPath to { id } tier {{Site}} distance } pageInfo { hasNextPage endCursor } } }""");
        var rest = await gateway.Get("/api/v1/repositories/shop/callers?symbol=Cart.add");

        var callers = answer.GetProperty("symbol").GetProperty("callers");
        Assert.Equal(rest.GetProperty("source").ToString(), callers.GetProperty("source").ToString());
        Assert.Equal(rest.GetProperty("uncertainty").ToString(), callers.GetProperty("uncertainty").ToString());
        Assert.Equal(
            rest.GetProperty("relations").EnumerateArray().Select(r => $"{r.GetProperty("from").GetProperty("id")} {r.GetProperty("site")} {r.GetProperty("tier").GetString()!.ToUpperInvariant()}"),
            callers.GetProperty("nodes").EnumerateArray().Select(r => $"{r.GetProperty("from").GetProperty("id")} {r.GetProperty("site")} {r.GetProperty("tier")}"));
    }

    [Theory]
    [InlineData("search(text: \"car\", kinds: [CLASS], languages: [PYTHON], under: \"cart.py\") { source { commit } nodes { id kind language metrics { lines } } total nearNames similar { id } pageInfo { hasNextPage } }", "search")]
    [InlineData("text(pattern: \"DEF\", case: INSENSITIVE, globs: [\"*.py\"], context: 1, countAll: true) { source { commit } nodes { path line column text matches { column length } definition { id } enclosing { name } before after } total totalIsExact timedOut filesRead stale notIndexed }", "text")]
    [InlineData("path(from: \"main\", to: \"Cart.add\") { source { commit } found nodes: steps { kind to { name } } uncertainty { unresolved } }", "path")]
    [InlineData("impact(of: \"cart.py\") { source { commit } path nodes { from { id } distance } total files levels { distance dependents tests entryPoints } tests { symbol { id } rule detail } totalTests entryPoints { symbol { id } rule } totalEntryPoints }", "impact")]
    [InlineData("dependencies { source { commit } nodes { from to relations counts { calls references imports inherits implements overrides } example { line } exampleTarget } total places }", "dependencies")]
    [InlineData("unreferenced { source { commit } nodes { symbol { id } reasons unresolvedUses members } total unexplained }", "unreferenced")]
    [InlineData("central(files: true) { source { commit } nodes { path symbol { id } rank } total rounds change }", "central")]
    [InlineData("complex(by: LINES) { source { commit } nodes { id metrics { cyclomatic cognitive nesting lines } } total unknown }", "complex")]
    [InlineData("file(path: \"cart.py\") { source { commit } path language lines nodes: symbols { id } outline { symbol { name } children { symbol { name } children { symbol { name } } } } }", "file")]
    public async Task An_answer_has_content_and_names_its_commit(string question, string field)
    {
        var answer = (await Shop(question)).GetProperty(field);

        Assert.NotEmpty(answer.GetProperty("nodes").EnumerateArray().ToList());
        Assert.Equal(40, answer.GetProperty("source").GetProperty("commit").GetString()!.Length);
    }

    [Fact]
    public async Task A_use_tells_why_it_leads_where_it_leads()
    {
        var rest = (await gateway.Get("/api/v1/repositories/shop/explain?path=main.py&line=6&column=17")).GetProperty("use");
        var told = (await Shop("explain(path: \"main.py\", line: 6, column: 17) { name site { path line column } role state tier targets { text site { path line column } } steps { text site { path line column } } }")).GetProperty("explain");

        Assert.Equal(("RESOLVED", "TYPED"), (told.GetProperty("state").GetString(), told.GetProperty("tier").GetString()));
        Assert.NotEmpty(told.GetProperty("steps").EnumerateArray().ToList());
        foreach (var member in (string[])["name", "site", "targets", "steps"])
            Assert.Equal(rest.GetProperty(member).ToString(), told.GetProperty(member).ToString());
        Assert.Equal(JsonValueKind.Null, (await Shop("explain(path: \"cart.py\", line: 1) { name }")).GetProperty("explain").ValueKind);
    }

    [Fact]
    public async Task Cycles_are_none_where_there_are_none() => Assert.Equal(0, (await Shop("cycles(folders: true, depth: 2) { total places truncated nodes { members shortest { from } dependencies { to } totalDependencies } }")).GetProperty("cycles").GetProperty("total").GetInt32());

    [Fact]
    public async Task A_symbol_leads_to_everything_about_it()
    {
        var cart = (await Shop("""
            symbol(name: "Cart") { id kind name qualifiedName language path line column endLine signature documentation
              file { path } members { name callers { nodes { from { name callees { total nodes { to { id } } } } } } } bases { to { id } } derived { from { id } } callerCount referenceCount uncertainty { unresolved ambiguous }
              references { total truncated nodes { role tier site { path } from { id } } } impact { total } context(budget: 500) { code { text startLine endLine lines problem } items { role distance uses symbol { id } site { line } tier text path } leftOut { role count } budget used documentation } }
            """)).GetProperty("symbol");

        Assert.Equal("cart.py#Cart", cart.GetProperty("id").GetString());
        Assert.Equal("add", cart.GetProperty("members")[0].GetProperty("name").GetString());
        Assert.Equal("main", cart.GetProperty("members")[0].GetProperty("callers").GetProperty("nodes")[0].GetProperty("from").GetProperty("name").GetString());
        Assert.Contains("class Cart", cart.GetProperty("context").GetProperty("code").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cart.add", "Symbol")]
    [InlineData("add", "SeveralSymbols")]
    [InlineData("Cort", "UnknownSymbol")]
    public async Task A_name_is_one_symbol_or_several_or_none(string name, string type)
    {
        var answer = await Shop("resolve(name: $name) { __typename ... on Symbol { id } ... on SeveralSymbols { source { commit } candidates { id } } ... on UnknownSymbol { source { commit } nearNames } }", new { name });

        Assert.Equal(type, answer.GetProperty("resolve").GetProperty("__typename").GetString());
    }

    [Theory]
    [InlineData("symbol(name: \"Cort\") { id }", "UNKNOWN_SYMBOL", "nearNames", "Cart")]
    [InlineData("symbol(name: \"add\") { id }", "SEVERAL_SYMBOLS", "candidates", "cart.py#Gate.add")]
    [InlineData("file(path: \"card.py\") { path }", "UNKNOWN_PATH", "nearPaths", "cart.py")]
    [InlineData("path(from: \"main\", to: \"Cort\") { found }", "UNKNOWN_SYMBOL", "nearNames", "Cart")]
    [InlineData("text(pattern: \"(\") { total }", "INVALID_SEARCH", "source", "shop")]
    [InlineData("search(text: \"a\", after: \"nonsense\") { total }", "INVALID_SEARCH", "source", "shop")]
    [InlineData("central(after: \"nonsense\") { total }", "CURSOR", "code", "CURSOR")]
    [InlineData("search(text: \"a\", first: 0) { total }", "BAD_USER_INPUT", "code", "BAD_USER_INPUT")]
    [InlineData("search(text: \"\") { total }", "BAD_USER_INPUT", "code", "BAD_USER_INPUT")]
    [InlineData("impact(of: \"Cart\", depth: 65) { total }", "BAD_USER_INPUT", "code", "BAD_USER_INPUT")]
    [InlineData("dependencies(depth: -1) { total }", "BAD_USER_INPUT", "code", "BAD_USER_INPUT")]
    public async Task What_cannot_be_answered_is_an_error_of_its_field(string question, string code, string member, string expected)
    {
        var answer = await gateway.Query($"{{ repository(name: \"shop\") {{ snapshot {{ id {question} }} }} }}");

        var error = Assert.Single(answer.GetProperty("errors").EnumerateArray().ToList());
        var extensions = error.GetProperty("extensions");
        Assert.Equal(code, extensions.GetProperty("code").GetString());
        Assert.Contains(expected, extensions.GetProperty(member).ToString(), StringComparison.Ordinal);
        Assert.Equal("repository", error.GetProperty("path")[0].GetString());
        Assert.Equal(40, answer.GetProperty("data").GetProperty("repository").GetProperty("snapshot").GetProperty("id").GetString()!.Length);
    }

    [Theory]
    [InlineData("{ repository(name: \"shp\") { name } }", "UNKNOWN_REPOSITORY")]
    [InlineData("{ repository(name: \"empty\") { name snapshot { id } } }", "NOT_INDEXED")]
    [InlineData("{ repository(name: \"shop\") { snapshot(commit: \"0123456789\") { search(text: \"a\") { total } } } }", "UNKNOWN_COMMIT")]
    [InlineData("mutation { startIndex(input: {source: \"relative/folder\"}) { job } }", "SOURCE")]
    [InlineData("mutation { startIndex(input: {source: \"/no/such/folder\"}) { job } }", "SOURCE")]
    [InlineData("mutation { removeRepository(name: \"none\") { name } }", "UNKNOWN_REPOSITORY")]
    public async Task What_is_not_there_is_told_with_its_code(string text, string code) =>
        Assert.Equal(code, (await gateway.Query(text)).GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());

    [Fact]
    public async Task A_long_answer_has_pages()
    {
        const string Question = "symbol(name: \"main\") { callees(first: 1, after: $after) { nodes { site { line column } } total pageInfo { hasNextPage endCursor } } }";
        var first = (await Shop(Question, new { after = (string?)null })).GetProperty("symbol").GetProperty("callees");
        var second = (await Shop(Question, new { after = first.GetProperty("pageInfo").GetProperty("endCursor").GetString() })).GetProperty("symbol").GetProperty("callees");

        Assert.True(first.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        Assert.False(second.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        Assert.NotEqual(first.GetProperty("nodes").ToString(), second.GetProperty("nodes").ToString());
    }

    [Fact]
    public async Task Symbols_are_looked_up_together_and_one_that_is_missing_is_null()
    {
        var answer = await gateway.Query("{ repository(name: \"shop\") { snapshot { symbols(names: [\"Cart\", \"Nothing\", \"Gate\", \"Cart\"]) { name } } } }");

        var symbols = answer.GetProperty("data").GetProperty("repository").GetProperty("snapshot").GetProperty("symbols");
        Assert.Equal("""[{"name":"Cart"},null,{"name":"Gate"},{"name":"Cart"}]""", symbols.GetRawText());
        Assert.Equal("[\"repository\",\"snapshot\",\"symbols\",1]", Assert.Single(answer.GetProperty("errors").EnumerateArray().ToList()).GetProperty("path").GetRawText());
    }

    [Fact]
    public async Task Too_many_names_are_refused()
    {
        var answer = await gateway.Query("query($names: [String!]!) { repository(name: \"shop\") { snapshot { symbols(names: $names) { name } } } }", new { names = Enumerable.Repeat("Cart", 201) });

        Assert.Contains("200", answer.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_beside_one_another_get_their_own_answers()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => gateway.Data($"{{ a{i % 10}: repository(name: \"shop\") {{ snapshot {{ symbol(name: \"Cart\") {{ members {{ name callers {{ total }} }} }} }} }} }}")));

        Assert.All(answers.Select((answer, i) => (answer, i)), a => Assert.Equal(
            1, a.answer.GetProperty($"a{a.i % 10}").GetProperty("snapshot").GetProperty("symbol").GetProperty("members")[0].GetProperty("callers").GetProperty("total").GetInt32()));
    }

    [Fact]
    public async Task A_repository_is_indexed_and_removed()
    {
        await gateway.MakeRepository("brief", ("a.py", "def one(): pass\n"));
        var started = await gateway.Data("mutation($source: String!) { startIndex(input: {source: $source}) { job joined repository { name } } }", new { source = Path.Combine(gateway.Folder, "brief") });
        Assert.Equal("brief", started.GetProperty("startIndex").GetProperty("repository").GetProperty("name").GetString());
        await gateway.Settled("brief");

        var cancelled = await gateway.Data("mutation { cancelIndex(repository: \"brief\") { cancelled repository { name } } }");
        Assert.False(cancelled.GetProperty("cancelIndex").GetProperty("cancelled").GetBoolean());
        Assert.Equal("brief", (await gateway.Data("mutation { removeRepository(name: \"brief\") { name } }")).GetProperty("removeRepository").GetProperty("name").GetString());
        Assert.DoesNotContain("brief", (await gateway.Data("{ repositories { name } }")).ToString(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> Shop(string question, object? variables = null)
    {
        var declared = variables is null ? "" : $"query({string.Join(' ', variables.GetType().GetProperties().Select(p => $"${p.Name}: String{(p.Name == "name" ? "!" : "")}"))}) ";
        return (await gateway.Data($"{declared}{{ repository(name: \"shop\") {{ snapshot {{ {question} }} }} }}", variables)).GetProperty("repository").GetProperty("snapshot");
    }
}
