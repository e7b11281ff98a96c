using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace CodeGraph.Gateway.Mcp.Http;

/// <summary>Requests that do not get as far as a session: an error of JSON-RPC with the status of HTTP that fits.</summary>
internal static class McpRefusal
{
    private static readonly JsonTypeInfo<JsonRpcError> ErrorType = (JsonTypeInfo<JsonRpcError>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcError));

    public static Task Send(HttpContext context, int status, string message, McpErrorCode code = McpErrorCode.InvalidRequest, RequestId id = default) =>
        Send(context, status, new JsonRpcErrorDetail { Code = (int)code, Message = message }, id);

    /// <param name="context">The request.</param>
    /// <param name="status">The status of HTTP.</param>
    /// <param name="error">What is wrong.</param>
    /// <param name="id">Of the message, where it could be read and has one.</param>
    public static Task Send(HttpContext context, int status, JsonRpcErrorDetail error, RequestId id = default)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new JsonRpcError { Id = id, Error = error }, ErrorType, cancellationToken: context.RequestAborted);
    }
}
