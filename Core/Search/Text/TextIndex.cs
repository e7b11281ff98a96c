using CodeGraph.Model;
using CodeGraph.Storage;

namespace CodeGraph.Search;

/// <summary>
/// The trigrams of a repository's blobs: a folder of immutable segments (<see cref="TextSegment"/>). Keyed by blob, so that commits, branches and working trees
/// share it. A blob that no segment has is still searched, by reading it.
/// </summary>
public sealed class TextIndex : IDisposable
{
    internal const string Suffix = ".text";

    /// <summary>A merge in another process may remove what was just listed.</summary>
    private const int OpenAttempts = 5;

    private TextIndex(IReadOnlyList<TextSegment> segments) => Segments = segments;

    /// <summary>Bytes of the segments.</summary>
    public long Length => Segments.Sum(s => s.Length);

    /// <summary>Bytes of the texts that they are about.</summary>
    public long SourceBytes => Segments.Sum(s => s.SourceBytes);

    public int SegmentCount => Segments.Count;

    internal IReadOnlyList<TextSegment> Segments { get; }

    /// <summary>
    /// Opens and verifies what there is. A segment that is damaged is renamed to <c>NAME.corrupt</c>; its blobs are not covered until the next run
    /// of the indexer adds them again. A segment of another format version is passed over.
    /// </summary>
    public static TextIndex Open(string folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            var opened = new List<TextSegment>();
            try
            {
                foreach (var path in Files(folder))
                {
                    if (OpenOrSetAside(path) is { } segment)
                        opened.Add(segment);
                }
                return new(opened);
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException && attempt < OpenAttempts)
            {
                opened.ForEach(s => s.Dispose());
            }
        }
    }

    /// <summary>Whether a segment has the blob.</summary>
    public bool Contains(BlobId blob) => Segments.Any(s => s.Find(blob) >= 0);

    /// <summary>Whether it has all files of a snapshot.</summary>
    public bool Covers(Graph.Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        using var lease = Lease();
        return new CandidateFiles(snapshot, this).NotIndexed == 0;
    }

    /// <summary>Checks every segment as opening does, and changes nothing.</summary>
    /// <returns>The files, each with what is wrong with it; null for a good one.</returns>
    public static IReadOnlyList<(string Path, string? Damage)> Verify(string folder) => [.. Files(folder).Select(path => (path, DamageOf(path)))];

    /// <summary>The blobs of all segments, each once.</summary>
    public IReadOnlySet<BlobId> Blobs()
    {
        using var lease = Lease();
        return Segments.SelectMany(s => Enumerable.Range(0, s.BlobCount).Select(s.Blob)).ToHashSet();
    }

    /// <summary>Keeps the mappings until the lease is disposed, also past <see cref="Dispose"/>.</summary>
    public IDisposable Lease() => new Leases([.. Segments.Select(s => s.Lease())]);

    public void Dispose()
    {
        foreach (var segment in Segments)
            segment.Dispose();
    }

    internal static IReadOnlyList<string> Files(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*" + Suffix).Order(StringComparer.Ordinal)] : [];

    private static TextSegment? OpenOrSetAside(string path)
    {
        try
        {
            return TextSegment.Open(path);
        }
        catch (InvalidDataException)
        {
            DurableFile.SetAside(path);
            return null;
        }
    }

    private static string? DamageOf(string path)
    {
        try
        {
            TextSegment.Open(path)?.Dispose();
            return null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    private sealed class Leases(IReadOnlyList<IDisposable> leases) : IDisposable
    {
        public void Dispose()
        {
            foreach (var lease in leases)
                lease.Dispose();
        }
    }
}
