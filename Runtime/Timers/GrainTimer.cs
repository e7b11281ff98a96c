namespace Orleans.Runtime;

/// <summary>A timer whose ticks are requests to its own activation; the next one is set when the last one has ended.</summary>
internal sealed class GrainTimer : IGrainTimer, IActivationComponent
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly GrainActivation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly ITimer _timer;
    private TimeSpan _period;
    private TimeSpan? _changedDue;
    private bool _ticking;

    internal GrainTimer(GrainActivation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Check(options.DueTime, nameof(options.DueTime));
        Check(options.Period, nameof(options.Period));
        _activation = activation;
        _callback = callback;
        _options = options;
        _period = options.Period;
        activation.Attach(this);

        // The request that creates the timer must not live on in the timer's execution context.
        using var suppressed = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        _timer = activation.Runtime.Time.CreateTimer(
            static timer => ((GrainTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (_gate)
        {
            _period = period;
            if (_ticking) _changedDue = dueTime;
            else _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _disposed.Cancel();
        _activation.Detach(this);
    }

    void IActivationComponent.OnDeactivating() => Dispose();

    ValueTask IActivationComponent.OnDeactivatedAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Check(TimeSpan time, string name)
    {
        if (time < TimeSpan.Zero && time != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(name, time, "A timer's times are zero or more, or Timeout.InfiniteTimeSpan.");
    }

    private void Fire()
    {
        lock (_gate)
        {
            if (_ticking || _disposed.IsCancellationRequested) return;
            _ticking = true;
        }

        var tick = new Tick(this);
        tick.Send(_activation.Runtime);
        _activation.TryEnqueue(tick);
    }

    private async Task RunAsync()
    {
        if (_disposed.IsCancellationRequested) return;
        try
        {
            await _callback(_disposed.Token);
        }
        catch (Exception exception)
        {
            _activation.Runtime.Log.TimerFailed(exception, _activation);
        }
        finally
        {
            lock (_gate)
            {
                _ticking = false;
                if (!_disposed.IsCancellationRequested) _timer.Change(_changedDue ?? _period, Timeout.InfiniteTimeSpan);
                _changedDue = null;
            }
        }
    }

    private sealed class Tick(GrainTimer timer) : LocalRequest(timer._activation.GrainId, timer._options.Interleave, timer._options.KeepAlive)
    {
        internal override Task Invoke(object grain) => timer.RunAsync();
    }
}
