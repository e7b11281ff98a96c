using System.Collections.Concurrent;
using CodeGraph.Model;
using CodeGraph.Storage;

namespace CodeGraph.Search;

/// <summary>
/// Adds blobs to a <see cref="TextIndex"/>: what threads hand in is kept in memory and becomes one new segment at the end, or several where it is
/// more than a hundred megabytes of source. One writer a folder. A run that ends early leaves the segments it had written.
/// </summary>
public sealed class TextIndexWriter : IDisposable
{
    /// <summary>Postings in memory before a segment is written: about 80 MB of source, 130 MB of memory while it is written.</summary>
    private const int MaxPendingPostings = 16 << 20;

    /// <summary>Segments beyond this many are merged, the smallest first.</summary>
    private const int MaxSegments = 8;

    /// <summary>A segment this large is left alone, so that a merge stays within what an array holds.</summary>
    private const long MaxMergedBytes = 512 << 20;

    private readonly string folder;
    private readonly FileLock held;
    private TextIndex present;
    private readonly ConcurrentDictionary<BlobId, bool> added = new();
    private readonly ConcurrentBag<Trigrams> extractors = [];
    private readonly Lock gate = new();
    private List<PendingBlob> pending = [];
    private int pendingPostings;
    private bool written;

    private TextIndexWriter(string folder, FileLock held, TextIndex present) => (this.folder, this.held, this.present) = (folder, held, present);

    /// <summary>Opens the folder to add to it; creates it where there is none.</summary>
    /// <exception cref="StorageException">Another process writes to it, or the folder is read-only.</exception>
    public static TextIndexWriter Open(string folder)
    {
        FileLock? held = null;
        try
        {
            Directory.CreateDirectory(folder);
            held = FileLock.Acquire(Path.Combine(folder, "lock"));
            DurableFile.RemoveLeftovers(folder);
            return new(folder, held, TextIndex.Open(folder));
        }
        catch (Exception exception)
        {
            held?.Dispose();
            if (StorageException.IsRefusal(exception))
                throw StorageException.Writing(folder, exception);
            throw;
        }
    }

    /// <summary>
    /// Takes segments of other repositories' indexes, by a second name for the same file: a worktree or clone needs no index of its own. Does nothing where there are segments already,
    /// and leaves out what the file system refuses.
    /// </summary>
    /// <param name="folders">The other indexes.</param>
    /// <param name="wanted">The blobs to be searched. A segment is taken where it has mostly such.</param>
    public void Share(IEnumerable<string> folders, IReadOnlyCollection<BlobId> wanted)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(wanted);
        if (present.SegmentCount > 0 || wanted.Count == 0)
            return;
        var missing = wanted.ToHashSet();
        foreach (var other in folders)
        {
            if (missing.Count == 0)
                break;
            using var index = TextIndex.Open(other);
            using var lease = index.Lease();
            foreach (var segment in index.Segments)
            {
                var found = Enumerable.Range(0, segment.BlobCount).Select(segment.Blob).Where(missing.Contains).ToList();
                if (found.Count * 2 > segment.BlobCount && DurableFile.TryLink(segment.Path, Path.Combine(folder, Path.GetFileName(segment.Path))))
                    missing.ExceptWith(found);
            }
        }
        present.Dispose();
        present = TextIndex.Open(folder);
    }

    /// <summary>Whether the blob is in a segment or was handed in.</summary>
    public bool Contains(BlobId blob) => added.ContainsKey(blob) || present.Contains(blob);

    /// <summary>Adds a blob; one that is known costs a look-up. May be called from any thread.</summary>
    /// <param name="order">Where it comes in its segment: neighbours should resemble each other, as files of one folder do.</param>
    /// <param name="text">Its text as <see cref="Git.SourceContent.Utf8"/> has it.</param>
    /// <exception cref="StorageException">The disk is full.</exception>
    public void Add(BlobId blob, int order, ReadOnlySpan<byte> text)
    {
        if (present.Contains(blob) || !added.TryAdd(blob, true))
            return;
        if (!extractors.TryTake(out var extractor))
            extractor = new();
        var trigrams = extractor.Of(text).ToArray();
        extractors.Add(extractor);
        lock (gate)
        {
            pending.Add(new(blob, order, text.Length, trigrams));
            pendingPostings += trigrams.Length;
            if (pendingPostings >= MaxPendingPostings)
                Flush();
        }
    }

    /// <summary>Writes what was handed in, and merges small segments where there are many.</summary>
    /// <exception cref="StorageException">The disk is full or the folder is read-only.</exception>
    public void Commit()
    {
        lock (gate)
        {
            Flush();
            if (written)
                Compact(folder);
            written = false;
        }
    }

    /// <summary>Writes anew the segments that have blobs nobody wants any more. Readers keep what they opened.</summary>
    /// <param name="folder">The index; nothing happens where there is none.</param>
    /// <param name="keep">The blobs of all snapshots that are kept.</param>
    /// <returns>Bytes that were freed.</returns>
    /// <exception cref="StorageException">Another process writes to it, or the disk is full.</exception>
    public static long Keep(string folder, IReadOnlySet<BlobId> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        if (!Directory.Exists(folder))
            return 0;
        using var writer = Open(folder);
        var before = writer.present.Length;
        foreach (var segment in writer.present.Segments)
        {
            using var lease = segment.Lease();
            var kept = Enumerable.Range(0, segment.BlobCount).Count(blob => keep.Contains(segment.Blob(blob)));
            if (kept == segment.BlobCount)
                continue;
            TextSegmentMerger.Merge([segment], keep.Contains, NewPath(folder));
            File.Delete(segment.Path);
        }
        using var after = TextIndex.Open(folder);
        return before - after.Length;
    }

    public void Dispose()
    {
        present.Dispose();
        held.Dispose();
    }

    private void Flush()
    {
        if (pending.Count == 0)
            return;
        pending.Sort((a, b) => a.Order != b.Order ? a.Order.CompareTo(b.Order) : a.Blob.CompareTo(b.Blob));
        PendingBlobs.Write(pending, NewPath(folder));
        (pending, pendingPostings, written) = ([], 0, true);
    }

    /// <summary>Merges the smaller half of the segments until there are few. A crash leaves blobs twice, which does no harm and ends with the next merge.</summary>
    private static void Compact(string folder)
    {
        while (true)
        {
            using var index = TextIndex.Open(folder);
            using var lease = index.Lease();
            var small = index.Segments.Where(s => s.Length < MaxMergedBytes / MaxSegments).OrderBy(s => s.Length).Take(Math.Max(2, index.SegmentCount / 2)).ToList();
            if (index.SegmentCount <= MaxSegments || small.Count < 2)
                return;
            TextSegmentMerger.Merge([.. small.OrderBy(s => s.Path, StringComparer.Ordinal)], _ => true, NewPath(folder));
            small.ForEach(s => File.Delete(s.Path));
        }
    }

    /// <summary>Names sort by the time of writing.</summary>
    private static string NewPath(string folder) => Path.Combine(folder, Guid.CreateVersion7().ToString("n") + TextIndex.Suffix);
}
