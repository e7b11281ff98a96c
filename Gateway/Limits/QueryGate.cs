using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using CodeGraph.Client;
using CodeGraph.Grains;

namespace CodeGraph.Gateway.Limits;

/// <summary>Lets few heavy questions be answered at a time, some wait, and none take longer than one may. Measures them all.</summary>
internal sealed class QueryGate : IQueryGate, IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly LimitOptions limits;
    private readonly TimeProvider time;
    private readonly ConcurrencyLimiter heavy;
    private readonly QueryMetrics metrics;

    public QueryGate(GatewayOptions options, TimeProvider time, IMeterFactory meters)
    {
        (limits, this.time) = (options.Limits, time);
        heavy = new(new() { PermitLimit = limits.HeavyQueries, QueueLimit = limits.WaitingHeavyQueries, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
        metrics = new(meters, heavy, limits.HeavyQueries);
    }

    public async Task<T> Run<T>(string query, QueryWeight weight, Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var measured = metrics.Begin(query);
        using var clock = new QueryClock(query, limits.QueryTime, time, cancellation);
        return await measured.Observe(async () =>
        {
            using var turn = weight == QueryWeight.Heavy ? await clock.Limit(TakeTurn) : null;
            using var spare = weight == QueryWeight.Heavy ? SpareThreads.Begin(1) : null;
            return await clock.Limit(ask);
        });
    }

    public async IAsyncEnumerable<T> Stream<T>(string query, Func<CancellationToken, IAsyncEnumerable<T>> ask, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var measured = metrics.Begin(query);
        using var clock = new QueryClock(query, limits.QueryTime, time, cancellation);
        using var turn = await measured.Observe(() => clock.Limit(TakeTurn));
        using var spare = SpareThreads.Begin(1);
        await using var parts = ask(clock.Token).GetAsyncEnumerator(clock.Token);
        while (await measured.Observe(() => clock.Limit(_ => parts.MoveNextAsync().AsTask())))
        {
            // Its reader may take what time it needs: the server ends connections that take nothing.
            clock.Stop();
            yield return parts.Current;
            clock.Start();
        }
    }

    public void Dispose() => heavy.Dispose();

    private async Task<RateLimitLease> TakeTurn(CancellationToken cancellation)
    {
        var turn = await heavy.AcquireAsync(1, cancellation);
        if (turn.IsAcquired)
            return turn;
        turn.Dispose();
        throw new OverloadedException($"{limits.HeavyQueries} heavy questions are being answered and {limits.WaitingHeavyQueries} wait. Ask again in a moment.", RetryAfter);
    }
}
