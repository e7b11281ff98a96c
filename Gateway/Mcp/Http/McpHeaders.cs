using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace CodeGraph.Gateway.Mcp.Http;

/// <summary>
/// The headers of the streamable HTTP transport. From 2026-07-28 on a request names its version and method in headers as well as in its body, so that proxies need not
/// read bodies; a server has to refuse a request that says two things.
/// </summary>
internal static class McpHeaders
{
    public const string SessionId = "Mcp-Session-Id";

    private const string ProtocolVersion = "MCP-Protocol-Version";
    private const string Method = "Mcp-Method";
    private const string Name = "Mcp-Name";

    /// <summary>The first version without sessions.</summary>
    private const string FirstWithoutSession = "2026-07-28";

    private static readonly string[] WithSession = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];
    private static readonly string[] Supported = [.. WithSession, FirstWithoutSession];

    public static string? ProtocolVersionOf(HttpRequest request) => request.Headers[ProtocolVersion] is [{ Length: > 0 } version] ? version : null;

    public static bool IsWithoutSession(HttpRequest request) => ProtocolVersionOf(request) == FirstWithoutSession;

    public static bool Accepts(HttpRequest request, string mediaType) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.Quality != 0 && new MediaTypeHeaderValue(mediaType).IsSubsetOf(accepted));

    /// <returns>What is wrong with the version header; null where it is absent or fine.</returns>
    public static JsonRpcErrorDetail? CheckVersion(HttpRequest request)
    {
        var given = request.Headers[ProtocolVersion];
        if (given.Count == 0 || (given.Count == 1 && Supported.Contains(given[0])))
            return null;
        return new()
        {
            Code = (int)McpErrorCode.UnsupportedProtocolVersion,
            Message = $"The protocol version '{given}' is not supported; there are {string.Join(", ", Supported)}.",
            Data = JsonSerializer.SerializeToNode(new UnsupportedProtocolVersionErrorData { Supported = [.. Supported], Requested = given.ToString() }, McpJsonUtilities.DefaultOptions),
        };
    }

    /// <returns>What is wrong with the headers, by themselves or beside the message; null where nothing is.</returns>
    public static JsonRpcErrorDetail? Check(HttpRequest request, JsonRpcMessage message)
    {
        if (CheckVersion(request) is { } unsupported)
            return unsupported;
        var (method, parameters) = message switch
        {
            JsonRpcRequest asked => (asked.Method, asked.Params as JsonObject),
            JsonRpcNotification told => (told.Method, told.Params as JsonObject),
            _ => (null, null),
        };
        var version = ProtocolVersionOf(request);
        var inBody = Text(parameters?["_meta"]?[MetaKeys.ProtocolVersion]);
        if (version != FirstWithoutSession)
        {
            return inBody == FirstWithoutSession ? Mismatch(ProtocolVersion, version, inBody)
                : method == RequestMethods.Initialize && version is not null && Text(parameters?["protocolVersion"]) is { } asked && asked != version ? Mismatch(ProtocolVersion, version, asked)
                : null;
        }
        if (method is null)
            return null;
        if (message is JsonRpcRequest && (inBody is null || parameters?["_meta"]?[MetaKeys.ClientCapabilities] is not JsonObject))
            return new() { Code = (int)McpErrorCode.InvalidParams, Message = $"A request of this version has '_meta' with '{MetaKeys.ProtocolVersion}' and '{MetaKeys.ClientCapabilities}'." };
        if (inBody is not null && inBody != version)
            return Mismatch(ProtocolVersion, version, inBody);
        if (request.Headers[Method].ToString() is var named && named != method)
            return Mismatch(Method, named, method);
        return NameOf(method, parameters) is { } name && Decode(request.Headers[Name].ToString()) is var header && header != name ? Mismatch(Name, header, name) : null;
    }

    /// <summary>What the header <c>Mcp-Name</c> repeats: the tool, the prompt, the resource.</summary>
    private static string? NameOf(string method, JsonObject? parameters) => method switch
    {
        RequestMethods.ToolsCall or RequestMethods.PromptsGet => Text(parameters?["name"]),
        RequestMethods.ResourcesRead => Text(parameters?["uri"]),
        _ => null,
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A header's value, which is <c>=?base64?...?=</c> where the text has characters that headers have not.</summary>
    private static string? Decode(string header)
    {
        const string Begin = "=?base64?", End = "?=";
        if (!header.StartsWith(Begin, StringComparison.OrdinalIgnoreCase) || !header.EndsWith(End, StringComparison.Ordinal) || header.Length < Begin.Length + End.Length)
            return header;
        var buffer = new byte[header.Length];
        return Convert.TryFromBase64String(header[Begin.Length..^End.Length], buffer, out var length) ? Encoding.UTF8.GetString(buffer, 0, length) : null;
    }

    private static JsonRpcErrorDetail Mismatch(string header, string? given, string inBody) => new()
    {
        Code = (int)McpErrorCode.HeaderMismatch,
        Message = $"The header {header} says '{given}', and the body '{inBody}'; they must be the same.",
    };
}
