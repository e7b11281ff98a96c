using CodeGraph.Client;

namespace CodeGraph.Grains;

/// <summary>Lets a few index jobs of this process run at a time, the others in the order in which they came.</summary>
internal sealed class IndexJobQueue(IndexJobOptions options)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim turns = new(options.AtATime);
    private int waiting;

    public int Waiting => Volatile.Read(ref waiting);

    public int Running => options.AtATime - turns.CurrentCount;

    /// <exception cref="OverloadedException">As many wait as may.</exception>
    public void Admit()
    {
        if (Waiting >= options.Waiting && turns.CurrentCount == 0)
            throw new OverloadedException($"{options.AtATime} repositories are being indexed and {options.Waiting} wait. Try again when some are done.", RetryAfter);
    }

    /// <summary>Does the work of a job when it is its turn.</summary>
    public async Task<T> Run<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        Interlocked.Increment(ref waiting);
        try
        {
            await turns.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
        try
        {
            return await work();
        }
        finally
        {
            turns.Release();
        }
    }
}
