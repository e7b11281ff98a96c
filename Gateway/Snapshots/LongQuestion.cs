using System.Runtime.CompilerServices;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>A question whose answer is a list that may be long.</summary>
internal interface ILongQuestion<in TQuery, out TAnswer>
{
    /// <summary>The member of the answer that holds the results.</summary>
    string List { get; }

    /// <summary>What a result is called in a line.</summary>
    string Item { get; }

    /// <summary>The answer in parts, made one at a time.</summary>
    /// <param name="snapshot">Is asked.</param>
    /// <param name="query">What it is asked.</param>
    /// <param name="limited">Whether the query's limit counts; all results where it does not.</param>
    /// <param name="cancellation">Ends it.</param>
    IAsyncEnumerable<TAnswer> InParts(ISnapshotQueries snapshot, TQuery query, bool limited, CancellationToken cancellation);
}

/// <param name="Name">Names it in URLs and batches.</param>
/// <param name="Put">Asks a snapshot.</param>
/// <param name="FindProblem">Why an answer is none; null for a good one.</param>
/// <param name="List">The member of the answer that holds the results.</param>
/// <param name="Item">What a result is called in a line.</param>
/// <param name="Count">Results in a part.</param>
/// <param name="Page">The query for so many results after a cursor.</param>
internal sealed record LongQuestion<TQuery, TAnswer>(
    string Name,
    Func<ISnapshotQueries, TQuery, CancellationToken, Task<TAnswer>> Put,
    Func<TQuery, TAnswer, ProblemHttpResult?> FindProblem,
    string List,
    string Item,
    Func<TAnswer, int> Count,
    Func<TQuery, int, string?, TQuery> Page) : Question<TQuery, TAnswer>(Name, Put, FindProblem), ILongQuestion<TQuery, TAnswer>
    where TQuery : class, IPagedQuery
    where TAnswer : class, IPagedAnswer
{
    /// <summary>A page of a stream: what a gateway holds of an answer at a time.</summary>
    private const int PageSize = 2000;

    /// <summary>Set where a snapshot hands out the whole answer in parts by itself.</summary>
    public Func<ISnapshotQueries, TQuery, CancellationToken, IAsyncEnumerable<TAnswer>>? Stream { get; init; }

    public IAsyncEnumerable<TAnswer> InParts(ISnapshotQueries snapshot, TQuery query, bool limited, CancellationToken cancellation) =>
        Stream is not null && !limited && query.Cursor is null ? Stream(snapshot, query, cancellation) : InPages(snapshot, query, limited ? query.Limit : int.MaxValue, cancellation);

    private async IAsyncEnumerable<TAnswer> InPages(ISnapshotQueries snapshot, TQuery query, int limit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (left, cursor) = (limit, query.Cursor);
        do
        {
            var part = await Put(snapshot, Page(query, Math.Min(left, PageSize), cursor), cancellation);
            yield return part;
            left -= Count(part);
            cursor = part.Cursor;
        }
        while (cursor is not null && left > 0);
    }
}
