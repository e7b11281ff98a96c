namespace CodeGraph.Linking.Rules;

/// <summary>The crates that a repository's manifests describe: by name, and the files their module trees start from.</summary>
internal sealed class CargoWorkspace
{
    private readonly HashSet<string> files;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public CargoWorkspace(IEnumerable<string> rustFiles) => files = new(rustFiles, StringComparer.Ordinal);

    /// <summary>Files that start a crate, libraries first, with the names by which others import the crate (null where none can).</summary>
    public List<(string Path, string? Name)> Roots { get; } = [];

    /// <summary>Reads a <c>Cargo.toml</c>: the targets it names and those at their usual places.</summary>
    public void Read(string folder, string manifest)
    {
        string? package = null, library = null, libraryPath = null;
        var others = new List<string>();
        var section = "";
        foreach (var raw in manifest.Split('\n'))
        {
            var line = raw.Trim();
            if (line.StartsWith('['))
                section = line;
            if (Assigned(line, "name") is { } name)
            {
                if (section == "[package]")
                    package = name;
                else if (section == "[lib]")
                    library = name;
            }
            else if (Assigned(line, "path") is { } path)
            {
                if (section == "[lib]")
                    libraryPath = path;
                else if (section.StartsWith("[[", StringComparison.Ordinal))
                    others.Add(path);
            }
        }
        if (package is null)
            return;
        Add(Join(folder, libraryPath ?? "src/lib.rs"), (library ?? package).Replace('-', '_'), first: true);
        Add(Join(folder, "src/main.rs"), null);
        foreach (var path in others)
            Add(Join(folder, path), null);
        Add(Join(folder, "build.rs"), null);
    }

    /// <summary>Finds the targets that lie at usual places below a package, and crates without a manifest; call it when all manifests are read.</summary>
    public void Complete()
    {
        foreach (var path in files.Order(StringComparer.Ordinal))
        {
            var (folder, file) = Split(path);
            var (above, last) = Split(folder);
            var isTarget = last is "tests" or "examples" or "benches" || (last == "bin" && Split(above).Name == "src")
                || (file == "main.rs" && Split(above).Name is "tests" or "examples" or "benches" or "bin");
            if (file is not ("lib.rs" or "main.rs") && !(isTarget && file != "mod.rs"))
                continue;
            // Another build system's crate is called after its folder.
            Add(path, file == "lib.rs" ? (last == "src" ? Split(above).Name : last).Replace('-', '_') : null);
        }
    }

    private void Add(string path, string? name, bool first = false)
    {
        if (!files.Contains(path) || !known.Add(path))
            return;
        if (first)
            Roots.Insert(0, (path, name));
        else
            Roots.Add((path, name));
    }

    private static string? Assigned(string line, string key)
    {
        if (!line.StartsWith(key, StringComparison.Ordinal))
            return null;
        var rest = line[key.Length..].TrimStart();
        if (!rest.StartsWith('='))
            return null;
        var parts = rest.Split('"');
        return parts.Length >= 3 ? parts[1] : null;
    }

    private static string Join(string folder, string relative)
    {
        var parts = new List<string>(folder.Length == 0 ? [] : folder.Split('/'));
        foreach (var part in relative.Split('/'))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "."))
                parts.Add(part);
        }
        return string.Join('/', parts);
    }

    private static (string Folder, string Name) Split(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? ("", path) : (path[..slash], path[(slash + 1)..]);
    }
}
