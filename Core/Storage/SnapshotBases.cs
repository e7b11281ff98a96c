using CodeGraph.Graph;
using CodeGraph.Graph.Differences;
using CodeGraph.Model;

namespace CodeGraph.Storage;

/// <summary>
/// Stores a snapshot, where another is much like it as the difference from that: of the same repository, else of a worktree or clone of it, which is another repository here.
/// Every base is whole, so a snapshot is never told by one that is itself told by another.
/// </summary>
/// <param name="folder">Where they are stored.</param>
/// <param name="repository">Whose snapshot it is.</param>
public sealed class SnapshotBases(DataFolder folder, string repository)
{
    /// <summary>A difference saves at least so many parts of the whole but one: it is a little slower to ask.</summary>
    private const int LeastSaving = 8;

    /// <summary>How many snapshots of other repositories are looked at.</summary>
    private const int MostOthers = 8;

    /// <param name="id">The id to store it under.</param>
    /// <param name="data">The snapshot; whole.</param>
    /// <param name="known">Ids of snapshots of the repository that stay, the latest last.</param>
    /// <param name="others">Whether to look at other repositories too.</param>
    /// <param name="cancellation">Ends it; nothing is stored.</param>
    /// <returns>Bytes that were written.</returns>
    /// <exception cref="StorageException">The disk is full or the folder is read-only; an earlier file of that name is unharmed.</exception>
    public long Write(string id, SnapshotData data, IReadOnlyList<string> known, bool others, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(known);
        var path = folder.Snapshot(repository, id);
        var snapshot = new Snapshot(data);
        var candidates = known.Reverse().Where(other => other != id).Select(other => folder.Snapshot(repository, other));
        if (others)
            candidates = candidates.Concat(OfOthers(id));
        foreach (var candidate in candidates)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryOpen(candidate) is not { } file)
                continue;
            using (file)
            using (file.Lease())
            {
                if (IsLike(snapshot, file.Whole.Snapshot) && DifferenceEncoder.Encode(snapshot, file.Whole.Snapshot, cancellation) is var difference
                    && difference.Length <= data.Length / LeastSaving && SnapshotFileWriter.WriteDifference(path, difference, file.Whole) is { } written)
                    return written;
            }
        }
        return SnapshotFileWriter.Write(path, data);
    }

    /// <summary>A commit's snapshot that another repository has; null where none has one by that build of the engines. To be disposed of.</summary>
    /// <param name="commit">The commit, as a full id.</param>
    /// <param name="engine">The build.</param>
    public SnapshotFile? OfCommit(string commit, string engine) => Find(
        OfOthers(commit).TakeWhile(path => Path.GetFileNameWithoutExtension(path) == commit), p => !p.WorkingTree && p.Commit == commit && p.Engine == engine);

    /// <summary>A snapshot of the very files; null where there is none by that build of the engines. To be disposed of.</summary>
    /// <param name="id">The id that it is asked for; another repository's of that id is looked at first.</param>
    /// <param name="files">What the snapshot follows from.</param>
    /// <param name="engine">The build.</param>
    /// <param name="known">Ids of snapshots of the repository that may be it.</param>
    /// <param name="others">Whether to look at other repositories too.</param>
    public SnapshotFile? OfFiles(string id, string files, string engine, IEnumerable<string> known, bool others) =>
        Find(known.Select(other => folder.Snapshot(repository, other)).Concat(others ? OfOthers(id) : []), p => p.FilesId == files && p.Engine == engine);

    private static SnapshotFile? Find(IEnumerable<string> paths, Func<SnapshotProperties, bool> isIt)
    {
        foreach (var path in paths)
        {
            if (TryOpen(path) is not { } file)
                continue;
            if (isIt(file.Snapshot.Properties))
                return file;
            file.Dispose();
        }
        return null;
    }

    /// <summary>Those of the same commit first, then the latest.</summary>
    private IEnumerable<string> OfOthers(string id)
    {
        var own = folder.Snapshots(repository) + Path.DirectorySeparatorChar;
        return StoreContents.Files(folder.AllRepositories, "*" + DataFolder.SnapshotSuffix).Where(f => !f.StartsWith(own, StringComparison.Ordinal))
            .OrderByDescending(f => Path.GetFileNameWithoutExtension(f) == id).ThenByDescending(File.GetLastWriteTimeUtc).Take(MostOthers);
    }

    /// <summary>What cannot be opened is nobody's base; whoever needs it will find out.</summary>
    private static SnapshotFile? TryOpen(string path)
    {
        try
        {
            return SnapshotFile.Open(path, setAside: false);
        }
        catch (Exception exception) when (exception is StorageException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether at least half of the files are there too.</summary>
    private static bool IsLike(Snapshot snapshot, Snapshot other)
    {
        if (snapshot.Data.BlobIdBytes != other.Data.BlobIdBytes)
            return false;
        var blobs = new HashSet<BlobId>();
        for (var file = 0; file < other.FileCount; file++)
            blobs.Add(other.Blob(file));
        var shared = 0;
        for (var file = 0; file < snapshot.FileCount; file++)
            shared += blobs.Contains(snapshot.Blob(file)) ? 1 : 0;
        return snapshot.FileCount > 0 && shared * 2 >= snapshot.FileCount;
    }
}
