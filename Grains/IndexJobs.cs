using System.Diagnostics;
using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Graph.Differences;
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
    private readonly CollectionFreeRun collections = new(time);

    /// <inheritdoc cref="IndexJobQueue.Admit"/>
    public void Admit() => queue.Admit();

    public Task<StoredSnapshot> Start(IndexRun run) => Task.Run(() => queue.Run(() => metrics.Measure(run, () => Execute(run, run.Cancellation)), run.Cancellation), run.Cancellation);

    /// <summary>To be called once those who wait for a followed run have been told of its end.</summary>
    public Task CollectGarbage(IndexRun run) => collections.End(run.WithoutCollections);

    /// <summary>
    /// Links what is followed and was found indexed, in turn with other jobs, so that the first edit need not wait for that. Stores nothing but facts that were not known.
    /// </summary>
    /// <param name="repository">Its name.</param>
    /// <param name="request">What is followed.</param>
    /// <param name="session">What its first job left; takes the outcome.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task Prepare(string repository, IndexRequest request, IndexSession session, CancellationToken cancellation)
    {
        if (session is not { IsLinked: false, Tree: { } listed })
            return;
        await Task.Run(() => queue.Run(Link, cancellation), cancellation);
        await collections.End(null);

        async Task<IndexResult> Link()
        {
            using var spare = SpareThreads.Begin(options.Threads);
            var tracker = new IndexTracker(time);
            await using var tree = await listed.After(FolderChanges.None, cancellation) ?? await OpenTree(request, null, tracker, cancellation);
            using var facts = FactsStore.OpenForWriting(folder.Facts(repository));
            return await IndexerFor(request, session).Build(tree, GitAddress.WithoutCredentials(request.Source), request.Reference, facts, tracker, cancellation);
        }
    }

    private async Task<StoredSnapshot> Execute(IndexRun run, CancellationToken cancellation)
    {
        using var spare = SpareThreads.Begin(options.Threads);
        if (run is not { IsFollowed: true, Session: { } session })
            return await Index(run, cancellation);
        var before = GC.GetTotalAllocatedBytes();
        run.WithoutCollections = collections.Begin(session.ExpectedBytes);
        var stored = await Index(run, cancellation);

        // A quarter more, for the next edit may reach more files.
        var allocated = GC.GetTotalAllocatedBytes() - before;
        session.ExpectedBytes = allocated + (allocated / 4);
        return stored;
    }

    private async Task<StoredSnapshot> Index(IndexRun run, CancellationToken cancellation)
    {
        var (request, tracker) = (run.Request, run.Tracker);

        // Often nothing changed: whether the snapshot made last is whole is found out while git lists the files.
        var latest = request.WorkingTree && !run.IsFollowed && run.Known is [.., var last] && IsOfThisEngine(run, last)
            ? (last.Id, IsUsable: Task.Run(() => IsUsable(run.Repository, last.Id), CancellationToken.None)) : default;
        var repository = run.IsFollowed || RepositorySource.IsUrl(request.Source) ? null : await GitRepository.Discover(request.Source, cancellation);
        if (repository is not null && (await FindCommit(run, repository, cancellation) ?? await Adopt(run, repository, cancellation)) is { } indexed)
            return indexed;
        await using var tree = await Reopen(run, cancellation) ?? await OpenTree(request, repository, tracker, cancellation);
        if (await Find(run, tree.ContentId, latest) is { } known)
        {
            run.Session?.Remember(tree);
            return known with { Reference = request.Reference ?? tree.Branch };
        }
        if (Renew(run, tree) is { } renewed)
        {
            run.Session?.Remember(tree);
            return renewed;
        }

        using var facts = FactsStore.OpenForWriting(folder.Facts(run.Repository));
        using var text = TextIndexWriter.Open(folder.Text(run.Repository));
        text.Share(folder.OtherTexts(run.Repository), [.. tree.Files.Select(f => f.Blob)]);
        var result = await IndexerFor(request, run.Session, text).Build(tree, GitAddress.WithoutCredentials(request.Source), request.Reference, facts, tracker, cancellation);

        tracker.Enter(IndexStage.Storing);
        var bytes = Store(run, tree.ContentId, result, cancellation);
        tracker.Leave();
        run.Session?.Remember(tree);
        var summary = Summarize(new(run.Repository, tree.ContentId), new(result.Data), result.Properties, tracker, bytes) with
        {
            ParsedNow = result.ParsedNow, FromStore = result.FromStore, Shared = result.Shared,
        };
        return StoredAs(tree.ContentId, result.Properties, summary);
    }

    private Indexer IndexerFor(IndexRequest request, IndexSession? session, TextIndexWriter? text = null) =>
        new(new() { Threads = options.Threads, FactsBytes = options.FactsBytes, ParseLimits = options.ParseLimits, RetryFailures = request.Force }, time, session) { Text = text };

    /// <summary>
    /// Stores the snapshot, in little room where another is much like it. What is followed is stored whole: there will be another in a moment, and that is what somebody waits for.
    /// Without facts of other repositories, nothing there is like it.
    /// </summary>
    private long Store(IndexRun run, string id, IndexResult result, CancellationToken cancellation) => !run.IsFollowed
        ? new SnapshotBases(folder, run.Repository).Write(id, result.Data, [.. run.Known.Select(s => s.Id)], others: run.Known.Count == 0 && result.FromStore > 0, cancellation)
        : SnapshotFileWriter.Write(folder.Snapshot(run.Repository, id), result.Data);

    /// <summary>The snapshot of the commit that is asked for, where there is one: then no file need be listed.</summary>
    private async Task<StoredSnapshot?> FindCommit(IndexRun run, GitRepository repository, CancellationToken cancellation)
    {
        var request = run.Request;
        if (request.WorkingTree || run.Known.Count == 0)
            return null;
        var commit = await repository.TryResolve(request.Reference ?? "HEAD", cancellation);
        return commit is not null && await Find(run, commit, default) is { } known ? known with { Reference = request.Reference ?? await repository.Branch(cancellation: cancellation) } : null;
    }

    /// <summary>
    /// The commit's snapshot that another repository has, as this one's: of a worktree or a clone of it nothing has to be read, parsed or linked. Null where there is none by
    /// this build of the engines.
    /// </summary>
    private async Task<StoredSnapshot?> Adopt(IndexRun run, GitRepository repository, CancellationToken cancellation)
    {
        var request = run.Request;
        if (request.WorkingTree || request.Force || run.Known.Count > 0)
            return null;
        if (await repository.TryResolve(request.Reference ?? "HEAD", cancellation) is not { } commit || new SnapshotBases(folder, run.Repository).OfCommit(commit, Indexer.Engine) is not { } file)
            return null;
        using (file)
            return TakeOver(run, file, file.Snapshot.Properties with { Reference = request.Reference ?? await repository.Branch(cancellation: cancellation) });
    }

    /// <summary>
    /// The snapshot of the same files, as that of another commit or of what is on disk: what was indexed before it was committed, or is committed and checked out. Null where
    /// there is none by this build of the engines.
    /// </summary>
    private StoredSnapshot? Renew(IndexRun run, SourceTree tree)
    {
        if (run.Request.Force)
            return null;
        var known = run.Known.Reverse().Where(s => s.FilesId == tree.FilesId && s.Engine == Indexer.Engine).Select(s => s.Id);
        if (new SnapshotBases(folder, run.Repository).OfFiles(tree.ContentId, tree.FilesId, Indexer.Engine, known, others: run.Known.Count == 0) is not { } file)
            return null;
        using (file)
        {
            return TakeOver(run, file, file.Snapshot.Properties with
            {
                Commit = tree.Commit, Reference = run.Request.Reference ?? tree.Branch, WorkingTree = tree.ContentId != tree.Commit, ContentId = tree.ContentId,
            });
        }
    }

    /// <summary>Stores a snapshot under another name; null where the text index lacks some of its files, or the file system has no hard links.</summary>
    private StoredSnapshot? TakeOver(IndexRun run, SnapshotFile file, SnapshotProperties told)
    {
        using var lease = file.Lease();
        run.Tracker.Enter(IndexStage.Storing);
        using (var text = TextIndexWriter.Open(folder.Text(run.Repository)))
            text.Share(folder.OtherTexts(run.Repository), [.. Enumerable.Range(0, file.Snapshot.FileCount).Select(file.Snapshot.Blob)]);
        using var index = TextIndex.Open(folder.Text(run.Repository));
        var properties = told with { Source = GitAddress.WithoutCredentials(run.Request.Source), CreatedAt = time.GetUtcNow() };
        var difference = DifferenceEncoder.Same(file.Snapshot, file.Whole.Snapshot, properties);
        if (!index.Covers(file.Snapshot) || SnapshotFileWriter.WriteDifference(folder.Snapshot(run.Repository, properties.ContentId), difference, file.Whole) is not { } bytes)
            return null;
        run.Tracker.Leave();
        var summary = Summarize(new(run.Repository, properties.ContentId), file.Snapshot, properties, run.Tracker, bytes) with { FromStore = file.Snapshot.FileCount };
        return StoredAs(properties.ContentId, properties, summary);
    }

    private static StoredSnapshot StoredAs(string id, SnapshotProperties properties, IndexSummary summary) =>
        new(id, properties.Commit, properties.Reference, properties.CreatedAt, Indexer.Engine, summary, properties.FilesId);

    /// <summary>The stored snapshot of that id, where it can be used.</summary>
    private async Task<StoredSnapshot?> Find(IndexRun run, string id, (string Id, Task<bool> IsUsable) begun)
    {
        if (run.Known.FirstOrDefault(s => s.Id == id && IsOfThisEngine(run, s)) is not { } known)
            return null;
        return await (begun.Id == id ? begun.IsUsable : Task.FromResult(IsUsable(run.Repository, id))) ? known with { Summary = known.Summary with { AlreadyIndexed = true } } : null;
    }

    private static bool IsOfThisEngine(IndexRun run, StoredSnapshot snapshot) => !run.Request.Force && snapshot.Engine == Indexer.Engine;

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
        if (run.Session?.Tree is not { } tree || run.Changes is not { } changes)
            return null;
        run.Tracker.Enter(IndexStage.Listing);
        return await tree.After(changes, cancellation);
    }

    /// <param name="request">What was asked.</param>
    /// <param name="repository">The repository that the source lies in, where that is known.</param>
    /// <param name="tracker">Learns of the stages.</param>
    /// <param name="cancellation">Ends it.</param>
    private async Task<SourceTree> OpenTree(IndexRequest request, GitRepository? repository, IndexTracker tracker, CancellationToken cancellation)
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
        repository ??= await GitRepository.Discover(request.Source, cancellation);
        if (repository is null)
            return await SourceTree.OpenFolder(request.Source, Indexer.Sources, cancellation);
        return request.WorkingTree
            ? await SourceTree.OpenWorkingTree(repository, request.Source, Indexer.Sources, cancellation)
            : await SourceTree.OpenCommit(repository, request.Reference, Indexer.Sources, cancellation);
    }

    private static IndexSummary Summarize(SnapshotKey key, Snapshot snapshot, SnapshotProperties properties, IndexTracker tracker, long snapshotBytes)
    {
        var uses = UseCounts.Of(snapshot);
        var byTier = new Dictionary<string, int>();
        for (var tier = Tier.Exact; tier <= Tier.Ambiguous; tier++)
            byTier[tier.ToWire()] = uses.ByTier[(int)tier];
        using var process = Process.GetCurrentProcess();
        return new(
            key.ToString(), properties.Commit, snapshot.FileCount, ParsedNow: 0, FromStore: 0, properties.Skipped, properties.Failed, properties.SourceBytes, snapshot.SymbolCount,
            snapshot.ReferenceCount, byTier, uses.External, uses.Unresolved,
            tracker.Stages.Where(s => s.Key != IndexStage.Queued).OrderBy(s => s.Key).ToDictionary(s => s.Key.ToString().ToLowerInvariant(), s => s.Value),
            process.PeakWorkingSet64, snapshotBytes, AlreadyIndexed: false);
    }
}
