using System.Security.Claims;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CodeGraph.Gateway.Mcp.Http;

/// <summary>One conversation with one caller, or a single request. Each question runs in the context of the request that asked it, with what that caller may see then.</summary>
internal sealed class McpSession : IAsyncDisposable
{
    private readonly StreamableHttpServerTransport transport;
    private readonly McpServer server;
    private readonly Task running;
    private readonly TimeProvider time;
    private readonly CancellationToken stopping;
    private long lastUsed;
    private int requests;
    private int listened;

    /// <param name="id">Names it; null for a single request.</param>
    /// <param name="caller">Whose it is.</param>
    /// <param name="face">What is offered.</param>
    /// <param name="logs">Where failures are written.</param>
    /// <param name="time">Tells how long it is idle.</param>
    /// <param name="stopping">The gateway ends.</param>
    public McpSession(string? id, string? caller, McpFace face, ILoggerFactory logs, TimeProvider time, CancellationToken stopping)
    {
        (Id, Caller, this.time, this.stopping) = (id ?? "", caller, time, stopping);
        transport = new StreamableHttpServerTransport(logs) { SessionId = id, Stateless = id is null, FlowExecutionContextFromRequests = true };
        server = McpServer.Create(transport, face.CreateOptions(), logs);

        // What the conversation runs in must not be the context of the request that began it.
        using (ExecutionContext.SuppressFlow())
            running = Task.Run(() => server.RunAsync(CancellationToken.None), CancellationToken.None);
        lastUsed = time.GetTimestamp();
    }

    public string Id { get; }

    /// <summary>Who began it; null for a caller without a name.</summary>
    public string? Caller { get; }

    public bool IsInUse => Volatile.Read(ref requests) > 0;

    /// <summary>How long no request of it has been under way.</summary>
    public TimeSpan Idle => IsInUse ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref lastUsed));

    public static string? NameOf(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true } identity ? user.FindFirstValue(ClaimTypes.NameIdentifier) ?? user.FindFirstValue("sub") ?? identity.Name : null;

    public async Task Post(JsonRpcMessage message, HttpContext context)
    {
        using var use = new Use(this);
        EventStream.Begin(context);
        if (await transport.HandlePostRequestAsync(message, context.Response.Body, first => SetStatus(first, context), context.RequestAborted))
            return;
        context.Response.Headers.ContentType = default;
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    /// <summary>The stream of what the server says unasked; ends with the session, the connection or the gateway.</summary>
    /// <returns>False where there is one already.</returns>
    public async Task<bool> Listen(HttpContext context)
    {
        if (Interlocked.Exchange(ref listened, 1) == 1)
            return false;
        using var use = new Use(this);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        EventStream.Begin(context);
        try
        {
            await transport.HandleGetRequestAsync(context.Response.Body, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // That is how such a stream ends.
        }
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await transport.DisposeAsync();
        await running;
        await server.DisposeAsync();
    }

    /// <summary>From 2026-07-28 on some errors of the protocol are errors of HTTP too.</summary>
    private static ValueTask SetStatus(JsonRpcMessage? first, HttpContext context)
    {
        if (first is JsonRpcError { Error: { } error } && McpHeaders.IsWithoutSession(context.Request) && !context.Response.HasStarted)
        {
            context.Response.StatusCode = (McpErrorCode)error.Code switch
            {
                McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
                McpErrorCode.MissingRequiredClientCapability or McpErrorCode.UnsupportedProtocolVersion
                    or McpErrorCode.HeaderMismatch => StatusCodes.Status400BadRequest,
                _ => context.Response.StatusCode,
            };
        }
        return default;
    }

    /// <summary>A request under way: the session is not idle.</summary>
    private readonly struct Use : IDisposable
    {
        private readonly McpSession session;

        public Use(McpSession session)
        {
            this.session = session;
            Interlocked.Increment(ref session.requests);
        }

        public void Dispose()
        {
            Volatile.Write(ref session.lastUsed, session.time.GetTimestamp());
            Interlocked.Decrement(ref session.requests);
        }
    }
}
