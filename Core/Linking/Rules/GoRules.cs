using System.Collections.Frozen;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Rules;

/// <summary>Go: a folder is a package (its <c>_test</c> package apart); import paths start with the module path of a <c>go.mod</c>.</summary>
internal sealed class GoRules(LinkContext context) : NameRules(context)
{
    private static readonly FrozenSet<string> Predeclared = (
        "any append bool byte cap clear close comparable complex complex128 complex64 copy delete error false float32 float64 imag int int16 int32 int64 int8 iota len make max min new nil panic "
        + "print println real recover rune string true uint uint16 uint32 uint64 uint8 uintptr _")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private readonly Dictionary<string, int> packages = new(StringComparer.Ordinal);
    private readonly List<(string Module, string Folder)> modules = [];
    private int standard;

    public override Family Family => Family.Go;

    public override bool PackageClauseIsRoot => true;

    public override bool DeclaresAllTypes => true;

    public override bool TypeParametersHaveMembers => true;

    public override void Prepare()
    {
        standard = Context.Package("builtin");
        foreach (var manifest in Program.Manifests)
        {
            if (manifest.Path != "go.mod" && !manifest.Path.EndsWith("/go.mod", StringComparison.Ordinal))
                continue;
            foreach (var line in TextOf(manifest.Content).Split('\n'))
            {
                if (!line.StartsWith("module ", StringComparison.Ordinal))
                    continue;
                modules.Add((line["module ".Length..].Split("//")[0].Trim().Trim('"'), Parent(manifest.Path)));
                break;
            }
        }
        modules.Sort((a, b) => b.Module.Length.CompareTo(a.Module.Length));
    }

    public override bool SameManifests(NameRules other) => other is GoRules go && modules.SequenceEqual(go.modules);

    public override (int Entity, string Module) Root(int file)
    {
        var facts = Program.Facts(file);
        var package = facts.Strings.Text(facts.Package);
        var folder = Parent(Program.Files[file].Path);
        var key = package.EndsWith("_test", StringComparison.Ordinal) ? folder + "\0test" : folder;
        if (!packages.TryGetValue(key, out var entity))
            packages[key] = entity = Entities.Add(-1, Program.InternName(package), isType: false, symbol: -1);
        return (entity, package);
    }

    public override ImportTarget ResolveModule(int file, in Import import, string module)
    {
        foreach (var (name, folder) in modules)
        {
            if (module != name && !module.StartsWith(name + "/", StringComparison.Ordinal))
                continue;
            var path = Combine(folder, module[name.Length..]);
            return path is not null && packages.TryGetValue(path, out var entity) ? ImportTarget.Entity(entity) : Context.ExternalPackage(module);
        }
        // Without go.mod, as in a GOPATH tree: the folder whose path ends like the import.
        if (modules.Count == 0 && module.Contains('/', StringComparison.Ordinal))
        {
            foreach (var (path, entity) in packages)
            {
                if (path.Length > 0 && (module == path || module.EndsWith("/" + path, StringComparison.Ordinal)))
                    return ImportTarget.Entity(entity);
            }
        }
        return Context.ExternalPackage(module);
    }

    public override Value Fallback(int file, in Reference reference, int name) =>
        Predeclared.Contains(Program.Text(name)) ? Value.External(standard) : Value.None;
}
