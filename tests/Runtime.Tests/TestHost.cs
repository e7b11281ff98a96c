using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;

namespace CodeGraph.Runtime.Tests;

/// <summary>A host of this assembly's grains, with a fake clock and storage in memory unless a test says otherwise.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly IHost host;

    private TestHost(IHost host) => this.host = host;

    internal FakeTimeProvider Time { get; private init; } = null!;

    internal IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    internal Probe Probe => host.Services.GetRequiredService<Probe>();

    internal IServiceProvider Services => host.Services;

    internal static async Task<TestHost> StartAsync(Action<EmbeddedGrainsBuilder>? configure = null)
    {
        var time = new FakeTimeProvider();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<Probe>();
        builder.Services.AddEmbeddedGrains(grains =>
        {
            grains.AddAssembly(typeof(TestHost).Assembly);
            configure?.Invoke(grains);
            grains.AddMemoryGrainStorage("codegraph");
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host) { Time = time };
    }

    internal Task StopAsync(CancellationToken cancellation = default) => host.StopAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        using var hurry = new CancellationTokenSource();
        hurry.Cancel();
        await host.StopAsync(hurry.Token);
        host.Dispose();
    }
}
