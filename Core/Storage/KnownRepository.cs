using CodeGraph.Model;

namespace CodeGraph.Storage;

/// <summary>What the records say belongs to a repository.</summary>
/// <param name="Name">Its name, and that of its folder and facts.</param>
/// <param name="CloneFolder">The folder of its clone; null where it has none.</param>
/// <param name="Snapshots">Ids of its snapshots.</param>
public sealed record KnownRepository(string Name, string? CloneFolder, IReadOnlyList<string> Snapshots)
{
    /// <summary>The blobs of its snapshots.</summary>
    /// <param name="folder">Where they lie.</param>
    /// <param name="isComplete">False where a snapshot cannot be read: then nobody knows all that the repository needs.</param>
    public HashSet<BlobId> Blobs(DataFolder folder, out bool isComplete)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var blobs = new HashSet<BlobId>();
        isComplete = true;
        foreach (var id in Snapshots)
        {
            try
            {
                using var file = SnapshotFile.Open(folder.Snapshot(Name, id), setAside: false);
                using var lease = file.Lease();
                for (var i = 0; i < file.Snapshot.FileCount; i++)
                    blobs.Add(file.Snapshot.Blob(i));
            }
            catch (Exception exception) when (exception is StorageException or FileNotFoundException or DirectoryNotFoundException)
            {
                isComplete = false;
            }
        }
        return blobs;
    }
}

/// <summary>What may be wrong with something in the data folder.</summary>
public enum StoreFault
{
    /// <summary>Its content is not what was written.</summary>
    Damaged,

    /// <summary>A record names it, and it is not there.</summary>
    Missing,

    /// <summary>An earlier version wrote it; it is made anew when it is needed.</summary>
    Outdated,

    /// <summary>A newer version wrote it, which may still want it.</summary>
    Newer,

    /// <summary>No record names it.</summary>
    Orphaned,

    /// <summary>A writer that died left it, or it was set aside.</summary>
    Leftover,
}

/// <param name="Fault">What is wrong.</param>
/// <param name="Path">With what.</param>
/// <param name="Message">In words, with what to do.</param>
/// <param name="Repaired">Whether it was set aside or dropped just now.</param>
public sealed record StoreFinding(StoreFault Fault, string Path, string Message, bool Repaired);
