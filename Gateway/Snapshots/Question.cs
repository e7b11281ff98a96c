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
internal sealed record Question<TQuery, TAnswer>(
    string Name, Func<ISnapshotQueries, TQuery, CancellationToken, Task<TAnswer>> Put, Func<TQuery, TAnswer, ProblemHttpResult?> FindProblem) : IQuestion
    where TQuery : class
    where TAnswer : class
{
    /// <summary>
    /// Set where texts are read beyond the snapshot: whether an answer has all of them. Another one may come out better the next time, and those about files on disk may
    /// come out otherwise, whatever the snapshot.
    /// </summary>
    public Func<TAnswer, bool>? IsWhole { get; init; }

    /// <summary>Set where the answer is a list that may be long.</summary>
    public LongAnswer<TQuery, TAnswer>? Long { get; init; }

    /// <summary>The entity tag of answers that the snapshot alone decides, so that they stay the same for as long as it does; null for others.</summary>
    public string? TagOf(SnapshotInfo? snapshot) => snapshot is not null && (IsWhole is null || snapshot.Id == snapshot.Commit) ? EntityTag.Of(snapshot) : null;

    public async Task<Answer> Ask(JsonElement query, OpenedSnapshot snapshot, Answerer answerer, CancellationToken cancellation) =>
        await answerer.Ask(this, answerer.Read<TQuery>(query), snapshot, TagOf(snapshot.Stored), cancellation);
}

/// <summary>How a long answer comes in parts.</summary>
/// <param name="List">The member that holds the results.</param>
/// <param name="Item">What a result is called in a line.</param>
/// <param name="Count">Results in a part.</param>
/// <param name="Limit">Results that a query wants at most.</param>
/// <param name="Page">The query for so many results after a cursor.</param>
/// <param name="Cursor">What asks for the next part; null where there is none. The query's own comes first.</param>
/// <param name="Start">The query's own cursor.</param>
internal sealed record LongAnswer<TQuery, TAnswer>(
    string List, string Item, Func<TAnswer, int> Count, Func<TQuery, int> Limit, Func<TQuery, int, string?, TQuery> Page, Func<TAnswer, string?> Cursor, Func<TQuery, string?> Start)
{
    /// <summary>A page of a stream: what a gateway holds of an answer at a time.</summary>
    private const int PageSize = 2000;

    /// <summary>Set where a snapshot hands out the whole answer in parts by itself.</summary>
    public Func<ISnapshotQueries, TQuery, CancellationToken, IAsyncEnumerable<TAnswer>>? Stream { get; init; }

    /// <summary>The answer in parts, one at a time.</summary>
    /// <param name="put">Asks for a part.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="limit">Most results; null for all.</param>
    public async IAsyncEnumerable<TAnswer> InParts(Func<TQuery, Task<TAnswer>> put, TQuery query, int? limit)
    {
        var left = limit ?? int.MaxValue;
        var cursor = Start(query);
        do
        {
            var part = await put(Page(query, Math.Min(left, PageSize), cursor));
            yield return part;
            left -= Count(part);
            cursor = Cursor(part);
        }
        while (cursor is not null && left > 0);
    }
}
