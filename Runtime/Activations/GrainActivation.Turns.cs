namespace Orleans.Runtime;

/// <summary>
/// The single thread of control. A drain takes one turn after another: the start of a request, or a continuation that was queued to this
/// activation's task scheduler. At most one drain is scheduled or running at a time.
/// </summary>
internal sealed partial class GrainActivation : IThreadPoolWorkItem
{
    /// <summary>How long one drain holds its thread before it queues up again behind other work.</summary>
    private const int QuantumMilliseconds = 20;

    private static readonly object ActivateWork = new();
    private static readonly object DeactivateWork = new();
    private static readonly Action<object?> DrainWork = static activation => ((GrainActivation)activation!).Drain();

    private readonly ActivationScheduler scheduler;
    private Queue<Task>? turns;
    private bool scheduled;
    private bool turnsFirst;

    /// <summary>
    /// The drain is itself a task of the activation's scheduler, so everything the grain awaits or starts is captured by that scheduler. One
    /// task a drain is cheaper than one a request.
    /// </summary>
    void IThreadPoolWorkItem.Execute()
    {
        RuntimeContext.Current = this;
        try
        {
            new Task(DrainWork, this, TaskCreationOptions.DenyChildAttach).RunSynchronously(scheduler);
        }
        finally
        {
            RuntimeContext.Current = null;
        }
    }

    private void Drain()
    {
        var clean = ExecutionContext.Capture()!;
        var until = Environment.TickCount64 + QuantumMilliseconds;
        while (NextTurn() is { } turn)
        {
            if (turn is GrainRequest request) request.Execute(this);
            else if (turn is Task task) scheduler.Execute(task);
            else _ = turn == ActivateWork ? ActivateAsync() : DeactivateAsync();
            ExecutionContext.Restore(clean);
            if (Environment.TickCount64 < until) continue;

            // The drain stays claimed, so nobody else starts one.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }
    }

    /// <summary>Requests and continuations alternate, so neither a flood of calls nor a spinning method starves the other.</summary>
    private object? NextTurn()
    {
        bool free;
        lock (gate)
        {
            turnsFirst = !turnsFirst;
            if (turnsFirst && turns is not null && turns.TryDequeue(out var turn)) return turn;
            if (TakeRunnable() is { } request) return request;
            if (turns is not null && turns.TryDequeue(out turn)) return turn;
            if (MustActivate)
            {
                state = ActivationState.Activating;
                return ActivateWork;
            }

            if (MustDeactivate)
            {
                state = ActivationState.Deactivating;
                return DeactivateWork;
            }

            scheduled = false;
            free = ClaimRelease();
        }

        if (free) pool!.Release(this);
        return null;
    }

    /// <summary>Under the lock: whether the caller must call <see cref="Schedule"/> after releasing it.</summary>
    private bool ClaimSchedule()
    {
        if (scheduled || !(turns is { Count: > 0 } || MustActivate || MustDeactivate || FindRunnable() is not null)) return false;
        scheduled = true;
        return true;
    }

    private void Schedule() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);

    private bool MustActivate => state == ActivationState.Created && reason is null && !waiting.IsEmpty;

    private bool MustDeactivate =>
        state is ActivationState.Valid or ActivationState.Created && reason is not null && running.IsEmpty;

    private void EnqueueTurn(Task task)
    {
        bool schedule;
        lock (gate)
        {
            (turns ??= new(4)).Enqueue(task);
            schedule = ClaimSchedule();
        }

        if (schedule) Schedule();
    }

    /// <summary>Makes a grain's continuations, and the tasks it starts without naming a scheduler, turns of its activation.</summary>
    private sealed class ActivationScheduler(GrainActivation activation) : TaskScheduler
    {
        public override int MaximumConcurrencyLevel => 1;

        internal void Execute(Task task) => TryExecuteTask(task);

        protected override void QueueTask(Task task) => activation.EnqueueTurn(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
            !taskWasPreviouslyQueued && RuntimeContext.Current == activation && TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks()
        {
            lock (activation.gate) return activation.turns?.ToArray() ?? [];
        }
    }
}
