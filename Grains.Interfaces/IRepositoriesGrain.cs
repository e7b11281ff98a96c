using Orleans;
using Orleans.Concurrency;

namespace CodeGraph.Grains;

/// <summary>The names of all repositories: the only one that gives a source its name. A single grain, keyed <see cref="RepositoryDirectory.Key"/>.</summary>
[Alias("CodeGraph.IRepositoriesGrain")]
public interface IRepositoriesGrain : IGrainWithStringKey
{
    /// <summary>The name of a source, given to it now where it has none yet.</summary>
    /// <param name="source">The full path of a folder, or a git URL.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<RepositoryEntry> Register(string source, CancellationToken cancellation);

    /// <summary>Removes a repository: its snapshots, its clone, its record, its name. Facts go with the next collection.</summary>
    /// <returns>False where there is no such repository.</returns>
    /// <exception cref="InvalidOperationException">It is being indexed.</exception>
    Task<bool> Remove(string name, CancellationToken cancellation);

    /// <summary>The repository of a name or, where no name matches, of a source; null where there is none.</summary>
    [AlwaysInterleave]
    Task<RepositoryEntry?> Find(string nameOrSource, CancellationToken cancellation);

    /// <summary>All repositories in the order of their names.</summary>
    [AlwaysInterleave]
    Task<IReadOnlyList<RepositoryEntry>> List(CancellationToken cancellation);
}

/// <param name="Name">Names the repository everywhere: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
/// <param name="Source">The full path of a folder, or a git URL.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.RepositoryEntry")]
public sealed record RepositoryEntry([property: Id(0)] string Name, [property: Id(1)] string Source);

/// <summary>Where the directory of repositories is found, and how names come about.</summary>
public static class RepositoryDirectory
{
    public const string Key = "all";

    public static IRepositoriesGrain GetRepositories(this IGrainFactory grains) => grains.GetGrain<IRepositoriesGrain>(Key);

    /// <summary>A name as it may stand in a key or a URL, from the last segment of a source: <c>https://host/team/shop.git</c> is <c>shop</c>.</summary>
    public static string NameOf(string source)
    {
        var trimmed = source.TrimEnd('/', '\\');
        if (trimmed.EndsWith(".git", StringComparison.OrdinalIgnoreCase) && trimmed.Length > 4)
            trimmed = trimmed[..^4].TrimEnd('/', '\\');
        return Clean(trimmed[(trimmed.LastIndexOfAny(['/', '\\', ':']) + 1)..]);
    }

    /// <summary>The name with the segment before it, for the second source of a name: <c>team-shop</c>.</summary>
    public static string LongNameOf(string source)
    {
        var name = NameOf(source);
        var segments = source.Split(['/', '\\', ':'], StringSplitOptions.RemoveEmptyEntries);
        return segments.Length < 2 ? name : $"{Clean(segments[^2])}-{name}";
    }

    private static string Clean(string text)
    {
        var name = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-')).Trim('.', '-');
        return name.Length == 0 ? "repository" : name;
    }
}
