using CodeGraph.Linking.Rules;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Incremental;

/// <summary>Imports, projects, folders and namespaces.</summary>
internal sealed partial class UnaffectedFiles
{
    /// <summary>Packages, imports that others see, and imports and projects that hold for many files.</summary>
    private void CompareSurroundings()
    {
        foreach (var (a, b) in before.AllRules.Zip(after.AllRules))
        {
            if (!b.SameManifests(a))
                Lose(a.Family);
            CompareGlobalImports(a.Family);
            CompareProjectImports(a, b);
        }
        var others = new List<int>?[unaffected.Length];
        Parallel.For(0, others.Length, parallel, file => others[file] = map.IsChanged(file) ? null : OtherTargets(file));
        for (var file = 0; file < others.Length; file++)
        {
            if (map.IsChanged(file))
                continue;
            foreach (var import in others[file] ?? [])
                CompareTarget(file, import);
            CompareProject(file);
        }
    }

    /// <summary>Modules whose names every file sees: where one came or went, so did its names.</summary>
    private void CompareGlobalImports(Family family)
    {
        int[] old = [.. before.GlobalImports(family).Select(map.Entity)];
        var now = after.GlobalImports(family);
        if (old.SequenceEqual(now))
            return;
        // The first that has a name gives it.
        var isInOrder = old.Where(now.Contains).SequenceEqual(now.Where(old.Contains));
        HashSet<int> gone = [.. before.GlobalImports(family).Where(entity => !isInOrder || !now.Contains(map.Entity(entity)))];
        HashSet<int> added = [.. now.Where(entity => !isInOrder || !old.Contains(entity))];
        if (family != Family.DotNet || gone.Any(this.old.Entities.IsType) || added.Any(next.Entities.IsType))
        {
            Lose(family);
            return;
        }
        MarkMembers(this.old, gone);
        MarkMembers(next, added);
    }

    /// <summary>Marks what namespaces of .NET bring into scope: their types, the namespaces inside of them, and the extensions that their types have.</summary>
    private void MarkMembers(LinkProgram program, HashSet<int> namespaces)
    {
        for (var symbol = 0; symbol < program.SymbolCount && namespaces.Count > 0; symbol++)
        {
            var parent = program.ParentOf[symbol];
            while (parent >= 0 && (program.Definition(symbol).Flags & DefinitionFlags.Extension) != 0 && program.Definition(parent).Kind.IsType())
                parent = program.ParentOf[parent];
            if (parent >= 0 && namespaces.Contains(program.EntityOf[parent]))
                Mark(Family.DotNet, NameHere(program, program.SymbolName(symbol)));
        }
        for (var entity = 0; entity < program.Entities.Count; entity++)
        {
            if (namespaces.Contains(program.Entities.Parent(entity)))
                MarkSpace(Family.DotNet, NameHere(program, program.Entities.Name(entity)));
        }
    }

    /// <summary>Modules whose names the files below a folder see.</summary>
    private void CompareProjectImports(NameRules a, NameRules b)
    {
        (string Folder, int Entity)[] old = [.. a.ProjectImports.Select(import => (import.Folder, map.Entity(import.Entity)))];
        if (old.SequenceEqual(b.ProjectImports))
            return;
        for (var file = 0; file < unaffected.Length; file++)
        {
            if (next.FamilyOf(file) == b.Family && !old.Where(import => Seen(import.Folder)).SequenceEqual(b.ProjectImports.Where(import => Seen(import.Folder))))
                unaffected[file] = false;

            bool Seen(string folder) => NameRules.IsBelow(next.Files[file].Path, folder);
        }
    }

    private void CompareProject(int file)
    {
        var (a, b) = (before.Rules(map.FileBefore(file)), after.Rules(file));
        var project = b.ProjectName(file);
        if (a.ProjectName(map.FileBefore(file)) != project)
        {
            Lose(b.Family);
            return;
        }
        if (!seesSameProjects.TryGetValue((b.Family, project), out var same))
            seesSameProjects[(b.Family, project)] = same = b.SeesSameProjects(file, a);
        unaffected[file] &= same;
    }

    /// <summary>What others see of a file but its definitions: its package and imports.</summary>
    private static IEnumerable<object> VisibleParts(LinkProgram program, int file)
    {
        var facts = program.Facts(file);
        var all = IsSeenByPlace(program.FamilyOf(file));
        return facts.Imports.Where(import => all || (import.Flags & (ImportFlags.Reexport | ImportFlags.Global)) != 0)
            .Select(import => (object)(import.Kind, import.Flags, Text(import.Module), Text(import.Name), Text(import.Alias), import.Scope < 0, import.Scope == 0));

        string Text(int index) => index < 0 ? "" : facts.Strings.Text(index);
    }

    /// <summary>Whether others see it by more than the names of its definitions. What the usings of .NET bring everywhere is compared as a whole.</summary>
    private static bool HasVisibleParts(LinkProgram program, int file) => program.FamilyOf(file) != Family.DotNet && VisibleParts(program, file).Any();

    /// <summary>Files see what others import and define because of where they lie, or of what includes them.</summary>
    private static bool IsSeenByPlace(Family family) => family is Family.C or Family.Rust or Family.Bash or Family.Swift;

    private static string Package(LinkProgram program, int file) => program.Facts(file) is { Package: >= 0 and var package } facts ? facts.Strings.Text(package) : "";

    /// <summary>Imports of a file that lead elsewhere than before; null for none.</summary>
    private List<int>? OtherTargets(int file)
    {
        List<int>? others = null;
        var count = next.Facts(file).Imports.Length;
        for (var i = 0; i < count; i++)
        {
            if (!SameTarget(before.Imports.Target(map.FileBefore(file), i), after.Imports.Target(file, i)))
                (others ??= []).Add(i);
        }
        return others;
    }

    /// <summary>An import that leads elsewhere makes its file be resolved again, and so the files that import from that.</summary>
    private void CompareTarget(int file, int index)
    {
        ref var import = ref next.Facts(file).Imports[index];
        unaffected[file] = false;
        if (import.Kind is ImportKind.Star or ImportKind.Include && (after.Rules(file).HasReexports || HasVisibleParts(next, file)))
            Lose(next.FamilyOf(file));
        else if (import.Alias >= 0)
            MarkSpace(next.FamilyOf(file), next.NameOf[file][import.Alias]);
    }

    private bool SameTarget(ImportTarget a, ImportTarget b)
    {
        if (a.Kind != b.Kind)
            return false;
        if (a.Kind == TargetKind.Entity)
            return map.Entity(a.Index) == b.Index && IsSameWhole(a.Index, b.Index);
        if (a.Kind == TargetKind.External)
            return a.Index < 0 || b.Index < 0 ? a.Index == b.Index : before.Packages[a.Index] == after.Packages[b.Index];
        if (a.Kind == TargetKind.Unresolved)
            return true;
        var (x, y) = (a.Index, b.Index);
        for (; x >= 0 && y >= 0; x = old.Entities.Next(x), y = next.Entities.Next(y))
        {
            if (map.Symbol(old.Entities.MemberSymbol(x)) != next.Entities.MemberSymbol(y))
                return false;
        }
        return x < 0 && y < 0;
    }

    /// <summary>Folders, packages and namespaces, which need no definition of their own: who names one that came, went or has another first part or file is resolved again.</summary>
    private void CompareEntities()
    {
        for (var entity = 0; entity < old.Entities.Count; entity++)
        {
            if (old.Entities.IsType(entity))
                continue;
            var (to, name) = (map.Entity(entity), map.Name(old.Entities.Name(entity)));
            if (to != int.MaxValue && name == next.Entities.Name(to) && IsSameWhole(entity, to))
                continue;
            MarkEntity(old, entity, name);
            if (to != int.MaxValue)
                MarkEntity(next, to, next.Entities.Name(to));
        }
        for (var entity = 0; entity < next.Entities.Count; entity++)
        {
            if (map.EntityBefore(entity) < 0 && !next.Entities.IsType(entity))
                MarkEntity(next, entity, next.Entities.Name(entity));
        }
    }

    /// <summary>Marks a name in the family of what bears it; everywhere, where that cannot be told.</summary>
    private void MarkEntity(LinkProgram program, int entity, int name)
    {
        if (program.Entities.Symbol(entity) is >= 0 and var symbol)
            MarkSpace(program.FamilyOf(program.FileOf[symbol]), name);
        else if (program.Entities.Files(entity) is [var file, ..])
            MarkSpace(program.FamilyOf(file), name);
        else
            MarkEverywhere(name);
    }

    /// <summary>The same symbol, or where there is none the same only file, stands for the whole that was one before.</summary>
    private bool IsSameWhole(int entity, int to)
    {
        return map.Symbol(old.Entities.Symbol(entity)) == next.Entities.Symbol(to) && OnlyFile(old.Entities.Files(entity), map.File) == OnlyFile(next.Entities.Files(to), static file => file);

        static int OnlyFile(IReadOnlyList<int> files, Func<int, int> fileHere) => files is [var file] ? fileHere(file) : -1;
    }
}
