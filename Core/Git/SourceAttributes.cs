namespace CodeGraph.Git;

/// <summary>
/// What a project says about its own files in .gitattributes: <c>linguist-vendored</c> and <c>linguist-generated</c>, set, unset with a
/// dash, or given as <c>=true</c> and <c>=false</c>. These are the attributes that GitHub reads.
/// </summary>
public sealed class SourceAttributes
{
    public static readonly SourceAttributes None = new([]);

    private readonly List<(PathPattern Pattern, bool? Vendored, bool? Generated)> rules;

    private SourceAttributes(List<(PathPattern Pattern, bool? Vendored, bool? Generated)> rules) => this.rules = rules;

    /// <param name="files">Path and text of each .gitattributes file of the tree.</param>
    public static SourceAttributes Parse(IEnumerable<(string Path, string Text)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        List<(PathPattern Pattern, bool? Vendored, bool? Generated)> rules = [];

        // Deeper files win over those above, and so come later.
        foreach ((string path, string text) in files.OrderBy(file => file.Path.Count(c => c == '/')))
        {
            string folder = path[..(path.LastIndexOf('/') + 1)];
            foreach (string line in text.TrimStart('\uFEFF').Split('\n'))
            {
                string[] words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
                if (words.Length < 2 || words[0][0] is '!' or '"') continue;
                bool? vendored = Value(words, "linguist-vendored");
                bool? generated = Value(words, "linguist-generated");
                if (vendored is null && generated is null) continue;
                if (PathPattern.Parse(folder, words[0]) is { OnlyFolders: false } pattern) rules.Add((pattern, vendored, generated));
            }
        }

        return rules.Count == 0 ? None : new SourceAttributes(rules);
    }

    /// <summary>What is said about a path; null for what is not.</summary>
    public (bool? Vendored, bool? Generated) Of(string path)
    {
        bool? vendored = null;
        bool? generated = null;
        foreach ((PathPattern pattern, bool? saysVendored, bool? saysGenerated) in rules)
        {
            if (!pattern.Matches(path)) continue;
            vendored = saysVendored ?? vendored;
            generated = saysGenerated ?? generated;
        }

        return (vendored, generated);
    }

    private static bool? Value(string[] words, string attribute)
    {
        bool? value = null;
        foreach (string word in words.AsSpan(1))
        {
            if (word == attribute || word == attribute + "=true") value = true;
            else if (word == "-" + attribute || word == attribute + "=false") value = false;
        }

        return value;
    }
}
