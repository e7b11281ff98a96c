using CodeGraph.Model;
using CodeGraph.Storage;

namespace CodeGraph.Search;

/// <summary>Checks and collects the text indexes of repositories, as <see cref="StoreInspector"/> and <see cref="StoreCollector"/> do for what lies beside them.</summary>
public static class TextIndexCare
{
    /// <summary>Checks every segment; a damaged one is set aside on demand, and the next index adds its blobs again.</summary>
    public static IReadOnlyList<StoreFinding> Check(DataFolder folder, IEnumerable<string> repositories, bool repair, out int files)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(repositories);
        var checkedFiles = repositories.SelectMany(name => TextIndex.Verify(folder.Text(name))).ToList();
        files = checkedFiles.Count;
        var damaged = checkedFiles.Where(f => f.Damage is not null).ToList();
        return [.. damaged.Select(f => new StoreFinding(StoreFault.Damaged, f.Path, $"{f.Damage}; its texts are read directly until the next 'codegraph index'", repair && DurableFile.SetAside(f.Path)))];
    }

    /// <summary>Drops the blobs that no snapshot of a repository has. Without doing it, what it would free is told by the share of such blobs.</summary>
    public static IReadOnlyList<CollectedItem> Collect(DataFolder folder, IReadOnlyList<KnownRepository> repositories, bool dryRun, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(repositories);
        var collected = new List<CollectedItem>();
        foreach (var repository in repositories)
        {
            cancellation.ThrowIfCancellationRequested();
            var path = folder.Text(repository.Name);
            if (!Directory.Exists(path))
                continue;
            var live = repository.Blobs(folder, out var isComplete);
            if (!isComplete)
                continue;
            var freed = dryRun ? Share(path, live) : TextIndexWriter.Keep(path, live);
            if (freed > 0)
                collected.Add(new(path, freed, "some of its texts are in no snapshot"));
        }
        return collected;
    }

    private static long Share(string path, HashSet<BlobId> live)
    {
        using var index = TextIndex.Open(path);
        var blobs = index.Blobs();
        return blobs.Count == 0 ? 0 : index.Length * blobs.Count(blob => !live.Contains(blob)) / blobs.Count;
    }
}
