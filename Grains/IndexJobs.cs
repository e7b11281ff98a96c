using System.Diagnostics;
using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Indexing;
using CodeGraph.Model;
using CodeGraph.Search;
using CodeGraph.Storage;

namespace CodeGraph.Grains;

/// <summary>
/// What an index job does, on the threads of the pool: fetch, list, parse, link, store. It changes no grain: it stores a snapshot under its own name and says what it stored.
/// </summary>
internal sealed class IndexJobs(DataFolder folder, IndexerOptions options, GitRemotes remotes, IndexJobQueue queue, IndexMetrics metrics, TimeProvider time)
{
    /// <summary>
    /// The build of the engines. Builds are deterministic, so it changes with their code alone; a snapshot of another is made anew although its commit is the same.
    /// </summary>
    private static readonly string Engine = typeof(Indexer).Module.ModuleVersionId.ToString("n");

    private readonly CollectionFreeRun collections = new();

    /// <inheritdoc cref="IndexJobQueue.Admit"/>
    public void Admit() => queue.Admit();

    public Task<StoredSnapshot> Start(IndexRun run) => Task.Run(() => queue.Run(() => metrics.Measure(run, () => Execute(run, run.Cancellation)), run.Cancellation), run.Cancellation);

    private async Task<StoredSnapshot> Execute(IndexRun run, CancellationToken cancellation)
    {
        using var spare = SpareThreads.Begin(options.Threads);
        if (run.Session is not { } session)
            return await Index(run, cancellation);
        var before = GC.GetTotalAllocatedBytes();
        using (collections.Begin(session.ExpectedBytes))
        {
            var stored = await Index(run, cancellation);

            // A quarter more, for the next edit may reach more files.
            var allocated = GC.GetTotalAllocatedBytes() - before;
            session.ExpectedBytes = allocated + (allocated / 4);
            return stored;
        }
    }

    private async Task<StoredSnapshot> Index(IndexRun run, CancellationToken cancellation)
    {
        var (request, tracker) = (run.Request, run.Tracker);
        if (await FindCommit(run, cancellation) is { } indexed)
            return indexed;

        // Often nothing changed: whether the snapshot made last is whole is found out while git lists the files.
        var latest = run.Session is null && run.Known is [.., var last] && IsOfThisEngine(run, last)
            ? (last.Id, IsUsable: Task.Run(() => IsUsable(run.Repository, last.Id), CancellationToken.None)) : default;
        await using var tree = await Reopen(run, cancellation) ?? await OpenTree(request, tracker, cancellation);
        var path = folder.Snapshot(run.Repository, tree.ContentId);
        if (await Find(run, tree.ContentId, latest) is { } known)
        {
            run.Session?.Remember(tree);
            return known with { Reference = request.Reference ?? tree.Branch };
        }

        using var facts = FactsStore.OpenForWriting(folder.Facts(run.Repository));
        using var text = TextIndexWriter.Open(folder.Text(run.Repository));
        var indexer = new Indexer(new() { Threads = options.Threads, ParseLimits = options.ParseLimits, RetryFailures = request.Force }, time, run.Session) { Text = text };
        var source = GitAddress.WithoutCredentials(request.Source);
        var result = await indexer.Build(tree, source, request.Reference, facts, tracker, cancellation);

        tracker.Enter(IndexStage.Storing);
        var bytes = SnapshotFileWriter.Write(path, result.Data);
        tracker.Leave();
        run.Session?.Remember(tree);
        var summary = Summarize(new SnapshotKey(run.Repository, tree.ContentId), result, tracker, bytes);
        return new(tree.ContentId, result.Properties.Commit, result.Properties.Reference, result.Properties.CreatedAt, Engine, summary);
    }

    /// <summary>The snapshot of the commit that is asked for, where there is one: then no file need be listed.</summary>
    private async Task<StoredSnapshot?> FindCommit(IndexRun run, CancellationToken cancellation)
    {
        var request = run.Request;
        if (request.WorkingTree || run.Known.Count == 0 || RepositorySource.IsUrl(request.Source) || await GitRepository.Discover(request.Source, cancellation) is not { } repository)
            return null;
        var commit = await repository.TryResolve(request.Reference ?? "HEAD", cancellation);
        return commit is not null && await Find(run, commit, default) is { } known ? known with { Reference = request.Reference ?? await repository.Branch(cancellation: cancellation) } : null;
    }

    /// <summary>The stored snapshot of that id, where it can be used.</summary>
    private async Task<StoredSnapshot?> Find(IndexRun run, string id, (string Id, Task<bool> IsUsable) begun)
    {
        if (run.Known.FirstOrDefault(s => s.Id == id && IsOfThisEngine(run, s)) is not { } known)
            return null;
        return await (begun.Id == id ? begun.IsUsable : Task.FromResult(IsUsable(run.Repository, id))) ? known with { Summary = known.Summary with { AlreadyIndexed = true } } : null;
    }

    private static bool IsOfThisEngine(IndexRun run, StoredSnapshot snapshot) => !run.Request.Force && snapshot.Engine == Engine;

    /// <summary>
    /// Whether a snapshot is there and whole, and the text index knows its files; one that is damaged or of an older version is made anew, and texts are added
    /// by the same run.
    /// </summary>
    /// <exception cref="SnapshotVersionException">A newer program wrote it; only <c>--force</c> replaces it.</exception>
    private bool IsUsable(string repository, string id)
    {
        try
        {
            using var file = SnapshotFile.Open(folder.Snapshot(repository, id));
            using var lease = file.Lease();
            using var index = TextIndex.Open(folder.Text(repository));
            return index.Covers(file.Snapshot);
        }
        catch (SnapshotVersionException exception) when (exception.IsNewer)
        {
            throw;
        }
        catch (Exception exception) when (exception is StorageException or FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The files after the changes that the session was told; null where they have to be listed.</summary>
    private static async Task<SourceTree?> Reopen(IndexRun run, CancellationToken cancellation)
    {
        if (run.Session?.Tree is not { } tree)
            return null;
        run.Tracker.Enter(IndexStage.Listing);
        return await tree.After(run.Changes, cancellation);
    }

    private async Task<SourceTree> OpenTree(IndexRequest request, IndexTracker tracker, CancellationToken cancellation)
    {
        if (RepositorySource.IsUrl(request.Source))
        {
            tracker.Enter(IndexStage.Fetching);
            var clones = new GitClone(folder.Clones, new CloneOptions { WithoutOldContents = true });
            var clone = await remotes.Ask(request.Source, c => clones.CloneOrFetch(request.Source, cancellation: c), cancellation);
            if (request.Reference is not null)
            {
                var commit = await clone.Resolve(request.Reference, cancellation);
                await remotes.Ask(request.Source, c => clones.FetchContents(request.Source, clone, commit, cancellation: c), cancellation);
            }
            tracker.Enter(IndexStage.Listing);
            return await SourceTree.OpenCommit(clone.Root, request.Reference, Indexer.Sources, cancellation);
        }
        tracker.Enter(IndexStage.Listing);
        var repository = await GitRepository.Discover(request.Source, cancellation);
        if (repository is null)
            return await SourceTree.OpenFolder(request.Source, Indexer.Sources, cancellation);
        return request.WorkingTree
            ? await SourceTree.OpenWorkingTree(request.Source, Indexer.Sources, cancellation)
            : await SourceTree.OpenCommit(request.Source, request.Reference, Indexer.Sources, cancellation);
    }

    private static IndexSummary Summarize(SnapshotKey key, IndexResult result, IndexTracker tracker, long snapshotBytes)
    {
        var snapshot = new Snapshot(result.Data);
        var byTier = new Dictionary<string, int>();
        for (var tier = Tier.Exact; tier <= Tier.Ambiguous; tier++)
            byTier[tier.ToWire()] = result.Uses.ByTier[(int)tier];
        using var process = Process.GetCurrentProcess();
        return new(
            key.ToString(), result.Properties.Commit, snapshot.FileCount, result.ParsedNow, result.FromStore, result.Properties.Skipped,
            result.Properties.Failed, result.Properties.SourceBytes, snapshot.SymbolCount, snapshot.ReferenceCount, byTier, result.Uses.External, result.Uses.Unresolved,
            tracker.Stages.Where(s => s.Key != IndexStage.Queued).OrderBy(s => s.Key).ToDictionary(s => s.Key.ToString().ToLowerInvariant(), s => s.Value),
            process.PeakWorkingSet64, snapshotBytes, AlreadyIndexed: false, result.Shared);
    }
}
