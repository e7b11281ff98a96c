using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Client;
using CodeGraph.Gateway.Mcp.Tools;
using CodeGraph.Gateway.Security;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace CodeGraph.Gateway.Mcp.Http;

/// <summary>
/// The Model Context Protocol over streamable HTTP. Clients of the protocol of 2026-07-28 and later ask without a session, each request for itself; earlier ones begin a
/// session with <c>initialize</c>. See https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#streamable-http.
/// </summary>
internal static class McpApi
{
    private const string Route = "/mcp";

    private static readonly JsonTypeInfo<JsonRpcMessage> MessageType = (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    public static IServiceCollection AddMcp(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var http = provider.GetRequiredService<IHttpContextAccessor>();
            return new McpFace(
                () => http.HttpContext?.RequestServices.GetRequiredService<ICodeGraph>() ?? throw new InvalidOperationException("A question of the protocol runs outside of its request."),
                new RepositoryChoice(), provider.GetRequiredService<TimeProvider>(), isOwn: false);
        });
        services.AddSingleton<McpSessions>();
        return services.AddHostedService(provider => provider.GetRequiredService<McpSessions>());
    }

    public static void MapMcp(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Route).Requires(RepositoryRole.Reader).ExcludeFromDescription();
        group.MapPost("", Post);
        group.MapGet("", Get);
        group.MapDelete("", Delete);
    }

    private static async Task Post(HttpContext context, McpSessions sessions)
    {
        if (!McpHeaders.Accepts(context.Request, MediaTypes.Json) || !McpHeaders.Accepts(context.Request, MediaTypes.EventStream))
        {
            await McpRefusal.Send(context, StatusCodes.Status406NotAcceptable, "Send 'Accept: application/json, text/event-stream'.");
            return;
        }
        JsonRpcMessage? message;
        try
        {
            message = await context.Request.ReadFromJsonAsync(MessageType, context.RequestAborted);
        }
        catch (JsonException exception)
        {
            await McpRefusal.Send(context, StatusCodes.Status400BadRequest, $"The body is no JSON-RPC message: {exception.Message}", McpErrorCode.ParseError);
            return;
        }
        catch (InvalidOperationException)
        {
            await McpRefusal.Send(context, StatusCodes.Status415UnsupportedMediaType, "Send 'Content-Type: application/json'.");
            return;
        }
        var id = message is JsonRpcRequest request ? request.Id : default;
        if (message is null)
        {
            await McpRefusal.Send(context, StatusCodes.Status400BadRequest, "The body is null and no JSON-RPC message.");
            return;
        }
        if (McpHeaders.Check(context.Request, message) is { } error)
        {
            await McpRefusal.Send(context, StatusCodes.Status400BadRequest, error, id);
            return;
        }
        message.Context = new() { ProtocolVersion = McpHeaders.ProtocolVersionOf(context.Request), User = context.User.Identity?.IsAuthenticated == true ? context.User : null };
        if (McpHeaders.IsWithoutSession(context.Request))
            await sessions.AnswerOnce(message, context);
        else if (await FindOrBegin(context, sessions, message, id) is { } session)
            await session.Post(message, context);
    }

    private static async Task Get(HttpContext context, McpSessions sessions)
    {
        if (!McpHeaders.Accepts(context.Request, MediaTypes.EventStream))
            await McpRefusal.Send(context, StatusCodes.Status406NotAcceptable, "Send 'Accept: text/event-stream'.");
        else if (await FindForStream(context, sessions) is { } session && !await session.Listen(context))
            await McpRefusal.Send(context, StatusCodes.Status409Conflict, "This session has its stream already; one is enough, and it cannot be taken up again. Begin a new session.");
    }

    private static async Task Delete(HttpContext context, McpSessions sessions)
    {
        if (await FindForStream(context, sessions) is not { } session)
            return;
        await sessions.End(session);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<McpSession?> FindForStream(HttpContext context, McpSessions sessions)
    {
        if (McpHeaders.CheckVersion(context.Request) is { } error)
        {
            await McpRefusal.Send(context, StatusCodes.Status400BadRequest, error);
            return null;
        }
        if (!McpHeaders.IsWithoutSession(context.Request))
            return await Find(context, sessions, default);
        context.Response.Headers.Allow = HttpMethods.Post;
        await McpRefusal.Send(context, StatusCodes.Status405MethodNotAllowed, "This version of the protocol has no sessions: send POST requests.");
        return null;
    }

    private static async Task<McpSession?> FindOrBegin(HttpContext context, McpSessions sessions, JsonRpcMessage message, RequestId id)
    {
        if (context.Request.Headers.ContainsKey(McpHeaders.SessionId))
            return await Find(context, sessions, id);
        if (message is not JsonRpcRequest { Method: RequestMethods.Initialize })
        {
            await McpRefusal.Send(context, StatusCodes.Status400BadRequest, $"There is no {McpHeaders.SessionId} header: begin a session with 'initialize', and send the id that its response has in that header.", id: id);
            return null;
        }
        if (await sessions.Begin(context.User) is { } session)
        {
            context.Response.Headers[McpHeaders.SessionId] = session.Id;
            return session;
        }
        context.Response.Headers.RetryAfter = "60";
        await McpRefusal.Send(context, StatusCodes.Status503ServiceUnavailable, "There are as many sessions as this server holds, and all are in use. End one with DELETE, or try again later.", id: id);
        return null;
    }

    /// <summary>The session of the header. That of another caller is as unknown as one that never was.</summary>
    private static async Task<McpSession?> Find(HttpContext context, McpSessions sessions, RequestId id)
    {
        var given = context.Request.Headers[McpHeaders.SessionId].ToString();
        if (given.Length == 0)
        {
            await McpRefusal.Send(context, StatusCodes.Status400BadRequest, $"There is no {McpHeaders.SessionId} header.", id: id);
            return null;
        }
        if (sessions.Find(given, context.User) is { } session)
            return session;
        await McpRefusal.Send(context, StatusCodes.Status404NotFound, "There is no such session; it was ended, or idle for too long. Begin a new one with 'initialize'.", id: id);
        return null;
    }
}
