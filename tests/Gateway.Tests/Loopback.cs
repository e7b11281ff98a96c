using System.Net;
using System.Net.Sockets;

namespace CodeGraph.Gateway.Tests;

/// <summary>Other addresses of this machine, as all of 127.0.0.0/8 is.</summary>
internal static class Loopback
{
    /// <summary>A client whose connections come from an address.</summary>
    public static HttpClient ClientFrom(IPAddress address, Uri server) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = server };
}
