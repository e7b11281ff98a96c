using CodeGraph.Git;
using CodeGraph.Storage;
using Orleans;

namespace CodeGraph.Grains;

/// <summary>What a repository keeps on the disk, and how it is given up.</summary>
internal sealed partial class RepositoryGrain
{
    /// <summary>What was told last, and the state that it is of; it is asked for with every question.</summary>
    private (RepositoryState Of, RepositoryRecord Record)? record;

    public async Task<IReadOnlyList<string>> ListSnapshots() => [.. (await ReadState()).Snapshots.Select(s => s.Id)];

    public async Task<RepositoryRecord> GetRecord()
    {
        var known = await ReadState();
        if (record is { } told && ReferenceEquals(told.Of, known) && job is not { IsRunning: true })
            return told.Record;
        var made = new RepositoryRecord(StatusOf(known), [.. known.Snapshots.Select(InfoOf)]);
        record = job is { IsRunning: true } ? null : (known, made);
        return made;
    }

    public async Task Remove(CancellationToken cancellation)
    {
        var name = this.GetPrimaryKeyString();
        if (job is { IsRunning: true })
            throw new BusyException($"{name} is being indexed. Wait until that is done, or cancel it, and remove it then.");

        await telling;

        // No job of another process may write what is removed here.
        using var alone = StoreOwnership.Take(folder);
        await Stored(() => state.ReadStateAsync(cancellation), cancellation);
        var source = state.State.Source;
        await Stored(() => state.ClearStateAsync(cancellation), cancellation);
        sessions.Drop(name);
        Delete(folder.Repository(name));
        if (source is not null && RepositorySource.IsUrl(source))
            Delete(new GitClone(folder.Clones).FolderOf(source));
    }

    private static SnapshotInfo InfoOf(StoredSnapshot stored) => new(
        stored.Id, stored.Commit, stored.Reference, stored.Commit is not null && !IsOfCommit(stored), stored.IndexedAt, stored.Summary.Files, stored.Summary.Symbols, stored.Summary.References,
        stored.Summary.SnapshotBytes);

    private static void Delete(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
        catch (Exception exception) when (StorageException.IsRefusal(exception))
        {
            throw new StorageException($"'{path}' could not be removed: {exception.Message} Make it writable; 'codegraph gc' removes the rest.", exception);
        }
    }
}
