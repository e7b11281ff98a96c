using CodeGraph.Client;
using CodeGraph.Grains.Audit;
using CodeGraph.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;

namespace CodeGraph.Cli.Hosting;

/// <summary>
/// The grains inside of this process, without a host around them: a query needs neither configuration nor logging nor clocks, and is over
/// before a host would have started.
/// </summary>
internal sealed class EmbeddedGraph : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private EmbeddedGraph(ServiceProvider services) => this.services = services;

    public IGrainFactory Grains => services.GetRequiredService<IGrainFactory>();

    /// <summary>All of it: who runs the command owns the data folder.</summary>
    public ICodeGraph Graph => new GrainCodeGraph(Grains, FullAccess.Instance, Audit);

    /// <summary>Told what the command changes.</summary>
    public AuditTrail Audit => new(new GrainAuditLog(Grains), AuditActor.LocalUser());

    public static async Task<EmbeddedGraph> Open()
    {
        var services = new ServiceCollection();
        if (Environment.GetEnvironmentVariable("CODEGRAPH_TRACE") is { Length: > 0 })
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        services.AddCodeGraphSilo();
        var graph = new EmbeddedGraph(services.BuildServiceProvider());
        try
        {
            await graph.services.StartCodeGraphSilo();
            return graph;
        }
        catch
        {
            await graph.services.DisposeAsync();
            throw;
        }
    }

    /// <summary>Deactivates the grains, so that what they hold is written and let go.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(CancellationToken.None);
        await services.DisposeAsync();
    }
}
