namespace CodeGraph.Runtime.Tests;

/// <summary>A clock that stands still until <see cref="Advance"/> moves it, firing the timers that fall due on the way, in order.</summary>
internal sealed class FakeTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate) return _now.Ticks;
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        TimeSpan end;
        lock (_gate) end = _now + time;
        while (true)
        {
            FakeTimer? due;
            lock (_gate)
            {
                due = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
                _now = due?.Due ?? end;
                if (due is null) return;
                due.Due += due.Period;
                if (due.Period <= TimeSpan.Zero) _timers.Remove(due);
            }

            due.Fire();
        }
    }

    private sealed class FakeTimer(FakeTimeProvider owner, Action fire) : ITimer
    {
        internal Action Fire { get; } = fire;

        internal TimeSpan Due { get; set; }

        internal TimeSpan Period { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._gate)
            {
                owner._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = owner._now + dueTime;
                Period = period;
                owner._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (owner._gate) owner._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
