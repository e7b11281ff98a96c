using System.Security.Claims;
using CodeGraph.Gateway.Mcp;
using CodeGraph.Gateway.Mcp.Http;
using CodeGraph.Runtime.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;

namespace CodeGraph.Gateway.Tests.Mcp;

/// <summary>Whose a session is, how many there are, and how long they last.</summary>
public sealed class McpSessionsTests : IAsyncLifetime
{
    private const int Most = 2;

    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());
    private static readonly ClaimsPrincipal Ada = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "ada")], "test"));
    private static readonly ClaimsPrincipal Bob = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "bob")], "test"));

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("codegraph-sessions-");
    private readonly FakeTimeProvider clock = new();
    private WebApplication app = null!;
    private McpSessions sessions = null!;

    public Task InitializeAsync()
    {
        app = GatewayHost.Build(new GatewayOptions { Urls = ["http://127.0.0.1:0"], DataFolder = data.FullName });
        sessions = new(app.Services.GetRequiredService<McpFace>(), app.Services.GetRequiredService<ILoggerFactory>(), clock, app.Services.GetRequiredService<IHostApplicationLifetime>(), Most);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await sessions.StopAsync(CancellationToken.None);
        sessions.Dispose();
        await app.DisposeAsync();
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_session_is_found_by_the_caller_who_began_it_alone()
    {
        var (adas, nobodys) = ((await sessions.Begin(Ada))!, (await sessions.Begin(Nobody))!);

        Assert.Same(adas, sessions.Find(adas.Id, Ada));
        Assert.Null(sessions.Find(adas.Id, Bob));
        Assert.Null(sessions.Find(adas.Id, Nobody));
        Assert.Same(nobodys, sessions.Find(nobodys.Id, Nobody));
        Assert.Null(sessions.Find(nobodys.Id, Ada));
        Assert.NotEqual(adas.Id, nobodys.Id);
    }

    [Fact]
    public async Task Where_there_are_too_many_the_one_idle_for_longest_makes_room()
    {
        var first = (await sessions.Begin(Nobody))!;
        clock.Advance(TimeSpan.FromSeconds(1));
        var others = new List<McpSession?> { await sessions.Begin(Nobody), await sessions.Begin(Nobody) };

        Assert.Null(sessions.Find(first.Id, Nobody));
        Assert.All(others, other => Assert.NotNull(sessions.Find(other!.Id, Nobody)));
    }

    [Fact]
    public async Task Where_all_are_in_use_no_other_begins_until_one_ends()
    {
        using var left = new CancellationTokenSource();
        var listening = new List<Task<bool>>();
        for (var i = 0; i < Most; i++)
            listening.Add((await sessions.Begin(Nobody))!.Listen(new DefaultHttpContext { RequestAborted = left.Token }));

        Assert.Null(await sessions.Begin(Nobody));
        await left.CancelAsync();
        await Task.WhenAll(listening);
        Assert.NotNull(await sessions.Begin(Nobody));
    }

    [Fact]
    public async Task One_that_nobody_uses_ends_and_one_that_is_used_does_not()
    {
        var (idle, used) = ((await sessions.Begin(Nobody))!, (await sessions.Begin(Nobody))!);
        clock.Advance(McpSessions.LongestIdle);
        await sessions.EndIdle();
        Assert.NotNull(sessions.Find(idle.Id, Nobody));

        await used.Post(new JsonRpcNotification { Method = "notifications/initialized" }, new DefaultHttpContext());
        clock.Advance(TimeSpan.FromSeconds(1));
        await sessions.EndIdle();
        Assert.Null(sessions.Find(idle.Id, Nobody));
        Assert.NotNull(sessions.Find(used.Id, Nobody));
    }
}
