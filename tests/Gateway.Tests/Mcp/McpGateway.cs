using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace CodeGraph.Gateway.Tests.Mcp;

/// <summary>Asks a running gateway with the client of the protocol's own SDK.</summary>
internal static class McpGateway
{
    public const string NewestVersion = "2026-07-28";
    public const string LastVersionWithSession = "2025-11-25";

    /// <param name="gateway">Who is asked.</param>
    /// <param name="version">The version of the protocol; null for what both know best.</param>
    public static Task<McpClient> Connect(this RunningGateway gateway, string? version = null) => McpClient.CreateAsync(
        new HttpClientTransport(new() { Endpoint = new(gateway.Client.BaseAddress!, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp }),
        new() { ProtocolVersion = version, ClientInfo = new() { Name = "tests", Version = "1" } });

    /// <summary>The text of an answer.</summary>
    public static async Task<string> Ask(this McpClient client, string tool, object arguments) => TextOf(await client.Call(tool, arguments), isError: false);

    /// <summary>The text of a refusal.</summary>
    public static async Task<string> AskInVain(this McpClient client, string tool, object arguments) => TextOf(await client.Call(tool, arguments), isError: true);

    public static async Task<CallToolResult> Call(this McpClient client, string tool, object arguments) => await client.CallToolAsync(
        tool, arguments as Dictionary<string, object?> ?? arguments.GetType().GetProperties().ToDictionary(p => p.Name, p => p.GetValue(arguments)));

    private static string TextOf(CallToolResult result, bool isError)
    {
        var text = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        Assert.True((result.IsError == true) == isError, text);
        return text;
    }

    /// <summary>The cursor that an answer ends with; null where it is whole.</summary>
    public static string? CursorOf(string answer) => answer.Split("cursor \"") is [_, var rest] ? rest[..rest.IndexOf('"', StringComparison.Ordinal)] : null;
}
