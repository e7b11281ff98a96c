using CodeGraph.Graph;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Incremental;

/// <summary>
/// Finds the files whose names mean what they meant before. A file learns of others by names that it contains, and by what leads on from there: types,
/// bases, members. So each symbol that came or went, or whose declaration or place in the global tables is another than before, marks its name, and those by which it is
/// reached without being named: a parameter its callable's, a constructor its type's. A file that contains marked names is affected where a use of them
/// has another answer (<see cref="SameAnswers"/>). What is not told by names reaches, in .NET, whoever can have an instance of a type (<see cref="MarkUsersOfRebased"/>);
/// elsewhere (a base, a type parameter, an operator of a type that was there before) it has all files of its family resolved again.
/// </summary>
internal sealed partial class UnaffectedFiles
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

    /// <summary>What <see cref="Declaring"/> said last.</summary>
    private bool[] declaring = [];

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
    private readonly ParallelOptions parallel;

    private UnaffectedFiles(LinkContext before, LinkContext after, ProgramMap map, ParallelOptions parallel)
    {
        (this.before, this.after, this.map, this.parallel) = (before, after, map, parallel);
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
    /// <param name="threads">Threads to compare on.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static UnaffectedFiles Search(LinkContext before, LinkedFile[] linked, LinkContext after, ProgramMap map, int threads, CancellationToken cancellation)
    {
        var search = new UnaffectedFiles(before, after, map, new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation });
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
        return declaring = [.. Enumerable.Range(0, unaffected.Length).Select(file => unaffected[file] && !IsReached(file, next.Files[file].HasExpressions ? markedSpaces : marked))];
    }

    /// <summary>Compares what a round of inference found in the files that it read again, and marks what differs.</summary>
    public void CompareInferred(InferredTypes roundBefore, InferredTypes round)
    {
        for (var file = 0; file < unaffected.Length; file++)
        {
            if ((declaring[file] && unaffected[file]) || map.FileBefore(file) is not (>= 0 and var oldFile))
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
    /// <returns>By file: whether it is unaffected.</returns>
    public bool[] Find(LinkedFile[] linked)
    {
        CompareShapesOfTypes();
        CompareTables();
        MarkUsersOfRebased();
        TakeOutLost();
        var reached = Enumerable.Range(0, unaffected.Length).Where(file => unaffected[file] && IsReached(file, marked)).ToArray();
        var answers = new SameAnswers(after, linked, map, (family, name) => marked[(int)family]?[name] == true || markedMembers[(int)family]?[name] == true, changed);
        Linker.ForEachFile(after, reached, parallel.MaxDegreeOfParallelism, parallel.CancellationToken, (resolver, file) => unaffected[file] = !after.Rules(file).TracksValues && answers.Hold(resolver, file));
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
    private void FindGuesses(LinkedFile[] linked) => Parallel.For(0, unaffected.Length, parallel, () => (ReferenceRecord[])[], (file, _, buffer) =>
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

    private int NameHere(LinkProgram program, int name) => program == old ? map.Name(name) : name;

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
