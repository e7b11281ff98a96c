using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CodeGraph.Gateway.Tests;

/// <summary>Every route, asked over HTTP about a repository that was indexed over HTTP.</summary>
public sealed class RestTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Shop = "/api/v1/repositories/shop";

    [Fact]
    public async Task Indexing_is_accepted_and_followed_at_its_location()
    {
        Assert.Equal(HttpStatusCode.Accepted, gateway.Accepted.StatusCode);
        Assert.Equal(Shop, gateway.Accepted.Headers.Location!.OriginalString);

        var status = await gateway.Get(gateway.Accepted.Headers.Location.OriginalString);
        Assert.Equal("done", status.GetProperty("job").GetProperty("phase").GetString());
        Assert.Equal(2, status.GetProperty("summary").GetProperty("files").GetInt32());
        Assert.Equal(JsonValueKind.Number, status.GetProperty("job").GetProperty("elapsed").ValueKind);
    }

    [Fact]
    public async Task Repositories_are_listed_by_name()
    {
        var all = await gateway.Get("/api/v1/repositories");

        Assert.Equal(["empty", "shop"], all.EnumerateArray().Select(r => r.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Callers_have_tier_and_site()
    {
        var answer = await gateway.Get($"{Shop}/callers?symbol=Cart.add");

        var relation = Assert.Single(answer.GetProperty("relations").EnumerateArray().ToList());
        Assert.Equal("main.py#main", relation.GetProperty("from").GetProperty("id").GetString());
        Assert.Equal("typed", relation.GetProperty("tier").GetString());
        Assert.Equal((6, 17), (relation.GetProperty("site").GetProperty("line").GetInt32(), relation.GetProperty("site").GetProperty("column").GetInt32()));
    }

    [Theory]
    [InlineData("callees?symbol=main&depth=2", "relations")]
    [InlineData("references?symbol=Cart&includeAmbiguous=true&limit=5", "references")]
    [InlineData("references?symbol=Cart&tiers=exact", "references")]
    [InlineData("path?from=main&to=Cart.add&tiers=typed", "steps")]
    [InlineData("files?language=python", "files")]
    [InlineData("impact?symbol=cart.py", "symbols")]
    [InlineData("path?from=main&to=Cart.add", "steps")]
    [InlineData("outline?path=cart.py", "symbols")]
    [InlineData("search?q=car&kind=class", "symbols")]
    [InlineData("text?q=def add", "lines")]
    [InlineData("text?q=DEF&case=insensitive&glob=*.py&language=python&context=2&limit=1&count=true", "lines")]
    [InlineData("symbol?name=Cart", "members")]
    [InlineData("symbols/cart.py%23Cart", "members")]
    public async Task An_answer_has_content_and_names_its_commit(string question, string list)
    {
        var answer = await gateway.Get($"{Shop}/{question}");

        Assert.NotEmpty(answer.GetProperty(list).EnumerateArray().ToList());
        Assert.Equal(40, answer.GetProperty("source").GetProperty("commit").GetString()!.Length);
    }

    [Fact]
    public async Task Text_is_paged_by_cursor_with_definitions_first()
    {
        var first = await gateway.Get($"{Shop}/text?q=add&limit=1");
        var next = await gateway.Get($"{Shop}/text?q=add&limit=5&cursor={first.GetProperty("cursor").GetString()}");

        var line = Assert.Single(first.GetProperty("lines").EnumerateArray().ToList());
        Assert.Equal(("cart.py", 2, 9, "cart.py#Cart.add"), (line.GetProperty("path").GetString(), line.GetProperty("line").GetInt32(), line.GetProperty("column").GetInt32(), line.GetProperty("definition").GetString()));
        Assert.Equal(["cart.py:7", "main.py:6"], next.GetProperty("lines").EnumerateArray().Select(l => $"{l.GetProperty("path").GetString()}:{l.GetProperty("line").GetInt32()}"));
        Assert.True(first.GetProperty("truncated").GetBoolean());
        Assert.Equal((3, true, false), (next.GetProperty("total").GetInt32(), next.GetProperty("totalIsExact").GetBoolean(), next.GetProperty("truncated").GetBoolean()));
    }

    [Theory]
    [InlineData("text?q=a(?=b)")]
    [InlineData("text?q=(")]
    [InlineData("text?q=a&cursor=nonsense")]
    [InlineData("search?q=a&cursor=nonsense")]
    public async Task What_cannot_be_searched_for_is_400_with_the_reason(string question)
    {
        var problem = await gateway.GetProblem($"{Shop}/{question}", HttpStatusCode.BadRequest, "invalid-search");

        Assert.NotEqual("", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_commit_may_be_named()
    {
        var commit = (await gateway.Get(Shop)).GetProperty("commit").GetString();

        await gateway.Get($"{Shop}/search?q=Cart&commit={commit}");
        await gateway.GetProblem($"{Shop}/search?q=Cart&commit=0123456789", HttpStatusCode.NotFound, "unknown-commit");
        await gateway.GetProblem($"{Shop}/search?q=Cart&commit=..%2F..%2Fstate", HttpStatusCode.NotFound, "unknown-commit");
        await gateway.GetProblem($"{Shop}/search?q=Cart&commit={new string('a', 300)}", HttpStatusCode.NotFound, "unknown-commit");
    }

    [Fact]
    public async Task An_unknown_symbol_is_404_with_near_names()
    {
        var problem = await gateway.GetProblem($"{Shop}/callers?symbol=Cort", HttpStatusCode.NotFound, "unknown-symbol");

        Assert.Contains("Cart", problem.GetProperty("nearNames").EnumerateArray().Select(n => n.GetString()));
    }

    [Fact]
    public async Task Several_symbols_are_409_with_the_candidates()
    {
        var problem = await gateway.GetProblem($"{Shop}/callers?symbol=add", HttpStatusCode.Conflict, "several-symbols");

        Assert.Equal(["cart.py#Cart.add", "cart.py#Gate.add"], problem.GetProperty("candidates").EnumerateArray().Select(c => c.GetProperty("id").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_unknown_repository_is_404_with_near_names()
    {
        var problem = await gateway.GetProblem("/api/v1/repositories/shp/search?q=a", HttpStatusCode.NotFound, "unknown-repository");

        Assert.Equal("shop", problem.GetProperty("nearNames")[0].GetString());
    }

    [Fact]
    public async Task An_unknown_path_is_404_with_near_paths()
    {
        var problem = await gateway.GetProblem($"{Shop}/outline?path=card.py", HttpStatusCode.NotFound, "unknown-path");

        Assert.Contains("cart.py", problem.GetProperty("nearPaths").EnumerateArray().Select(n => n.GetString()));
    }

    [Fact]
    public async Task A_repository_without_a_snapshot_is_503()
    {
        var problem = await gateway.GetProblem("/api/v1/repositories/empty/search?q=a", HttpStatusCode.ServiceUnavailable, "not-indexed");

        Assert.Equal("failed", problem.GetProperty("job").GetProperty("phase").GetString());
    }

    [Theory]
    [InlineData("search")]
    [InlineData("search?q=")]
    [InlineData("search?q=a&limit=0")]
    [InlineData("search?q=a&kind=thing")]
    [InlineData("search?q=a&language=klingon")]
    [InlineData("text")]
    [InlineData("text?q=")]
    [InlineData("text?q=a&context=51")]
    [InlineData("text?q=a&case=upper")]
    [InlineData("callers?symbol=a&depth=65")]
    [InlineData("callers?symbol=a&depth=deep")]
    [InlineData("path?from=a")]
    [InlineData("outline")]
    public async Task A_question_out_of_bounds_is_400(string question) =>
        await gateway.GetProblem($"{Shop}/{question}", HttpStatusCode.BadRequest, "invalid-request");

    [Theory]
    [InlineData("{}", "invalid-request")]
    [InlineData("{\"source\":null}", "invalid-request")]
    [InlineData("{\"source\":\"\"}", "invalid-request")]
    [InlineData("not json", "invalid-request")]
    [InlineData("{\"source\":\"relative/folder\"}", "source")]
    [InlineData("{\"source\":\"/no/such/folder\"}", "source")]
    public async Task A_source_that_cannot_be_indexed_is_400(string body, string type)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await gateway.Client.PostAsync(new Uri("/api/v1/repositories", UriKind.Relative), content);

        await RunningGateway.ReadProblem(response, HttpStatusCode.BadRequest, type);
    }

    [Fact]
    public async Task A_reference_that_does_not_exist_is_400()
    {
        using var response = await gateway.Client.PostAsJsonAsync("/api/v1/repositories", new { source = Path.Combine(gateway.Folder, "shop"), @ref = "nosuch" });

        await RunningGateway.ReadProblem(response, HttpStatusCode.BadRequest, "source");
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_413()
    {
        using var content = new StringContent($"{{\"source\":\"{new string('x', 100_000)}\"}}", Encoding.UTF8, "application/json");
        using var response = await gateway.Client.PostAsync(new Uri("/api/v1/repositories", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_form_is_no_way_to_index()
    {
        using var content = new FormUrlEncodedContent([new("source", gateway.Folder)]);
        using var response = await gateway.Client.PostAsync(new Uri("/api/v1/repositories", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData("live")]
    [InlineData("ready")]
    public async Task Health_is_told(string probe) => Assert.Equal(probe, (await gateway.Get("/health/" + probe)).GetProperty("status").GetString());

    [Fact]
    public async Task The_description_lists_every_route()
    {
        var description = await gateway.Get("/openapi/v1.json");

        Assert.StartsWith("3.", description.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var repository = "/api/v1/repositories/{name}";
        string[] questions =
        [
            "callees", "callers", "central", "complex", "context", "cycles", "dependencies", "explain", "files", "impact", "locate", "outline", "path", "references", "search", "source", "stale", "symbol", "text",
            "unreferenced",
        ];
        string[] others =
        [
            "get /api/v1/repositories", "post /api/v1/repositories", $"get {repository}", $"delete {repository}", $"get {repository}/job", $"delete {repository}/job",
            $"get {repository}/snapshots", $"get {repository}/symbols/{{id}}", "post /api/v1/batch", "post /api/v1/store/check", "post /api/v1/store/collection", "get /api/v1/audit", "get /api/v1/events", "post /api/v1/audit/verify",
        ];
        var described = description.GetProperty("paths").EnumerateObject().Where(p => p.Name.StartsWith("/api/v1/", StringComparison.Ordinal))
            .SelectMany(p => p.Value.EnumerateObject().Select(m => $"{m.Name} {p.Name}")).ToHashSet();
        Assert.Empty(questions.SelectMany(q => new[] { $"get {repository}/{q}", $"post {repository}/{q}" }).Concat(others).Except(described));
        var schemas = description.GetProperty("components").GetProperty("schemas");
        Assert.Equal("number", schemas.GetProperty("IndexProgress").GetProperty("properties").GetProperty("elapsed").GetProperty("type").GetString());
        Assert.Contains("enumMember", schemas.GetProperty("SymbolKind").GetProperty("enum").EnumerateArray().Select(v => v.GetString()));
    }
}
