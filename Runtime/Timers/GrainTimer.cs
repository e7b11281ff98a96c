namespace Orleans.Runtime;

/// <summary>A timer whose ticks are requests to its own activation; the next one is set when the last one has ended.</summary>
internal sealed class GrainTimer : IGrainTimer, IActivationComponent
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource disposed = new();
    private readonly GrainActivation activation;
    private readonly Func<CancellationToken, Task> callback;
    private readonly GrainTimerCreationOptions options;
    private readonly ITimer timer;
    private TimeSpan period;
    private TimeSpan? changedDue;
    private bool ticking;

    internal GrainTimer(GrainActivation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Check(options.DueTime, nameof(options.DueTime));
        Check(options.Period, nameof(options.Period));
        this.activation = activation;
        this.callback = callback;
        this.options = options;
        period = options.Period;
        activation.Attach(this);

        // The request that creates the timer must not live on in the timer's execution context.
        using var suppressed = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        timer = activation.Runtime.Time.CreateTimer(
            static timer => ((GrainTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (gate)
        {
            this.period = period;
            if (ticking) changedDue = dueTime;
            else timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        disposed.Cancel();
        activation.Detach(this);
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
        lock (gate)
        {
            if (ticking || disposed.IsCancellationRequested) return;
            ticking = true;
        }

        var tick = new Tick(this);
        tick.Send(activation.Runtime);
        activation.TryEnqueue(tick);
    }

    private async Task RunAsync()
    {
        if (disposed.IsCancellationRequested) return;
        try
        {
            await callback(disposed.Token);
        }
        catch (Exception exception)
        {
            activation.Runtime.Log.TimerFailed(exception, activation);
        }
        finally
        {
            lock (gate)
            {
                ticking = false;
                if (!disposed.IsCancellationRequested) timer.Change(changedDue ?? period, Timeout.InfiniteTimeSpan);
                changedDue = null;
            }
        }
    }

    private sealed class Tick(GrainTimer timer) : LocalRequest(timer.activation.GrainId, timer.options.Interleave, timer.options.KeepAlive)
    {
        internal override Task Invoke(object grain) => timer.RunAsync();
    }
}
