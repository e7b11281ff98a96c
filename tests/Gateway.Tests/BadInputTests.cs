using System.Net;
using System.Text;
using System.Text.Json;

namespace CodeGraph.Gateway.Tests;

/// <summary>What is wrong is answered with what is wrong, and the gateway serves on.</summary>
public sealed class BadInputTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    public static TheoryData<string> Names => [.. BadInput.Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_refused_and_the_gateway_serves_on(string what)
    {
        var (request, statuses) = BadInput.Cases[what];
        var shop = Encoding.Latin1.GetBytes(JsonEncodedText.Encode(Path.Combine(gateway.Folder, "shop")).ToString());
        var answer = await RawHttp.Exchange(gateway.Client.BaseAddress!, WithShop(request, shop));

        var status = RawHttp.StatusOf(answer);
        Assert.True(statuses.Contains(status), $"{status}: {answer}");
        if (answer.Contains("application/problem+json", StringComparison.Ordinal))
            CheckProblem(RawHttp.BodyOf(answer), status);
        Assert.Equal("live", (await gateway.Get("/health/live")).GetProperty("status").GetString());
        Assert.NotEmpty((await gateway.Get("/api/v1/repositories/shop/search?q=Cart")).GetProperty("symbols").EnumerateArray().ToList());
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_given_up()
    {
        await using var small = await SmallGateway.Start(o => o.Limits.SlowBodyTime = TimeSpan.FromSeconds(1.5));
        var answer = await RawHttp.Exchange(
            small.Client.BaseAddress!, "POST /api/v1/repositories HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"u8.ToArray());

        Assert.Equal(408, RawHttp.StatusOf(answer));
        Assert.Equal(HttpStatusCode.OK, (await small.Client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Headers_that_do_not_end_are_given_up()
    {
        await using var small = await SmallGateway.Start(o => o.Limits.HeaderTime = TimeSpan.FromSeconds(1));
        var answer = await RawHttp.Exchange(small.Client.BaseAddress!, "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-A: "u8.ToArray());

        Assert.Equal(408, RawHttp.StatusOf(answer));
    }

    [Fact]
    public async Task A_hundred_callers_who_leave_in_the_middle_leave_nothing_behind()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            using var leaving = new CancellationTokenSource();
            var asked = gateway.Client.GetAsync(new Uri($"/api/v1/repositories/shop/impact?symbol=Cart&limit={i + 1}", UriKind.Relative), leaving.Token);
            await leaving.CancelAsync();
            try
            {
                (await asked).Dispose();
            }
            catch (OperationCanceledException)
            {
                // As it was meant.
            }
        }));

        await gateway.Get("/api/v1/repositories/shop/impact?symbol=Cart");
    }

    private static byte[] WithShop(byte[] request, byte[] shop)
    {
        var text = Encoding.Latin1.GetString(request);
        if (!text.Contains("SHOP", StringComparison.Ordinal))
            return request;
        var parts = text.Replace("SHOP", Encoding.Latin1.GetString(shop), StringComparison.Ordinal).Split("\r\n\r\n", 2);
        var headers = string.Join("\r\n", parts[0].Split("\r\n").Select(h => h.StartsWith("Content-Length", StringComparison.Ordinal) ? $"Content-Length: {parts[1].Length}" : h));
        return Encoding.Latin1.GetBytes($"{headers}\r\n\r\n{parts[1]}");
    }

    private static void CheckProblem(string body, int status)
    {
        using var problem = JsonDocument.Parse(body);
        Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.RootElement.GetProperty("title").GetString()!);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
    }
}
