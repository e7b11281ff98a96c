using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace CodeGraph.Gateway.Tests;

/// <summary>Answers as JSON lines, and questions in a body.</summary>
public sealed class LinesTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Shop = "/api/v1/repositories/shop";
    private const string NdJson = "application/x-ndjson";

    [Theory]
    [InlineData("callees?symbol=main", "relation", 2)]
    [InlineData("callees?symbol=main&limit=1", "relation", 1)]
    [InlineData("callers?symbol=Cart.add&tiers=typed", "relation", 1)]
    [InlineData("references?symbol=Cart", "reference", 2)]
    [InlineData("impact?symbol=cart.py", "symbol", 2)]
    [InlineData("search?q=add", "symbol", 2)]
    [InlineData("text?q=add", "line", 3)]
    [InlineData("text?q=add&limit=2", "line", 2)]
    [InlineData("files", "file", 2)]
    [InlineData("dependencies", "dependency", 1)]
    [InlineData("unreferenced", "symbol", 2)]
    [InlineData("central?kind=class", "central", 2)]
    [InlineData("complex", "symbol", 3)]
    public async Task A_long_answer_is_lines_where_they_are_accepted(string question, string item, int count)
    {
        using var response = await Ask(question, NdJson);

        Assert.Equal(NdJson, response.Content.Headers.ContentType?.MediaType);
        Assert.Null(response.Headers.ETag);
        var lines = await Lines(response);
        Assert.Equal(["answer", .. Enumerable.Repeat(item, count), "end"], lines.Select(l => l.GetProperty("type").GetString()));
        Assert.Equal(40, lines[0].GetProperty("source").GetProperty("commit").GetString()!.Length);
        Assert.All(lines[1..^1], line => Assert.Equal(JsonValueKind.Object, line.GetProperty(item).ValueKind));
    }

    [Fact]
    public async Task Lines_and_document_say_the_same()
    {
        var document = await gateway.Get($"{Shop}/callees?symbol=main");
        using var response = await Ask("callees?symbol=main", NdJson);
        var lines = await Lines(response);

        Assert.Equal(document.GetProperty("relations").EnumerateArray().Select(r => r.ToString()), lines[1..^1].Select(l => l.GetProperty("relation").ToString()));
        Assert.Equal((document.GetProperty("total").ToString(), document.GetProperty("uncertainty").ToString()), (lines[^1].GetProperty("total").ToString(), lines[^1].GetProperty("uncertainty").ToString()));
    }

    [Theory]
    [InlineData("application/x-ndjson;q=0.5, application/json", "application/json")]
    [InlineData("application/json;q=0.5, application/x-ndjson", NdJson)]
    [InlineData("*/*", "application/json")]
    [InlineData("application/x-ndjson, */*", NdJson)]
    [InlineData("application/x-ndjson;q=0", "application/json")]
    public async Task Lines_are_sent_where_they_weigh_most(string accept, string expected)
    {
        using var response = await Ask("callees?symbol=main", accept);

        Assert.Equal(expected, response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task What_is_wrong_with_a_question_is_a_problem_and_no_stream()
    {
        await AssertProblem("callers?symbol=add", HttpStatusCode.Conflict, "several-symbols");
        await AssertProblem("callers?symbol=nobody", HttpStatusCode.NotFound, "unknown-symbol");
        await AssertProblem("callers?symbol=main&commit=0123456789", HttpStatusCode.NotFound, "unknown-commit");
        await AssertProblem("callers?symbol=main&depth=65", HttpStatusCode.BadRequest, "invalid-request");
        await AssertProblem("text?q=(", HttpStatusCode.BadRequest, "invalid-search");
        await AssertProblem("symbol?name=main", HttpStatusCode.NotAcceptable, "no-lines");
    }

    [Fact]
    public async Task A_question_may_be_a_body()
    {
        var byUrl = await gateway.Get($"{Shop}/search?q=add&kind=method&limit=1");
        var byBody = await Post("search", new { text = "add", kinds = new[] { "method" }, limit = 1 }, HttpStatusCode.OK);

        Assert.Equal(byUrl.ToString(), byBody.ToString());
        await Post("text", new { pattern = string.Join('|', Enumerable.Range(0, 500).Select(i => "add" + i)), globs = new[] { "*.py" } }, HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"text":"add","limitt":1}""", "limitt")]
    [InlineData("""{"limit":1}""", "text")]
    [InlineData("""{"text":"add","kinds":["thing"]}""", "kinds")]
    [InlineData("""{"text":"add","limit":0}""", "Limit")]
    [InlineData("""{"text":""}""", "Text")]
    [InlineData("""{"text":"add",""", "")]
    [InlineData("null", "null")]
    [InlineData("[]", "")]
    public async Task A_body_that_is_no_question_is_400_and_says_why(string body, string named)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var response = await gateway.Client.PostAsync(new Uri($"{Shop}/search", UriKind.Relative), content);

        var problem = await RunningGateway.ReadProblem(response, HttpStatusCode.BadRequest, "invalid-request");
        Assert.Contains(named, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> Post(string question, object body, HttpStatusCode expected)
    {
        using var response = await gateway.Client.PostAsJsonAsync($"{Shop}/{question}", body);
        Assert.Equal((expected, null), (response.StatusCode, response.Headers.ETag));
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    private async Task AssertProblem(string question, HttpStatusCode status, string type)
    {
        using var response = await Ask(question, NdJson);
        await RunningGateway.ReadProblem(response, status, type);
    }

    private async Task<HttpResponseMessage> Ask(string question, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Shop}/{question}");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await gateway.Client.SendAsync(request);
    }

    private static async Task<JsonElement[]> Lines(HttpResponseMessage response) =>
        [.. (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
}
