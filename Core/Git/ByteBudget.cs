namespace CodeGraph.Git;

/// <summary>
/// Bytes that may be in memory at once. A single request above the whole budget is granted when nothing else is out, so a large file
/// is slow rather than stuck.
/// </summary>
internal sealed class ByteBudget(long capacity)
{
    /// <summary>Charged for every file beyond its bytes, so that many empty files are bounded too.</summary>
    public const int PerFile = 256;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim released = new(0);
    private long used;
    private int waiting;

    public static long ChargeFor(long bytes) => bytes + PerFile;

    /// <summary>Blocks until the bytes fit. For the threads that read; consumers only release.</summary>
    public void Acquire(long bytes, CancellationToken cancellation)
    {
        while (!TryAcquire(bytes)) released.Wait(cancellation);
    }

    public async ValueTask AcquireAsync(long bytes, CancellationToken cancellation)
    {
        while (!TryAcquire(bytes)) await released.WaitAsync(cancellation);
    }

    public void Release(long bytes)
    {
        int wake;
        lock (gate)
        {
            used -= bytes;
            wake = waiting;
            waiting = 0;
        }

        if (wake > 0) released.Release(wake);
    }

    private bool TryAcquire(long bytes)
    {
        lock (gate)
        {
            if (used == 0 || used + bytes <= capacity)
            {
                used += bytes;
                return true;
            }

            waiting++;
            return false;
        }
    }
}
