using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using ModelContextProtocol.Protocol;

namespace CodeGraph.Gateway.Mcp.Http;

/// <summary>The conversations under way. Those that nobody uses any more end by themselves, or make room for a new one.</summary>
/// <param name="most">How many there may be; each holds a few tens of kilobytes.</param>
internal sealed class McpSessions(McpFace face, ILoggerFactory logs, TimeProvider time, IHostApplicationLifetime lifetime, int most = 1000) : BackgroundService
{
    private const int IdBytes = 16;

    public static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, McpSession> sessions = new(StringComparer.Ordinal);
    private int count;

    /// <summary>A new session, in the place of the one that is idle for longest where there are too many; null where all are in use.</summary>
    public async Task<McpSession?> Begin(ClaimsPrincipal caller)
    {
        if (Interlocked.Increment(ref count) > most && !await EndLongestIdle())
        {
            Interlocked.Decrement(ref count);
            return null;
        }
        var session = new McpSession(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes)), McpSession.NameOf(caller), face, logs, time, lifetime.ApplicationStopping);
        sessions[session.Id] = session;
        return session;
    }

    /// <summary>The session of an id, if it is this caller's.</summary>
    public McpSession? Find(string id, ClaimsPrincipal caller) => sessions.TryGetValue(id, out var session) && session.Caller == McpSession.NameOf(caller) ? session : null;

    /// <returns>False where it has ended already.</returns>
    public async Task<bool> End(McpSession session)
    {
        if (!sessions.TryRemove(session.Id, out _))
            return false;
        Interlocked.Decrement(ref count);
        await session.DisposeAsync();
        return true;
    }

    /// <summary>Answers a request that belongs to no session.</summary>
    public async Task AnswerOnce(JsonRpcMessage message, HttpContext context)
    {
        await using var once = new McpSession(null, McpSession.NameOf(context.User), face, logs, time, lifetime.ApplicationStopping);
        await once.Post(message, context);
    }

    /// <summary>Ends the sessions that are idle for too long.</summary>
    public async Task EndIdle()
    {
        foreach (var session in sessions.Values.Where(s => s.Idle > LongestIdle))
            await End(session);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(sessions.Values.Select(End));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await EndIdle();
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> EndLongestIdle()
    {
        foreach (var session in sessions.Values.Where(s => !s.IsInUse).OrderByDescending(s => s.Idle))
        {
            if (await End(session))
                return true;
        }
        return false;
    }
}
