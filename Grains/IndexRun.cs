using CodeGraph.Git;
using CodeGraph.Indexing;

namespace CodeGraph.Grains;

/// <summary>One index job: what was asked, how far it is, how it ended.</summary>
/// <param name="repository">The repository's name.</param>
/// <param name="request">What was asked.</param>
/// <param name="known">Snapshots there were when it started.</param>
/// <param name="session">What earlier jobs left in memory; null where nothing is to be kept.</param>
/// <param name="changes">What changed since the session's last job; null where nobody follows the source.</param>
/// <param name="time">The clock.</param>
internal sealed class IndexRun(string repository, IndexRequest request, IReadOnlyList<StoredSnapshot> known, IndexSession? session, FolderChanges? changes, TimeProvider time)
{
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource<IndexProgress> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id { get; } = Guid.CreateVersion7().ToString("n");

    public string Repository => repository;

    public IndexRequest Request => request;

    /// <summary>Snapshots there were when it started.</summary>
    public IReadOnlyList<StoredSnapshot> Known => known;

    public IndexSession? Session => session;

    public FolderChanges? Changes => changes;

    /// <summary>Whether somebody follows the source and waits for what changes there.</summary>
    public bool IsFollowed => changes is not null;

    /// <summary>The time without collections that the run has; null where it has none.</summary>
    public CollectionFreeRun.Period? WithoutCollections { get; set; }

    public IndexTracker Tracker { get; } = new(time);

    public CancellationToken Cancellation => stop.Token;

    public bool IsCancelled => stop.IsCancellationRequested;

    /// <summary>The last progress, once the outcome is recorded.</summary>
    public Task<IndexProgress> Ended => ended.Task;

    public bool IsRunning => !Ended.IsCompleted;

    public Task Cancel() => stop.CancelAsync();

    public void End(IndexProgress last) => ended.TrySetResult(last);

    public IndexProgress Progress() => To(PhaseOf(Tracker.Stage), null, null);

    public IndexProgress ToLast(IndexPhase phase, IndexSummary? summary = null, string? message = null) => To(phase, message, summary);

    private IndexProgress To(IndexPhase phase, string? message, IndexSummary? summary) =>
        new(phase, Tracker.Files, Tracker.TotalFiles, Tracker.Bytes, Tracker.TotalBytes, Tracker.Elapsed, message, summary);

    private static IndexPhase PhaseOf(IndexStage stage) => stage switch
    {
        IndexStage.Queued => IndexPhase.Queued,
        IndexStage.Fetching => IndexPhase.Fetching,
        IndexStage.Listing => IndexPhase.Listing,
        IndexStage.Parsing => IndexPhase.Parsing,
        IndexStage.Linking => IndexPhase.Linking,
        IndexStage.Storing => IndexPhase.Storing,
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };
}
