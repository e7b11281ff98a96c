using System.Diagnostics;
using System.Text.RegularExpressions;
using CodeGraph.Graph;

namespace CodeGraph.Search;

/// <summary>A file in its turn: first for the lines that define something, then for the rest.</summary>
/// <param name="Phase">0 for lines that define something, 1 for the others.</param>
internal readonly record struct ScanStep(int Phase, int File);

/// <summary>
/// Looks files up and matches their lines, on several threads, in the order of the steps as far as the outcome shows: it ends when the first steps, without a
/// gap, have as many lines as are wanted.
/// </summary>
internal sealed class TextScan(
    Snapshot snapshot, SnapshotContents contents, TextPattern pattern, PathFilter filter, SortedDictionary<int, HashSet<int>> definitions, TimeSpan timeLimit)
{
    /// <summary>More than four at once gain little: git unpacks on a process for each.</summary>
    private static readonly int Threads = Math.Min(Environment.ProcessorCount, 4);

    private readonly Lock gate = new();
    private readonly Dictionary<int, Task<List<int>?>> known = [];
    private readonly long started = Stopwatch.GetTimestamp();
    private IReadOnlyList<ScanStep> steps = [];
    private List<int>?[] found = [];
    private int filesRead;
    private int next = -1;
    private int done;
    private long lines;
    private long wanted;
    private bool stopped;

    /// <summary>Steps from the first on that are done without a gap.</summary>
    public int Done => done;

    public bool TimedOut { get; private set; }

    public int FilesRead => filesRead;

    /// <summary>Files whose content is gone.</summary>
    public SortedSet<int> Stale { get; } = [];

    /// <param name="all">In their order.</param>
    /// <param name="after">Lines of the first step up to this one do not count.</param>
    /// <param name="enough">Lines after which to stop; <see cref="long.MaxValue"/> for all.</param>
    public async Task Run(IReadOnlyList<ScanStep> all, int after, long enough, CancellationToken cancellation)
    {
        (steps, found, wanted) = (all, new List<int>?[all.Count], enough);
        var workers = Enumerable.Range(0, Math.Min(Threads, all.Count)).Select(_ => Task.Run(() => Work(after, cancellation), cancellation));
        await Task.WhenAll(workers);
    }

    /// <summary>The lines of a step that is done.</summary>
    public List<int> LinesOf(int step) => found[step]!;

    private async Task Work(int after, CancellationToken cancellation)
    {
        while (!Volatile.Read(ref stopped))
        {
            cancellation.ThrowIfCancellationRequested();
            var step = Interlocked.Increment(ref next);
            if (step >= steps.Count)
                return;
            if (Stopwatch.GetElapsedTime(started) > timeLimit)
            {
                TimedOut = stopped = true;
                return;
            }
            try
            {
                var matching = await FindLines(steps[step].File, cancellation);
                Record(step, Select(steps[step], matching, step == 0 ? after : 0));
            }
            catch (RegexMatchTimeoutException)
            {
                TimedOut = stopped = true;
                return;
            }
        }
    }

    private void Record(int step, List<int> matching)
    {
        lock (gate)
        {
            found[step] = matching;
            for (; done < found.Length && found[done] is { } ready; done++)
                lines += ready.Count;
            if (lines >= wanted)
                Volatile.Write(ref stopped, true);
        }
    }

    /// <summary>Of the lines that match, those that come in this phase.</summary>
    private List<int> Select(ScanStep step, List<int>? matching, int after)
    {
        if (matching is null)
            return [];
        definitions.TryGetValue(step.File, out var defining);
        return matching.FindAll(line => line > after && (defining?.Contains(line) ?? false) == (step.Phase == 0));
    }

    /// <summary>Files that come in both phases are read once.</summary>
    private Task<List<int>?> FindLines(int file, CancellationToken cancellation)
    {
        if (!definitions.ContainsKey(file))
            return Read(file, cancellation);
        lock (gate)
        {
            if (!known.TryGetValue(file, out var reading))
                known.Add(file, reading = Task.Run(() => Read(file, cancellation), cancellation));
            return reading;
        }
    }

    private async Task<List<int>?> Read(int file, CancellationToken cancellation)
    {
        if (!filter.Wants(snapshot, file))
            return null;
        Interlocked.Increment(ref filesRead);
        using var text = await contents.Read(snapshot.Path(file), snapshot.Blob(file), cancellation);
        if (text is null)
        {
            lock (gate)
                Stale.Add(file);
            return null;
        }
        var matching = new List<int>();
        pattern.FindLines(text.Utf8.Span, matching);
        return matching.Count > 0 ? matching : null;
    }
}
