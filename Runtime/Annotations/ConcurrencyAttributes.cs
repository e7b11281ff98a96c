namespace Orleans.Concurrency;

/// <summary>On a grain class: its requests may interleave at every await. Turns still run one at a time.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;

/// <summary>On an interface method: a request may start while any other request of the activation awaits.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;

/// <summary>On an interface method: it leaves the state alone, so it may interleave with other read-only requests, never with writes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;

/// <summary>On an interface method: the caller gets a completed task at once. Nobody learns the outcome; a failure is logged.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;

/// <summary>
/// On a grain class: it has no identity worth keeping, so up to <see cref="MaxLocalWorkers"/> activations of one key work in parallel.
/// Requests beyond that wait in one queue.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute : Attribute
{
    /// <summary>As many workers as the machine has processors.</summary>
    public StatelessWorkerAttribute()
        : this(-1)
    {
    }

    /// <summary>At most <paramref name="maxLocalWorkers"/> workers; below one means as many as the machine has processors.</summary>
    public StatelessWorkerAttribute(int maxLocalWorkers) => MaxLocalWorkers = maxLocalWorkers > 0 ? maxLocalWorkers : Environment.ProcessorCount;

    internal int MaxLocalWorkers { get; }
}
