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
    private (int Entity, string Module)[] modules = [];
    private bool[] claimed = [];
    private int standard;

    public override Family Family => Family.Rust;

    public override bool DeclaresAllTypes => true;

    public override bool HasReexports => true;

    public override string PathSeparator => "::";

    public override bool TypeParametersHaveMembers => true;

    protected override bool Reads(string manifest) => manifest == "Cargo.toml";

    public override void Prepare()
    {
        standard = Context.Package("std");
        var sources = Enumerable.Range(0, Program.Files.Count).Where(file => Program.FamilyOf(file) == Family.Rust).ToArray();
        var workspace = new CargoWorkspace(sources.Select(file => Program.Files[file].Path));
        foreach (var manifest in Program.Manifests)
        {
            if (manifest.Path == "Cargo.toml" || manifest.Path.EndsWith("/Cargo.toml", StringComparison.Ordinal))
                workspace.Read(Parent(manifest.Path), TextOf(manifest.Content));
        }
        workspace.Complete();
        modules = new (int, string)[Program.Files.Count];
        claimed = new bool[Program.Files.Count];
        // A file such as src/bin/tool/lib.rs may be a module of another root: those reach it first.
        foreach (var (path, name) in workspace.Roots)
            StartCrate(Program.FileByPath[path], name);
        foreach (var file in sources.OrderBy(file => Program.Files[file].Path.Count(c => c == '/')).ThenBy(file => file))
        {
            if (!claimed[file])
                AttachByPath(file);
        }
    }

    public override (int Entity, string Module) Root(int file) => modules[file];

    public override void Declared(int file)
    {
        var facts = Program.Facts(file);
        for (var i = 0; i < facts.Definitions.Length; i++)
        {
            // An exported macro is an item of its crate's root, wherever it stands.
            if (facts.Definitions[i].Kind != SymbolKind.Macro || (facts.Definitions[i].Flags & DefinitionFlags.Exported) == 0)
                continue;
            var name = Program.NameOf[file][facts.Definitions[i].Name];
            var crate = CrateOf(Program.RootOf[file]);
            if (crate != Program.RootOf[file] || facts.Definitions[i].Parent >= 0)
                Entities.AddMember(crate, name, Program.FirstSymbol[file] + i);
        }
    }

    /// <summary>The root module of the crate that a module belongs to.</summary>
    public int CrateOf(int entity)
    {
        while (Entities.Parent(entity) >= 0)
            entity = Entities.Parent(entity);
        return entity;
    }

    /// <summary>The root module of a crate of the repository, -1 for none of that name.</summary>
    public int Crate(string name) => crates.GetValueOrDefault(name, -1);

    private void StartCrate(int file, string? name)
    {
        if (claimed[file])
            return;
        var entity = Entities.Add(-1, -1, isType: false, symbol: -1);
        if (name is not null)
            crates.TryAdd(name, entity);
        Claim(file, entity, "", ownsFolder: true);
    }

    /// <summary>Gives a file, and the files that it declares as its modules, their places in the module tree.</summary>
    private void Claim(int file, int entity, string module, bool ownsFolder)
    {
        var waiting = new Stack<(int File, int Entity, string Module, bool OwnsFolder)>();
        waiting.Push((file, entity, module, ownsFolder));
        while (waiting.TryPop(out var next))
        {
            if (claimed[next.File])
                continue;
            claimed[next.File] = true;
            modules[next.File] = (next.Entity, next.Module);
            foreach (var child in ChildrenOf(next.File, next.Entity, next.Module, next.OwnsFolder))
                waiting.Push(child);
        }
    }

    private List<(int File, int Entity, string Module, bool OwnsFolder)> ChildrenOf(int file, int entity, string module, bool ownsFolder)
    {
        var children = new List<(int, int, string, bool)>();
        var facts = Program.Facts(file);
        var path = Program.Files[file].Path;
        for (var i = 0; i < facts.Definitions.Length; i++)
        {
            ref var definition = ref facts.Definitions[i];
            if (definition.Kind != SymbolKind.Module || (definition.Flags & DefinitionFlags.DeclarationOnly) == 0)
                continue;
            var inner = entity;
            var prefix = module;
            var folder = ownsFolder ? Parent(path) : WithoutEnding(path);
            foreach (var around in Enclosing(facts, definition.Parent))
            {
                var part = facts.Strings.Text(facts.Definitions[around].Name);
                inner = Entities.GetOrAdd(inner, Program.NameOf[file][facts.Definitions[around].Name], isType: false, symbol: -1);
                prefix = prefix.Length == 0 ? part : prefix + "::" + part;
                folder = Combine(folder, part)!;
            }
            var name = facts.Strings.Text(definition.Name);
            var target = FileOf(facts, definition, definition.Parent < 0 ? Parent(path) : folder, folder, name, out var owns);
            if (target < 0 || target == file)
                continue;
            var key = Program.NameOf[file][definition.Name];
            // A file that two crates share belongs to the first; the other sees it all the same.
            if (claimed[target] && Entities.Nested(inner, key) < 0)
                Entities.SetNested(inner, key, modules[target].Entity);
            else if (!claimed[target])
                children.Add((target, Entities.GetOrAdd(inner, key, isType: false, symbol: -1), prefix.Length == 0 ? name : prefix + "::" + name, owns));
        }
        return children;
    }

    private static List<int> Enclosing(FileFacts facts, int definition)
    {
        var around = new List<int>();
        for (; definition >= 0; definition = facts.Definitions[definition].Parent)
        {
            if (facts.Definitions[definition].Kind == SymbolKind.Module)
                around.Insert(0, definition);
        }
        return around;
    }

    private int FileOf(FileFacts facts, in Definition module, string attributeFolder, string folder, string name, out bool ownsFolder)
    {
        ownsFolder = true;
        foreach (ref var import in facts.Imports.AsSpan())
        {
            if ((import.Flags & ImportFlags.Relative) != 0 && import.Line == module.Line && import.Column == module.Column)
                return Combine(attributeFolder, facts.Strings.Text(import.Module)) is { } written ? Program.FileByPath.GetValueOrDefault(written, -1) : -1;
        }
        if (Combine(folder, name + "/mod.rs") is { } inFolder && Program.FileByPath.TryGetValue(inFolder, out var file))
            return file;
        ownsFolder = false;
        return Combine(folder, name + ".rs") is { } beside ? Program.FileByPath.GetValueOrDefault(beside, -1) : -1;
    }

    /// <summary>A file that no <c>mod</c> leads to, as where a macro writes that: the module that its path says, else a crate of its own.</summary>
    private void AttachByPath(int file)
    {
        var path = Program.Files[file].Path;
        var folder = Parent(path);
        var name = WithoutEnding(path)[(folder.Length == 0 ? 0 : folder.Length + 1)..];
        if (name == "mod")
            (name, folder) = (folder[(folder.LastIndexOf('/') + 1)..], Parent(folder));
        foreach (var parent in (string[])[folder + "/mod.rs", folder + "/lib.rs", folder + "/main.rs", folder + ".rs"])
        {
            if (!Program.FileByPath.TryGetValue(parent.TrimStart('/'), out var owner) || !claimed[owner] || owner == file)
                continue;
            var (entity, module) = modules[owner];
            Claim(file, Entities.GetOrAdd(entity, Program.InternName(name), isType: false, symbol: -1), module.Length == 0 ? name : module + "::" + name, path.EndsWith("/mod.rs", StringComparison.Ordinal));
            return;
        }
        StartCrate(file, name);
    }

    public override ImportTarget ResolveModule(int file, in Import import, string module)
    {
        var start = Program.RootOf[file];
        for (var scope = import.Scope; scope > 0; scope = Program.Facts(file).Scopes[scope].Parent)
        {
            var owner = Program.Facts(file).Scopes[scope].Owner;
            if (owner >= 0 && Program.Files[file].Definitions[owner].Kind.IsNamespace())
            {
                start = Program.EntityOf[Program.FirstSymbol[file] + owner];
                break;
            }
        }
        // `#[path]` says where the file is; the tree knows.
        if ((import.Flags & ImportFlags.Relative) != 0 && Entities.Nested(start, Program.NameOf[file][import.Alias]) is >= 0 and var declared)
            return ImportTarget.Entity(declared);
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
                entity = CrateOf(Program.RootOf[file]);
            else if (parts[first] == "super")
                entity = Entities.Parent(entity) >= 0 ? Entities.Parent(entity) : entity;
            else if (parts[first] != "self")
                break;
        }
        for (var i = first; i < parts.Length; i++)
        {
            var name = Program.FindName(parts[i]);
            // A module may share its name with a function.
            var target = entity < 0 || name < 0 ? ImportTarget.Unresolved
                : Entities.Nested(entity, name) is >= 0 and var nested ? ImportTarget.Entity(nested)
                : Context.Imports.FindInModule(entity, name);
            if (target.Kind == TargetKind.Members)
                target = Program.EntityOf[Entities.MemberSymbol(target.Index)] is >= 0 and var inner ? ImportTarget.Entity(inner) : ImportTarget.Unresolved;
            if (target.Kind != TargetKind.Entity)
            {
                if (i > 0)
                    return target;
                // The first segment may be a crate of the workspace.
                if (crates.TryGetValue(parts[0], out var crate))
                    target = ImportTarget.Entity(crate);
                else if (name >= 0 && Context.Imports.FindInModule(CrateOf(Program.RootOf[file]), name) is { Kind: TargetKind.Entity } top)
                    // Paths of the 2015 edition start at the crate's root.
                    target = top;
                else
                    return target.Kind == TargetKind.External ? target : Context.ExternalPackage(parts[0]);
            }
            entity = target.Index;
        }
        return entity >= 0 ? ImportTarget.Entity(entity) : ImportTarget.Unresolved;
    }

    // Private imports are visible to child modules through `super::` and globs; `pub use` to all.
    public override bool Reexports(in Import import) => true;

    public override Value Fallback(int file, in Reference reference, int name) =>
        Prelude.Contains(Program.Text(name)) ? Value.External(standard) : Value.None;

    public override bool IsReachable(int from, int to) => CrateOf(Program.RootOf[from]) == CrateOf(Program.RootOf[to]) || base.IsReachable(from, to);
}
