using CodeGraph.Git;
using CodeGraph.Storage;
using Orleans;

namespace CodeGraph.Grains;

/// <summary>What a repository keeps on the disk, and how it is given up.</summary>
internal sealed partial class RepositoryGrain
{
    public async Task<IReadOnlyList<string>> ListSnapshots()
    {
        if (job is not { IsRunning: true })
            await Stored(() => state.ReadStateAsync(CancellationToken.None), CancellationToken.None);
        return [.. state.State.Snapshots.Select(s => s.Id)];
    }

    public async Task Remove(CancellationToken cancellation)
    {
        var name = this.GetPrimaryKeyString();
        if (job is { IsRunning: true })
            throw new InvalidOperationException($"{name} is being indexed. Wait until that is done, or cancel it, and remove it then.");

        await telling;

        // No job of another process may write what is removed here.
        using var alone = StoreLock.Own(folder);
        await Stored(() => state.ReadStateAsync(cancellation), cancellation);
        var source = state.State.Source;
        await Stored(() => state.ClearStateAsync(cancellation), cancellation);
        Delete(folder.Repository(name));
        if (source is not null && RepositorySource.IsUrl(source))
            Delete(new GitClone(folder.Clones).FolderOf(source));
    }

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
