using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>Where every import leads. Resolved by one thread on demand, so that re-exports may lead through other files, then read by all.</summary>
internal sealed class ImportTable(LinkContext context)
{
    private const int MaxDepth = 32;

    private readonly ImportTarget[]?[] targets = new ImportTarget[context.Program.Files.Count][];
    private readonly byte[]?[] states = new byte[context.Program.Files.Count][];
    private readonly HashSet<int>?[] exportLists = [.. Enumerable.Range(0, context.Program.Files.Count).Select(file => ExportList(context.Program, file))];
    /// <summary>By file: what it imports from, in the order of the numbers.</summary>
    private readonly int[]?[] reached = new int[context.Program.Files.Count][];

    /// <summary>Resolves everything; afterwards all methods only read.</summary>
    public void ResolveAll(CancellationToken cancellation)
    {
        var entities = new List<int>();
        for (var file = 0; file < targets.Length; file++)
        {
            cancellation.ThrowIfCancellationRequested();
            entities.Clear();
            for (var import = 0; import < context.Program.Facts(file).Imports.Length; import++)
            {
                var target = Target(file, import);
                var entity = target.Kind switch
                {
                    TargetKind.Entity => target.Index,
                    TargetKind.Members => context.Program.RootOf[context.Program.FileOf[context.Program.Entities.MemberSymbol(target.Index)]],
                    _ => -1,
                };
                for (; entity >= 0; entity = context.Program.Entities.IsType(entity) ? context.Program.Entities.Parent(entity) : -1)
                    entities.Add(entity);
            }
            entities.Sort();
            reached[file] = [.. entities];
        }
    }

    public ImportTarget Target(int file, int import) => Target(file, import, 0);

    /// <summary>True where a file imports from another, or both share their top-level names.</summary>
    public bool Reaches(int from, int to)
    {
        var root = context.Program.RootOf[to];
        return root == context.Program.RootOf[from] || Array.BinarySearch(reached[from]!, root) >= 0;
    }

    /// <summary>What a name means as a member of a module, namespace or type: its own, then nested modules, then what it imports and exports on.</summary>
    public ImportTarget FindInModule(int entity, int name) => FindInModule(entity, name, 0);

    private ImportTarget Target(int file, int import, int depth)
    {
        var row = targets[file] ??= new ImportTarget[context.Program.Facts(file).Imports.Length];
        var state = states[file] ??= new byte[row.Length];
        if (state[import] == 2)
            return row[import];
        // An import that leads back to itself leads nowhere.
        if (state[import] == 1 || depth > MaxDepth)
            return ImportTarget.Unresolved;
        state[import] = 1;
        row[import] = Resolve(file, context.Program.Facts(file).Imports[import], depth);
        state[import] = 2;
        return row[import];
    }

    private ImportTarget Resolve(int file, in Import import, int depth)
    {
        var facts = context.Program.Facts(file);
        var rules = context.Rules(file);
        if (import.Kind == ImportKind.Member && facts.Strings[import.Module].IsEmpty)
            return OwnName(file, context.Program.NameOf[file][import.Name], depth + 1);
        var module = rules.ResolveModule(file, import, facts.Strings.Text(import.Module));
        if (import.Kind != ImportKind.Member || module.Kind != TargetKind.Entity)
        {
            if (import.Kind == ImportKind.Module && (import.Flags & ImportFlags.CommonJs) != 0 && module.Kind == TargetKind.Entity)
            {
                var whole = FindInModule(module.Index, context.Program.DefaultExportName, depth + 1);
                return whole.Kind == TargetKind.Unresolved ? module : whole;
            }
            return module;
        }
        var name = (import.Flags & ImportFlags.Default) != 0 ? context.Program.DefaultExportName : context.Program.NameOf[file][import.Name];
        return FindInModule(module.Index, name, depth + 1);
    }

    /// <summary>What a name means in a file itself, exported or not: what an export list names.</summary>
    private ImportTarget OwnName(int file, int name, int depth)
    {
        var program = context.Program;
        var root = program.RootOf[file];
        if (program.Entities.Members(root, name) is >= 0 and var own)
            return ImportTarget.Members(own);
        if (program.Entities.Nested(root, name) is >= 0 and var nested)
            return ImportTarget.Entity(nested);
        var imports = program.Facts(file).Imports;
        for (var i = 0; i < imports.Length; i++)
        {
            if (imports[i].Scope >= 0 && imports[i].Alias >= 0 && program.NameOf[file][imports[i].Alias] == name)
                return Target(file, i, depth + 1);
        }
        return ImportTarget.Unresolved;
    }

    /// <summary>The first of the members that the module exports under the name; -1 for none.</summary>
    private int Exported(int node, int name)
    {
        var wanted = name == context.Program.DefaultExportName ? DefinitionFlags.DefaultExport : DefinitionFlags.Exported;
        for (; node >= 0; node = context.Program.Entities.Next(node))
        {
            var flags = context.Program.Definition(context.Program.Entities.MemberSymbol(node)).Flags;
            if ((flags & wanted) != 0 && (wanted == DefinitionFlags.DefaultExport || (flags & (DefinitionFlags.DefaultExport | DefinitionFlags.Renamed)) == 0))
                return node;
        }
        return -1;
    }

    /// <summary>A star import of a module brings a name: one of its export list, or without one any that is not private by its spelling.</summary>
    public bool StarBrings(int entity, int name)
    {
        var files = context.Program.Entities.Files(entity);
        if (files.Count == 0 || !context.Rules(files[0]).StarsAreSelective)
            return true;
        foreach (var file in files)
        {
            if (exportLists[file] is { } list ? list.Contains(name) : context.Program.Names[name] is not [(byte)'_', ..])
                return true;
        }
        return false;
    }

    // What Python's `__all__` lists; null where there is none, or one that cannot be read.
    private static HashSet<int>? ExportList(LinkProgram program, int file)
    {
        if (program.FamilyOf(file) != Family.Python)
            return null;
        HashSet<int>? list = null;
        foreach (ref var import in program.Facts(file).Imports.AsSpan())
        {
            if ((import.Flags & ImportFlags.Reexport) == 0 || import.Scope >= 0 || import.Kind != ImportKind.Member)
                continue;
            if (program.Names[program.NameOf[file][import.Alias]].SequenceEqual("*"u8))
                return null;
            (list ??= []).Add(program.NameOf[file][import.Alias]);
        }
        return list;
    }

    /// <param name="searched">Modules that stars led to before, in vain: stars may form a mesh with more ways through than anybody can go.</param>
    private ImportTarget FindInModule(int entity, int name, int depth, HashSet<int>? searched = null)
    {
        var program = context.Program;
        var own = program.Entities.Members(entity, name);
        var byName = program.Entities.Files(entity) is [var module] && context.Rules(module).ExportsByName && program.Files[module].HasExports;
        if (own >= 0 && byName)
            own = Exported(own, name);
        if (own >= 0)
            return ImportTarget.Members(own);
        var nested = program.Entities.Nested(entity, name);
        if (nested >= 0 && (!byName || IsExportedSpace(nested)))
            return ImportTarget.Entity(nested);
        if (depth > MaxDepth)
            return ImportTarget.Unresolved;
        var external = ImportTarget.Unresolved;
        var files = program.Entities.Files(entity);
        // Namespaces that span files re-export nothing; modules are one file or a few, or a block of one.
        if (files.Count == 0 && InlineModule(entity) is >= 0 and var symbol)
            return Reexported(program.FileOf[symbol], program.Definition(symbol).BodyScope, entity, name, depth, ref searched);
        if (files.Count == 0 || !context.Rules(files[0]).HasReexports)
            return ImportTarget.Unresolved;
        foreach (var file in files)
        {
            var found = Reexported(file, 0, entity, name, depth, ref searched);
            if (found.Kind is TargetKind.Entity or TargetKind.Members)
                return found;
            if (found.Kind == TargetKind.External)
                external = found;
        }
        // A module of the older kind is its own default export.
        return external.Kind == TargetKind.Unresolved && name == program.DefaultExportName && context.Rules(files[0]).IsOwnDefault(files[0]) ? ImportTarget.Entity(entity) : external;
    }

    /// <summary>The symbol of a module that is a block of a file, where such blocks can hand on what they import (Rust); -1 for none.</summary>
    private int InlineModule(int entity) =>
        context.Program.Entities.Symbol(entity) is >= 0 and var symbol && context.Program.FamilyOf(context.Program.FileOf[symbol]) == Family.Rust
        && context.Program.Definition(symbol) is { Kind: SymbolKind.Module, BodyScope: > 0 } ? symbol : -1;

    /// <summary>What the imports of a scope hand on under a name: those that name it, then the stars.</summary>
    private ImportTarget Reexported(int file, int scope, int entity, int name, int depth, ref HashSet<int>? searched)
    {
        var external = ImportTarget.Unresolved;
        var imports = context.Program.Facts(file).Imports;
        var rules = context.Rules(file);
        for (var i = 0; i < imports.Length; i++)
        {
            // An import without a scope binds nothing in its own file; it only exports.
            if ((imports[i].Scope >= 0 && imports[i].Scope != scope) || imports[i].Alias < 0 || context.Program.NameOf[file][imports[i].Alias] != name || !rules.Reexports(imports[i]))
                continue;
            var target = Target(file, i, depth + 1);
            if (target.Kind is TargetKind.Entity or TargetKind.Members)
                return target;
            if (target.Kind == TargetKind.External)
                external = target;
        }
        for (var i = 0; i < imports.Length; i++)
        {
            if (imports[i].Kind != ImportKind.Star || (imports[i].Scope >= 0 && imports[i].Scope != scope) || !rules.Reexports(imports[i]))
                continue;
            var star = Target(file, i, depth + 1);
            if (star.Kind == TargetKind.Entity && star.Index != entity && StarBrings(star.Index, name) && (searched ??= [entity]).Add(star.Index)
                && FindInModule(star.Index, name, depth + 1, searched) is { Kind: TargetKind.Entity or TargetKind.Members } found)
                return found;
        }
        return external;
    }

    private bool IsExportedSpace(int entity) =>
        context.Program.Entities.Symbol(entity) is not (>= 0 and var symbol)
        || (context.Program.Definition(symbol).Kind.IsNamespace() && (context.Program.Definition(symbol).Flags & DefinitionFlags.Exported) != 0);
}
