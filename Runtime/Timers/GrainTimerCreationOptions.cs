using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>How a grain timer ticks.</summary>
public readonly struct GrainTimerCreationOptions()
{
    /// <summary>Sets both times.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>Until the first tick; <see cref="Timeout.InfiniteTimeSpan"/> for never.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>From the end of one tick to the next; <see cref="Timeout.InfiniteTimeSpan"/> for a single tick.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether a tick may run while a request awaits. Default: false.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether a tick counts as use, which keeps the activation from being collected as idle. Default: false.</summary>
    public bool KeepAlive { get; init; }
}
