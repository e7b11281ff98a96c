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
    private int environment;

    public override Family Family => Family.EcmaScript;

    public override bool TracksValues => true;

    public override bool ExportsByName => true;

    public override bool TypesShowStaticMembers => true;

    public override bool BlocksHideNames => true;

    public override bool TypesAreApart => true;

    public override bool ConstantsNeedType => true;

    public override bool AccessorsArePairs => true;

    public override bool FirstVariableStays => true;

    public override bool HasReexports => true;

    public override bool InheritsConstructors => true;

    public override bool IsOwnDefault(int file) => 
        Program.Facts(file).Imports.Any(import => (import.Flags & (ImportFlags.CommonJs | ImportFlags.Reexport)) == (ImportFlags.CommonJs | ImportFlags.Reexport));

    public override void Prepare()
    {
        environment = Context.Package("globals");
        foreach (var manifest in Program.Manifests)
        {
            var name = manifest.Path[(manifest.Path.LastIndexOf('/') + 1)..];
            if (name == "package.json")
                ReadPackage(manifest);
            else if (name is "tsconfig.json" or "jsconfig.json" or "tsconfig.base.json")
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
            return Locate(module.StartsWith('/') ? module[1..] : Combine(Parent(path), module)) is { } near ? ImportTarget.Entity(near) : ImportTarget.Unresolved;
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
            if (!workspace.TryGetValue(name, out var package))
                continue;
            var rest = module[name.Length..].TrimStart('/');
            var found = rest.Length > 0
                ? Locate(Combine(package.Folder, rest)) ?? Locate(Combine(package.Folder, "src/" + rest))
                : (package.Entry is null ? null : Locate(Combine(package.Folder, package.Entry))) ?? Locate(Combine(package.Folder, "src/index")) ?? Locate(Combine(package.Folder, "index"));
            return found is { } entry ? ImportTarget.Entity(entry) : ImportTarget.Unresolved;
        }
        var parts = module.Split('/');
        return Context.ExternalPackage(module.StartsWith('@') && parts.Length > 1 ? parts[0] + "/" + parts[1] : parts[0]);
    }

    public override Value Fallback(int file, in Reference reference, int name) =>
        Globals.Contains(Program.Text(name)) ? Value.External(environment) : Value.None;

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

    private void ReadPackage(ProjectFile manifest)
    {
        if (Json(manifest) is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
            return;
        string? entry = null;
        foreach (var key in (ReadOnlySpan<string>)["source", "types", "module", "main"])
        {
            if (entry is null && json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String)
                entry = value.GetString();
        }
        workspace.TryAdd(name.GetString()!, (Parent(manifest.Path), entry));
    }

    private void ReadConfiguration(ProjectFile manifest)
    {
        if (Json(manifest) is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("compilerOptions", out var options) || options.ValueKind != JsonValueKind.Object)
            return;
        var folder = Parent(manifest.Path);
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
