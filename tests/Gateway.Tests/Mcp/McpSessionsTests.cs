using System.Security.Claims;
using CodeGraph.Gateway.Mcp;
using CodeGraph.Gateway.Mcp.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CodeGraph.Gateway.Tests.Mcp;

/// <summary>Whose a session is, how many there are, and how long they last.</summary>
public sealed class McpSessionsTests : IAsyncLifetime
{
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());
    private static readonly ClaimsPrincipal Ada = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "ada")], "test"));
    private static readonly ClaimsPrincipal Bob = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "bob")], "test"));

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("codegraph-sessions-");
    private readonly Clock clock = new();
    private WebApplication app = null!;
    private McpSessions sessions = null!;

    public Task InitializeAsync()
    {
        app = GatewayHost.Build(new GatewayOptions { Urls = ["http://127.0.0.1:0"], DataFolder = data.FullName });
        sessions = new(app.Services.GetRequiredService<McpFace>(), app.Services.GetRequiredService<ILoggerFactory>(), clock, app.Services.GetRequiredService<IHostApplicationLifetime>());
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
    public void A_session_is_found_by_the_caller_who_began_it_alone()
    {
        var (adas, nobodys) = (sessions.Begin(Ada)!, sessions.Begin(Nobody)!);

        Assert.Same(adas, sessions.Find(adas.Id, Ada));
        Assert.Null(sessions.Find(adas.Id, Bob));
        Assert.Null(sessions.Find(adas.Id, Nobody));
        Assert.Same(nobodys, sessions.Find(nobodys.Id, Nobody));
        Assert.Null(sessions.Find(nobodys.Id, Ada));
        Assert.NotEqual(adas.Id, nobodys.Id);
    }

    [Fact]
    public async Task There_are_so_many_and_no_more_until_one_ends()
    {
        var begun = Enumerable.Range(0, McpSessions.Most).Select(_ => sessions.Begin(Nobody)).ToList();

        Assert.DoesNotContain(null, begun);
        Assert.Null(sessions.Begin(Nobody));
        await sessions.End(begun[0]!);
        await sessions.End(begun[0]!);
        Assert.NotNull(sessions.Begin(Nobody));
        Assert.Null(sessions.Begin(Nobody));
    }

    [Fact]
    public async Task One_that_nobody_uses_ends_and_one_that_is_used_does_not()
    {
        var (idle, used) = (sessions.Begin(Nobody)!, sessions.Begin(Nobody)!);
        clock.Now += McpSessions.LongestIdle;
        await sessions.EndIdle();
        Assert.NotNull(sessions.Find(idle.Id, Nobody));

        await used.Post(new ModelContextProtocol.Protocol.JsonRpcNotification { Method = "notifications/initialized" }, new Microsoft.AspNetCore.Http.DefaultHttpContext());
        clock.Now += TimeSpan.FromSeconds(1);
        await sessions.EndIdle();
        Assert.Null(sessions.Find(idle.Id, Nobody));
        Assert.NotNull(sessions.Find(used.Id, Nobody));
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
