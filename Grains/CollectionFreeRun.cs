using System.Runtime;

namespace CodeGraph.Grains;

/// <summary>
/// Keeps garbage collections out of runs that somebody waits for. A run after an edit makes garbage enough for one or two full collections, each of which stops all threads for
/// as long as the facts in memory take to be marked: a quarter of the run. Room for what the run before allocated is set aside first, and the collection comes when
/// the edit is visible. One run of a process at a time; others, and runs that allocate more than expected, are collected as usual.
/// </summary>
internal sealed class CollectionFreeRun
{
    /// <summary>More than this part of the memory that there is for the process is not set aside, whatever the run before took.</summary>
    private const int PartOfMemory = 8;

    private readonly Lock gate = new();
    private bool isHeld;

    /// <param name="expected">Bytes that the run is going to allocate; 0 where that is not known.</param>
    /// <returns>To be disposed at the end of the run; null where collections go on.</returns>
    public IDisposable? Begin(long expected)
    {
        if (expected == 0 || expected > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / PartOfMemory)
            return null;
        lock (gate)
        {
            if (isHeld || GCSettings.LatencyMode == GCLatencyMode.NoGCRegion || !GC.TryStartNoGCRegion(expected, disallowFullBlockingGC: true))
                return null;
            isHeld = true;
            return new Period(this);
        }
    }

    private void End()
    {
        lock (gate)
        {
            isHeld = false;

            // Where the room did not suffice, a collection has ended the period by itself.
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
                GC.EndNoGCRegion();
        }
    }

    private sealed class Period(CollectionFreeRun run) : IDisposable
    {
        public void Dispose() => run.End();
    }
}
