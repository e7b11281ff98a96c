namespace CodeGraph.Grains;

/// <summary>
/// The latest events, as many as <see cref="Capacity"/>. Readers hold a position and nothing else, so any number of them, however slow, costs no memory and holds up
/// nobody: who falls behind the oldest event that is kept is told so. Safe for any number of threads.
/// </summary>
public sealed class EventLog
{
    /// <summary>Half an hour of two jobs at a time; about a megabyte.</summary>
    public const int DefaultCapacity = 4096;

    /// <summary>Most events handed out at once.</summary>
    private const int MostAtOnce = 256;

    private readonly Lock access = new();
    private readonly Queue<RepositoryEvent> kept;
    private TaskCompletionSource changed = NewSignal();
    private EventPosition last;

    /// <param name="start">The place before the first event.</param>
    /// <param name="capacity">Most events to keep.</param>
    public EventLog(EventPosition start, int capacity = DefaultCapacity)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        (last, Capacity) = (start, capacity);
        kept = new(capacity);
    }

    public int Capacity { get; }

    /// <summary>The last event there is.</summary>
    public EventPosition Last
    {
        get
        {
            lock (access)
                return last;
        }
    }

    /// <summary>Adds an event that has the next number of this epoch.</summary>
    public RepositoryEvent Append(RepositoryHappening happened, DateTimeOffset at)
    {
        lock (access)
        {
            var added = new RepositoryEvent(last with { Number = last.Number + 1 }, at, happened);
            Add(added);
            return added;
        }
    }

    /// <summary>Takes over events of another log, in their order. What does not join on to those kept takes their place, as what is between is lost.</summary>
    public void TakeOver(RepositoryEventBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        lock (access)
        {
            var first = batch.Events.Count > 0 ? batch.Events[0].Id : batch.Last;
            if (batch.IsReset || first.Epoch != last.Epoch || (batch.Events.Count > 0 && first.Number != last.Number + 1))
            {
                kept.Clear();
                last = batch.Events.Count > 0 ? first with { Number = first.Number - 1 } : batch.Last;
            }
            foreach (var taken in batch.Events)
                Add(taken);
            Signal();
        }
    }

    /// <summary>Events behind a position, at most a few hundred.</summary>
    /// <param name="after">The last event the reader has; null for all that are kept.</param>
    public RepositoryEventBatch ReadAfter(EventPosition? after)
    {
        lock (access)
        {
            var oldest = kept.TryPeek(out var first) ? first.Id.Number : last.Number + 1;
            var position = after?.Number ?? (oldest - 1);
            if ((after is not null && after.Epoch != last.Epoch) || position > last.Number || position < oldest - 1)
                return new(last, IsReset: true, []);
            return new(last, IsReset: false, [.. kept.Skip((int)(position - oldest + 1)).Take(MostAtOnce)]);
        }
    }

    /// <summary>Ends with the next change after this call; taken before a read, it misses none.</summary>
    public Task Changed
    {
        get
        {
            lock (access)
                return changed.Task;
        }
    }

    private void Add(RepositoryEvent added)
    {
        if (kept.Count == Capacity)
            kept.Dequeue();
        kept.Enqueue(added);
        last = added.Id;
        Signal();
    }

    private void Signal()
    {
        changed.TrySetResult();
        changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
