namespace CodeGraph.Grains;

/// <summary>What a repository is read from: a folder by its full path, or a git URL as given.</summary>
public static class RepositorySource
{
    /// <summary>Whether git would fetch it over a transport: <c>https://…</c>, <c>ssh://…</c>, <c>file://…</c>, <c>git@host:team/shop</c>.</summary>
    public static bool IsUrl(string source)
    {
        if (source.Contains("://", StringComparison.Ordinal))
            return true;
        var colon = source.IndexOf(':', StringComparison.Ordinal);
        var at = source.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && colon > at + 1 && source.IndexOf('/', StringComparison.Ordinal) is var slash && (slash < 0 || slash > colon);
    }

    /// <summary>The one spelling of a source: for a folder the full path without links, and the repository's root where the folder lies inside of one.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static string Normalize(string source)
    {
        if (IsUrl(source))
            return source.TrimEnd('/');
        var folder = RealPath(source);
        return FindGitRoot(folder) ?? folder;
    }

    /// <summary>The full path of an existing folder with every link in it followed.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static string RealPath(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
            throw new DirectoryNotFoundException("An empty name is no folder; give an existing folder or a git URL, or nothing for the current folder.");
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!Directory.Exists(full))
        {
            throw new DirectoryNotFoundException(File.Exists(full)
                ? $"'{folder}' is a file; give the folder of the repository."
                : $"There is no folder '{folder}'; give an existing folder or a git URL.");
        }

        var path = Path.GetPathRoot(full)!;
        foreach (var segment in full[path.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            path = Path.Combine(path, segment);
            if (Directory.ResolveLinkTarget(path, returnFinalTarget: true) is { } target)
                path = RealPath(target.FullName);
        }

        return path;
    }

    private static string? FindGitRoot(string folder)
    {
        for (var candidate = folder; candidate is not null; candidate = Path.GetDirectoryName(candidate))
        {
            var git = Path.Combine(candidate, ".git");
            if (Directory.Exists(git) || File.Exists(git))
                return candidate;
        }

        return null;
    }
}
