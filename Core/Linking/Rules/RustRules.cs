using System.Collections.Frozen;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Rules;

/// <summary>Rust: the module tree of each crate by file paths below the folder of its <c>lib.rs</c> or <c>main.rs</c>; crates of the workspace by name.</summary>
internal sealed class RustRules(LinkContext context) : NameRules(context)
{
    private static readonly FrozenSet<string> Prelude = (
        "AsMut AsRef Box Clone Copy Debug Default DoubleEndedIterator Drop Eq Err ExactSizeIterator Extend Fn FnMut FnOnce From FromIterator Hash Into IntoIterator Iterator None Ok Option Ord "
        + "PartialEq PartialOrd Result Send Sized Some String Sync ToOwned ToString TryFrom TryInto Unpin Vec assert assert_eq assert_ne bool cfg char column compile_error concat dbg "
        + "debug_assert debug_assert_eq debug_assert_ne drop env eprint eprintln f32 f64 file format format_args i128 i16 i32 i64 i8 include include_bytes include_str isize line matches "
        + "module_path option_env panic print println str stringify todo u128 u16 u32 u64 u8 unimplemented unreachable usize vec write writeln std core alloc")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private readonly Dictionary<string, int> crates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> crateFolders = new(StringComparer.Ordinal);
    private readonly HashSet<string> rootFolders = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> crateOf = [];
    private int standard;

    public override Family Family => Family.Rust;

    public override bool DeclaresAllTypes => true;

    public override bool HasReexports => true;

    public override string PathSeparator => "::";

    public override void Prepare()
    {
        standard = Context.Package("std");
        foreach (var manifest in Program.Manifests)
        {
            if (manifest.Path != "Cargo.toml" && !manifest.Path.EndsWith("/Cargo.toml", StringComparison.Ordinal))
                continue;
            var section = "";
            foreach (var raw in TextOf(manifest.Content).Split('\n'))
            {
                var line = raw.Trim();
                if (line.StartsWith('['))
                    section = line;
                else if (section is "[package]" or "[lib]" && line.StartsWith("name", StringComparison.Ordinal) && line.Split('=') is [_, var name, ..])
                    crateFolders[name.Trim().Trim('"').Replace('-', '_')] = Combine(Parent(manifest.Path), "src")!;
            }
        }
        for (var file = 0; file < Program.Files.Count; file++)
        {
            var path = Program.Files[file].Path;
            if (Program.FamilyOf(file) == Family.Rust && (path[(path.LastIndexOf('/') + 1)..] is "lib.rs" or "main.rs"))
                rootFolders.Add(Parent(path));
        }
    }

    public override (int Entity, string Module) Root(int file)
    {
        var path = Program.Files[file].Path;
        var folder = Parent(path);
        while (folder.Length > 0 && !rootFolders.Contains(folder))
            folder = Parent(folder);
        // Files of tests/, examples/ and benches/ beside src are crates of their own.
        var relative = rootFolders.Contains(folder) ? (folder.Length == 0 ? path : path[(folder.Length + 1)..]) : path[(path.LastIndexOf('/') + 1)..];
        var root = rootFolders.Contains(folder) ? folder : path;
        if (!crates.TryGetValue(root, out var entity))
        {
            crates[root] = entity = Entities.Add(-1, -1, isType: false, symbol: -1);
            crateOf[entity] = entity;
        }
        var crate = entity;
        var segments = WithoutEnding(relative).Split('/');
        var count = segments[^1] is "mod" || (segments.Length == 1 && segments[0] is "lib" or "main") || root == path ? segments.Length - 1 : segments.Length;
        for (var i = 0; i < count; i++)
        {
            entity = Entities.GetOrAdd(entity, Program.InternName(segments[i]), isType: false, symbol: -1);
            crateOf[entity] = crate;
        }
        return (entity, string.Join("::", segments.Take(count)));
    }

    public override ImportTarget ResolveModule(int file, in Import import, string module)
    {
        var start = Program.RootOf[file];
        for (var scope = import.Scope; scope > 0; scope = Program.Facts(file).Scopes[scope].Parent)
        {
            var owner = Program.Facts(file).Scopes[scope].Owner;
            if (owner >= 0 && Program.Facts(file).Definitions[owner].Kind.IsNamespace())
            {
                start = Program.EntityOf[Program.FirstSymbol[file] + owner];
                break;
            }
        }
        return Walk(file, start, module);
    }

    /// <summary>Follows a path of segments from a module.</summary>
    public ImportTarget Walk(int file, int start, string path)
    {
        var parts = path.Split("::", StringSplitOptions.RemoveEmptyEntries);
        var entity = start;
        var first = 0;
        if (path.StartsWith("::", StringComparison.Ordinal))
            entity = -1;
        for (; first < parts.Length && entity >= 0; first++)
        {
            if (parts[first] == "crate")
                entity = crateOf.GetValueOrDefault(Program.RootOf[file], Program.RootOf[file]);
            else if (parts[first] == "super")
                entity = Entities.Parent(entity) >= 0 ? Entities.Parent(entity) : entity;
            else if (parts[first] != "self")
                break;
        }
        for (var i = first; i < parts.Length; i++)
        {
            var name = Program.FindName(parts[i]);
            var target = entity < 0 || name < 0 ? ImportTarget.Unresolved : Context.Imports.FindInModule(entity, name);
            if (target.Kind == TargetKind.Members)
                target = Program.EntityOf[Entities.MemberSymbol(target.Index)] is >= 0 and var inner ? ImportTarget.Entity(inner) : ImportTarget.Unresolved;
            if (target.Kind != TargetKind.Entity)
            {
                if (i > 0)
                    return target;
                // The first segment may be a crate of the workspace.
                if (!crateFolders.TryGetValue(parts[0], out var folder) || !crates.TryGetValue(folder, out var crate))
                    return Context.ExternalPackage(parts[0]);
                target = ImportTarget.Entity(crate);
            }
            entity = target.Index;
        }
        return entity >= 0 ? ImportTarget.Entity(entity) : ImportTarget.Unresolved;
    }

    // Private imports are visible to child modules through `super::` and globs; `pub use` to all.
    public override bool Reexports(in Import import) => true;

    public override Value Fallback(int file, in Reference reference, int name) =>
        Prelude.Contains(Program.Text(name)) ? Value.External(standard) : Value.None;

    public override bool IsReachable(int from, int to) =>
        crateOf.TryGetValue(Program.RootOf[from], out var a) && crateOf.TryGetValue(Program.RootOf[to], out var b) && a == b || base.IsReachable(from, to);
}
