using System.Text.Json;

namespace CodeGraph.Storage;

/// <summary>
/// Checks every file of a data folder. What is damaged can be set aside or dropped, so that the next index makes it anew; what is merely not needed is left to
/// <see cref="StoreCollector"/>. Repairing needs the folder for itself, checking does not: a file that is replaced meanwhile is checked as it was.
/// </summary>
public sealed class StoreInspector(DataFolder folder, IReadOnlyList<KnownRepository> repositories, bool repair)
{
    private readonly List<StoreFinding> findings = [];

    /// <summary>Files that were looked at.</summary>
    public int Files { get; private set; }

    /// <summary>Checks everything, in the order of the folder.</summary>
    /// <exception cref="StorageException">The folder cannot be read, or is in use while it is to be repaired.</exception>
    public IReadOnlyList<StoreFinding> Run(CancellationToken cancellation)
    {
        using var alone = repair ? StoreLock.Own(folder) : null;
        CheckRecords(cancellation);
        CheckSnapshots(cancellation);
        CheckFacts(cancellation);
        foreach (var path in StoreContents.Orphans(folder, repositories))
            Add(StoreFault.Orphaned, path, "belongs to no repository; 'codegraph gc' removes it");
        foreach (var path in StoreContents.Leftovers(folder))
        {
            if (repair)
                File.Delete(path);
            Add(StoreFault.Leftover, path, path.EndsWith(DurableFile.SetAsideSuffix, StringComparison.Ordinal) ? "was set aside as it is damaged" : "was left by a process that died", repair);
        }
        return findings;
    }

    /// <summary>Records of the embedded runtime: an object with an ETag and a state. Elsewhere there are none here.</summary>
    private void CheckRecords(CancellationToken cancellation)
    {
        foreach (var path in StoreContents.Files(folder.State, "*.json"))
        {
            cancellation.ThrowIfCancellationRequested();
            Files++;
            if (IsRecord(path))
                continue;
            Add(StoreFault.Damaged, path, "is no record; set aside, it is made anew by 'codegraph index' of the repository's source", repair && DurableFile.SetAside(path));
        }
    }

    private static bool IsRecord(string path)
    {
        try
        {
            using var record = JsonDocument.Parse(File.ReadAllBytes(path));
            return record.RootElement.ValueKind == JsonValueKind.Object && record.RootElement.TryGetProperty("etag", out _) && record.RootElement.TryGetProperty("state", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void CheckSnapshots(CancellationToken cancellation)
    {
        foreach (var repository in repositories)
        {
            foreach (var id in repository.Snapshots.Where(id => !File.Exists(folder.Snapshot(repository.Name, id))))
                Add(StoreFault.Missing, folder.Snapshot(repository.Name, id), $"is not there; run 'codegraph index' for {repository.Name} again");
        }
        foreach (var path in StoreContents.Files(folder.AllRepositories, "*" + DataFolder.SnapshotSuffix))
        {
            cancellation.ThrowIfCancellationRequested();
            Files++;
            CheckSnapshot(path);
        }
    }

    private void CheckSnapshot(string path)
    {
        try
        {
            using var file = SnapshotFile.Open(path, setAside: false);
            using var lease = file.Lease();
            file.Snapshot.Verify();
        }
        catch (SnapshotVersionException exception)
        {
            Add(exception.IsNewer ? StoreFault.Newer : StoreFault.Outdated, path, exception.Message);
        }
        catch (FileNotFoundException)
        {
            // Removed since the folder was listed.
        }
        catch (Exception exception) when (exception is CorruptSnapshotException or InvalidDataException)
        {
            Add(StoreFault.Damaged, path, exception.Message, repair && DurableFile.SetAside(path));
        }
    }

    private void CheckFacts(CancellationToken cancellation)
    {
        foreach (var path in StoreContents.Files(folder.AllFacts, "*" + FactsPack.Suffix))
        {
            cancellation.ThrowIfCancellationRequested();
            Files++;
            using var pack = FactsPack.TryOpen(path);
            if (pack is null)
            {
                if (FactsPack.IsNewer(path))
                    Add(StoreFault.Newer, path, "was written by a newer codegraph; use that one, or remove the file");
                else
                    Add(StoreFault.Outdated, path, "is of an earlier version, or no file of facts; the next 'codegraph index' replaces it");
                continue;
            }
            var check = pack.Check();
            if (check is { Damaged: 0, TornBytes: 0 })
                continue;
            pack.Dispose();
            if (repair)
                FactsCompaction.Run(path, static _ => true, dryRun: false);
            Add(
                StoreFault.Damaged, path,
                $"{check.Damaged} of {check.Blocks} blocks are damaged, and {check.TornBytes} bytes behind them cannot be read; what is dropped is parsed again by the next 'codegraph index'", repair);
        }
    }

    private void Add(StoreFault fault, string path, string message, bool repaired = false) => findings.Add(new(fault, path, message, repaired));
}
