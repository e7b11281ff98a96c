namespace Orleans.Runtime;

/// <summary>A timer of one activation. Disposing it stops it and cancels the token of a tick that is running.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets when the next tick comes and how long after each tick the following one. During a tick this takes effect when it ends.</summary>
    /// <param name="dueTime">Until the next tick; <see cref="Timeout.InfiniteTimeSpan"/> for never.</param>
    /// <param name="period">Between ticks; <see cref="Timeout.InfiniteTimeSpan"/> for a single one.</param>
    void Change(TimeSpan dueTime, TimeSpan period);
}
