using CodeGraph.Grains;

namespace CodeGraph.Gateway.Events;

/// <summary>An event as listeners get it, over either transport.</summary>
/// <param name="Id">To go on after it: the header <c>Last-Event-ID</c>, the argument <c>after</c>.</param>
/// <param name="Kind"><c>registered</c>, <c>progress</c>, <c>indexed</c>, <c>failed</c>, <c>cancelled</c>, <c>removed</c>, or <c>reset</c>: events were lost, read the state anew.</param>
/// <param name="Repository">The repository's name; null for <c>reset</c>.</param>
/// <param name="At">When it was told; null for <c>reset</c>.</param>
/// <param name="Progress">Of the job, for events about one.</param>
/// <param name="Snapshot">Key of the snapshot, for <c>indexed</c>.</param>
/// <param name="Commit">Its commit; null for a folder without git.</param>
internal sealed record EventMessage(string Id, string Kind, string? Repository, DateTimeOffset? At, IndexProgress? Progress, string? Snapshot, string? Commit)
{
    public const string ResetKind = "reset";

    public static EventMessage Of(RepositoryEvent happened) => new(
        happened.Id.ToString(), happened.Happened.Kind.ToString().ToLowerInvariant(), happened.Happened.Repository, happened.At, happened.Happened.Progress,
        happened.Happened.Snapshot, happened.Happened.Commit);

    public static EventMessage Reset(EventPosition last) => new(last.ToString(), ResetKind, null, null, null, null, null);
}
