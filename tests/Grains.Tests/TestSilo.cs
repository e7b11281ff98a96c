using CodeGraph.Git;
using CodeGraph.Indexing;
using Orleans;

namespace CodeGraph.Grains.Tests;

/// <summary>The grains over a data folder of their own.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly GrainHost host;
    private int disposed;

    private TestSilo(GrainHost host) => this.host = host;

    public IGrainFactory Grains => host.Grains;

    public static async Task<TestSilo> Start(string dataFolder, IndexerOptions? indexer = null, IndexJobOptions? jobs = null) => new(await GrainHost.Start(options =>
    {
        options.DataFolder = dataFolder;
        options.Indexer = indexer ?? new() { Threads = 2 };
        options.Jobs = jobs ?? new();
    }));

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
        await host.DisposeAsync();
    }
}
