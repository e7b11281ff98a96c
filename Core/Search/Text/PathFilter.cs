using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Search;

/// <summary>
/// Which files are wanted: of one of the languages, and fitting one of the globs that are not negated, if there are any, and none of those that are. A glob
/// is what a line of a .gitignore file is: without a slash it fits a name in any folder, and one that fits a folder fits everything in it.
/// </summary>
internal sealed class PathFilter
{
    private readonly PathPattern[] wanted;
    private readonly PathPattern[] unwanted;
    private readonly bool[]? languages;

    /// <exception cref="PatternException">A glob is empty.</exception>
    public PathFilter(IReadOnlyList<string>? globs, IReadOnlyList<Language>? languages)
    {
        var patterns = (globs ?? []).Select(g => PathPattern.Parse("", g) ?? throw new PatternException($"'{g}' is no glob. Write one as in .gitignore: src/, *.cs, !**/test/**.")).ToList();
        wanted = [.. patterns.Where(p => !p.Negated)];
        unwanted = [.. patterns.Where(p => p.Negated)];
        if (languages is not { Count: > 0 })
            return;
        this.languages = new bool[256];
        foreach (var language in languages)
            this.languages[(byte)language] = true;
    }

    public bool IsAll => languages is null && wanted.Length == 0 && unwanted.Length == 0;

    public bool Wants(Snapshot snapshot, int file)
    {
        if (languages is not null && !languages[(byte)snapshot.File(file).Language])
            return false;
        if (wanted.Length == 0 && unwanted.Length == 0)
            return true;
        var path = snapshot.Path(file);
        return (wanted.Length == 0 || wanted.Any(p => Fits(p, path))) && !unwanted.Any(p => Fits(p, path));
    }

    private static bool Fits(PathPattern pattern, string path)
    {
        if (!pattern.OnlyFolders && pattern.Matches(path))
            return true;
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (pattern.Matches(path.AsSpan(0, slash)))
                return true;
        }
        return false;
    }
}
