using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CodeGraph.Gateway.Tests;

/// <summary>Many questions in one round trip.</summary>
public sealed class BatchTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task Answers_come_in_order_each_as_it_would_alone()
    {
        var answers = await Run(
            Operation("callers", new { symbol = "Cart.add" }),
            Operation("callers", new { symbol = "add" }),
            Operation("search", new { text = "Cart" }),
            Operation("symbol", new { symbol = "nobody" }),
            Operation("search", new { text = "" }),
            Operation("conquer", new { }),
            Operation("search", new { text = "Cart" }, repository: "shp"),
            Operation("search", new { text = "Cart" }, repository: "empty"),
            Operation("search", new { text = "Cart" }, commit: "0123456789"),
            Operation("text", new { pattern = "(" }));

        Assert.Equal([200, 409, 200, 404, 400, 400, 404, 503, 404, 400], answers.Select(a => a.GetProperty("status").GetInt32()));
        Assert.Equal((await gateway.Get("/api/v1/repositories/shop/callers?symbol=Cart.add")).ToString(), answers[0].GetProperty("body").ToString());
        Assert.Equal(
            ["several-symbols", "unknown-symbol", "invalid-request", "invalid-request", "unknown-repository", "not-indexed", "unknown-commit", "invalid-search"],
            answers.Where(a => a.TryGetProperty("problem", out _)).Select(a => a.GetProperty("problem").GetProperty("type").GetString()!["urn:codegraph:problem:".Length..]));
        Assert.Contains("callers", answers[5].GetProperty("problem").GetProperty("operations").EnumerateArray().Select(o => o.GetString()));
    }

    [Fact]
    public async Task A_hundred_operations_are_answered_and_no_more()
    {
        var hundred = Enumerable.Range(1, 100).Select(i => Operation("search", new { text = "a", limit = i })).ToArray();
        var answers = await Run(hundred);

        Assert.Equal(100, answers.Count);
        Assert.All(answers, answer => Assert.Equal(200, answer.GetProperty("status").GetInt32()));
        using var refused = await gateway.Client.PostAsJsonAsync("/api/v1/batch", new { operations = hundred.Append(hundred[0]) });
        await RunningGateway.ReadProblem(refused, HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task Answers_of_a_batch_agree_while_the_repository_is_indexed_anew()
    {
        await gateway.MakeRepository("moving", ("a.py", "def one(): pass\n"));
        await gateway.Index("moving");
        var indexing = Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                await gateway.Commit("moving", ("a.py", $"def one{i}(): pass\n"));
                await gateway.Index("moving");
            }
        });
        var operations = Enumerable.Range(1, 20).Select(i => Operation("search", new { text = "one", limit = i }, repository: "moving")).ToArray();
        var seen = new HashSet<string>();
        do
        {
            var snapshots = (await Run(operations)).Select(a => a.GetProperty("body").GetProperty("source").GetProperty("snapshot").GetString()!).ToHashSet();
            Assert.Single(snapshots);
            seen.UnionWith(snapshots);
        }
        while (!indexing.IsCompleted);
        await indexing;
        Assert.NotEmpty(seen);
    }

    [Theory]
    [InlineData("""{"operations":[]}""")]
    [InlineData("""{}""")]
    [InlineData("""{"operations":null}""")]
    [InlineData("""{"operations":[null]}""")]
    [InlineData("""{"operations":[{"repository":"shop"}]}""")]
    [InlineData("""{"operations":[{"repository":"","operation":"search","query":{"text":"a"}}]}""")]
    [InlineData("""{"operations":[{"repository":null,"operation":"search","query":{}}]}""")]
    public async Task A_batch_that_cannot_be_read_is_400(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await gateway.Client.PostAsync(new Uri("/api/v1/batch", UriKind.Relative), content);

        await RunningGateway.ReadProblem(response, HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task A_batch_may_be_larger_than_a_question_and_not_without_end()
    {
        var large = Enumerable.Range(0, 100).Select(i => Operation("text", new { pattern = new string('x', 4000) + i })).ToArray();
        Assert.All(await Run(large), answer => Assert.Equal(200, answer.GetProperty("status").GetInt32()));

        using var beyond = await gateway.Client.PostAsJsonAsync("/api/v1/batch", new { operations = new[] { Operation("text", new { pattern = new string('x', 1_100_000) }) } });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, beyond.StatusCode);
    }

    private static object Operation(string operation, object query, string repository = "shop", string? commit = null) => new { repository, operation, query, commit };

    private async Task<IReadOnlyList<JsonElement>> Run(params object[] operations)
    {
        using var response = await gateway.Client.PostAsJsonAsync("/api/v1/batch", new { operations });
        return [.. (await RunningGateway.Read(response, HttpStatusCode.OK)).GetProperty("answers").EnumerateArray()];
    }
}
