using CodeGraph.Graph;
using CodeGraph.Linking.Rules;
using CodeGraph.Linking.Typed;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Incremental;

/// <summary>
/// Finds the files whose names mean what they meant before. A file learns of others by names that it contains, and by what leads on from there: types,
/// bases, members. So each symbol that came or went, or whose declaration or place in the global tables is another than before, marks its name, and those by which it is
/// reached without being named: a parameter its callable's, a constructor its type's. A file that contains marked names is affected where a use of them
/// has another answer (<see cref="SameAnswers"/>). What cannot be told by names (a base, a type parameter, an operator of a type that was there before) has all
/// files of its family resolved again.
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

    /// <summary>Files with uses that had nothing but a marked member's name to go by.</summary>
    private readonly bool[] guessing;

    /// <summary>By project, whether its files see the same others as before.</summary>
    private readonly Dictionary<(Family, string), bool> seesSameProjects = [];

    /// <summary>Files whose declared types were taken over, and so are the same.</summary>
    private readonly bool[] hasKeptTypes;

    /// <summary>Symbols that were there before and are declared otherwise, or lead elsewhere.</summary>
    private readonly HashSet<int> changed = [];
    private readonly bool[]?[] marked = new bool[Families.Count][];

    /// <summary>Those among them that types and namespaces bear, or did: a declared type is told by no others.</summary>
    private readonly bool[]?[] markedSpaces = new bool[Families.Count][];

    /// <summary>Names of members of types that came or went. They lead there only where a use had nothing but its name to go by, as its result says.</summary>
    private readonly bool[]?[] markedMembers = new bool[Families.Count][];

    /// <summary>Types of .NET that have other bases than before, convert from or to others, or are declared otherwise, by their numbers now.</summary>
    private readonly HashSet<int> rebased = [];

    /// <summary>Families of which names do not tell what is affected.</summary>
    private readonly bool[] lost = new bool[Families.Count];
    private readonly HashSet<int> unwritten;

    private UnaffectedFiles(LinkContext before, LinkContext after, ProgramMap map)
    {
        (this.before, this.after, this.map) = (before, after, map);
        (old, next) = (before.Program, after.Program);
        unaffected = [.. Enumerable.Range(0, next.Files.Count).Select(file => !map.IsChanged(file))];
        guessing = new bool[unaffected.Length];
        hasKeptTypes = new bool[unaffected.Length];
        unwritten = [.. Unwritten.Select(next.FindName).Append(next.ConstructorName).Append(next.IndexerName)];
    }

    /// <summary>Compares what is known before types are.</summary>
    /// <param name="before">The program before.</param>
    /// <param name="linked">By file of that, its uses.</param>
    /// <param name="after">The program now.</param>
    /// <param name="map">What the numbers of the one are in the other.</param>
    public static UnaffectedFiles Search(LinkContext before, LinkedFile[] linked, LinkContext after, ProgramMap map)
    {
        var search = new UnaffectedFiles(before, after, map);
        search.CompareSurroundings();
        search.CompareFiles();
        search.FindGuesses(linked);
        search.CompareTypes();
        search.CompareEntities();
        search.CompareMemberNames();
        return search;
    }

    /// <summary>Takes a file out, as it leads to something that is gone. May be called from several threads, for different files.</summary>
    public void Affect(int file) => unaffected[file] = false;

    /// <summary>Says that the declared types of a file were taken over. May be called from several threads, for different files.</summary>
    public void KeepTypes(int file) => hasKeptTypes[file] = true;

    /// <returns>By file: whether the types that it declares are what they were.</returns>
    public bool[] Declaring()
    {
        TakeOutLost();
        return [.. Enumerable.Range(0, unaffected.Length).Select(file => unaffected[file] && !IsReached(file, next.Files[file].HasExpressions ? markedSpaces : marked))];
    }

    /// <summary>Compares what a round of inference found in the files that it read again, and marks what differs.</summary>
    public void CompareInferred(InferredTypes roundBefore, InferredTypes round)
    {
        for (var file = 0; file < unaffected.Length; file++)
        {
            if (unaffected[file] || map.FileBefore(file) is not (>= 0 and var oldFile))
                continue;
            for (var symbol = old.FirstSymbol[oldFile]; symbol < old.FirstSymbol[oldFile + 1]; symbol++)
            {
                if (map.Symbol(symbol) is >= 0 and var to && IsSeen(next.Definition(to)) && !round.IsSame(to, roundBefore, symbol, map))
                    MarkSymbol(next, to, isThereStill: true);
            }
        }
    }

    /// <summary>Compares the types, too, and asks uses of marked names again.</summary>
    /// <param name="linked">By file of the program before, its uses.</param>
    /// <param name="threads">Threads to ask on.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>By file: whether it is unaffected.</returns>
    public bool[] Find(LinkedFile[] linked, int threads, CancellationToken cancellation)
    {
        CompareShapesOfTypes();
        CompareTables();
        MarkUsersOfRebased();
        TakeOutLost();
        var reached = Enumerable.Range(0, unaffected.Length).Where(file => unaffected[file] && IsReached(file, marked)).ToArray();
        var answers = new SameAnswers(after, linked, map, (family, name) => marked[(int)family]?[name] == true || markedMembers[(int)family]?[name] == true, changed);
        Linker.ForEachFile(after, reached, threads, cancellation, (resolver, file) => unaffected[file] = !after.Rules(file).TracksValues && answers.Hold(resolver, file));
        return unaffected;
    }

    private void CompareMemberNames()
    {
        for (var name = 0; name < old.Names.Count; name++)
        {
            if (map.Name(name) is >= 0 and var id && old.IsMemberName(name) != next.IsMemberName(id))
                MarkEverywhere(id);
        }
    }

    private void TakeOutLost()
    {
        for (var file = 0; file < unaffected.Length; file++)
            unaffected[file] &= !lost[(int)next.FamilyOf(file)];
    }

    /// <summary>Whether names that a file contains are marked.</summary>
    private bool IsReached(int file, bool[]?[] table) => guessing[file] || (table[(int)next.FamilyOf(file)] is { } names && ContainsOneOf(next.NameOf[file], names));

    /// <summary>Finds files where a use that had nothing but its name to go by, or found nothing, bears the name of a member that came or went.</summary>
    private void FindGuesses(LinkedFile[] linked) => Parallel.For(0, unaffected.Length, () => (ReferenceRecord[])[], (file, _, buffer) =>
    {
        if (unaffected[file] && markedMembers[(int)next.FamilyOf(file)] is { } names && ContainsOneOf(next.NameOf[file], names))
            guessing[file] = HasGuess(file, linked[map.FileBefore(file)], names, ref buffer);
        return buffer;
    }, _ => { });

    private bool HasGuess(int file, LinkedFile linked, bool[] names, ref ReferenceRecord[] buffer)
    {
        foreach (ref readonly var use in linked.Read(ref buffer).AsSpan(0, linked.UseCount))
        {
            if (map.Name(use.Name) is >= 0 and var name && names[name] && (use.State != ReferenceState.Resolved || use.Tier >= Tier.Unique))
                return true;
        }

        // Those that are not written leave no trace where they found nothing.
        foreach (ref var reference in next.Facts(file).References.AsSpan())
        {
            if ((reference.Flags & ReferenceFlags.Implicit) != 0 && next.NameOf[file][reference.Name] is >= 0 and var name && names[name])
                return true;
        }
        return false;
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
        Parallel.For(0, others.Length, file => others[file] = map.IsChanged(file) ? null : OtherTargets(file));
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

    /// <summary>Marks what files that came, went or changed declare otherwise than before.</summary>
    private void CompareFiles()
    {
        for (var file = 0; file < unaffected.Length; file++)
        {
            if (!map.IsChanged(file))
                continue;
            if (map.FileBefore(file) is >= 0 and var oldFile)
                CompareDefinitions(oldFile, file);
            else
                MarkAll(next, file);
        }
        for (var file = 0; file < old.Files.Count; file++)
        {
            if (map.File(file) < 0)
                MarkAll(old, file);
        }
    }

    /// <summary>A file that came or went.</summary>
    private void MarkAll(LinkProgram program, int file)
    {
        // Where it lies says what it is a part of: names do not tell who sees it.
        if (IsSeenByPlace(program.FamilyOf(file)) || HasVisibleParts(program, file))
            Lose(program.FamilyOf(file));
        for (var symbol = program.FirstSymbol[file]; symbol < program.FirstSymbol[file + 1]; symbol++)
        {
            if (IsSeen(program.Definition(symbol)))
                MarkSymbol(program, symbol, isThereStill: false);
        }
    }

    private void CompareDefinitions(int oldFile, int file)
    {
        var family = next.FamilyOf(file);
        if (Package(old, oldFile) != Package(next, file) || (family != Family.DotNet && !VisibleParts(old, oldFile).SequenceEqual(VisibleParts(next, file))))
            Lose(family);
        var (a, b) = (old.Files[oldFile].Definitions, next.Files[file].Definitions);
        var (first, start) = (old.FirstSymbol[oldFile], next.FirstSymbol[file]);
        var last = new Dictionary<int, int>();
        for (var i = 0; i < a.Length; i++)
        {
            var to = map.Symbol(first + i);
            if (!IsSeen(a[i]) && (to < 0 || !IsSeen(b[to - start])))
                continue;

            // Of several that fit, the order decides: of those that bear one name, or belong to one callable; where a place in the text matters, of all.
            var row = IsSeenByPlace(family) ? -1 : IsInRow(a, i) ? -2 - a[i].Parent : a[i].Name;
            var isInOrder = to > last.GetValueOrDefault(row, -1);
            last[row] = Math.Max(last.GetValueOrDefault(row, -1), to);
            if (isInOrder && SameDeclaration(a[i], b[to - start]) && (family != Family.C || SameSignature(oldFile, i, file, to - start)))
                continue;
            if (isInOrder && family == Family.DotNet && a[i].Kind.IsType() && SameDeclaration(a[i] with { MinArity = b[to - start].MinArity, MaxArity = b[to - start].MaxArity }, b[to - start]))
                MarkHead(old, first + i);
            else
                MarkSymbol(old, first + i, isThereStill: to >= 0);
        }
        for (var i = 0; i < b.Length; i++)
        {
            if (!map.WasThere(start + i) && IsSeen(b[i]))
                MarkSymbol(next, start + i, isThereStill: false);
        }
    }

    /// <summary>It is known by its place among others: a parameter, or what may be a record's.</summary>
    private static bool IsInRow(Definition[] definitions, int definition) => definitions[definition].Kind is SymbolKind.Parameter or SymbolKind.TypeParameter
        || (definitions[definition] is { Kind: SymbolKind.Property, Parent: >= 0 and var owner } && definitions[owner].Kind == SymbolKind.Record);

    /// <summary>Other files can reach it: it is no local, or it is a part of what they reach.</summary>
    private static bool IsSeen(in Definition definition) => (definition.Flags & DefinitionFlags.Local) == 0 || definition.Kind is SymbolKind.Parameter or SymbolKind.TypeParameter;

    private static bool SameDeclaration(in Definition a, in Definition b) =>
        a.Kind == b.Kind && a.Visibility == b.Visibility && a.Flags == b.Flags && a.MinArity == b.MinArity && a.MaxArity == b.MaxArity
        && a.DeclaredType < 0 == b.DeclaredType < 0 && a.ElementType < 0 == b.ElementType < 0 && a.Receiver < 0 == b.Receiver < 0 && a.Value.Kind == b.Value.Kind
        && a.BodyScope < 0 == b.BodyScope < 0;

    private bool SameSignature(int oldFile, int a, int file, int b) => Signature(old.Facts(oldFile), a).SequenceEqual(Signature(next.Facts(file), b));

    private static ReadOnlySpan<byte> Signature(FileFacts facts, int definition) => facts.Descriptions[definition].Signature is >= 0 and var text ? facts.Strings[text] : [];

    /// <summary>Marks the names by which a symbol is reached.</summary>
    private void MarkSymbol(LinkProgram program, int symbol, bool isThereStill)
    {
        ref var definition = ref program.Definition(symbol);
        var family = program.FamilyOf(program.FileOf[symbol]);
        var name = NameHere(program, program.SymbolName(symbol));
        var owner = program.ParentOf[symbol];
        var ownerStayed = owner < 0 || Stayed(program, owner);
        var isOfOther = !ownerStayed && IsReachedThroughOwner(family, definition, program.Definition(owner));
        if (isThereStill)
            changed.Add(program == old ? map.Symbol(symbol) : symbol);
        if (!isOfOther && IsReachedUnnamed(family, definition, name))
        {
            Lose(family);
            return;
        }
        if (isThereStill && definition.Kind.IsType())
        {
            if ((program == old ? map.Entity(program.EntityOf[symbol]) : program.EntityOf[symbol]) is >= 0 and not int.MaxValue and var type)
                Rebase(type);
            else
                Lose(family);
            return;
        }
        if (definition.Kind.IsNamespace())
        {
            // Where it came or went as a whole, that is seen by itself.
            if (isThereStill)
                MarkSegments(family, program.Text(program.SymbolName(symbol)));
            return;
        }
        if (definition.Kind is SymbolKind.Parameter or SymbolKind.TypeParameter && owner >= 0)
        {
            // Who gives it something names what it belongs to, which is told by itself where it came or went.
            if (!ownerStayed || (program.Definition(owner).Flags & DefinitionFlags.Local) != 0)
                return;
            if (family == Family.DotNet && definition.Kind == SymbolKind.Parameter && program.Definition(owner).Kind.IsType())
            {
                // The parts of a type all see the parameters of its head.
                Mark(family, name);
                MarkHead(program, owner);
                return;
            }
            MarkSymbol(program, owner, isThereStill: true);
            return;
        }
        if (isOfOther)
        {
            Mark(markedMembers, family, name);
            return;
        }
        Mark(family, name);
        if ((definition.Flags & DefinitionFlags.DefaultExport) != 0)
            Mark(family, next.DefaultExportName);
        if (definition.Kind == SymbolKind.Constructor && owner >= 0)
            MarkConstruction(program, owner, ownerStayed);
        else if (family == Family.DotNet && definition.Kind == SymbolKind.Property && owner >= 0 && program.Definition(owner).Kind == SymbolKind.Record)
            MarkHead(program, owner);
    }

    /// <summary>Whether a symbol is in both programs, or what it is a part of is.</summary>
    private bool Stayed(LinkProgram program, int symbol)
    {
        var entity = program.EntityOf[symbol];
        return program == old ? map.Symbol(symbol) >= 0 || (entity >= 0 && map.Entity(entity) != int.MaxValue) : map.WasThere(symbol) || (entity >= 0 && map.EntityBefore(entity) >= 0);
    }

    /// <summary>Marks what a type's head with parameters is called by: it is a constructor that bears the type's name.</summary>
    private void MarkHead(LinkProgram program, int type)
    {
        changed.Add(program == old ? map.Symbol(type) : type);
        MarkConstruction(program, type, typeStayed: true);
    }

    /// <summary>Members that nobody reaches but by an instance or the name of their owner, or by a guess.</summary>
    private static bool IsReachedThroughOwner(Family family, in Definition definition, in Definition owner) =>
        family is Family.DotNet or Family.Jvm or Family.Go && (definition.Flags & DefinitionFlags.Extension) == 0 && !definition.Kind.IsType() && owner.Kind.IsType();

    private void MarkConstruction(LinkProgram program, int type, bool typeStayed)
    {
        var family = program.FamilyOf(program.FileOf[type]);
        Mark(family, NameHere(program, program.SymbolName(type)));
        if (!typeStayed)
            return;
        foreach (var word in Constructing)
            Mark(family, next.FindName(word));
    }

    private int NameHere(LinkProgram program, int name) => program == old ? map.Name(name) : name;

    private void MarkSegments(Family family, string name)
    {
        foreach (var segment in name.Split('.', ':', '\\'))
            MarkSpace(family, next.FindName(segment.Trim()));
    }

    /// <summary>Bases of types and what types and type parameters are bound to.</summary>
    private void CompareTypes()
    {
        for (var entity = 0; entity < old.Entities.Count; entity++)
        {
            var to = map.Entity(entity);
            if (to == int.MaxValue)
                continue;
            if (old.Entities.IsType(entity) != next.Entities.IsType(to) || (next.Entities.IsType(to) && map.Symbol(old.Entities.Symbol(entity)) != next.Entities.Symbol(to))
                || map.Symbol(before.PrimaryParts.GetValueOrDefault(entity, -1)) != after.PrimaryParts.GetValueOrDefault(to, -1))
                Lose(to);
            else if (!Same(old.Entities.Bases(entity), next.Entities.Bases(to)) || before.Conversions.Contains(entity) != after.Conversions.Contains(to))
                Rebase(to);
        }
        var (aboveGone, above) = (new HashSet<int>(), new HashSet<int>());
        MarkOverriders(old, type => map.Entity(type) == int.MaxValue, aboveGone);
        MarkOverriders(next, type => map.EntityBefore(type) < 0, above);
        MarkBelowRebased(aboveGone, above);
        above.UnionWith(aboveGone.Select(map.Entity).Where(type => type != int.MaxValue));
        CompareCounts(above);
    }

    /// <summary>Has whoever can have an instance of a type of .NET resolved again; where another family has it, all of that.</summary>
    private void Rebase(int type)
    {
        if (next.Entities.Symbol(type) is >= 0 and var symbol && next.FamilyOf(next.FileOf[symbol]) == Family.DotNet && !after.GlobalImports(Family.DotNet).Any(next.Entities.IsType))
            rebased.Add(type);
        else
            Lose(type);
    }

    /// <summary>
    /// Types with other bases, and those below them, are found again by whoever names them. What they were below or are below now is overridden by others, and shares its members with others.
    /// </summary>
    /// <param name="left">Takes types that they are below no more, by their numbers before.</param>
    /// <param name="joined">Takes types that they were not below.</param>
    private void MarkBelowRebased(HashSet<int> left, HashSet<int> joined)
    {
        if (rebased.Count == 0)
            return;
        var rebasedBefore = rebased.Select(map.EntityBefore).ToHashSet();
        var (members, membersBefore) = (new HashSet<int>(), new HashSet<int>());
        var below = new HashSet<int>();
        for (var type = 0; type < next.Entities.Count; type++)
        {
            int[] now = [.. next.Entities.Above(type)];
            int[] then = map.EntityBefore(type) is >= 0 and var typeBefore ? [.. old.Entities.Above(typeBefore)] : [];
            if (!rebased.Contains(type) && !now.Any(rebased.Contains) && !then.Any(rebasedBefore.Contains))
                continue;
            if (Math.Max(now.Length, then.Length) >= Linearization.MaxLength - 1)
                Lose(type);
            below.Add(type);
            members.UnionWith(now.Where(other => !then.Contains(map.EntityBefore(other))));
            membersBefore.UnionWith(then.Where(other => !now.Contains(map.Entity(other))));
        }
        foreach (var (program, types) in new[] { (old, membersBefore), (next, members) })
        {
            for (var symbol = 0; symbol < program.SymbolCount; symbol++)
            {
                if (program.ParentOf[symbol] is >= 0 and var parent && types.Contains(program.EntityOf[parent]))
                    Mark(Family.DotNet, NameHere(program, program.SymbolName(symbol)));
            }
        }
        left.UnionWith(membersBefore);
        joined.UnionWith(members);
        MarkTypes(below);
    }

    /// <summary>Has all files that declare or name some types, or name members of those that are declared otherwise, resolved again.</summary>
    private void MarkTypes(HashSet<int> types)
    {
        for (var symbol = 0; symbol < next.SymbolCount; symbol++)
        {
            var isDeclared = next.Definition(symbol).Kind.IsType() && types.Contains(next.EntityOf[symbol]);
            if (isDeclared)
                unaffected[next.FileOf[symbol]] = false;
            if (isDeclared || (next.ParentOf[symbol] is >= 0 and var parent && rebased.Contains(next.EntityOf[parent])))
                MarkChanged(symbol);
        }
    }

    private void MarkChanged(int symbol)
    {
        changed.Add(symbol);
        Mark(Family.DotNet, next.SymbolName(symbol));
    }

    /// <summary>
    /// What converts to what, and which members an instance has, follows from bases: so whoever can have an instance of a type with other bases is resolved again, which is who names the type or
    /// something whose declared type mentions it. So it is with what a lambda is given, which follows from a delegate's declaration, and what a type parameter is bound to.
    /// </summary>
    private void MarkUsersOfRebased()
    {
        if (after.Types is not { } table)
            return;
        var types = new HashSet<int>(rebased);

        // Type parameters and delegates that lead to such types, or are declared otherwise themselves.
        HashSet<int> leading = [.. changed.Where(symbol => symbol >= 0 && next.Definition(symbol).Kind is SymbolKind.TypeParameter or SymbolKind.TypeAlias && next.FamilyOf(next.FileOf[symbol]) == Family.DotNet)];
        leading.UnionWith(leading.Where(symbol => next.Definition(symbol).Kind == SymbolKind.TypeParameter).Select(table.Canonical).ToArray());
        if (types.Count + leading.Count == 0)
            return;
        for (var grown = true; grown;)
        {
            var count = types.Count + leading.Count;
            for (var type = 0; type < next.Entities.Count; type++)
            {
                if (table.Bases(type).Any(Mentions))
                    types.Add(type);
            }
            for (var symbol = 0; symbol < next.SymbolCount; symbol++)
            {
                ref var definition = ref next.Definition(symbol);
                var owner = next.ParentOf[symbol];
                if (definition.Kind == SymbolKind.TypeParameter && table.Constraints(symbol).Any(Mentions))
                    leading.Add(symbol);
                if (table.TypeOf(symbol) is not { } declared || !Mentions(declared))
                    continue;
                if (definition.Kind == SymbolKind.TypeAlias)
                    leading.Add(symbol);
                else if (definition.Kind == SymbolKind.Parameter && owner >= 0 && next.Definition(owner).Kind == SymbolKind.TypeAlias)
                    leading.Add(owner);
                else if (UnnamedAround(symbol) is >= 0 and var member && next.ParentOf[member] is >= 0 and var around && next.EntityOf[around] is >= 0 and var type)
                    types.Add(type);
            }
            grown = types.Count + leading.Count > count;
        }
        MarkTypes(types);
        for (var symbol = 0; symbol < next.SymbolCount; symbol++)
        {
            ref var definition = ref next.Definition(symbol);
            if (leading.Contains(symbol))
                MarkChanged(symbol);
            else if (table.TypeOf(symbol) is { } declared && IsSeen(definition) && UnnamedAround(symbol) < 0 && Mentions(declared))
            {
                MarkSymbol(next, symbol, isThereStill: true);
            }
        }

        int UnnamedAround(int symbol)
        {
            if (next.Definition(symbol).Kind == SymbolKind.Parameter)
                symbol = next.ParentOf[symbol];
            return symbol >= 0 && IsReachedUnnamed(Family.DotNet, next.Definition(symbol), next.SymbolName(symbol)) ? symbol : -1;
        }

        bool Mentions(TypeShape type) => (type.Kind == TypeKind.Entity ? types.Contains(type.Id) : type.Kind is TypeKind.Parameter or TypeKind.Delegate && leading.Contains(type.Id))
            || Array.Exists(type.Arguments, argument => argument is not null && Mentions(argument));
    }

    /// <summary>Whether a member is called without its name being written. Operators of .NET are not told apart: that a type has conversions is compared with its bases.</summary>
    private bool IsReachedUnnamed(Family family, in Definition definition, int name) =>
        (family != Family.DotNet && (definition.Flags & DefinitionFlags.Operator) != 0) || (unwritten.Contains(name) && definition.Kind is not (SymbolKind.Parameter or SymbolKind.TypeParameter));

    /// <summary>Of a member without a body the overriders are known, so types that came or went mark what types above them have, too.</summary>
    /// <param name="program">The program that has them.</param>
    /// <param name="isOther">Whether a type came or went.</param>
    /// <param name="above">Takes the types above them.</param>
    private void MarkOverriders(LinkProgram program, Func<int, bool> isOther, HashSet<int> above)
    {
        for (var symbol = 0; symbol < program.SymbolCount; symbol++)
        {
            if (program.ParentOf[symbol] is not (>= 0 and var parent) || program.EntityOf[parent] is not (>= 0 and var type) || !isOther(type))
                continue;
            foreach (var overridden in program.Entities.Above(type))
            {
                above.Add(overridden);
                if (program.Entities.Members(overridden, program.SymbolName(symbol)) >= 0)
                    Mark(program.FamilyOf(program.FileOf[symbol]), NameHere(program, program.SymbolName(symbol)));
            }
        }
    }

    /// <summary>With so many types below, nobody asks for overriders: who would, or did, need not name what came or went.</summary>
    private void CompareCounts(HashSet<int> above)
    {
        above.RemoveWhere(type => map.EntityBefore(type) is not (>= 0 and var typeBefore)
            || next.Entities.Subtypes(type).Count >= EntityTable.MaxSubtypes == old.Entities.Subtypes(typeBefore).Count >= EntityTable.MaxSubtypes);
        for (var symbol = 0; symbol < next.SymbolCount && above.Count > 0; symbol++)
        {
            if (next.ParentOf[symbol] is >= 0 and var parent && above.Contains(next.EntityOf[parent]))
                Mark(next.FamilyOf(next.FileOf[symbol]), next.SymbolName(symbol));
        }
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

    private void CompareShapesOfTypes()
    {
        for (var entity = 0; entity < old.Entities.Count; entity++)
        {
            if (map.Entity(entity) is var to and not int.MaxValue && !SameShapes(before.Types?.Bases(entity), after.Types?.Bases(to)))
                Rebase(to);
        }
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
    private void CompareTables()
    {
        var others = new List<int>?[old.Files.Count];
        Parallel.For(0, others.Length, file =>
        {
            for (var symbol = old.FirstSymbol[file]; symbol < old.FirstSymbol[file + 1]; symbol++)
            {
                if (map.Symbol(symbol) is >= 0 and var to && (map.Symbol(old.ParentOf[symbol]) != next.ParentOf[to] || !SameInTables(symbol, to)))
                    (others[file] ??= []).Add(symbol);
            }
        });
        foreach (var symbol in others.SelectMany(found => found ?? []))
        {
            var to = map.Symbol(symbol);
            var family = next.FamilyOf(next.FileOf[to]);
            if (map.Symbol(old.ParentOf[symbol]) != next.ParentOf[to])
                Lose(family);
            unaffected[next.FileOf[to]] = false;
            if (next.Definition(to).Kind == SymbolKind.TypeParameter && family != Family.DotNet)
                Lose(family);
            else if (IsSeen(next.Definition(to)))
                MarkSymbol(next, to, isThereStill: true);
        }
    }

    private bool SameInTables(int symbol, int to) =>
        map.Entity(old.EntityOf[symbol]) == next.EntityOf[to] && map.Entity(old.TypeOf[symbol]) == next.TypeOf[to] && map.Entity(old.ElementOf[symbol]) == next.ElementOf[to]
        && map.Entity(old.PatternOf[symbol]) == next.PatternOf[to] && map.Symbol(old.ParameterTypeOf[symbol]) == next.ParameterTypeOf[to]
        && map.Symbol(old.ParameterElementOf[symbol]) == next.ParameterElementOf[to] && SameApplied(old.AppliedOf[symbol], next.AppliedOf[to])
        && (hasKeptTypes[next.FileOf[to]] || SameShape(before.Types?.TypeOf(symbol), after.Types?.TypeOf(to)))
        && (next.Definition(to).Kind != SymbolKind.TypeParameter || SameShapes(before.Types?.Constraints(symbol), after.Types?.Constraints(to)));

    private bool SameApplied(int[]? a, int[]? b) => a is null || b is null ? a is null && b is null : Same(a, b);

    private bool SameShapes(IReadOnlyList<TypeShape>? a, IReadOnlyList<TypeShape>? b) =>
        (a?.Count ?? 0) == (b?.Count ?? 0) && (a is null or { Count: 0 } || a.Zip(b!).All(pair => SameShape(pair.First, pair.Second)));

    private bool SameShape(TypeShape? a, TypeShape? b)
    {
        if (a is null || b is null)
            return a is null && b is null;
        return map.Shape(a) is { } renumbered && (ReferenceEquals(renumbered, b) || renumbered.IsIdentical(b));
    }

    private void Lose(Family family) => lost[(int)family] = true;

    /// <summary>The family of a type; all, where that cannot be told.</summary>
    private void Lose(int entity)
    {
        if (next.Entities.Symbol(entity) is >= 0 and var symbol)
            Lose(next.FamilyOf(next.FileOf[symbol]));
        else
            Array.Fill(lost, true);
    }

    private void MarkEverywhere(int name)
    {
        for (var family = 0; family < Families.Count; family++)
            MarkSpace((Family)family, name);
    }

    private void Mark(Family family, int name)
    {
        if (name < 0 || marked[(int)family]?[name] == true)
            return;
        Mark(marked, family, name);
        if (family == Family.DotNet && (IsOfSpace(next, name) || !ReferenceEquals(old.Names, next.Names) || IsOfSpace(old, name)))
            Mark(markedSpaces, family, name);
    }

    /// <summary>Marks the name of something that need not have a definition of its own.</summary>
    private void MarkSpace(Family family, int name)
    {
        Mark(marked, family, name);
        Mark(markedSpaces, family, name);
    }

    /// <summary>Whether a type or namespace bears a name.</summary>
    private static bool IsOfSpace(LinkProgram program, int name)
    {
        foreach (var symbol in program.Named(name))
        {
            if (program.Definition(symbol).Kind is var kind && (kind.IsType() || kind.IsNamespace() || kind is SymbolKind.TypeAlias or SymbolKind.TypeParameter))
                return true;
        }
        return false;
    }

    private void Mark(bool[]?[] table, Family family, int name)
    {
        if (name < 0)
            return;
        var names = table[(int)family] ??= new bool[next.Names.Count];
        names[name] = true;

        // An attribute may be named without its ending.
        if (next.Names[name] is var text && text.EndsWith("Attribute"u8) && next.FindName(text[..^"Attribute".Length]) is >= 0 and var shortened)
            names[shortened] = true;
    }
}
