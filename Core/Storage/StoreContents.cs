namespace CodeGraph.Storage;

/// <summary>What lies in a data folder, and what of it nobody needs.</summary>
internal static class StoreContents
{
    /// <summary>Files below a folder, in the order of their paths; none where there is no folder.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];

    /// <summary>Snapshots, folders of repositories, facts and clones that no record names.</summary>
    public static IReadOnlyList<string> Orphans(DataFolder folder, IReadOnlyList<KnownRepository> repositories)
    {
        var orphans = new List<string>();
        var known = repositories.ToDictionary(r => r.Name, StringComparer.Ordinal);
        foreach (var path in Folders(folder.AllRepositories))
        {
            if (!known.TryGetValue(Path.GetFileName(path), out var repository))
            {
                orphans.Add(path);
                continue;
            }
            var kept = repository.Snapshots.Select(id => folder.Snapshot(repository.Name, id)).ToHashSet(StringComparer.Ordinal);
            orphans.AddRange(Files(path, "*" + DataFolder.SnapshotSuffix).Where(f => !kept.Contains(f)));
            orphans.AddRange(DataFolder.NeedlessBases(folder.Snapshots(repository.Name), kept));

            // Where versions before kept a repository's facts.
            orphans.AddRange(Files(path, "facts*").Where(f => Path.GetDirectoryName(f) == path));
        }
        orphans.AddRange(Files(folder.AllFacts, "*" + FactsPack.Suffix).Where(f => !known.ContainsKey(Path.GetFileNameWithoutExtension(f))));
        var clones = repositories.Select(r => r.CloneFolder).OfType<string>().ToHashSet(StringComparer.Ordinal);
        orphans.AddRange(Folders(folder.Clones).Where(f => !clones.Contains(f)));
        return orphans;
    }

    /// <summary>Half-written files of processes that are gone, and what was set aside.</summary>
    public static IReadOnlyList<string> Leftovers(DataFolder folder) =>
    [
        .. new[] { folder.State, folder.AllFacts, folder.AllRepositories }.SelectMany(f => Files(f, "*")).Where(f =>
            f.EndsWith(DurableFile.SetAsideSuffix, StringComparison.Ordinal)
            || (f.EndsWith(DurableFile.TemporarySuffix, StringComparison.Ordinal) && !DurableFile.IsAlive(f, DurableFile.TemporarySuffix))
            || (f.EndsWith(".tmp", StringComparison.Ordinal) && !DurableFile.IsAlive(f, ".tmp"))),
    ];

    private static IReadOnlyList<string> Folders(string folder) => Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)] : [];
}
