namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>The system's clock, some time ahead or behind; timers run as they do.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long offset;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref offset));

    public void Advance(TimeSpan time) => Interlocked.Add(ref offset, time.Ticks);
}
