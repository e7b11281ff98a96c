using CodeGraph.Git;
using CodeGraph.Indexing;
using CodeGraph.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;

namespace CodeGraph.Grains.Tests;

/// <summary>The grains of one process over a data folder of its own.</summary>
internal sealed class EmbeddedSilo : IAsyncDisposable
{
    private readonly IHost host;
    private int disposed;

    private EmbeddedSilo(IHost host) => this.host = host;

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<EmbeddedSilo> Start(string dataFolder, IndexerOptions? indexer = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddCodeGraphSilo(options =>
        {
            options.DataFolder = dataFolder;
            options.Indexer = indexer ?? new() { Threads = 2 };
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public IRepositoryGrain Repository(string name = "shop") => Grains.GetGrain<IRepositoryGrain>(name);

    public async Task<ISnapshotGrain> Current(string name = "shop") => Grains.GetGrain<ISnapshotGrain>((await Repository(name).GetStatus()).Current!);

    /// <summary>Indexes and returns the last progress.</summary>
    public async Task<IndexProgress> Index(TemporaryRepository repository, string? reference = null, bool workingTree = false, bool force = false, string name = "shop")
    {
        await Repository(name).StartIndex(new(repository.Folder, reference, workingTree, force), CancellationToken.None);
        IndexProgress? last = null;
        await foreach (var progress in Repository(name).Watch(CancellationToken.None))
            last = progress;
        return last ?? (await Repository(name).GetStatus()).Job!;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        await host.StopAsync();
        host.Dispose();
    }
}
