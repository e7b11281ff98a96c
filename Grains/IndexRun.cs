using CodeGraph.Git;
using CodeGraph.Indexing;

namespace CodeGraph.Grains;

/// <summary>One index job: what was asked, how far it is, how it ended.</summary>
internal sealed class IndexRun(string repository, IndexRequest request, IReadOnlyList<StoredSnapshot> known, IndexSession? session, FolderChanges changes, TimeProvider time)
{
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource<IndexProgress> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id { get; } = Guid.CreateVersion7().ToString("n");

    public string Repository => repository;

    public IndexRequest Request => request;

    /// <summary>Snapshots there were when it started.</summary>
    public IReadOnlyList<StoredSnapshot> Known => known;

    /// <summary>What earlier jobs left in memory; null where nobody follows the source.</summary>
    public IndexSession? Session => session;

    /// <summary>What changed since the session's last job.</summary>
    public FolderChanges Changes => changes;

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
