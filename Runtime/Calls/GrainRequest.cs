namespace Orleans.Runtime;

/// <summary>
/// One call on its way: the arguments, the response the caller awaits, and its place in the activation's queue. A request is in at most one
/// queue, so the queues are linked through it. Everything here but the response is guarded by the owning activation's or pool's lock.
/// </summary>
internal abstract class GrainRequest : CallScope
{
    private Action? taskCompleted;
    private Task? execution;
    private CancellationTokenRegistration cancelled;

    protected GrainRequest(GrainMethod? method, GrainId target, CancellationToken cancellation)
    {
        Request = this;
        Method = method;
        Target = target;
        Cancellation = cancellation;
    }

    /// <summary>Null for work that the runtime gives an activation itself: timer ticks and steps of an enumeration.</summary>
    internal GrainMethod? Method { get; }

    internal GrainId Target { get; }

    internal CancellationToken Cancellation { get; }

    internal GrainRequest? Caller { get; private set; }

    /// <summary>The latest call this request has sent and not yet heard of.</summary>
    internal GrainRequest? Awaiting { get; private set; }

    /// <summary>When the caller sent it, in <see cref="TimeProvider"/> timestamps.</summary>
    internal long Started { get; private set; }

    internal virtual bool AlwaysInterleave => Method!.AlwaysInterleave;

    internal bool ReadOnly => Method is { ReadOnly: true };

    /// <summary>Whether it may start while another request runs, for a reason of its own.</summary>
    internal bool MayInterleave => AlwaysInterleave || ReadOnly || ReentrancyId != Guid.Empty;

    /// <summary>Whether executing it counts as use, which keeps the activation from being collected.</summary>
    internal virtual bool KeepsAlive => true;

    /// <summary>Whether the next activation takes it over when this one ends.</summary>
    internal virtual bool OutlivesActivation => true;

    /// <summary>The queue's owner: the activation, or the pool while no worker is free.</summary>
    internal GrainTarget? Destination { get; set; }

    internal RequestQueue? Queue { get; set; }

    internal GrainRequest? Next { get; set; }

    internal GrainRequest? Previous { get; set; }

    /// <summary>Whether it counted as a write, a read or neither when it started; decides who may start beside it.</summary>
    internal Exclusivity Exclusivity { get; set; }

    internal abstract bool Responded { get; }

    /// <summary>Whether the method awaited something before it ended.</summary>
    internal bool Suspended => taskCompleted is not null;

    /// <summary>Notes who calls and since when, and listens for the caller's cancellation.</summary>
    internal void Send(GrainRuntime runtime)
    {
        Started = runtime.Time.GetTimestamp();
        if (Current is { } scope)
        {
            Values = scope.Values;
            ReentrancyId = scope.ReentrancyId;
            if (Method is { OneWay: false } && scope.Request is { } caller)
            {
                Caller = caller;
                caller.Awaiting = this;
            }
        }

        if (Cancellation.CanBeCanceled)
            cancelled = Cancellation.UnsafeRegister(static request => ((GrainRequest)request!).OnCancelled(), this);
    }

    /// <summary>Runs the method up to its first real await, in the current turn of <paramref name="activation"/>.</summary>
    internal void Execute(GrainActivation activation)
    {
        Current = this;
        try
        {
            execution = activation.Runtime.HasFilters(activation) && Method is not null
                ? IncomingCallContext.Run(this, activation)
                : Invoke(activation.GrainInstance!);
            if (execution is null) throw new InvalidOperationException($"{this} returned null instead of a task.");
        }
        catch (Exception exception)
        {
            execution = Task.FromException(exception);
        }

        if (execution.IsCompleted) OnTaskCompleted();
        else execution.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(taskCompleted = OnTaskCompleted);
    }

    /// <summary>Calls the grain's method; value tasks arrive as tasks.</summary>
    internal abstract Task Invoke(object grain);

    /// <summary>The value of a completed task that <see cref="Invoke"/> returned; null when it has none.</summary>
    internal abstract object? GetResult(Task execution);

    internal abstract object? GetArgument(int index);

    internal void Fail(Exception exception)
    {
        if (TryFail(exception)) OnResponded();
    }

    /// <summary>Ends the request's part in call chains once it neither runs nor waits, so that finished calls are not kept in memory.</summary>
    internal void Detach()
    {
        Caller = null;
        Awaiting = null;
    }

    public override string ToString() =>
        $"{Destination?.Class.Name ?? Target.Type.ToString()}({Target.Key}).{Method?.Name ?? "Timer"}";

    /// <summary>Answers the caller with the outcome of <paramref name="execution"/>; false when it was answered before.</summary>
    protected abstract bool TryRespond(Task execution);

    protected abstract bool TryFail(Exception exception);

    protected abstract bool TryCancel();

    private void OnTaskCompleted()
    {
        var activation = (GrainActivation)Destination!;
        var execution = this.execution!;
        if (execution.IsFaulted) activation.OnFailed(this, execution.Exception.InnerException!);

        // Before the caller hears of it: whoever has its answer finds the activation free.
        activation.Finish(this);
        if (TryRespond(execution)) OnResponded();
        Detach();
    }

    private void OnResponded()
    {
        cancelled.Unregister();
        if (Caller is { } caller && caller.Awaiting == this) caller.Awaiting = null;
    }

    private void OnCancelled()
    {
        if (!TryCancel()) return;
        OnResponded();
        Queue?.Drop(this);
    }
}

/// <summary>How a running request shares its activation.</summary>
internal enum Exclusivity : byte
{
    None,
    Read,
    Write,
}
