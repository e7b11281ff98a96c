using System.Net;
using System.Net.Sockets;
using CodeGraph.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;

namespace CodeGraph.Grains.Tests;

/// <summary>A silo, and a client that reaches it through a socket: every request and every answer is serialised, as it is between processes.</summary>
internal sealed class GrainHost(IHost silo, IHost client) : IAsyncDisposable
{
    public IGrainFactory Grains => client.Services.GetRequiredService<IGrainFactory>();

    public static async Task<GrainHost> Start(Action<CodeGraphSiloOptions> configure)
    {
        var cluster = new CodeGraphClusterOptions { GatewayPort = FreePort() };
        var silo = await Start(builder => builder.Services.AddCodeGraphSilo(cluster, configure));
        var client = await Start(builder => builder.UseOrleansClient(orleans => orleans.UseLocalhostClustering(cluster.GatewayPort.Value, cluster.ServiceId, cluster.ClusterId)));
        return new(silo, client);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in (IHost[])[client, silo])
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    private static async Task<IHost> Start(Action<HostApplicationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        configure(builder);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
