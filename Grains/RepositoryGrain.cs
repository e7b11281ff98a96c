using System.Runtime.CompilerServices;
using CodeGraph.Git;
using CodeGraph.Indexing;
using CodeGraph.Storage;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace CodeGraph.Grains;

/// <summary>
/// The only writer of a repository's index, one job at a time. A job runs outside of the grain's turns; when it has stored a snapshot, the grain records it as the
/// current one, and only then is success reported. A job that was killed leaves the snapshot before it current and its facts in the store.
/// </summary>
internal sealed partial class RepositoryGrain(
    [PersistentState("repository", "codegraph")] IPersistentState<RepositoryState> state,
    IndexJobs jobs,
    KeptSessions sessions,
    EventPublisher events,
    DataFolder folder,
    TimeProvider time,
    ILogger<RepositoryGrain> logger) : Grain, IRepositoryGrain
{
    /// <summary>The current snapshot and those before it, for questions about earlier commits.</summary>
    private const int KeptSnapshots = 4;

    private const int WriteAttempts = 8;

    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Reading and writing the state must not overlap: status may be asked in the middle of a write.</summary>
    private readonly SemaphoreSlim storing = new(1);

    private readonly RecordAge age = RecordAge.OfRecords(folder, time);

    /// <summary>The running job; kept when it ends until the next.</summary>
    private IndexRun? job;

    /// <summary>The snapshot that was told last, or is about to be; the same commit indexed anew is another.</summary>
    private (string Id, DateTimeOffset IndexedAt)? told;

    /// <summary>What is told of the jobs; ends with the last event of the last one.</summary>
    private Task telling = Task.CompletedTask;

    public Task<IndexJob> StartIndex(IndexRequest request, CancellationToken cancellation) => StartIndex(request, null, null, cancellation);

    public async IAsyncEnumerable<IndexProgress> Watch([EnumeratorCancellation] CancellationToken cancellation)
    {
        if (job is not { IsRunning: true } watched)
            yield break;
        await foreach (var progress in Watch(watched, cancellation))
            yield return progress;
    }

    public async IAsyncEnumerable<IndexProgress> Follow(IndexRequest request, bool poll, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var git = await CheckFollowed(request, cancellation);
        using var watcher = new FolderWatcher(request.Source, git?.GitFolder, new() { AlwaysPoll = poll }, time);
        var session = sessions.Take(this.GetPrimaryKeyString()) ?? new();
        var preparing = Task.CompletedTask;
        try
        {
            for (var changes = FolderChanges.All; ; changes = changes.And(await watcher.Next(cancellation)))
            {
                await preparing;
                if (job is { IsRunning: true } other)
                    await other.Ended.WaitAsync(cancellation);
                await StartIndex(request, session, changes, cancellation);
                await foreach (var progress in Watch(job!, cancellation))
                    yield return progress;

                // What a job that did not end well was to see is still to be seen.
                if ((await job!.Ended).Phase != IndexPhase.Done)
                    continue;
                changes = FolderChanges.None;
                request = request with { Force = false };
                preparing = Prepare(request, session, cancellation);
            }
        }
        finally
        {
            await preparing;
        }
    }

    public async Task<bool> CancelIndex()
    {
        if (job is not { IsRunning: true } running)
            return false;
        await running.Cancel();
        return true;
    }

    public async Task<RepositoryStatus> GetStatus() => StatusOf(await ReadState());

    public async Task TellIndexed()
    {
        var known = await ReadState();
        if (job is { IsRunning: true } || known.Snapshots.LastOrDefault() is not { } current || told == KeyOf(current))
            return;
        await telling;
        told = KeyOf(current);
        await events.Publish(EventPublisher.IndexedBy(this.GetPrimaryKeyString(), KeyOf(current.Id), current.Commit, known.LastJob));
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (job is not { IsRunning: true } running)
            return;
        await running.Cancel();
        await running.Ended.WaitAsync(cancellationToken);
    }

    private async Task<IndexJob> StartIndex(IndexRequest request, IndexSession? followed, FolderChanges? changes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (job is { IsRunning: true } running)
            return Join(running, request);
        jobs.Admit();
        await CheckSource(request, cancellation);
        await Change(s => s with { Source = GitAddress.WithoutCredentials(request.Source) }, cancellation);
        var started = new IndexRun(this.GetPrimaryKeyString(), request, state.State.Snapshots, followed ?? sessions.Take(this.GetPrimaryKeyString()), changes, time);
        job = started;

        // The job outlives this call, and the activation lives for as long as the job.
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        _ = Follow(started);
        var before = telling;

        // Outside of the grain's turns, which questions may fill.
        telling = Task.Run(() => events.Follow(started, before), CancellationToken.None);
        LogStarted(started.Id, GitAddress.WithoutCredentials(request.Source));
        return new(started.Id, Joined: false);
    }

    /// <summary>What is stored. Another process may have indexed meanwhile; while a job runs here, the facts store's lock keeps others out.</summary>
    private async Task<RepositoryState> ReadState()
    {
        if (job is { IsRunning: true } || age.IsCurrent)
            return state.State;
        await Stored(
            async () =>
            {
                var before = age.Now();
                await state.ReadStateAsync(CancellationToken.None);
                age.Remember(before);
            },
            CancellationToken.None);
        return state.State;
    }

    private RepositoryStatus StatusOf(RepositoryState known)
    {
        var current = known.Snapshots.LastOrDefault();
        return new(
            this.GetPrimaryKeyString(), known.Source, current is null ? null : KeyOf(current.Id), current?.Commit, current?.Reference, current?.IndexedAt,
            job is { IsRunning: true } running ? running.Progress() : known.LastJob, current?.Summary);
    }

    private async IAsyncEnumerable<IndexProgress> Watch(IndexRun watched, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (!watched.Ended.IsCompleted)
        {
            yield return watched.Progress();
            await Task.WhenAny(watched.Ended, Task.Delay(WatchInterval, time, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }
        yield return await watched.Ended;
    }

    private static (string Id, DateTimeOffset IndexedAt) KeyOf(StoredSnapshot snapshot) => (snapshot.Id, snapshot.IndexedAt);

    private string KeyOf(string id) => new SnapshotKey(this.GetPrimaryKeyString(), id).ToString();

    private IndexJob Join(IndexRun running, IndexRequest request) => running.Request == request
        ? new(running.Id, Joined: true)
        : throw new BusyException(
            $"{this.GetPrimaryKeyString()} is being indexed at {running.Request.Reference ?? "its HEAD"}. Wait until that is done, or cancel it, and ask again.");

    /// <summary>Gets ready for the first edit, where that is still to be done. What goes wrong, the edit's job meets too, and tells.</summary>
    private async Task Prepare(IndexRequest request, IndexSession session, CancellationToken cancellation)
    {
        try
        {
            await jobs.Prepare(this.GetPrimaryKeyString(), request, session, cancellation);
        }
        catch (Exception exception)
        {
            if (!cancellation.IsCancellationRequested)
                LogNotPrepared(exception);
        }
    }

    private static async Task<GitRepository?> CheckFollowed(IndexRequest request, CancellationToken cancellation)
    {
        if (RepositorySource.IsUrl(request.Source) || request.Reference is not null)
            throw new ArgumentException("Only the files of a folder can be followed: a commit does not change. Leave the reference out, or give a folder.", nameof(request));
        await CheckSource(request, cancellation);
        return await GitRepository.Discover(request.Source, cancellation);
    }

    /// <exception cref="ArgumentException">Git is not asked to fetch this; the message says why.</exception>
    internal static void CheckAddress(string address)
    {
        try
        {
            GitAddress.Parse(address);
        }
        catch (GitException exception)
        {
            throw new ArgumentException(exception.Message, nameof(address), exception);
        }
    }

    private static async Task CheckSource(IndexRequest request, CancellationToken cancellation)
    {
        if (request.WorkingTree && request.Reference is not null)
            throw new ArgumentException("A working tree has no reference. Ask for one of them.", nameof(request));
        if (RepositorySource.IsUrl(request.Source))
        {
            if (request.WorkingTree)
                throw new ArgumentException($"'{request.Source}' is a URL, which has no working tree. Ask for a reference, or give a folder.", nameof(request));
            CheckAddress(request.Source);
            return;
        }
        if (!Directory.Exists(request.Source))
            throw new ArgumentException($"There is no folder '{request.Source}'. Give an existing folder or a git URL.", nameof(request));
        if (request.Reference is null)
            return;
        var repository = await GitRepository.Discover(request.Source, cancellation)
            ?? throw new ArgumentException($"'{request.Source}' is in no git repository, so '{request.Reference}' names nothing. Leave the reference out.", nameof(request));
        if (await repository.TryResolve(request.Reference, cancellation) is null)
            throw new ArgumentException($"'{request.Reference}' names no commit of '{request.Source}'. Give a branch, a tag or a commit id.", nameof(request));
    }

    /// <summary>Runs the job on other threads and records how it ended, in turns of this grain.</summary>
    private async Task Follow(IndexRun run)
    {
        IndexProgress last;
        try
        {
            // Until the record names the snapshot, nothing else says that it is needed.
            using var shared = StoreLock.Share(folder);
            var stored = await jobs.Start(run);
            told = KeyOf(stored);
            await Change(s => WithCurrent(s, stored, run.ToLast(IndexPhase.Done, stored.Summary)), CancellationToken.None);
            if (!run.IsFollowed)
                RemoveOld();
            if (run is { IsFollowed: false, Session: { } session })
                sessions.Keep(run.Repository, session, stored.Summary.SourceBytes);
            last = run.ToLast(IndexPhase.Done, stored.Summary);
            LogDone(run.Id, last.Elapsed);
        }
        catch (Exception exception)
        {
            last = await RecordFailure(run, exception);
        }
        DelayDeactivation(TimeSpan.Zero);
        run.End(last);

        // Somebody waited for this edit, and now knows.
        if (!run.IsFollowed)
            return;
        RemoveOld();
        await jobs.CollectGarbage(run);
    }

    private async Task<IndexProgress> RecordFailure(IndexRun run, Exception exception)
    {
        var cancelled = exception is OperationCanceledException && run.IsCancelled;
        var last = run.ToLast(cancelled ? IndexPhase.Cancelled : IndexPhase.Failed, message: cancelled ? null : MessageOf(exception));
        if (cancelled)
            LogCancelled(run.Id);
        else
            LogFailed(exception, run.Id);
        try
        {
            await Change(s => s with { LastJob = last }, CancellationToken.None);
        }
        catch (Exception unrecorded)
        {
            // The caller learns of the failure all the same; a full disk is often the cause of both.
            LogUnrecorded(unrecorded, run.Id);
        }
        return last;
    }

    /// <summary>What was foreseen names its remedy; anything else is an error of the program, and told as such.</summary>
    private static string MessageOf(Exception exception)
    {
        while (exception is AggregateException { InnerExceptions: [var first, ..] })
            exception = first;
        return exception is IOException or UnauthorizedAccessException or OutOfMemoryException or NotSupportedException or OperationCanceledException || exception.GetType().Namespace?.StartsWith(nameof(CodeGraph), StringComparison.Ordinal) == true
            ? exception.Message
            : $"An error in codegraph ended the job: {exception.GetType().Name}: {exception.Message} The log tells where; with CODEGRAPH_TRACE=1, so does the command.";
    }

    private static RepositoryState WithCurrent(RepositoryState before, StoredSnapshot stored, IndexProgress last) => before with
    {
        // Of the files on disk, the latest state is enough: commits are not to be pushed out by edits.
        Snapshots = [.. before.Snapshots.Where(s => s.Id != stored.Id && (IsOfCommit(s) || IsOfCommit(stored))).TakeLast(KeptSnapshots - 1), stored],
        LastJob = last,
    };

    private static bool IsOfCommit(StoredSnapshot snapshot) => snapshot.Id == snapshot.Commit;

    private void RemoveOld()
    {
        try
        {
            folder.RemoveSnapshots(this.GetPrimaryKeyString(), [.. state.State.Snapshots.Select(s => s.Id)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(exception);
        }
    }

    /// <summary>Writes the next state. What another process wrote meanwhile is read and changed instead; after a failure the state is what is stored.</summary>
    private Task Change(Func<RepositoryState, RepositoryState> next, CancellationToken cancellation) => Stored(
        async () =>
        {
            for (var attempt = 1; ; attempt++)
            {
                var before = state.State;
                state.State = next(before);
                try
                {
                    await state.WriteStateAsync(cancellation);
                    return;
                }
                catch (InconsistentStateException) when (attempt < WriteAttempts)
                {
                    await state.ReadStateAsync(cancellation);
                }
                catch (Exception exception)
                {
                    state.State = before;
                    if (exception is IOException or UnauthorizedAccessException)
                        throw StorageException.Writing(folder.State, exception);
                    throw;
                }
            }
        },
        cancellation);

    private async Task Stored(Func<Task> access, CancellationToken cancellation)
    {
        await storing.WaitAsync(cancellation);
        try
        {
            await access();
        }
        finally
        {
            storing.Release();
        }
    }
}
