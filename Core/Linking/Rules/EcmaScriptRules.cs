using System.Collections.Frozen;
using System.Text.Json;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Rules;

/// <summary>
/// JavaScript and TypeScript: a file is a module, found by path with the usual endings and index files, by tsconfig paths, or as a package of the workspace.
/// </summary>
internal sealed class EcmaScriptRules(LinkContext context) : NameRules(context)
{
    private static readonly string[] Endings = [".ts", ".tsx", ".d.ts", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

    private static readonly FrozenSet<string> Globals = (
        "AbortController AbortSignal Array ArrayBuffer Atomics BigInt Blob Boolean Buffer CustomEvent DOMException DataView Date Document Element Error Event EventTarget File FormData Function "
        + "HTMLElement Headers Infinity Intl JSON Map Math MutationObserver NaN Node Number Object Promise Proxy Partial Pick Omit Readonly Record Required Exclude Extract NonNullable Parameters "
        + "ReturnType InstanceType Awaited RangeError ReferenceError Reflect RegExp Request ResizeObserver Response Set SharedArrayBuffer String Symbol SyntaxError TextDecoder TextEncoder "
        + "TypeError URL URLSearchParams Uint8Array Uint16Array Uint32Array Int8Array Int16Array Int32Array Float32Array Float64Array WeakMap WeakRef WeakSet Window WebSocket Worker "
        + "XMLHttpRequest alert arguments atob btoa cancelAnimationFrame clearImmediate clearInterval clearTimeout confirm console crypto customElements decodeURI decodeURIComponent document "
        + "encodeURI encodeURIComponent escape eval exports fetch global globalThis history isFinite isNaN localStorage location module navigator parseFloat parseInt performance process "
        + "prompt queueMicrotask requestAnimationFrame require screen self sessionStorage setImmediate setInterval setTimeout structuredClone undefined unescape window __dirname __filename "
        + "describe it test expect beforeEach afterEach beforeAll afterAll jest vi Iterable Iterator AsyncIterable AsyncIterator Generator PromiseLike ArrayLike NodeJS JSX ReadonlyArray "
        + "any unknown never void string number boolean object symbol bigint null")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private readonly Dictionary<string, int> roots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Folder, string? Entry)> workspace = new(StringComparer.Ordinal);
    private readonly List<(string Folder, string BaseUrl, List<(string Pattern, List<string> Targets)> Paths)> configurations = [];
    private readonly Dictionary<string, (bool HoistsAll, HashSet<string> Dependencies)> packages = new(StringComparer.Ordinal);
    private readonly List<string[]> virtualRoots = [];
    private List<(string Pattern, int Entity)>? ambientModules;
    private bool[] scripts = [];
    private int environment;

    public override Family Family => Family.EcmaScript;

    public override bool TracksValues => true;

    public override bool ExportsByName => true;

    public override bool TypesShowStaticMembers => true;

    public override bool BlocksHideNames => true;

    public override bool FunctionsHaveMembers => true;

    public override bool TypesAreApart => true;

    public override bool ConstantsNeedType => true;

    public override bool AccessorsArePairs => true;

    public override bool FirstVariableStays => true;

    public override bool HasReexports => true;

    public override bool InheritsConstructors => true;

    public override bool IsOwnDefault(int file) => 
        Program.Facts(file).Imports.Any(import => (import.Flags & (ImportFlags.CommonJs | ImportFlags.Reexport)) == (ImportFlags.CommonJs | ImportFlags.Reexport));

    protected override bool Reads(string manifest) => manifest is "package.json" || IsConfiguration(manifest);

    public override void Prepare()
    {
        environment = Context.Package("globals");
        scripts = new bool[Program.Files.Count];
        for (var file = 0; file < scripts.Length; file++)
            scripts[file] = IsTyped(file) && IsScript(file);
        foreach (var manifest in Program.Manifests)
        {
            var name = manifest.Path[(manifest.Path.LastIndexOf('/') + 1)..];
            if (name == "package.json")
                ReadPackage(manifest);
            else if (IsConfiguration(name))
                ReadConfiguration(manifest);
        }
        // The nearest configuration above a file counts.
        configurations.Sort((a, b) => b.Folder.Length.CompareTo(a.Folder.Length));
    }

    public override (int Entity, string Module) Root(int file)
    {
        var path = Program.Files[file].Path;
        var entity = Entities.Add(-1, -1, isType: false, symbol: -1);
        roots[path] = entity;
        return (entity, "");
    }

    public override ImportTarget ResolveModule(int file, in Import import, string module)
    {
        var path = Program.Files[file].Path;
        if (module.StartsWith('.') || module.StartsWith('/'))
            return (Locate(module.StartsWith('/') ? module[1..] : Combine(Parent(path), module)) ?? LocateInRoots(path, module)) is { } near
                ? ImportTarget.Entity(near) : ImportTarget.Unresolved;
        // `export { a }` without a module names this very file.
        if (module.Length == 0)
            return ImportTarget.Entity(Program.RootOf[file]);
        foreach (var (folder, baseUrl, paths) in configurations)
        {
            if (folder.Length > 0 && !path.StartsWith(folder + "/", StringComparison.Ordinal))
                continue;
            foreach (var (pattern, targets) in paths)
            {
                var star = pattern.IndexOf('*', StringComparison.Ordinal);
                var rest = star < 0 ? (module == pattern ? "" : null)
                    : module.Length >= pattern.Length - 1 && module.StartsWith(pattern[..star], StringComparison.Ordinal) && module.EndsWith(pattern[(star + 1)..], StringComparison.Ordinal)
                        ? module[star..(module.Length - (pattern.Length - star - 1))]
                        : null;
                if (rest is null)
                    continue;
                foreach (var target in targets)
                {
                    if (Locate(Combine(baseUrl, target.Replace("*", rest, StringComparison.Ordinal))) is { } mapped)
                        return ImportTarget.Entity(mapped);
                }
            }
            if (Locate(Combine(baseUrl, module)) is { } based)
                return ImportTarget.Entity(based);
        }
        for (var name = module; name.Length > 0; name = Parent(name))
        {
            if (!workspace.TryGetValue(name, out var package) || !SeesPackage(path, name, package.Folder))
                continue;
            var rest = module[name.Length..].TrimStart('/');
            var found = rest.Length > 0
                ? Locate(Combine(package.Folder, rest)) ?? Locate(Combine(package.Folder, "src/" + rest))
                : (package.Entry is null ? null : Locate(Combine(package.Folder, package.Entry))) ?? Locate(Combine(package.Folder, "src/index")) ?? Locate(Combine(package.Folder, "index"));
            return found is { } entry ? ImportTarget.Entity(entry) : ImportTarget.Unresolved;
        }
        if (AmbientModule(module) is >= 0 and var ambient)
            return ImportTarget.Entity(ambient);
        var parts = module.Split('/');
        return Context.ExternalPackage(module.StartsWith('@') && parts.Length > 1 ? parts[0] + "/" + parts[1] : parts[0]);
    }

    public override Value Fallback(int file, in Reference reference, int name) =>
        Globals.Contains(Program.Text(name)) ? Value.External(environment) : FromScripts(file, reference, name);

    /// <summary>
    /// What a TypeScript file without imports and exports declares is global, and so is the name that a module gives itself for scripts: seen by the files below its folder, or
    /// everywhere where it only declares.
    /// </summary>
    private Value FromScripts(int file, in Reference reference, int name)
    {
        if (!IsTyped(file))
            return Value.None;
        var path = Program.Files[file].Path;
        var found = -1;
        foreach (var symbol in Program.Named(name))
        {
            var home = Program.FileOf[symbol];
            if (home == file || Program.ParentOf[symbol] >= 0 || !(scripts[home] || IsNameOfModule(symbol)) || !Means.CanBe(reference, Program.Definition(symbol)))
                continue;
            var folder = Parent(Program.Files[home].Path);
            if (folder.Length > 0 && !Program.Files[home].Path.EndsWith(".d.ts", StringComparison.Ordinal) && !path.StartsWith(folder + "/", StringComparison.Ordinal))
                continue;
            if (found >= 0 && Program.FileOf[found] != home)
                return Value.None;
            if (found < 0)
                found = symbol;
        }
        return found >= 0 ? Value.Of(found, Model.Tier.Exact) : Value.None;
    }

    private bool IsNameOfModule(int symbol) => Program.Definition(symbol).Kind == Model.SymbolKind.Namespace && Program.EntityOf[symbol] == Program.RootOf[Program.FileOf[symbol]];

    private bool IsTyped(int file) => Program.Files[file].Language is Model.Language.TypeScript or Model.Language.Tsx;

    private bool IsScript(int file)
    {
        var facts = Program.Facts(file);
        return facts.Imports.Length == 0 && !facts.Definitions.Any(d => d.Parent < 0 && (d.Flags & (DefinitionFlags.Exported | DefinitionFlags.DefaultExport)) != 0);
    }

    /// <summary>The entity of <c>declare module "name"</c>, also with a star in the name; -1 for none.</summary>
    private int AmbientModule(string module)
    {
        ambientModules ??= FindAmbientModules();
        foreach (var (pattern, entity) in ambientModules)
        {
            var star = pattern.IndexOf('*', StringComparison.Ordinal);
            if (star < 0 ? module == pattern : module.Length >= pattern.Length - 1 && module.StartsWith(pattern[..star], StringComparison.Ordinal) && module.EndsWith(pattern[(star + 1)..], StringComparison.Ordinal))
                return entity;
        }
        return -1;
    }

    private List<(string Pattern, int Entity)> FindAmbientModules()
    {
        var found = new List<(string, int)>();
        for (var file = 0; file < Program.Files.Count; file++)
        {
            if (!IsTyped(file))
                continue;
            var definitions = Program.Files[file].Definitions;
            for (var i = 0; i < definitions.Length; i++)
            {
                if (definitions[i].Kind == Model.SymbolKind.Module && Program.EntityOf[Program.FirstSymbol[file] + i] is >= 0 and var entity)
                    found.Add((Program.Facts(file).Strings.Text(definitions[i].Name), entity));
            }
        }
        return found;
    }

    /// <summary>A package sees another one of the workspace that it depends on, or that a package around it does or hoists for it.</summary>
    private bool SeesPackage(string path, string name, string folder)
    {
        var isNearest = true;
        for (var at = Parent(path); ; at = Parent(at))
        {
            if (packages.TryGetValue(at, out var package))
            {
                if (at == folder || package.HoistsAll || package.Dependencies.Contains(name))
                    return true;
                isNearest = false;
            }
            if (at.Length == 0)
                return isNearest;
        }
    }

    // `rootDirs`: folders that the compiler sees as one.
    private int? LocateInRoots(string path, string module)
    {
        foreach (var roots in virtualRoots)
        {
            foreach (var root in roots)
            {
                if (!path.StartsWith(root + "/", StringComparison.Ordinal) || Combine(Parent(path), module) is not { } wanted || !wanted.StartsWith(root + "/", StringComparison.Ordinal))
                    continue;
                foreach (var other in roots)
                {
                    if (other != root && Locate(other + wanted[root.Length..]) is { } found)
                        return found;
                }
            }
        }
        return null;
    }

    private int? Locate(string? path)
    {
        if (path is null)
            return null;
        if (roots.TryGetValue(path, out var exact))
            return exact;
        foreach (var ending in Endings)
        {
            if (roots.TryGetValue(path + ending, out var found))
                return found;
        }
        // TypeScript sources import each other by the name of what they compile to.
        var dot = path.LastIndexOf('.');
        if (dot > path.LastIndexOf('/') && path[dot..] is ".js" or ".jsx" or ".mjs" or ".cjs")
        {
            foreach (var ending in Endings)
            {
                if (roots.TryGetValue(path[..dot] + ending, out var source))
                    return source;
            }
        }
        foreach (var ending in Endings)
        {
            if (roots.TryGetValue(path.Length == 0 ? "index" + ending : path + "/index" + ending, out var index))
                return index;
        }
        return null;
    }

    private static bool IsConfiguration(string name) => name is "tsconfig.json" or "jsconfig.json" or "tsconfig.base.json";

    private void ReadPackage(ProjectFile manifest)
    {
        if (Json(manifest) is not { ValueKind: JsonValueKind.Object } json)
            return;
        packages.TryAdd(Parent(manifest.Path), (json.TryGetProperty("workspaces", out _), Dependencies(json)));
        if (!json.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
            return;
        string? entry = null;
        foreach (var key in (ReadOnlySpan<string>)["source", "types", "module", "main"])
        {
            if (entry is null && json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String)
                entry = value.GetString();
        }
        workspace.TryAdd(name.GetString()!, (Parent(manifest.Path), entry));
    }

    private static HashSet<string> Dependencies(JsonElement json)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in (ReadOnlySpan<string>)["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"])
        {
            if (!json.TryGetProperty(key, out var list) || list.ValueKind != JsonValueKind.Object)
                continue;
            foreach (var dependency in list.EnumerateObject())
                names.Add(dependency.Name);
        }
        return names;
    }

    private void ReadConfiguration(ProjectFile manifest)
    {
        if (Json(manifest) is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("compilerOptions", out var options) || options.ValueKind != JsonValueKind.Object)
            return;
        var folder = Parent(manifest.Path);
        if (options.TryGetProperty("rootDirs", out var rootDirs) && rootDirs.ValueKind == JsonValueKind.Array)
        {
            virtualRoots.Add([.. rootDirs.EnumerateArray().Where(root => root.ValueKind == JsonValueKind.String).Select(root => Combine(folder, root.GetString()!))
                .OfType<string>().Where(root => root.Length > 0)]);
        }
        var hasBase = options.TryGetProperty("baseUrl", out var baseUrl) && baseUrl.ValueKind == JsonValueKind.String;
        var start = Combine(folder, hasBase ? baseUrl.GetString()! : "") ?? folder;
        var paths = new List<(string, List<string>)>();
        if (options.TryGetProperty("paths", out var mapped) && mapped.ValueKind == JsonValueKind.Object)
        {
            foreach (var pair in mapped.EnumerateObject())
            {
                if (pair.Value.ValueKind == JsonValueKind.Array)
                    paths.Add((pair.Name, [.. pair.Value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)]));
            }
        }
        if (hasBase || paths.Count > 0)
            configurations.Add((folder, start, paths));
    }

    // A manifest that is not JSON says nothing; it must not stop the index.
    private static JsonElement? Json(ProjectFile manifest)
    {
        try
        {
            using var document = JsonDocument.Parse(manifest.Content, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
