namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>The system's clock, some time ahead or behind, or stopped; timers run as they do.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long offset;
    private long stoppedAt;

    public override DateTimeOffset GetUtcNow() =>
        (Interlocked.Read(ref stoppedAt) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : System.GetUtcNow()) + TimeSpan.FromTicks(Interlocked.Read(ref offset));

    /// <summary>From here on it goes only as it is moved, however long a test takes.</summary>
    public void Stop() => Interlocked.Exchange(ref stoppedAt, System.GetUtcNow().UtcTicks);

    public void Advance(TimeSpan time) => Interlocked.Add(ref offset, time.Ticks);
}
