using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using CodeGraph.Client;
using CodeGraph.Gateway.Limits;
using CodeGraph.Gateway.Tests.Mcp;
using CodeGraph.Runtime.Tests;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;

namespace CodeGraph.Gateway.Tests;

/// <summary>How much one caller, and all together, may ask.</summary>
public sealed class LimitTests
{
    private static readonly Uri Repositories = new("/api/v1/repositories", UriKind.Relative);

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_back()
    {
        await using var gateway = await SmallGateway.Start(o => (o.Limits.RequestsPerSecond, o.Limits.Burst) = (0.01, 3));
        for (var i = 0; i < 3; i++)
        {
            using var served = await gateway.Client.GetAsync(Repositories);
            Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        }

        using var refused = await gateway.Client.GetAsync(Repositories);
        var problem = await RunningGateway.ReadProblem(refused, HttpStatusCode.TooManyRequests, "rate-limit");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 101);
        Assert.Equal(refused.Headers.RetryAfter.Delta.Value.TotalSeconds, problem.GetProperty("retryAfterSeconds").GetInt32());
    }

    [Fact]
    public async Task Another_address_and_health_are_not_limited_by_it()
    {
        await using var gateway = await SmallGateway.Start(o => (o.Limits.RequestsPerSecond, o.Limits.Burst) = (0.01, 1));
        using var first = await gateway.Client.GetAsync(Repositories);
        using var second = await gateway.Client.GetAsync(Repositories);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));

        using var elsewhere = Loopback.ClientFrom(IPAddress.Parse("127.0.0.2"), gateway.Client.BaseAddress!);
        using var other = await elsewhere.GetAsync(Repositories);
        using var health = await gateway.Client.GetAsync(new Uri("/health/live", UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (other.StatusCode, health.StatusCode));
    }

    [Fact]
    public async Task On_loopback_nobody_is_limited_unless_it_is_wanted()
    {
        await using var gateway = await SmallGateway.Start(_ => { });
        for (var i = 0; i < 150; i++)
        {
            using var served = await gateway.Client.GetAsync(new Uri("/openapi/none.json", UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, served.StatusCode);
        }
    }

    [Fact]
    public async Task Heavy_questions_beyond_the_queue_are_refused_and_light_ones_are_not()
    {
        await using var gateway = await SmallGateway.Start(o => (o.Limits.HeavyQueries, o.Limits.WaitingHeavyQueries) = (1, 1));
        await gateway.Index();
        var gate = gateway.App.Services.GetRequiredService<IQueryGate>();
        var barrier = new TaskCompletionSource<int>();
        var running = gate.Run("Test", QueryWeight.Heavy, _ => barrier.Task, default);
        var waiting = gate.Run("Test", QueryWeight.Heavy, _ => Task.FromResult(2), default);

        using var refused = await gateway.Client.GetAsync(new Uri(gateway.Repository + "/impact?symbol=first", UriKind.Relative));
        await RunningGateway.ReadProblem(refused, HttpStatusCode.ServiceUnavailable, "overloaded");
        Assert.Equal(1, refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        using var light = await gateway.Client.GetAsync(new Uri(gateway.Repository + "/symbol?name=first", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, light.StatusCode);

        barrier.SetResult(1);
        Assert.Equal((1, 2), (await running, await waiting));
        using var served = await gateway.Client.GetAsync(new Uri(gateway.Repository + "/impact?symbol=first", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Theory]
    [InlineData("text?q=a")]
    [InlineData("impact?symbol=first")]
    [InlineData("callees?symbol=second", "application/x-ndjson")]
    public async Task A_question_that_takes_too_long_is_504(string question, string accept = "application/json")
    {
        await using var gateway = await SmallGateway.Start(o => (o.Limits.HeavyQueries, o.Limits.QueryTime) = (1, TimeSpan.FromMilliseconds(50)));
        await gateway.Index();
        var barrier = new TaskCompletionSource<int>();
        var holding = gateway.App.Services.GetRequiredService<IQueryGate>().Run("Test", QueryWeight.Heavy, _ => barrier.Task, default);

        // Its turn does not come in time.
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{gateway.Repository}/{question}", UriKind.Relative)) { Headers = { Accept = { new(accept) } } };
        using var response = await gateway.Client.SendAsync(request);
        await RunningGateway.ReadProblem(response, HttpStatusCode.GatewayTimeout, "time-limit");
        barrier.SetResult(0);
        await holding;
    }

    [Fact]
    public async Task GraphQL_and_assistants_are_told_of_the_time_limit_too()
    {
        await using var gateway = await SmallGateway.Start(o => (o.Limits.HeavyQueries, o.Limits.QueryTime) = (1, TimeSpan.FromMilliseconds(50)));
        await gateway.Index();
        var barrier = new TaskCompletionSource<int>();
        var holding = gateway.App.Services.GetRequiredService<IQueryGate>().Run("Test", QueryWeight.Heavy, _ => barrier.Task, default);
        await using var assistant = await McpClient.CreateAsync(new HttpClientTransport(new() { Endpoint = new(gateway.Client.BaseAddress!, "/mcp") }));

        var told = await assistant.AskInVain("impact", new { target = "first" });
        var query = $"{{ repository(name: \"{gateway.Repository[(gateway.Repository.LastIndexOf('/') + 1)..]}\") {{ snapshot {{ impact(of: \"first\") {{ total }} }} }} }}";
        using var response = await gateway.Client.PostAsJsonAsync("/graphql", new { query });
        var text = await response.Content.ReadAsStringAsync();

        Assert.StartsWith("Impact was not answered within 0.05 seconds.", told, StringComparison.Ordinal);

        // The operation and the question in it have the same time: whichever ends first.
        Assert.True(response.StatusCode == HttpStatusCode.GatewayTimeout ? text.Contains("urn:codegraph:problem:time-limit", StringComparison.Ordinal) : text.Contains("TIME_LIMIT", StringComparison.Ordinal), text);
        barrier.SetResult(0);
        await holding;
    }

    [Fact]
    public async Task The_work_of_a_question_ends_with_its_time_and_its_turn_is_free()
    {
        var time = new FakeTimeProvider();
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var gate = new QueryGate(new() { Limits = new() { HeavyQueries = 1, QueryTime = TimeSpan.FromSeconds(30) } }, time, services.GetRequiredService<IMeterFactory>());
        var work = new TaskCompletionSource<int>();
        CancellationToken given = default;
        var asked = gate.Run(
            "Test", QueryWeight.Heavy,
            cancellation =>
            {
                given = cancellation;
                cancellation.Register(() => work.TrySetCanceled(cancellation));
                return work.Task;
            },
            default);

        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(given.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<QueryTimeLimitException>(() => asked);
        Assert.True(given.IsCancellationRequested);
        Assert.Equal(1, await gate.Run("Test", QueryWeight.Heavy, _ => Task.FromResult(1), default));
    }

    [Fact]
    public async Task A_caller_who_leaves_is_no_time_limit()
    {
        await using var gateway = await SmallGateway.Start(_ => { });
        using var leaving = new CancellationTokenSource();
        var gate = gateway.App.Services.GetRequiredService<IQueryGate>();
        var asked = gate.Run("Test", QueryWeight.Light, c => Task.Delay(Timeout.Infinite, c).ContinueWith(_ => { c.ThrowIfCancellationRequested(); return 0; }, TaskScheduler.Default), leaving.Token);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Theory]
    [InlineData("--graphql-cost", "1", "{ repositories { name } }", "QUERY_TOO_COSTLY")]
    [InlineData("--graphql-depth", "1", "{ repositories { name } }", "QUERY_TOO_DEEP")]
    [InlineData("--graphql-tokens", "5", "{ repositories { name } }", "DOCUMENT_TOO_LARGE")]
    public async Task GraphQL_has_the_limits_that_it_is_given(string limit, string value, string query, string code)
    {
        await using var gateway = await SmallGateway.Start(o => Assert.Null(OperationArguments.Apply(o, limit, value)));
        using var response = await gateway.Client.PostAsJsonAsync("/graphql", new { query });

        Assert.Contains(code, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void GraphQL_limits_that_let_nothing_through_are_refused() =>
        Assert.Throws<ArgumentException>(() => new GatewayOptions { GraphQL = new() { MaxCost = 0 } }.Validate());

    [Theory]
    [InlineData(-1, 1, 1)]
    [InlineData(double.NaN, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    public void Limits_that_let_nothing_through_are_refused(double rate, int burst, int heavy) =>
        Assert.Throws<ArgumentException>(() => new GatewayOptions { Limits = new LimitOptions { RequestsPerSecond = rate, Burst = burst, HeavyQueries = heavy } }.Validate());
}
