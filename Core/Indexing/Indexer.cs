using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Linking;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Languages;
using CodeGraph.Search;
using CodeGraph.Storage;

namespace CodeGraph.Indexing;

/// <summary>What an <see cref="Indexer"/> may use.</summary>
public sealed class IndexerOptions
{
    /// <summary>Threads that parse and link. Default: one a processor.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Bytes of facts that are held in memory while they are linked; what is beyond goes to a file meanwhile. Facts take three bytes for each of source. Default: 448 MB.</summary>
    public long FactsBytes { get; init; } = 448L << 20;

    /// <summary>What one file may cost.</summary>
    public ParseLimits ParseLimits { get; init; } = new();

    /// <summary>Try files again that could not be parsed before. Default: false.</summary>
    public bool RetryFailures { get; init; }
}

/// <param name="Data">The linked graph.</param>
/// <param name="ParsedNow">Files that this run parsed.</param>
/// <param name="FromStore">Files whose facts were known before this run.</param>
/// <param name="Shared">Files with the content of another that this run parsed.</param>
/// <param name="Properties">What <paramref name="Data"/> says about itself.</param>
public sealed record IndexResult(SnapshotData Data, SnapshotProperties Properties, int ParsedNow, int FromStore, int Shared);

/// <summary>
/// From the sources of one commit to its linked graph. Files are parsed on all threads while git reads ahead; their facts go into the store as they come,
/// so that a run that ends early is continued by the next. A file that cannot be read or parsed is counted with its reason and never ends the run. The graph
/// depends on the sources alone, whatever the threads do.
/// </summary>
/// <param name="options">What a run may use.</param>
/// <param name="time">The clock.</param>
/// <param name="session">What earlier runs over the same source left in memory; null for nothing.</param>
public sealed class Indexer(IndexerOptions options, TimeProvider time, IndexSession? session = null)
{
    /// <summary>Larger files are parsed first: one of 2 MB takes a quarter of a second, too long to come last and alone.</summary>
    private const long LargeFile = 256 * 1024;

    /// <summary>Bytes of a heap that is collected between stages.</summary>
    private const long LargeHeap = 512 << 20;

    private readonly ConcurrentBag<FileParser> parsers = [];

    /// <summary>The build of the engines. Builds are deterministic, so it changes with their code alone: the same build makes the same graph of the same commit.</summary>
    public static string Engine { get; } = typeof(Indexer).Module.ModuleVersionId.ToString("n");

    /// <summary>Where the texts of the files are indexed for search; null for nowhere. Default: null.</summary>
    public TextIndexWriter? Text { get; init; }

    /// <summary>Which files to list for <see cref="Build"/>.</summary>
    public static SourceOptions Sources { get; } = new() { IsSource = static path => Linker.IsManifest(path) || LanguageRegistry.Detect(path) is not null };

    /// <param name="tree">What to index; listed with <see cref="Sources"/>.</param>
    /// <param name="source">The folder or URL, for <see cref="SnapshotProperties.Source"/>.</param>
    /// <param name="reference">The branch or ref that was asked for; null for what is checked out.</param>
    /// <param name="facts">Where facts are kept; null to keep none.</param>
    /// <param name="tracker">Learns of the progress.</param>
    /// <param name="cancellation">Ends the run; what was parsed stays in the store.</param>
    /// <exception cref="StorageException">The facts could not be stored.</exception>
    /// <exception cref="GitException">The repository became unreadable.</exception>
    public async Task<IndexResult> Build(
        SourceTree tree, string source, string? reference, FactsStore? facts, IndexTracker tracker, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(tracker);
        var run = await Load(tree, facts, tracker, cancellation);
        var properties = Describe(run, source, reference);
        var (files, manifests) = run.Collect();
        run.Memory.MakeRoom(files);
        Trim();

        // The text index is written by one thread, and linking has stages of one thread.
        var writing = Task.Run(() => Text?.Commit(), CancellationToken.None);
        var linking = Task.Run(() => Join(run.Memory, files, manifests, properties, cancellation), cancellation);
        await Task.WhenAll(linking, writing);
        tracker.Enter(IndexStage.Storing);
        var tables = await linking;
        if (session is null)
            run.Memory.Clear(files);
        else
            session.Keep(run.Tree.Files, run.SkippedForContent());
        Trim();
        Action? stageEnded = session?.Tree is null ? run.Memory.StageEnded : null;
        var data = await Task.Run(() => SnapshotEncoder.Encode(tables, session?.Texts, options.Threads, stageEnded, cancellation), cancellation);
        tracker.Leave();
        return new(data, properties, run.ParsedNow, run.FromStore, run.Shared);
    }

    /// <summary>Why the use of a name at a place leads where it leads; null where the place uses no name. See <see cref="Linker.Explain"/>.</summary>
    /// <param name="tree">What to link; listed with <see cref="Sources"/>.</param>
    /// <param name="facts">Where facts are known from; null for nowhere.</param>
    /// <param name="path">A file of it.</param>
    /// <param name="line">The line, 1-based.</param>
    /// <param name="column">The column, 1-based; 0 for the line's first call, or first name.</param>
    /// <param name="tracker">Learns of the progress.</param>
    /// <param name="cancellation">Ends the run.</param>
    public async Task<Explanation?> Explain(SourceTree tree, FactsStore? facts, string path, int line, int column, IndexTracker tracker, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(tracker);
        var (files, manifests) = (await Load(tree, facts, tracker, cancellation)).Collect();
        var explanation = await Task.Run(() => Linker.Explain(files, manifests, path, line, column, options.Threads, cancellation), cancellation);
        tracker.Leave();
        return explanation;
    }

    private GraphTables Join(
        FactsMemory memory, IReadOnlyList<LinkFile> files, IReadOnlyList<ProjectFile> manifests, SnapshotProperties properties, CancellationToken cancellation)
    {
        try
        {
            return session is null
                ? Linker.Join(files, manifests, properties, memory, options.Threads, cancellation)
                : session.Join(files, manifests, properties, options.Threads, cancellation);
        }
        catch (AggregateException exception) when (exception.InnerExceptions[0] is StorageException full)
        {
            // Every thread that needs the disk meets the same refusal.
            ExceptionDispatchInfo.Throw(full);
            throw;
        }
    }

    /// <summary>
    /// Gives back what a stage left. Between collections the heap grows by half of what is alive, which is gigabytes in a large repository; in a small one it is not worth the
    /// time, and after an edit, in a session, somebody waits.
    /// </summary>
    private void Trim()
    {
        if (session?.Tree is null && GC.GetTotalMemory(forceFullCollection: false) > LargeHeap)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>Brings the facts of all files together, up to the stage of linking.</summary>
    private async Task<Run> Load(SourceTree tree, FactsStore? facts, IndexTracker tracker, CancellationToken cancellation)
    {
        try
        {
            var run = new Run(tree, facts, MemoryFor(facts), tracker);
            tracker.Enter(IndexStage.Parsing);
            tracker.Expect(tree.Files.Count, tree.Files.Sum(f => f.Size));
            if (session is not null)
                Recall(run, session, cancellation);
            await Decode(run, cancellation);
            await Parse(run, cancellation);
            run.Writable?.Flush();
            tracker.Enter(IndexStage.Linking);
            return run;
        }
        finally
        {
            while (parsers.TryTake(out var parser))
                parser.Dispose();
        }
    }

    /// <summary>What a session holds stays from run to run.</summary>
    private FactsMemory MemoryFor(FactsStore? facts)
    {
        var folder = facts is null ? Path.GetTempPath() : Path.GetDirectoryName(Path.GetFullPath(facts.Path))!;
        return session is null ? new(options.FactsBytes, folder) : session.Memory ??= new(options.FactsBytes, folder);
    }

    /// <summary>Takes the facts that are still in memory.</summary>
    private void Recall(Run run, IndexSession session, CancellationToken cancellation)
    {
        session.ForgetOthers();
        Parallel.For(0, run.Tree.Files.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation }, i =>
        {
            var file = run.Tree.Files[i];
            if (LanguageRegistry.Detect(file.Path) is not null && session.Find(file) is { } known)
                run.AddKnown(i, known);
            else if (session.FindManifest(file) is { } manifest)
                run.AddManifest(i, manifest);
            else if (session.FindSkip(file) is { } reason)
                run.Skip(i, reason);
        });
    }

    /// <summary>Takes the facts of known blobs from the store.</summary>
    private async Task Decode(Run run, CancellationToken cancellation)
    {
        if (run.Facts is not { Count: > 0 } facts)
            return;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation };
        await Task.Run(
            () => Parallel.For(0, run.Tree.Files.Count, parallel, i =>
            {
                var file = run.Tree.Files[i];
                if (!run.IsDone(i) && LanguageRegistry.Detect(file.Path) is { } language && !file.Blob.IsEmpty)
                    run.TryStored(i, new(file.Blob, language.Language), options.RetryFailures);
            }),
            cancellation);
    }

    /// <summary>Reads and parses the rest, and reads again what the text index lacks though its facts are known.</summary>
    private async Task Parse(Run run, CancellationToken cancellation)
    {
        var wanted = new List<SourceFile>();
        for (var i = 0; i < run.Tree.Files.Count; i++)
        {
            if (!run.IsDone(i) || LacksText(run, i))
                wanted.Add(run.Tree.Files[i]);
        }
        var order = wanted.Where(f => f.Size >= LargeFile).OrderByDescending(f => f.Size).Concat(wanted.Where(f => f.Size < LargeFile)).ToList();
        if (order.Count > 0)
            await run.Tree.Read(order, (content, token) => Consume(run, content, token), options.Threads, cancellation);
    }

    private ValueTask Consume(Run run, SourceContent content, CancellationToken cancellation)
    {
        using (content)
        {
            cancellation.ThrowIfCancellationRequested();
            var index = run.IndexOf(content.File);
            if (run.IsDone(index))
                AddText(run, index, content);
            else if (content.Skip is { } reason)
                run.Skip(index, reason);
            else if (Linker.IsManifest(content.File.Path))
                run.AddManifest(index, new(content.File.Path, content.Utf8.ToArray(), content.Blob));
            else
                ParseFile(run, index, content);
        }
        return ValueTask.CompletedTask;
    }

    private void ParseFile(Run run, int index, SourceContent content)
    {
        var language = LanguageRegistry.Detect(content.File.Path)
            ?? throw new InvalidOperationException($"'{content.File.Path}' is of no known language; list the tree with Indexer.Sources.");
        var key = new FactsKey(content.Blob, language.Language);
        if (run.TryStored(index, key, options.RetryFailures))
        {
            AddText(run, index, content);
            return;
        }
        if (!parsers.TryTake(out var parser))
            parser = new(options.ParseLimits);
        try
        {
            // A header says by its content which of two languages it is; it is stored under its ending's all the same.
            var outcome = parser.Parse(LanguageRegistry.DetectHeader(content.File.Path, content.Utf8.Span) ?? language, content.Utf8, out var parsed);

            // What is only wanted because the project says so is not known to every run that meets the content.
            var store = content.IsWantedAllTheSame ? null : run.Writable;
            if (parsed is null)
            {
                store?.PutFailure(key, outcome);
                run.Fail(index, outcome);
                return;
            }
            run.AddParsed(index, key, parsed);
            store?.Put(key, parsed);
            AddText(run, index, content);
        }
        finally
        {
            parsers.Add(parser);
        }
    }

    private bool LacksText(Run run, int index) => Text is not null && run.IsLinked(index) && !Text.Contains(run.Tree.Files[index].Blob);

    /// <summary>Texts of files that could not be parsed are left out, as the files are.</summary>
    private void AddText(Run run, int index, SourceContent content)
    {
        if (run.IsLinked(index))
            Text?.Add(content.Blob, index, content.Utf8.Span);
    }

    private SnapshotProperties Describe(Run run, string source, string? reference) => new()
    {
        Source = source,
        Commit = run.Tree.Commit,
        Reference = reference ?? run.Tree.Branch,
        WorkingTree = run.Tree.ContentId != run.Tree.Commit,
        ContentId = run.Tree.ContentId,
        FilesId = run.Tree.FilesId,
        SourceBytes = run.SourceBytes,
        Skipped = run.Skipped(),
        Failed = run.Failed(),
        CreatedAt = time.GetUtcNow(),
        Engine = Engine,
    };
}
