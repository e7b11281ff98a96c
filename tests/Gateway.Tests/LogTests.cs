using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace CodeGraph.Gateway.Tests;

/// <summary>What belongs together is found together in the logs, and secrets are not found there.</summary>
public sealed class LogTests
{
    [Fact]
    public async Task The_id_of_a_request_is_in_its_answer_and_its_log_lines()
    {
        await using var gateway = await SmallGateway.Start(o => o.LogLevel = LogLevel.Information);

        Assert.Equal("my-id.1", await AnsweredId(gateway, "my-id.1"));
        Assert.Contains(gateway.Log.Lines, l => l.Contains("GET /api/v1/repositories/ answered 200", StringComparison.Ordinal) && l.Contains("RequestId=my-id.1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("{\"x\":1}")]
    [InlineData("<script>")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public async Task An_id_that_is_none_is_replaced(string id)
    {
        await using var gateway = await SmallGateway.Start(_ => { });

        Assert.Matches("^[0-9a-f]{32}$", await AnsweredId(gateway, id));
    }

    [Fact]
    public async Task The_trace_of_the_caller_goes_on()
    {
        await using var gateway = await SmallGateway.Start(_ => { });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/repositories/none");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { ActivityHeadersPropagator = null });
        request.RequestUri = new Uri(gateway.Client.BaseAddress!, request.RequestUri!);
        using var response = await invoker.SendAsync(request, default);

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", response.Headers.GetValues("X-Request-Id").Single());
        Assert.Contains("0af7651916cd43dd8448eb211c80319c", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("traceId").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_lines_have_the_route_and_not_the_path()
    {
        await using var gateway = await SmallGateway.Start(o => o.LogLevel = LogLevel.Information);
        (await gateway.Client.GetAsync(new Uri("/api/v1/repositories/private-name/search?q=private-question", UriKind.Relative))).Dispose();

        Assert.Contains(gateway.Log.Lines, l => l.Contains("GET /api/v1/repositories/{name}/search answered 404", StringComparison.Ordinal));
        Assert.DoesNotContain(gateway.Log.Lines, l => l.Contains("private", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Secrets_are_never_logged_nor_answered()
    {
        const string secret = "hunter2secret";
        await using var gateway = await SmallGateway.Start(o => (o.LogLevel, o.Jobs.Remotes.Delay) = (LogLevel.Trace, TimeSpan.FromMilliseconds(1)));
        await gateway.Index();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{gateway.Repository}/search?q=a&token={secret}");
        request.Headers.Add("Authorization", $"Bearer {secret}");
        request.Headers.Add("Cookie", $"session={secret}");
        request.Headers.Add("X-Request-Id", $"<{secret}>");
        (await gateway.Client.SendAsync(request)).Dispose();
        using var cloned = await gateway.Client.PostAsJsonAsync("/api/v1/repositories", new { source = $"http://user:{secret}@127.0.0.1:1/shop.git" });
        var location = cloned.Headers.Location!;
        string answer;
        do
        {
            answer = await gateway.Client.GetStringAsync(location);
        }
        while (!answer.Contains("failed", StringComparison.Ordinal));
        var audit = await gateway.Client.GetStringAsync(new Uri("/api/v1/audit", UriKind.Relative));

        Assert.DoesNotContain(secret, string.Join('\n', gateway.Log.Lines.Concat([answer, audit])), StringComparison.Ordinal);
        Assert.Contains(gateway.Log.Lines, l => l.Contains("has started", StringComparison.Ordinal));
    }

    private static async Task<string> AnsweredId(SmallGateway gateway, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/repositories");
        request.Headers.TryAddWithoutValidation("X-Request-Id", id);
        using var response = await gateway.Client.SendAsync(request);
        return response.Headers.GetValues("X-Request-Id").Single();
    }
}
