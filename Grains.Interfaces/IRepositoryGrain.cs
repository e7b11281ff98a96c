using Orleans;
using Orleans.Concurrency;

namespace CodeGraph.Grains;

/// <summary>A repository: its registration, its snapshots and the one running index job. Keyed by the repository's name.</summary>
[Alias("CodeGraph.IRepositoryGrain")]
public partial interface IRepositoryGrain : IGrainWithStringKey
{
    /// <summary>Starts indexing, or joins the job that is running. Returns at once; follow it with <see cref="Watch"/>.</summary>
    /// <exception cref="ArgumentException">The source is neither a folder nor a git URL, or the reference does not exist; the message names the remedy.</exception>
    Task<IndexJob> StartIndex(IndexRequest request, CancellationToken cancellation);

    /// <summary>Progress of the running job until it ends; the last element carries the summary or the error. Ends at once when none runs.</summary>
    [AlwaysInterleave]
    IAsyncEnumerable<IndexProgress> Watch(CancellationToken cancellation);

    /// <summary>
    /// Indexes the files of a folder, and again whenever some of them changed, until the reader of the stream leaves. Progress of each job, the last element
    /// of each with its summary or error. What the jobs have in common stays in memory, so that one after an edit costs little.
    /// </summary>
    /// <param name="request">A folder; with <see cref="IndexRequest.WorkingTree"/> the files as they are on disk, else each commit that is checked out.</param>
    /// <param name="poll">Look at the folder in turns: on network drives the system tells no changes.</param>
    /// <param name="cancellation">Ends the stream.</param>
    /// <exception cref="ArgumentException">The source is no folder; the message names the remedy.</exception>
    [AlwaysInterleave]
    IAsyncEnumerable<IndexProgress> Follow(IndexRequest request, bool poll, CancellationToken cancellation);

    /// <summary>Asks the running job to stop. What was parsed stays stored, so that the next run resumes.</summary>
    [AlwaysInterleave]
    Task<bool> CancelIndex();

    [AlwaysInterleave]
    Task<RepositoryStatus> GetStatus();

    /// <summary>Tells who listens to events of the current snapshot where another process made it; what a job of this one made is told as the job ends.</summary>
    Task TellIndexed();
}

/// <param name="Source">A folder or a git URL.</param>
/// <param name="Reference">Branch, tag or commit; null for HEAD.</param>
/// <param name="WorkingTree">Index the files as they are on disk instead of a commit.</param>
/// <param name="Force">Index again even where a snapshot of the commit exists.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.IndexRequest")]
public sealed record IndexRequest(
    [property: Id(0)] string Source,
    [property: Id(1)] string? Reference = null,
    [property: Id(2)] bool WorkingTree = false,
    [property: Id(3)] bool Force = false);

/// <param name="Id">Names the job among those of the repository.</param>
/// <param name="Joined">True where an equal job was running already.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.IndexJob")]
public sealed record IndexJob([property: Id(0)] string Id, [property: Id(1)] bool Joined);

public enum IndexPhase
{
    Queued = 0,
    Fetching = 1,
    Listing = 2,
    Parsing = 3,
    Linking = 4,
    Storing = 5,
    Done = 6,
    Failed = 7,
    Cancelled = 8,
}

/// <param name="Phase">What is being done.</param>
/// <param name="Files">Files parsed so far.</param>
/// <param name="TotalFiles">Files to parse; 0 while unknown.</param>
/// <param name="Bytes">Source bytes parsed so far.</param>
/// <param name="TotalBytes">Source bytes to parse; 0 while unknown.</param>
/// <param name="Elapsed">Time since the job started.</param>
/// <param name="Message">What went wrong and what to do about it, where <paramref name="Phase"/> is Failed.</param>
/// <param name="Summary">Set where <paramref name="Phase"/> is Done.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.IndexProgress")]
public sealed record IndexProgress(
    [property: Id(0)] IndexPhase Phase,
    [property: Id(1)] int Files,
    [property: Id(2)] int TotalFiles,
    [property: Id(3)] long Bytes,
    [property: Id(4)] long TotalBytes,
    [property: Id(5)] TimeSpan Elapsed,
    [property: Id(6)] string? Message = null,
    [property: Id(7)] IndexSummary? Summary = null);

/// <param name="Snapshot">Key of the snapshot: <c>repository@commit</c>.</param>
/// <param name="Commit">The commit's full id; null for a folder without git.</param>
/// <param name="Files">Files in the snapshot.</param>
/// <param name="ParsedNow">Of them, how many this run parsed.</param>
/// <param name="FromStore">Of them, how many were known by blob id before this run.</param>
/// <param name="Skipped">Files left out, by reason.</param>
/// <param name="Failed">Source files that could not be parsed within the limits: path and reason.</param>
/// <param name="SourceBytes">Bytes of source in the snapshot.</param>
/// <param name="Symbols">Symbols, locals included.</param>
/// <param name="References">Uses of names.</param>
/// <param name="RelationsByTier">Resolved references by tier.</param>
/// <param name="External">References that lead outside of the repository.</param>
/// <param name="Unresolved">References of which nothing is known.</param>
/// <param name="PhaseTimes">Time by phase.</param>
/// <param name="PeakMemoryBytes">Largest resident set of the process so far.</param>
/// <param name="SnapshotBytes">Size of the stored snapshot.</param>
/// <param name="AlreadyIndexed">Nothing was to do: a snapshot of the commit existed.</param>
/// <param name="Shared">Of <paramref name="Files"/>, how many have the content of another that this run parsed.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.IndexSummary")]
public sealed record IndexSummary(
    [property: Id(0)] string Snapshot,
    [property: Id(1)] string? Commit,
    [property: Id(2)] int Files,
    [property: Id(3)] int ParsedNow,
    [property: Id(4)] int FromStore,
    [property: Id(5)] IReadOnlyDictionary<string, int> Skipped,
    [property: Id(6)] IReadOnlyList<string> Failed,
    [property: Id(7)] long SourceBytes,
    [property: Id(8)] int Symbols,
    [property: Id(9)] int References,
    [property: Id(10)] IReadOnlyDictionary<string, int> RelationsByTier,
    [property: Id(11)] int External,
    [property: Id(12)] int Unresolved,
    [property: Id(13)] IReadOnlyDictionary<string, TimeSpan> PhaseTimes,
    [property: Id(14)] long PeakMemoryBytes,
    [property: Id(15)] long SnapshotBytes,
    [property: Id(16)] bool AlreadyIndexed,
    [property: Id(17)] int Shared = 0);

/// <param name="Name">The repository's name.</param>
/// <param name="Source">Folder or URL.</param>
/// <param name="Current">Key of the snapshot that answers questions; null before the first.</param>
/// <param name="Commit">Its commit; null for a folder without git.</param>
/// <param name="Reference">Its branch or ref.</param>
/// <param name="IndexedAt">When it was made.</param>
/// <param name="Job">Progress of the running job, or how the last one ended; null where none ever ran.</param>
/// <param name="Summary">The last successful run.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.RepositoryStatus")]
public sealed record RepositoryStatus(
    [property: Id(0)] string Name,
    [property: Id(1)] string? Source,
    [property: Id(2)] string? Current,
    [property: Id(3)] string? Commit,
    [property: Id(4)] string? Reference,
    [property: Id(5)] DateTimeOffset? IndexedAt,
    [property: Id(6)] IndexProgress? Job,
    [property: Id(7)] IndexSummary? Summary);
