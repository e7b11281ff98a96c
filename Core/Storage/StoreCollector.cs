using CodeGraph.Model;
using CodeGraph.Parsing;

namespace CodeGraph.Storage;

/// <param name="Path">A file or folder.</param>
/// <param name="Freed">Bytes it took, or that it takes less.</param>
/// <param name="Reason">Why it is not needed.</param>
public sealed record CollectedItem(string Path, long Freed, string Reason);

/// <summary>
/// Removes what no registered repository needs: snapshots, clones and facts. Each removal stands for itself and nothing that is needed is touched before its
/// successor is complete, so a collection that is killed has removed some of it, and the next removes the rest.
/// </summary>
public sealed class StoreCollector(DataFolder folder, bool dryRun)
{
    private readonly List<CollectedItem> collected = [];

    /// <param name="alone">The folder, had alone since before the records were read.</param>
    /// <param name="repositories">What the records name.</param>
    /// <param name="cancellation">Ends it after the file at hand.</param>
    /// <exception cref="StorageException">Something cannot be removed.</exception>
    public IReadOnlyList<CollectedItem> Run(StoreLock alone, IReadOnlyList<KnownRepository> repositories, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(alone);
        ArgumentNullException.ThrowIfNull(repositories);
        var orphans = StoreContents.Orphans(folder, repositories);
        foreach (var path in orphans.Where(p => !p.EndsWith(FactsPack.Suffix, StringComparison.Ordinal)))
        {
            cancellation.ThrowIfCancellationRequested();
            Remove(path, path.EndsWith(SnapshotFile.BaseSuffix, StringComparison.Ordinal) ? "no snapshot is told by it" : "belongs to no registered repository");
        }
        foreach (var path in StoreContents.Leftovers(folder))
            Remove(path, "was left behind");
        CompactFacts(repositories, cancellation);
        return collected;
    }

    private void CompactFacts(IReadOnlyList<KnownRepository> repositories, CancellationToken cancellation)
    {
        var known = repositories.Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var (live, unreadable) = LiveBlobs(repositories, cancellation);
        foreach (var path in StoreContents.Files(folder.AllFacts, "*" + FactsPack.Suffix))
        {
            cancellation.ThrowIfCancellationRequested();
            var name = Path.GetFileNameWithoutExtension(path);

            // Of a repository whose snapshot cannot be read it is not known what it needs.
            if (unreadable.Contains(name))
                continue;
            var isKnown = known.Contains(name);
            var result = FactsCompaction.Run(path, e => live.Contains(e.Key.Blob) || (isKnown && e.Outcome != ParseOutcome.Parsed), dryRun);
            if (result.Freed != 0)
                collected.Add(new(path, result.Freed, result.After == 0 ? "no snapshot needs its facts" : "some of its facts are in no snapshot"));
        }
    }

    private (HashSet<BlobId> Live, HashSet<string> Unreadable) LiveBlobs(IReadOnlyList<KnownRepository> repositories, CancellationToken cancellation)
    {
        var live = new HashSet<BlobId>();
        var unreadable = new HashSet<string>(StringComparer.Ordinal);
        foreach (var repository in repositories)
        {
            cancellation.ThrowIfCancellationRequested();
            live.UnionWith(repository.Blobs(folder, out var isComplete));
            if (!isComplete)
                unreadable.Add(repository.Name);
        }
        return (live, unreadable);
    }

    private void Remove(string path, string reason)
    {
        try
        {
            var isFolder = Directory.Exists(path);
            var bytes = isFolder ? StoreContents.Files(path, "*").Sum(f => new FileInfo(f).Length) : new FileInfo(path).Length;
            if (!dryRun && isFolder)
                Directory.Delete(path, recursive: true);
            else if (!dryRun)
                File.Delete(path);
            collected.Add(new(path, bytes, reason));
        }
        catch (Exception exception) when (StorageException.IsRefusal(exception))
        {
            throw new StorageException($"'{path}' could not be removed: {exception.Message} Make the folder writable and run 'codegraph gc' again; what it removed so far stays removed.", exception);
        }
    }
}
