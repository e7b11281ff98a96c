namespace CodeGraph.Grains;

/// <summary>
/// Threads of the pool for those who do not take long, while something keeps others busy for seconds. Beyond its least number the pool adds threads so slowly that an
/// event or a look-up waited a second behind a job; more of them all the time would make look-ups slower, as they would take turns on the same processors.
/// </summary>
public sealed class SpareThreads : IDisposable
{
    private static readonly Lock Changing = new();

    private int added;

    private SpareThreads(int added) => this.added = added;

    /// <summary>Adds to the least number of the pool until the result is disposed of; as many as will be kept busy.</summary>
    public static SpareThreads Begin(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        return new(Change(threads) ? threads : 0);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref added, 0) is > 0 and var threads)
            Change(-threads);
    }

    /// <returns>False where that is more than the pool may have.</returns>
    private static bool Change(int by)
    {
        lock (Changing)
        {
            ThreadPool.GetMinThreads(out var workers, out var completions);
            return ThreadPool.SetMinThreads(workers + by, completions);
        }
    }
}
