using System.Text.Json;
using CodeGraph.Client;
using CodeGraph.Gateway.Caching;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>A question that every snapshot answers, whatever it is asked by: a URL, a body, an operation of a batch.</summary>
internal interface IQuestion
{
    /// <summary>Names it in URLs and batches.</summary>
    string Name { get; }

    /// <summary>Asks with a query in JSON.</summary>
    /// <exception cref="Problems.RefusedException">The query is not valid.</exception>
    Task<Answer> Ask(JsonElement query, OpenedSnapshot snapshot, Answerer answerer, CancellationToken cancellation);
}

/// <param name="Name">Names it in URLs and batches.</param>
/// <param name="Put">Asks a snapshot.</param>
/// <param name="FindProblem">Why an answer is none; null for a good one.</param>
internal record Question<TQuery, TAnswer>(
    string Name, Func<ISnapshotQueries, TQuery, CancellationToken, Task<TAnswer>> Put, Func<TQuery, TAnswer, ProblemHttpResult?> FindProblem) : IQuestion
    where TQuery : class
    where TAnswer : class
{
    /// <summary>
    /// Set where texts are read beyond the snapshot: whether an answer has all of them. Another one may come out better the next time, and those about files on disk may
    /// come out otherwise, whatever the snapshot.
    /// </summary>
    public Func<TAnswer, bool>? IsWhole { get; init; }

    /// <summary>The entity tag of answers that the snapshot alone decides, so that they stay the same for as long as it does; null for others.</summary>
    public string? TagOf(SnapshotInfo? snapshot) => snapshot is not null && (IsWhole is null || snapshot.Id == snapshot.Commit) ? EntityTag.Of(snapshot) : null;

    public async Task<Answer> Ask(JsonElement query, OpenedSnapshot snapshot, Answerer answerer, CancellationToken cancellation) =>
        await answerer.Ask(this, answerer.Read<TQuery>(query), snapshot, TagOf(snapshot.Stored), cancellation);
}
