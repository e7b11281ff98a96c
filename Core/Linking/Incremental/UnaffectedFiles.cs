using CodeGraph.Linking.Typed;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Incremental;

/// <summary>
/// Finds the files whose names mean what they meant before. A file learns of others by names that it contains, and by what leads on from there: types,
/// bases, members. So each symbol whose declaration, or whose place in the global tables, is another than before marks its name, and those by which it is
/// reached without being named: a parameter its callable's, a constructor its type's. What cannot be told by names (a base, a type parameter, an
/// operator of a type that was there before) gives up, and everything is resolved again.
/// </summary>
internal sealed class UnaffectedFiles
{
    /// <summary>Members that the languages call without their name being written.</summary>
    private static readonly string[] Unwritten = ["GetEnumerator", "GetAsyncEnumerator", "Current", "Item", "0", "this[]"];

    /// <summary>Words that stand where a constructor is called without its type's name.</summary>
    private static readonly string[] Constructing = ["new", "this", "base", "super"];

    private readonly LinkContext before;
    private readonly LinkContext after;
    private readonly ProgramMap map;
    private readonly LinkProgram old;
    private readonly LinkProgram next;
    private readonly bool[] unaffected;
    private readonly bool[]?[] marked = new bool[Families.Count][];
    private readonly HashSet<int> unwritten;

    private UnaffectedFiles(LinkContext before, LinkContext after, ProgramMap map)
    {
        (this.before, this.after, this.map) = (before, after, map);
        (old, next) = (before.Program, after.Program);
        unaffected = [.. Enumerable.Range(0, next.Files.Count).Select(file => !map.IsChanged(file))];
        unwritten = [.. Unwritten.Select(next.FindName).Append(next.ConstructorName).Append(next.IndexerName)];
    }

    /// <summary>Compares what is known before types are; null where names cannot tell what is affected.</summary>
    public static UnaffectedFiles? Search(LinkContext before, LinkContext after, ProgramMap map)
    {
        var search = new UnaffectedFiles(before, after, map);
        return search.SameSurroundings() && search.SameDefinitions() && search.SameTypes() && search.SameMemberNames() ? search : null;
    }

    /// <summary>Takes a file out, as it leads to something that is gone. May be called from several threads, for different files.</summary>
    public void Affect(int file) => unaffected[file] = false;

    /// <returns>By file: whether the types that it declares are what they were.</returns>
    public bool[] Declaring()
    {
        TakeOutMarked();
        return [.. unaffected];
    }

    /// <summary>Compares what a round of inference found in the files that it read again, and marks what differs.</summary>
    /// <returns>False where names do not tell what that affects.</returns>
    public bool SameInferred(InferredTypes roundBefore, InferredTypes round)
    {
        for (var file = 0; file < unaffected.Length; file++)
        {
            for (var symbol = old.FirstSymbol[file]; !unaffected[file] && symbol < old.FirstSymbol[file + 1]; symbol++)
            {
                if (map.Symbol(symbol) is >= 0 and var to && IsSeen(next.Definition(to)) && !round.IsSame(to, roundBefore, symbol, map) && !MarkSymbol(next, to, isThereStill: true))
                    return false;
            }
        }
        return true;
    }

    /// <summary>Compares the types, too.</summary>
    /// <returns>By file: whether it is unaffected; null where that cannot be told.</returns>
    public bool[]? Find()
    {
        if (!SameShapesOfTypes() || !CompareTables())
            return null;
        TakeOutMarked();
        return unaffected;
    }

    private bool SameMemberNames()
    {
        for (var name = 0; name < old.Names.Count; name++)
        {
            if (map.Name(name) is >= 0 and var id && old.IsMemberName(name) != next.IsMemberName(id))
                MarkEverywhere(id);
        }
        return true;
    }

    private void TakeOutMarked()
    {
        for (var file = 0; file < unaffected.Length; file++)
        {
            if (unaffected[file] && marked[(int)next.FamilyOf(file)] is { } names && ContainsOneOf(next.NameOf[file], names))
                unaffected[file] = false;
        }
    }

    private static bool ContainsOneOf(int[] contained, bool[] names)
    {
        foreach (var name in contained)
        {
            if (name >= 0 && names[name])
                return true;
        }
        return false;
    }

    /// <summary>Packages, imports that others see, and imports that hold for whole projects.</summary>
    private bool SameSurroundings()
    {
        for (var family = 0; family < Families.Count; family++)
        {
            if (!before.GlobalImports((Family)family).Select(map.Entity).SequenceEqual(after.GlobalImports((Family)family)))
                return false;
        }
        foreach (var (a, b) in before.AllRules.Zip(after.AllRules))
        {
            if (!a.ProjectImports.Select(i => (i.Folder, map.Entity(i.Entity))).SequenceEqual(b.ProjectImports))
                return false;
        }
        for (var file = 0; file < unaffected.Length; file++)
        {
            if (map.IsChanged(file) ? !SameVisibleImports(file) : !CompareTargets(file))
                return false;
        }
        return true;
    }

    private bool SameVisibleImports(int file)
    {
        var (a, b) = (old.Facts(file), next.Facts(file));
        return Text(a, a.Package) == Text(b, b.Package) && Visible(a).SequenceEqual(Visible(b));

        IEnumerable<object> Visible(FileFacts facts) => facts.Imports
            .Where(import => next.FamilyOf(file) is Family.C or Family.Rust or Family.Bash or Family.Swift || (import.Flags & (ImportFlags.Reexport | ImportFlags.Global)) != 0)
            .Select(import => (object)(import.Kind, import.Flags, Text(facts, import.Module), Text(facts, import.Name), Text(facts, import.Alias), import.Scope < 0, import.Scope == 0));

        static string Text(FileFacts facts, int index) => index < 0 ? "" : facts.Strings.Text(index);
    }

    /// <summary>Imports of a file that lead elsewhere than before make it be resolved again, and so the files that import from it.</summary>
    private bool CompareTargets(int file)
    {
        var imports = next.Facts(file).Imports;
        for (var i = 0; i < imports.Length; i++)
        {
            if (SameTarget(before.Imports.Target(file, i), after.Imports.Target(file, i)))
                continue;
            unaffected[file] = false;
            if (imports[i].Kind is ImportKind.Star or ImportKind.Include)
                return false;
            if (imports[i].Alias >= 0)
                Mark(next.FamilyOf(file), next.NameOf[file][imports[i].Alias]);
        }
        return true;
    }

    private bool SameTarget(ImportTarget a, ImportTarget b)
    {
        if (a.Kind != b.Kind)
            return false;
        if (a.Kind == TargetKind.Entity)
            return map.Entity(a.Index) == b.Index;
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

    /// <summary>Marks what changed files declare otherwise than before.</summary>
    private bool SameDefinitions()
    {
        for (var file = 0; file < unaffected.Length; file++)
        {
            if (map.IsChanged(file) && !CompareDefinitions(file))
                return false;
        }
        return true;
    }

    private bool CompareDefinitions(int file)
    {
        var (a, b) = (old.Files[file].Definitions, next.Files[file].Definitions);
        var (first, start) = (old.FirstSymbol[file], next.FirstSymbol[file]);
        var kept = new bool[b.Length];
        var last = -1;
        for (var i = 0; i < a.Length; i++)
        {
            var to = map.Symbol(first + i);
            if (to >= 0)
                kept[to - start] = true;
            if (!IsSeen(a[i]) && (to < 0 || !IsSeen(b[to - start])))
                continue;

            // Of several that fit, the order decides.
            var same = to > last && SameDeclaration(a[i], b[to - start]) && (next.FamilyOf(file) != Family.C || SameSignature(file, i, to - start));
            last = Math.Max(last, to);
            if (!same && !MarkSymbol(old, first + i, isThereStill: to >= 0))
                return false;
        }
        for (var i = 0; i < b.Length; i++)
        {
            if (!kept[i] && IsSeen(b[i]) && !MarkSymbol(next, start + i, isThereStill: false))
                return false;
        }
        return true;
    }

    /// <summary>Other files can reach it: it is no local, or it is a part of what they reach.</summary>
    private static bool IsSeen(in Definition definition) => (definition.Flags & DefinitionFlags.Local) == 0 || definition.Kind is SymbolKind.Parameter or SymbolKind.TypeParameter;

    private static bool SameDeclaration(in Definition a, in Definition b) =>
        a.Kind == b.Kind && a.Visibility == b.Visibility && a.Flags == b.Flags && a.MinArity == b.MinArity && a.MaxArity == b.MaxArity
        && a.DeclaredType < 0 == b.DeclaredType < 0 && a.ElementType < 0 == b.ElementType < 0 && a.Receiver < 0 == b.Receiver < 0 && a.Value.Kind == b.Value.Kind
        && a.BodyScope < 0 == b.BodyScope < 0;

    private bool SameSignature(int file, int a, int b) => Signature(old.Facts(file), a).SequenceEqual(Signature(next.Facts(file), b));

    private static ReadOnlySpan<byte> Signature(FileFacts facts, int definition) => facts.Descriptions[definition].Signature is >= 0 and var text ? facts.Strings[text] : [];

    /// <summary>Marks the names by which a symbol is reached; false where names do not tell.</summary>
    private bool MarkSymbol(LinkProgram program, int symbol, bool isThereStill)
    {
        ref var definition = ref program.Definition(symbol);
        var family = program.FamilyOf(program.FileOf[symbol]);
        var name = program == old ? map.Name(old.SymbolName(symbol)) : program.SymbolName(symbol);
        if ((definition.Flags & DefinitionFlags.Operator) != 0 || unwritten.Contains(name) || (isThereStill && definition.Kind.IsType()))
            return false;
        if (definition.Kind.IsNamespace())
            return MarkSegments(family, program.Text(program.SymbolName(symbol)));
        Mark(family, name);
        if ((definition.Flags & DefinitionFlags.DefaultExport) != 0)
            Mark(family, next.DefaultExportName);
        var owner = program.ParentOf[symbol];
        if (owner < 0)
            return true;
        if (definition.Kind == SymbolKind.Constructor)
        {
            foreach (var word in Constructing)
                Mark(family, next.FindName(word));
            Mark(family, program == old ? map.Name(old.SymbolName(owner)) : program.SymbolName(owner));
        }
        else if (definition.Kind is SymbolKind.Parameter or SymbolKind.TypeParameter)
        {
            // Of a type that came or went, nothing was known through others.
            return (program.Definition(owner).Flags & DefinitionFlags.Local) != 0
                || MarkSymbol(program, owner, program == old ? map.Symbol(owner) >= 0 : IsMapped(owner));
        }
        return true;
    }

    private bool IsMapped(int symbol)
    {
        var file = next.FileOf[symbol];
        for (var i = old.FirstSymbol[file]; i < old.FirstSymbol[file + 1]; i++)
        {
            if (map.Symbol(i) == symbol)
                return true;
        }
        return false;
    }

    private bool MarkSegments(Family family, string name)
    {
        foreach (var segment in name.Split('.', ':', '\\'))
            Mark(family, next.FindName(segment.Trim()));
        return true;
    }

    /// <summary>Bases of types and what types and type parameters are bound to. Types that came or went mark the members of those above them.</summary>
    private bool SameTypes()
    {
        var above = new bool[next.Entities.Count];
        var reached = new bool[next.Entities.Count];
        for (var entity = 0; entity < old.Entities.Count; entity++)
        {
            var to = map.Entity(entity);
            if (to == int.MaxValue)
            {
                foreach (var type in old.Entities.Above(entity))
                {
                    if (map.Entity(type) is var kept and not int.MaxValue)
                        above[kept] = true;
                }
                continue;
            }
            reached[to] = true;
            if (old.Entities.IsType(entity) != next.Entities.IsType(to) || !Same(old.Entities.Bases(entity), next.Entities.Bases(to)) || map.Symbol(old.Entities.Symbol(entity)) != next.Entities.Symbol(to)
                || before.Conversions.Contains(entity) != after.Conversions.Contains(to)
                || map.Symbol(before.PrimaryParts.GetValueOrDefault(entity, -1)) != after.PrimaryParts.GetValueOrDefault(to, -1))
                return false;
        }
        for (var entity = 0; entity < reached.Length; entity++)
        {
            if (reached[entity])
                continue;
            foreach (var type in next.Entities.Above(entity))
                above[type] = true;
        }
        for (var symbol = 0; symbol < next.SymbolCount && Array.IndexOf(above, true) >= 0; symbol++)
        {
            if (next.ParentOf[symbol] is >= 0 and var parent && next.EntityOf[parent] is >= 0 and var type && above[type])
                Mark(next.FamilyOf(next.FileOf[symbol]), next.SymbolName(symbol));
        }
        return true;
    }

    private bool SameShapesOfTypes()
    {
        for (var entity = 0; entity < old.Entities.Count; entity++)
        {
            if (map.Entity(entity) is var to and not int.MaxValue && !SameShapes(before.Types?.Bases(entity), after.Types?.Bases(to)))
                return false;
        }
        return true;
    }

    private bool Same(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        if (a.Length != b.Length)
            return false;
        for (var i = 0; i < a.Length; i++)
        {
            if (map.Entity(a[i]) != b[i])
                return false;
        }
        return true;
    }

    /// <summary>What the tables say of each symbol that stayed.</summary>
    private bool CompareTables()
    {
        for (var symbol = 0; symbol < old.SymbolCount; symbol++)
        {
            var to = map.Symbol(symbol);
            if (to < 0)
                continue;
            if (map.Symbol(old.ParentOf[symbol]) != next.ParentOf[to])
                return false;
            if (SameInTables(symbol, to))
                continue;
            unaffected[next.FileOf[to]] = false;
            if (next.Definition(to).Kind == SymbolKind.TypeParameter || (IsSeen(next.Definition(to)) && !MarkSymbol(next, to, isThereStill: true)))
                return false;
        }
        return true;
    }

    private bool SameInTables(int symbol, int to) =>
        map.Entity(old.EntityOf[symbol]) == next.EntityOf[to] && map.Entity(old.TypeOf[symbol]) == next.TypeOf[to] && map.Entity(old.ElementOf[symbol]) == next.ElementOf[to]
        && map.Entity(old.PatternOf[symbol]) == next.PatternOf[to] && map.Symbol(old.ParameterTypeOf[symbol]) == next.ParameterTypeOf[to]
        && map.Symbol(old.ParameterElementOf[symbol]) == next.ParameterElementOf[to] && SameApplied(old.AppliedOf[symbol], next.AppliedOf[to])
        && SameShape(before.Types?.TypeOf(symbol), after.Types?.TypeOf(to)) && SameShapes(before.Types?.Constraints(symbol), after.Types?.Constraints(to));

    private bool SameApplied(int[]? a, int[]? b) => a is null || b is null ? a is null && b is null : Same(a, b);

    private bool SameShapes(IReadOnlyList<TypeShape>? a, IReadOnlyList<TypeShape>? b) =>
        (a?.Count ?? 0) == (b?.Count ?? 0) && (a is null or { Count: 0 } || a.Zip(b!).All(pair => SameShape(pair.First, pair.Second)));

    private bool SameShape(TypeShape? a, TypeShape? b)
    {
        if (a is null || b is null)
            return a is null && b is null;
        return map.Shape(a) is { } renumbered && (ReferenceEquals(renumbered, b) || renumbered.IsIdentical(b));
    }

    private void MarkEverywhere(int name)
    {
        for (var family = 0; family < Families.Count; family++)
            Mark((Family)family, name);
    }

    private void Mark(Family family, int name)
    {
        if (name < 0)
            return;
        var names = marked[(int)family] ??= new bool[next.Names.Count];
        names[name] = true;

        // An attribute may be named without its ending.
        if (next.Names[name] is var text && text.EndsWith("Attribute"u8) && next.FindName(text[..^"Attribute".Length]) is >= 0 and var shortened)
            names[shortened] = true;
    }
}
