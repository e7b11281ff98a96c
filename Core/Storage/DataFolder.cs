namespace CodeGraph.Storage;

/// <summary>
/// Where everything is kept: the folder <c>CODEGRAPH_HOME</c> names, else <c>$XDG_DATA_HOME/codegraph</c>, else <c>~/.local/share/codegraph</c>.
///
/// <list type="bullet">
/// <item><c>state/NAME/TYPE/</c>: records of grains, one file each, which a write replaces; which snapshot answers for a repository is said there.</item>
/// <item><c>facts/NAME.facts</c>: the facts of a repository's blobs (<see cref="FactsStore"/>), which all others read too, with its lock beside it.</item>
/// <item><c>repositories/NAME/text</c>: which blobs hold which trigrams, in segments.</item>
/// <item><c>repositories/NAME/snapshots/ID.graph</c>: snapshots (<see cref="SnapshotFile"/>), with <c>ID.CHECKSUM.base</c> beside those that are told by another.</item>
/// <item><c>clones/</c>: bare clones of repositories that are given by URL.</item>
/// </list>
/// </summary>
public sealed class DataFolder
{
    public const string Variable = "CODEGRAPH_HOME";

    public const string SnapshotSuffix = ".graph";

    private const string TextFolder = "text";

    /// <exception cref="StorageException">There is a file where the folder should be.</exception>
    public DataFolder(string root)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        Root = Path.GetFullPath(root);
        for (var part = Root; part is not null; part = Path.GetDirectoryName(part))
        {
            if (File.Exists(part))
                throw new StorageException($"'{Root}' cannot be the data folder: '{part}' is a file. Set {Variable} to a folder, or remove the file.");
        }
    }

    public string Root { get; }

    public string State => Path.Combine(Root, "state");

    public string Clones => Path.Combine(Root, "clones");

    public string AllFacts => Path.Combine(Root, "facts");

    /// <summary>The folder of the environment.</summary>
    public static DataFolder Default()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen)
            return new(chosen);
        if (Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data && Path.IsPathRooted(data))
            return new(Path.Combine(data, "codegraph"));
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        if (home.Length == 0)
            throw new StorageException($"There is no home folder to keep data in. Set {Variable} to a folder.");
        return OperatingSystem.IsWindows()
            ? new(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "codegraph"))
            : new(Path.Combine(home, ".local", "share", "codegraph"));
    }

    public string AllRepositories => Path.Combine(Root, "repositories");

    public string Repository(string name) => Path.Combine(AllRepositories, Safe(name));

    public string Facts(string repository) => Path.Combine(AllFacts, Safe(repository) + ".facts");

    /// <summary>The text index of a repository's blobs (<see cref="Search.TextIndex"/>).</summary>
    public string Text(string repository) => Path.Combine(Repository(repository), TextFolder);

    /// <summary>The text indexes of all other repositories, whatever is in them.</summary>
    public IReadOnlyList<string> OtherTexts(string repository) =>
        Directory.Exists(AllRepositories) ? [.. Directory.EnumerateDirectories(AllRepositories).Where(f => Path.GetFileName(f) != repository).Order(StringComparer.Ordinal).Select(f => Path.Combine(f, TextFolder))] : [];

    public string Snapshots(string repository) => Path.Combine(Repository(repository), "snapshots");

    public string Snapshot(string repository, string id) => Path.Combine(Snapshots(repository), Safe(id) + SnapshotSuffix);

    /// <summary>Where the records of grains of a type are that have one of a name.</summary>
    public string Records(string name, string type) => Path.Combine(State, name, type);

    /// <summary>Removes snapshots that are not wanted any more, and what dead writers left. Files that are mapped stay readable to those who mapped them.</summary>
    public void RemoveSnapshots(string repository, IReadOnlyCollection<string> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        var folder = Snapshots(repository);
        if (!Directory.Exists(folder))
            return;
        DurableFile.RemoveLeftovers(folder);
        var kept = keep.Select(id => Snapshot(repository, id)).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*" + SnapshotSuffix))
        {
            if (!kept.Contains(file))
                File.Delete(file);
        }
        foreach (var file in NeedlessBases(folder, kept))
            File.Delete(file);
    }

    /// <summary>Bases in a folder by which none of these snapshots is told.</summary>
    internal static IEnumerable<string> NeedlessBases(string folder, IReadOnlyCollection<string> snapshots)
    {
        if (!Directory.Exists(folder))
            return [];
        var bases = snapshots.Select(SnapshotFile.BaseOf).ToHashSet(StringComparer.Ordinal);
        return Directory.GetFiles(folder, "*" + SnapshotFile.BaseSuffix).Where(f => !bases.Contains(f)).Order(StringComparer.Ordinal);
    }

    /// <summary>Whether a text may name a repository or a snapshot: nothing that leads out of the folder, or into another.</summary>
    public static bool IsName(string name) =>
        !string.IsNullOrWhiteSpace(name) && name.Trim('.').Length > 0 && name.AsSpan().IndexOfAny("/\\:*?\"<>|\0") < 0 && name.Length <= 200;

    private static string Safe(string name) =>
        IsName(name) ? name : throw new ArgumentException($"'{name}' cannot name a repository or snapshot: letters, digits, '.', '_' and '-' can.", nameof(name));
}
