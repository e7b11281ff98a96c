using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace CodeGraph.Gateway.Tests.Events;

/// <summary>SignalR's JSON protocol over a web socket (https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md).</summary>
internal sealed class HubConnection : IAsyncDisposable
{
    private const char End = '\u001e';

    private readonly ClientWebSocket socket = new();
    private readonly StringBuilder received = new();

    /// <param name="gateway">Where to.</param>
    /// <param name="token">The access token or key of who connects; null for none.</param>
    public static async Task<HubConnection> Open(Uri gateway, string? token = null)
    {
        var connection = new HubConnection();
        if (token is not null)
            connection.socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        await connection.socket.ConnectAsync(new UriBuilder(new Uri(gateway, "/hubs/events")) { Scheme = "ws" }.Uri, CancellationToken.None);
        await connection.Send(new { protocol = "json", version = 1 });
        Assert.Equal("{}", (await connection.Receive()).GetRawText());
        return connection;
    }

    public Task Stream(string method, params object?[] arguments) => Send(new { type = 4, invocationId = "1", target = method, arguments });

    public async Task<List<JsonElement>> ReadItems(int count)
    {
        var items = new List<JsonElement>();
        while (items.Count < count)
        {
            var message = await Receive();
            Assert.NotEqual(3, message.GetProperty("type").GetInt32());
            if (message.GetProperty("type").GetInt32() == 2)
                items.Add(message.GetProperty("item"));
        }
        return items;
    }

    public async Task<string> ReadError()
    {
        JsonElement message;
        do
        {
            message = await Receive();
        }
        while (message.GetProperty("type").GetInt32() != 3);
        return message.GetProperty("error").GetString()!;
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task Send(object message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message) + End), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private async Task<JsonElement> Receive()
    {
        var buffer = new byte[16 * 1024];
        while (!received.ToString().Contains(End, StringComparison.Ordinal))
        {
            var part = await socket.ReceiveAsync(buffer, CancellationToken.None);
            Assert.NotEqual(WebSocketMessageType.Close, part.MessageType);
            received.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
        }
        var text = received.ToString();
        received.Clear().Append(text.AsSpan(text.IndexOf(End, StringComparison.Ordinal) + 1));
        return JsonDocument.Parse(text[..text.IndexOf(End, StringComparison.Ordinal)]).RootElement;
    }
}
