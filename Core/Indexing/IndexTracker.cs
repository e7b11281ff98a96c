using System.Collections.Concurrent;

namespace CodeGraph.Indexing;

/// <summary>What an index job is doing.</summary>
public enum IndexStage
{
    Queued = 0,
    Fetching = 1,
    Listing = 2,
    Parsing = 3,
    Linking = 4,
    Storing = 5,
}

/// <summary>The progress of one job, written by its threads and read by any.</summary>
public sealed class IndexTracker(TimeProvider time)
{
    private readonly long started = time.GetTimestamp();
    private readonly ConcurrentDictionary<IndexStage, TimeSpan> stages = new();
    private long stageStarted = time.GetTimestamp();
    private int files;
    private long bytes;

    public IndexStage Stage { get; private set; }

    public int TotalFiles { get; private set; }

    public long TotalBytes { get; private set; }

    /// <summary>Files that are parsed or were known.</summary>
    public int Files => Volatile.Read(ref files);

    public long Bytes => Interlocked.Read(ref bytes);

    public TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>Time spent in each stage that has ended.</summary>
    public IReadOnlyDictionary<IndexStage, TimeSpan> Stages => stages;

    public void Enter(IndexStage stage)
    {
        Leave();
        Stage = stage;
        StageChanged?.Invoke(stage);
    }

    /// <summary>Ends the current stage.</summary>
    public void Leave()
    {
        var now = time.GetTimestamp();
        var spent = time.GetElapsedTime(stageStarted, now);
        stages.AddOrUpdate(Stage, spent, (_, before) => before + spent);
        stageStarted = now;
    }

    public void Expect(int totalFiles, long totalBytes) => (TotalFiles, TotalBytes) = (totalFiles, totalBytes);

    /// <summary>Called with the number of files done after each, on the thread that did it. Default: null.</summary>
    public Action<int>? FileDone { get; init; }

    /// <summary>Called with each stage as it is entered. Default: null.</summary>
    public Action<IndexStage>? StageChanged { get; set; }

    public void Advance(long size)
    {
        Interlocked.Add(ref bytes, size);
        // Apart from the call: without a listener its arguments are not evaluated either.
        var done = Interlocked.Increment(ref files);
        FileDone?.Invoke(done);
    }
}
