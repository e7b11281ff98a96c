using Orleans;
using Orleans.Concurrency;

namespace CodeGraph.Grains;

/// <summary>What happens to repositories, in one order for all. A single grain, keyed <see cref="Key"/>.</summary>
[Alias("CodeGraph.IRepositoryEventsGrain")]
public interface IRepositoryEventsGrain : IGrainWithStringKey
{
    public const string Key = "all";

    /// <summary>Adds an event behind all others.</summary>
    /// <param name="happened">What to tell.</param>
    Task Publish(RepositoryHappening happened);

    /// <summary>
    /// Events behind a position, as they come, until the reader leaves. The first element comes at once, be it empty: it says where the reader stands. A reader who is too
    /// slow, or whose position nobody knows any more, is told so and goes on from the end.
    /// </summary>
    /// <param name="after">The last event the reader has; null for those that are still kept.</param>
    /// <param name="cancellation">Ends the stream.</param>
    [AlwaysInterleave]
    IAsyncEnumerable<RepositoryEventBatch> Watch(EventPosition? after, CancellationToken cancellation);
}

public enum RepositoryEventKind
{
    /// <summary>A source got a name.</summary>
    Registered = 0,

    /// <summary>A job is under way.</summary>
    Progress = 1,

    /// <summary>A job ended well; its snapshot answers questions from now on.</summary>
    Indexed = 2,

    /// <summary>A job ended with an error.</summary>
    Failed = 3,

    /// <summary>A job was stopped.</summary>
    Cancelled = 4,

    /// <summary>A repository was removed.</summary>
    Removed = 5,
}

/// <summary>What is to be told of a repository.</summary>
/// <param name="Progress">Of a job, without its summary; null where the event is about none.</param>
/// <param name="Snapshot">Key of the snapshot that a job made; null for other events.</param>
/// <param name="Commit">Its commit; null for a folder without git.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.RepositoryHappening")]
public sealed record RepositoryHappening(
    [property: Id(0)] RepositoryEventKind Kind,
    [property: Id(1)] string Repository,
    [property: Id(2)] IndexProgress? Progress = null,
    [property: Id(3)] string? Snapshot = null,
    [property: Id(4)] string? Commit = null);

/// <param name="Id">Its place in the order of all events.</param>
/// <param name="At">When it was told.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.RepositoryEvent")]
public sealed record RepositoryEvent([property: Id(0)] EventPosition Id, [property: Id(1)] DateTimeOffset At, [property: Id(2)] RepositoryHappening Happened);

/// <param name="Last">The last event there is.</param>
/// <param name="IsReset">Whether events between the reader's position and these are lost.</param>
/// <param name="Events">In their order.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.RepositoryEventBatch")]
public sealed record RepositoryEventBatch([property: Id(0)] EventPosition Last, [property: Id(1)] bool IsReset, [property: Id(2)] IReadOnlyList<RepositoryEvent> Events);
