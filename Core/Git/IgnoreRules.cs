namespace CodeGraph.Git;

/// <summary>The .gitignore files from a root down to one folder. Immutable: a folder's rules are its parent's and its own.</summary>
internal sealed class IgnoreRules
{
    public static readonly IgnoreRules None = new(null, []);

    private readonly IgnoreRules? parent;
    private readonly PathPattern[] patterns;

    private IgnoreRules(IgnoreRules? parent, PathPattern[] patterns)
    {
        this.parent = parent;
        this.patterns = patterns;
    }

    /// <param name="folder">The folder of the .gitignore file, with a slash at its end; empty for the root.</param>
    /// <param name="text">The file's text.</param>
    public IgnoreRules With(string folder, string text)
    {
        PathPattern[] added = [.. text.TrimStart('\uFEFF').Split('\n').Select(line => PathPattern.Parse(folder, line)).OfType<PathPattern>()];
        return added.Length == 0 ? this : new IgnoreRules(this, added);
    }

    /// <summary>
    /// Whether the last pattern that matches, in the deepest file that has one, excludes the path. Callers do not descend into ignored
    /// folders, which is why nothing inside can be taken back.
    /// </summary>
    public bool Ignores(ReadOnlySpan<char> path, bool isFolder)
    {
        for (IgnoreRules? rules = this; rules is not null; rules = rules.parent)
        {
            for (int i = rules.patterns.Length - 1; i >= 0; i--)
            {
                PathPattern pattern = rules.patterns[i];
                if (pattern.OnlyFolders && !isFolder) continue;
                if (pattern.Matches(path)) return !pattern.Negated;
            }
        }

        return false;
    }
}
