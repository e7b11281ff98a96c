using System.Collections.Concurrent;
using CodeGraph.Git;
using CodeGraph.Linking;
using CodeGraph.Model;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Facts;
using CodeGraph.Storage;

namespace CodeGraph.Indexing;

/// <summary>What one run of the <see cref="Indexer"/> knows of each file, by its index in the tree. Threads write to different indexes.</summary>
internal sealed class Run
{
    private readonly LinkFile?[] linked;
    private readonly ProjectFile?[] manifests;
    private readonly bool[] done;
    private readonly ConcurrentDictionary<int, SkipReason> skipped = new();
    private readonly ConcurrentDictionary<int, ParseOutcome> failed = new();
    private readonly IndexTracker tracker;
    private readonly ConcurrentDictionary<FactsKey, bool> parsed = new();
    private int parsedNow;
    private int fromStore;
    private int shared;

    public Run(SourceTree tree, FactsStore? facts, FactsMemory memory, IndexTracker tracker)
    {
        Tree = tree;
        Facts = facts;
        Memory = memory;
        this.tracker = tracker;
        linked = new LinkFile?[tree.Files.Count];
        manifests = new ProjectFile?[tree.Files.Count];
        done = new bool[tree.Files.Count];
    }

    public SourceTree Tree { get; }

    /// <summary>What is known already; null for nothing.</summary>
    public FactsStore? Facts { get; }

    /// <summary>Where what is found out is kept; null for nowhere.</summary>
    public FactsStore? Writable => Facts is { IsWritable: true } ? Facts : null;

    public FactsMemory Memory { get; }

    public int ParsedNow => parsedNow;

    public int FromStore => fromStore;

    public int Shared => shared;

    /// <summary>Bytes of the files that are in the graph.</summary>
    public long SourceBytes
    {
        get
        {
            long sum = 0;
            for (var i = 0; i < linked.Length; i++)
                sum += linked[i] is null ? 0 : Tree.Files[i].Size;
            return sum;
        }
    }

    /// <summary>Where a file of the tree stands in it, which is in the order of the paths.</summary>
    public int IndexOf(SourceFile file)
    {
        var (low, high) = (0, Tree.Files.Count - 1);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = string.CompareOrdinal(Tree.Files[middle].Path, file.Path) < 0 ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    public bool IsDone(int index) => done[index];

    /// <summary>Whether the file has facts, and so becomes a part of the snapshot.</summary>
    public bool IsLinked(int index) => linked[index] is not null;

    /// <summary>Takes the file's facts, or that it cannot be parsed, from the store; false where it knows neither.</summary>
    public bool TryStored(int index, FactsKey key, bool retryFailures)
    {
        if (Facts?.Outcome(key) is not { } outcome)
            return false;
        if (outcome != ParseOutcome.Parsed)
        {
            if (retryFailures)
            {
                Facts.ForgetFailure(key);
                return false;
            }
            Fail(index, outcome);
            return true;
        }
        if (Facts.Get(key) is not { } facts)
            return false;
        linked[index] = Memory.Add(Tree.Files[index].Path, key.Blob, facts);
        Interlocked.Increment(ref parsed.ContainsKey(key) ? ref shared : ref fromStore);
        Finish(index);
        return true;
    }

    /// <summary>Takes a file as an earlier run had it.</summary>
    public void AddKnown(int index, LinkFile file)
    {
        linked[index] = file;
        Interlocked.Increment(ref fromStore);
        Finish(index);
    }

    public void AddParsed(int index, FactsKey key, FileFacts facts)
    {
        linked[index] = Memory.Add(Tree.Files[index].Path, key.Blob, facts);

        // Two threads may have parsed the same content at once; the counts do not depend on it.
        Interlocked.Increment(ref parsed.TryAdd(key, true) ? ref parsedNow : ref shared);
        Finish(index);
    }

    public void AddManifest(int index, ProjectFile manifest)
    {
        manifests[index] = manifest;
        Finish(index);
    }

    public void Skip(int index, SkipReason reason)
    {
        skipped[index] = reason;
        Finish(index);
    }

    public void Fail(int index, ParseOutcome outcome)
    {
        failed[index] = outcome;
        Finish(index);
    }

    /// <summary>What to link, in the order of the tree.</summary>
    public (IReadOnlyList<LinkFile> Files, IReadOnlyList<ProjectFile> Manifests) Collect() => ([.. linked.OfType<LinkFile>()], [.. manifests.OfType<ProjectFile>()]);

    /// <summary>Files that were left out for what they hold; one that could not be read may be the next time.</summary>
    public IEnumerable<(SourceFile File, SkipReason Reason)> SkippedForContent() =>
        skipped.Where(s => s.Value != SkipReason.Unreadable).Select(s => (Tree.Files[s.Key], s.Value));

    /// <summary>Files left out, by reason, those of the listing included.</summary>
    public SortedDictionary<string, int> Skipped()
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var reason in Tree.Skipped.Select(s => s.Reason).Concat(skipped.Values))
            counts[reason.ToWire()] = counts.GetValueOrDefault(reason.ToWire()) + 1;
        return counts;
    }

    /// <summary>Source files without facts, and why.</summary>
    public IReadOnlyList<string> Failed() =>
    [
        .. failed.OrderBy(f => f.Key).Select(f => $"{Tree.Files[f.Key].Path}: {f.Value.ToWords()}"),
    ];

    private void Finish(int index)
    {
        done[index] = true;
        tracker.Advance(Tree.Files[index].Size);
    }
}
