using System.Text.RegularExpressions;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Rules;

/// <summary>C#: one global namespace; namespaces and partial types span files; usings hold for a file, a namespace block, or the whole project.</summary>
internal sealed partial class DotNetRules(LinkContext context) : NameRules(context)
{
    private readonly List<(string Folder, string Namespace)> usings = [];
    private readonly Dictionary<string, HashSet<string>> projects = new(StringComparer.Ordinal);
    private readonly List<(string Project, string Path)> linked = [];
    private string?[] projectOf = [];
    private List<(string Folder, int Entity)>? projectImports;
    private int global = -1;

    public override Family Family => Family.DotNet;

    public override bool DeclaresAllTypes => true;

    /// <summary><c>&lt;Using Include="N"/&gt;</c> of a project file holds for the files below its folder.</summary>
    public override IReadOnlyList<(string Folder, int Entity)> ProjectImports => projectImports ??=
        [.. usings.Select(u => (u.Folder, Entity: Walk(global, u.Namespace, -1) ?? -1)).Where(u => u.Entity >= 0).Distinct()];

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
        CloseReferences();
        projectOf = [.. Enumerable.Range(0, Program.Files.Count).Select(FindProject)];
    }

    public override bool SeesSameProjects(int file, NameRules other) => ProjectOf(file) is not { } project || (other is DotNetRules before
        && before.projects.TryGetValue(project, out var references) && projects[project].SetEquals(references)
        && linked.Where(l => l.Project == project).SequenceEqual(before.linked.Where(l => l.Project == project)));

    // With a single project there is nothing to tell apart.
    public override string ProjectName(int file) => projects.Count > 0 && ProjectOf(file) is { } project ? "@" + project : "";

    public override int Nearness(int from, int to)
    {
        var (own, other) = (ProjectOf(from), ProjectOf(to));
        return own == other || (own is not null && IsLinked(own, Program.Files[to].Path)) ? 2 : own is not null && other is not null && projects[own].Contains(other) ? 1 : 0;
    }

    private bool IsLinked(string project, string path) => linked.Exists(l => l.Project == project && path.StartsWith(l.Path, StringComparison.Ordinal));

    /// <summary>The folder of the project that a file belongs to; null for none.</summary>
    private string? ProjectOf(int file) => projectOf[file];

    private string? FindProject(int file)
    {
        for (var folder = Parent(Program.Files[file].Path); ; folder = Parent(folder))
        {
            if (projects.ContainsKey(folder))
                return folder;
            if (folder.Length == 0)
                return null;
        }
    }

    /// <summary>Lets every project know what those that it refers to refer to.</summary>
    private void CloseReferences()
    {
        foreach (var (project, direct) in projects)
        {
            var open = new Queue<string>(direct);
            while (open.TryDequeue(out var next))
            {
                foreach (var further in projects.GetValueOrDefault(next) ?? [])
                {
                    if (further != project && direct.Add(further))
                        open.Enqueue(further);
                }
            }
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
                if (Walk(start, module, file) is { } found)
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

    private int? Walk(int entity, string path, int file)
    {
        foreach (var part in path.Split('.'))
        {
            var name = Program.FindName(part.Trim());
            var nested = name < 0 ? -1 : Entities.Nested(entity, name);
            if (nested < 0)
                nested = TypeIn(entity, part.Trim(), file);
            if (nested < 0)
                return null;
            entity = nested;
        }
        return entity;
    }

    /// <summary>The type of a name, perhaps with the number of its type parameters behind a grave accent, in a namespace or type: the nearest where there are several.</summary>
    private int TypeIn(int entity, string written, int file)
    {
        var accent = written.IndexOf('`', StringComparison.Ordinal);
        var arity = accent < 0 ? 0 : int.Parse(written.AsSpan(accent + 1), System.Globalization.CultureInfo.InvariantCulture);
        var name = Program.FindName(accent < 0 ? written : written[..accent]);
        int found = -1, best = -1;
        for (var node = name < 0 ? -1 : Entities.Members(entity, name); node >= 0; node = Entities.Next(node))
        {
            var symbol = Entities.MemberSymbol(node);
            var near = file < 0 ? 0 : Nearness(file, Program.FileOf[symbol]);
            if (Program.EntityOf[symbol] < 0 || Program.TypeArity[symbol] != arity || near <= best)
                continue;
            (found, best) = (Program.EntityOf[symbol], near);
        }
        return found;
    }
}
