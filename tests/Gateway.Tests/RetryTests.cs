using System.Net;
using CodeGraph.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGraph.Gateway.Tests;

/// <summary>A server that has no time at first, over a socket, and a clock that jumps.</summary>
public sealed class RetryTests : IAsyncLifetime
{
    private readonly JumpingTime time = new();
    private WebApplication? server;
    private Func<HttpContext, int, Task> answer = (_, _) => Task.CompletedTask;
    private int requests;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.Run(context => answer(context, Interlocked.Increment(ref requests)));
        await server.StartAsync();
    }

    public async Task DisposeAsync() => await server!.DisposeAsync();

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_request_is_sent_again_after_the_wait_that_the_gateway_asks_for(int status)
    {
        answer = (context, request) => request < 3 ? Refuse(context, status, "7") : Repositories(context);

        Assert.Empty(await Graph().ListRepositories());
        Assert.Equal(3, requests);
        Assert.Equal(2, time.Waits.Count);
        Assert.All(time.Waits, wait => Assert.InRange(wait, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(8)));
    }

    [Fact]
    public async Task Waits_grow_where_the_gateway_names_none()
    {
        answer = (context, request) => request < 4 ? Refuse(context, 503, null) : Repositories(context);

        Assert.Empty(await Graph(client => client.FirstDelay = TimeSpan.FromSeconds(1)).ListRepositories());
        Assert.Collection(
            time.Waits,
            wait => Assert.InRange(wait.TotalSeconds, 0.5, 1), wait => Assert.InRange(wait.TotalSeconds, 1, 2), wait => Assert.InRange(wait.TotalSeconds, 2, 4));
    }

    [Fact]
    public async Task The_last_refusal_is_told()
    {
        answer = (context, _) => Refuse(context, 429, "1");

        var refused = await Assert.ThrowsAsync<CodeGraphRequestException>(() => Graph(client => client.Attempts = 2).ListRepositories());
        Assert.Equal((HttpStatusCode.TooManyRequests, 2), (refused.StatusCode, requests));
    }

    [Fact]
    public async Task A_wait_longer_than_the_client_has_is_not_begun()
    {
        answer = (context, _) => Refuse(context, 503, "3600");

        await Assert.ThrowsAsync<CodeGraphRequestException>(() => Graph().ListRepositories());
        Assert.Equal((1, 0), (requests, time.Waits.Count));
    }

    [Fact]
    public async Task A_repository_without_a_snapshot_is_not_asked_again()
    {
        answer = (context, _) =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "1";
            context.Response.ContentType = "application/problem+json";
            return context.Response.WriteAsync("""{"type":"urn:codegraph:problem:not-indexed","status":503,"repository":"shop","job":null}""");
        };

        var refused = await Assert.ThrowsAsync<NotIndexedException>(() => Graph().GetRepository("shop"));
        Assert.Equal(("shop", 1), (refused.Status.Name, requests));
    }

    [Fact]
    public async Task A_key_is_sent_and_a_token_is_asked_for_each_time()
    {
        var sent = new List<string?>();
        answer = (context, _) =>
        {
            sent.Add(context.Request.Headers.Authorization);
            return Repositories(context);
        };
        var tokens = 0;
        await Graph(client => client.ApiKey = "secret").ListRepositories();
        var graph = Graph(client => client.Token = _ => new($"token{++tokens}"));
        await graph.ListRepositories();
        await graph.ListRepositories();

        Assert.Equal(["Bearer secret", "Bearer token1", "Bearer token2"], sent);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_an_error_and_no_shorter_answer()
    {
        answer = (context, _) =>
        {
            if (context.Request.Path.Value!.EndsWith("/snapshots", StringComparison.Ordinal))
                return Json(context, """[{"id":"c","commit":"c","reference":null,"workingTree":false,"indexedAt":"2025-01-01T00:00:00Z","files":1,"symbols":1,"references":1,"bytes":1}]""");
            context.Response.ContentType = "application/x-ndjson";
            return context.Response.WriteAsync("""
                {"type":"answer","source":{"repository":"shop","commit":"c","snapshot":"shop@c","workingTree":false},"resolution":{"match":"found","symbol":null,"candidates":[],"nearNames":[]}}

                """);
        };
        var snapshot = await Graph().OpenSnapshot("shop");

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var _ in snapshot.Queries.StreamCallers(new("a"), default))
                Assert.Fail("Nothing was found.");
        });
    }

    [Theory]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("/relative")]
    public void An_address_that_is_none_is_refused_at_once(string address) =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddCodeGraphClient(client => client.BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute)));

    private ICodeGraph Graph(Action<CodeGraphClientOptions>? configure = null) => new ServiceCollection().AddSingleton<TimeProvider>(time).AddCodeGraphClient(client =>
    {
        client.BaseAddress = new Uri(server!.Urls.Single());
        configure?.Invoke(client);
    }).BuildServiceProvider().GetRequiredService<ICodeGraph>();

    private static Task Refuse(HttpContext context, int status, string? retryAfter)
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    }

    private static Task Repositories(HttpContext context) => Json(context, "[]");

    private static Task Json(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    /// <summary>Every wait is over at once, and noted.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
