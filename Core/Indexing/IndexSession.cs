using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Linking;
using CodeGraph.Linking.Incremental;

namespace CodeGraph.Indexing;

/// <summary>
/// What runs over one source leave in memory for the next: the listing, the facts and the linked program. With it, a run after an edit of one file costs
/// the tables and the files that the edit reaches; the snapshot is the same, byte by byte. One run at a time.
/// </summary>
public sealed class IndexSession
{
    private readonly LinkSession links = new();
    private readonly Dictionary<string, LinkFile> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProjectFile> knownManifests = new(StringComparer.Ordinal);
    private Dictionary<string, (SourceFile File, SkipReason Reason)> knownSkips = [];
    private HashSet<string> handWritten = [];

    /// <summary>What encoding one snapshot leaves for the next.</summary>
    internal EncodedTexts Texts { get; } = new();

    /// <summary>Has the facts; made by the first run.</summary>
    internal FactsMemory? Memory { get; set; }

    /// <summary>The files of the last run that ended well.</summary>
    public SourceTree? Tree { get; private set; }

    /// <summary>Whether a run has linked the source; one that found it indexed has not.</summary>
    public bool IsLinked => links.IsLinked;

    /// <summary>Files whose names the last run resolved anew.</summary>
    public int Resolved => links.Resolved;

    /// <summary>Bytes that the next run is likely to allocate; 0 where that is not known.</summary>
    public long ExpectedBytes { get; set; }

    /// <summary>Notes what a run that ended well has read.</summary>
    public void Remember(SourceTree tree) => Tree = tree;

    /// <summary>Forgets facts that are of no file of the last run that ended well.</summary>
    internal void ForgetOthers() => Memory?.Retain(known.Values);

    internal LinkFile? Find(SourceFile source) =>
        known.TryGetValue(source.Path, out var file) && file.Blob == source.Blob && (source.IsHandWritten || !handWritten.Contains(source.Path)) ? file : null;

    internal ProjectFile? FindManifest(SourceFile source) => knownManifests.TryGetValue(source.Path, out var file) && file.Blob == source.Blob ? file : null;

    /// <summary>Why the content of a file is left out; null where that is not known.</summary>
    internal SkipReason? FindSkip(SourceFile source) =>
        knownSkips.TryGetValue(source.Path, out var known) && known.File.Blob == source.Blob && known.File.IsHandWritten == source.IsHandWritten ? known.Reason : null;

    /// <summary>Notes which files are left out for their content. Those that the project calls written by hand are looked at again when it calls them so no more.</summary>
    internal void Keep(IReadOnlyList<SourceFile> files, IEnumerable<(SourceFile File, SkipReason Reason)> skips)
    {
        knownSkips = skips.ToDictionary(s => s.File.Path, StringComparer.Ordinal);
        handWritten = files.Where(f => f.IsHandWritten).Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
    }

    internal GraphTables Join(IReadOnlyList<LinkFile> files, IReadOnlyList<ProjectFile> manifests, SnapshotProperties properties, int threads, CancellationToken cancellation)
    {
        var data = links.Join(files, manifests, properties, Memory, threads, cancellation);
        known.Clear();
        foreach (var file in files)
            known[file.Path] = file;
        knownManifests.Clear();
        foreach (var manifest in manifests)
            knownManifests[manifest.Path] = manifest;
        ForgetOthers();
        return data;
    }
}
