using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CodeGraph.Gateway.Tests;

/// <summary>Bytes to a server and what comes back, without a client that would keep them from being wrong.</summary>
internal static class RawHttp
{
    /// <summary>Sends bytes, and reads until the server closes.</summary>
    /// <returns>The answers as they came, in Latin-1; a connection that was reset ends them.</returns>
    public static async Task<string> Exchange(Uri server, byte[] request)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        var stream = client.GetStream();
        var answer = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            var sending = stream.WriteAsync(request, patience.Token).AsTask();
            var reading = stream.ReadAsync(buffer, patience.Token).AsTask();

            // A server that has read enough answers and closes while the rest is still being sent.
            if (await Task.WhenAny(sending, reading) == sending)
                await sending;
            for (int read; (read = await reading) > 0; reading = stream.ReadAsync(buffer, patience.Token).AsTask())
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // Reset: what came before is the answer.
        }
        return answer.ToString();
    }

    /// <summary>The status of the first answer; 0 where none came.</summary>
    public static int StatusOf(string answer) =>
        answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture) : 0;

    /// <summary>The body of the first answer, its chunks joined.</summary>
    public static string BodyOf(string answer)
    {
        var (headers, rest) = answer.Split("\r\n\r\n", 2) is [var head, var tail] ? (head, tail) : (answer, "");
        if (!headers.Contains("Transfer-Encoding: chunked", StringComparison.Ordinal))
            return rest;
        var body = new StringBuilder();
        while (rest.Split("\r\n", 2) is [var size, var data] && int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var length)
        {
            body.Append(data, 0, length);
            rest = data[(length + 2)..];
        }
        return body.ToString();
    }
}
