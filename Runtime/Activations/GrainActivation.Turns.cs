namespace Orleans.Runtime;

/// <summary>
/// The single thread of control. A drain takes one turn after another: the start of a request, or a continuation that was queued to this
/// activation's task scheduler. At most one drain is scheduled or running at a time.
/// </summary>
internal sealed partial class GrainActivation : IThreadPoolWorkItem
{
    /// <summary>How long one drain holds its thread before it queues up again behind other work.</summary>
    private const int QuantumMilliseconds = 20;

    private static readonly object s_activate = new();
    private static readonly object s_deactivate = new();
    private static readonly Action<object?> s_drain = static activation => ((GrainActivation)activation!).Drain();

    private readonly ActivationScheduler _scheduler;
    private Queue<Task>? _turns;
    private bool _scheduled;
    private bool _turnsFirst;

    /// <summary>
    /// The drain is itself a task of the activation's scheduler, so everything the grain awaits or starts is captured by that scheduler. One
    /// task a drain is cheaper than one a request.
    /// </summary>
    void IThreadPoolWorkItem.Execute()
    {
        RuntimeContext.Current = this;
        try
        {
            new Task(s_drain, this, TaskCreationOptions.DenyChildAttach).RunSynchronously(_scheduler);
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
            else if (turn is Task task) _scheduler.Execute(task);
            else _ = turn == s_activate ? ActivateAsync() : DeactivateAsync();
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
        lock (_gate)
        {
            _turnsFirst = !_turnsFirst;
            if (_turnsFirst && _turns is not null && _turns.TryDequeue(out var turn)) return turn;
            if (TakeRunnable() is { } request) return request;
            if (_turns is not null && _turns.TryDequeue(out turn)) return turn;
            if (MustActivate)
            {
                _state = ActivationState.Activating;
                return s_activate;
            }

            if (MustDeactivate)
            {
                _state = ActivationState.Deactivating;
                return s_deactivate;
            }

            _scheduled = false;
            free = ClaimRelease();
        }

        if (free) _pool!.Release(this);
        return null;
    }

    /// <summary>Under the lock: whether the caller must call <see cref="Schedule"/> after releasing it.</summary>
    private bool ClaimSchedule()
    {
        if (_scheduled || !(_turns is { Count: > 0 } || MustActivate || MustDeactivate || FindRunnable() is not null)) return false;
        _scheduled = true;
        return true;
    }

    private void Schedule() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);

    private bool MustActivate => _state == ActivationState.Created && _reason is null && !_waiting.IsEmpty;

    private bool MustDeactivate =>
        _state is ActivationState.Valid or ActivationState.Created && _reason is not null && _running.IsEmpty;

    private void EnqueueTurn(Task task)
    {
        bool schedule;
        lock (_gate)
        {
            (_turns ??= new(4)).Enqueue(task);
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
            lock (activation._gate) return activation._turns?.ToArray() ?? [];
        }
    }
}
