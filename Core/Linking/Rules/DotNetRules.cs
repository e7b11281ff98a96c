using System.Text.RegularExpressions;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Rules;

/// <summary>C#: one global namespace; namespaces and partial types span files; usings hold for a file, a namespace block, or the whole project.</summary>
internal sealed partial class DotNetRules(LinkContext context) : NameRules(context)
{
    private readonly List<(string Folder, string Namespace)> usings = [];
    private readonly Dictionary<string, HashSet<string>> projects = new(StringComparer.Ordinal);
    private readonly List<(string Project, string Path)> linked = [];
    private List<(string Folder, int Entity)>? projectImports;
    private int global = -1;

    public override Family Family => Family.DotNet;

    public override bool DeclaresAllTypes => true;

    /// <summary><c>&lt;Using Include="N"/&gt;</c> of a project file holds for the files below its folder.</summary>
    public override IReadOnlyList<(string Folder, int Entity)> ProjectImports => projectImports ??=
        [.. usings.Select(u => (u.Folder, Entity: Walk(global, u.Namespace) ?? -1)).Where(u => u.Entity >= 0).Distinct()];

    public override void Prepare()
    {
        var references = new List<(string Folder, string Name)>();
        var byName = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var manifest in Program.Manifests)
        {
            foreach (Match match in UsingItem().Matches(TextOf(manifest.Content)))
                usings.Add((Parent(manifest.Path), match.Groups[1].Value));
            if (!manifest.Path.EndsWith(".csproj", StringComparison.Ordinal))
                continue;
            projects.TryAdd(Parent(manifest.Path), []);
            foreach (Match match in ProjectReference().Matches(TextOf(manifest.Content)))
            {
                var written = match.Groups[1].Value.Replace('\\', '/');
                references.Add((Parent(manifest.Path), written[(written.LastIndexOf('/') + 1)..]));
            }
            foreach (Match match in CompileItem().Matches(TextOf(manifest.Content)))
            {
                if (Combine(Parent(manifest.Path), match.Groups[1].Value.Replace('\\', '/')) is { Length: > 0 } path)
                    linked.Add((Parent(manifest.Path), path));
            }
            byName.TryAdd(manifest.Path[(manifest.Path.LastIndexOf('/') + 1)..], Parent(manifest.Path));
        }
        // By name: paths are often written with properties, and no two projects of a build share a name.
        foreach (var (folder, name) in references)
        {
            if (byName.TryGetValue(name, out var target))
                projects[folder].Add(target);
        }
    }

    public override int Nearness(int from, int to)
    {
        var (own, other) = (ProjectOf(from), ProjectOf(to));
        return own == other || (own is not null && IsLinked(own, Program.Files[to].Path)) ? 2 : own is not null && other is not null && Refers(own, other, 0) ? 1 : 0;
    }

    private bool IsLinked(string project, string path) => linked.Exists(l => l.Project == project && path.StartsWith(l.Path, StringComparison.Ordinal));

    private bool Refers(string from, string to, int depth) =>
        projects.TryGetValue(from, out var known) && (known.Contains(to) || (depth < 8 && known.Any(k => Refers(k, to, depth + 1))));

    /// <summary>The folder of the project that a file belongs to; null for none.</summary>
    private string? ProjectOf(int file)
    {
        for (var folder = Parent(Program.Files[file].Path); ; folder = Parent(folder))
        {
            if (projects.ContainsKey(folder))
                return folder;
            if (folder.Length == 0)
                return null;
        }
    }

    public override bool MembersVisible => true;

    public override bool HasOverloads => true;

    public override bool OpenTypes => true;

    public override (int Entity, string Module) Root(int file)
    {
        if (global < 0)
            global = Entities.Add(-1, -1, isType: false, symbol: -1);
        return (global, "");
    }

    public override ImportTarget ResolveModule(int file, in Import import, string module)
    {
        if (module.StartsWith("global::", StringComparison.Ordinal))
            module = module["global::".Length..];
        var generic = module.IndexOf('<', StringComparison.Ordinal);
        if (generic >= 0)
            module = $"{module[..generic]}`{module.Count(c => c == ',') + 1}";
        // A using inside of a namespace is looked up from there outwards first.
        for (var scope = import.Scope; scope >= 0; scope = Program.Facts(file).Scopes[scope].Parent)
        {
            var owner = Program.Facts(file).Scopes[scope].Owner;
            var start = scope == 0 ? global : owner < 0 ? -1 : Program.EntityOf[Program.FirstSymbol[file] + owner];
            for (; start >= 0; start = scope == 0 ? -1 : Entities.Parent(start))
            {
                if (Walk(start, module) is { } found)
                    return ImportTarget.Entity(found);
            }
        }
        return Context.ExternalPackage(module);
    }

    [GeneratedRegex("""<Using\s+Include="([\w.]+)"(?![^>]*Alias)""", RegexOptions.CultureInvariant)]
    private static partial Regex UsingItem();

    [GeneratedRegex("""<ProjectReference\s+Include="([^">]+)["]""", RegexOptions.CultureInvariant)]
    private static partial Regex ProjectReference();

    // Files of another folder that a project compiles: up to the first wildcard.
    [GeneratedRegex("""<Compile\s+Include="(\.\.[^"*>]+)""", RegexOptions.CultureInvariant)]
    private static partial Regex CompileItem();

    private int? Walk(int entity, string path)
    {
        foreach (var part in path.Split('.'))
        {
            var name = Program.FindName(part.Trim());
            if (name < 0)
                return null;
            var nested = Entities.Nested(entity, name);
            if (nested < 0 && Entities.Members(entity, name) is >= 0 and var node)
                nested = Program.EntityOf[Entities.MemberSymbol(node)];
            if (nested < 0)
                return null;
            entity = nested;
        }
        return entity;
    }
}
