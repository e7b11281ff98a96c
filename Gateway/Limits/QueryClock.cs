using CodeGraph.Client;

namespace CodeGraph.Gateway.Limits;

/// <summary>The time that a question may take. Ends its work when it is over, and tells that from a caller who went away.</summary>
internal sealed class QueryClock : IDisposable
{
    private readonly string query;
    private readonly TimeSpan limit;
    private readonly CancellationTokenSource over;
    private readonly CancellationTokenSource either;
    private readonly CancellationToken caller;

    public QueryClock(string query, TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        (this.query, this.limit, this.caller) = (query, limit, caller);
        over = new(limit, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, caller);
    }

    /// <summary>Ends with the time, and with the caller.</summary>
    public CancellationToken Token => either.Token;

    /// <exception cref="QueryTimeLimitException">The time is over.</exception>
    public async Task<T> Limit<T>(Func<CancellationToken, Task<T>> work)
    {
        try
        {
            return await work(Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            throw new QueryTimeLimitException(query, limit);
        }
    }

    public void Stop() => over.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Start() => over.CancelAfter(limit);

    public void Dispose()
    {
        either.Dispose();
        over.Dispose();
    }
}
