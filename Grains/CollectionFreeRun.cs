using System.Runtime;

namespace CodeGraph.Grains;

/// <summary>
/// Keeps garbage collections out of runs that somebody waits for. A run after an edit makes garbage enough for one or two full collections, each of which stops all threads for
/// as long as the facts in memory take to be marked: a quarter of the run. Room for what the run before allocated is set aside first, and the collection comes when
/// the edit is visible. One run of a process at a time; others, and runs that allocate more than expected, are collected as usual.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class CollectionFreeRun(TimeProvider time)
{
    /// <summary>More than this part of the memory that there is for the process is not set aside, whatever the run before took.</summary>
    private const int PartOfMemory = 8;

    /// <summary>Those who wait are told and answered before the collection stops everything.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private Period? current;

    /// <param name="expected">Bytes that the run is going to allocate; 0 where that is not known.</param>
    /// <returns>For <see cref="End"/>; null where collections go on.</returns>
    public Period? Begin(long expected)
    {
        if (expected == 0 || expected > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / PartOfMemory)
            return null;
        lock (gate)
        {
            if (current is { IsOver: true })
                Leave();
            if (current is not null || GCSettings.LatencyMode == GCLatencyMode.NoGCRegion || !GC.TryStartNoGCRegion(expected, disallowFullBlockingGC: true))
                return null;
            return current = new();
        }
    }

    /// <summary>To be called when those who wait for a run have been told. Collects what it left, unless the next has begun by then: the end of that will.</summary>
    public async Task End(Period? period)
    {
        lock (gate)
        {
            if (period is not null)
                period.IsOver = true;
        }
        await Task.Delay(Quiet, time);
        await Task.Run(() =>
        {
            lock (gate)
            {
                if (period is not null && current == period)
                    Leave();
                if (current is null)
                    GC.Collect();
            }
        });
    }

    private void Leave()
    {
        current = null;

        // Where the room did not suffice, a collection has ended the period by itself.
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
            GC.EndNoGCRegion();
    }

    /// <summary>Time in which nothing is collected.</summary>
    internal sealed class Period
    {
        /// <summary>The run has ended; the room that it left is anybody's.</summary>
        public bool IsOver { get; set; }
    }
}
