using System.Text;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>All facts of one commit under global numbers: names, symbols, entities. Built by one thread, then read by all.</summary>
internal sealed class LinkProgram
{
    private readonly LinkFile[] ownFiles;
    private readonly List<List<int>?> byName = [];
    private readonly bool[] memberNames;

    /// <summary>How many names there were when <see cref="Names"/> held those of one state alone.</summary>
    private readonly int namesAtFirst;

    /// <param name="files">All files, in ordinal order of their paths.</param>
    /// <param name="manifests">Files that say something about modules.</param>
    /// <param name="before">The program that was linked before, whose names keep their numbers; null for none.</param>
    /// <param name="threads">Threads to work on.</param>
    /// <param name="cancellation">Ends the run.</param>
    public LinkProgram(IReadOnlyList<LinkFile> files, IReadOnlyList<ProjectFile> manifests, LinkProgram? before, int threads, CancellationToken cancellation)
    {
        Files = ownFiles = [.. files];
        Entities = new(before?.Entities);
        Manifests = manifests;
        FirstSymbol = new int[files.Count + 1];
        for (var file = 0; file < files.Count; file++)
            FirstSymbol[file + 1] = FirstSymbol[file] + files[file].Definitions.Length;
        SymbolCount = FirstSymbol[^1];
        FileOf = new int[SymbolCount];
        NameOf = new int[files.Count][];
        ParentOf = new int[SymbolCount];
        EntityOf = new int[SymbolCount];
        TypeOf = new int[SymbolCount];
        TypeArity = new byte[SymbolCount];
        RootOf = new int[files.Count];
        Array.Fill(EntityOf, -1);
        ElementOf = new int[SymbolCount];
        Array.Fill(TypeOf, Value.UnknownType);
        Array.Fill(ElementOf, Value.UnknownType);
        PatternOf = new(SymbolCount, Value.UnknownType);
        ParameterTypeOf = new(SymbolCount, -1);
        ParameterElementOf = new(SymbolCount, -1);
        AppliedOf = new(SymbolCount, null);
        // Names of earlier states stay among the numbers until there are more of them than names in use.
        if (before is not null && before.Names.Count <= 2 * before.namesAtFirst)
            (Names, namesAtFirst) = (before.Names, before.namesAtFirst);
        else
            before = null;
        InternNames(before, cancellation);
        if (before is null)
            namesAtFirst = Names.Count;
        memberNames = new bool[Names.Count];
        Parallel.For(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, Number);
        for (var path = 0; path < files.Count; path++)
            FileByPath[files[path].Path] = path;
    }

    public IReadOnlyList<LinkFile> Files { get; }

    public IReadOnlyList<ProjectFile> Manifests { get; }

    public Dictionary<string, int> FileByPath { get; } = new(StringComparer.Ordinal);

    /// <summary>The names that files contain. In a session they are those of earlier states, too: that a name has a number does not say that it occurs.</summary>
    public StringInterner Names { get; } = new();

    /// <summary>Symbol number of each file's first definition; one more entry than there are files.</summary>
    public int[] FirstSymbol { get; }

    public int SymbolCount { get; }

    public int[] FileOf { get; }

    /// <summary>By file: global name of a local string, -1 for strings that are not names.</summary>
    public int[][] NameOf { get; }

    /// <summary>The enclosing symbol; for members written outside of their type, the type once <see cref="Entities"/> knows it.</summary>
    public int[] ParentOf { get; }

    /// <summary>Number of type parameters of a type or callable.</summary>
    public byte[] TypeArity { get; }

    /// <summary>The entity a symbol defines or is a part of, -1 for symbols without members.</summary>
    public int[] EntityOf { get; }

    /// <summary>The entity that values of a symbol (or its results, for a callable) are instances of; see <see cref="Value.UnknownType"/>.</summary>
    public int[] TypeOf { get; set; }

    /// <summary>The same for the elements of what a symbol holds or returns.</summary>
    public int[] ElementOf { get; set; }

    /// <summary>The type parameter that a symbol's declared (or result) type is, -1 for none.</summary>
    public SparseColumn<int> ParameterTypeOf { get; }

    /// <summary>The same for the type of its elements.</summary>
    public SparseColumn<int> ParameterElementOf { get; }

    /// <summary>The entities that a symbol's type, or that of its elements, is applied to; null for none.</summary>
    public SparseColumn<int[]?> AppliedOf { get; set; }

    /// <summary>Lets go of the types of symbols: from here on, no name is resolved.</summary>
    public void DropTypes() => (TypeOf, ElementOf, AppliedOf) = ([], [], new(0, null));

    /// <summary>What each round of <see cref="InferredTypes"/> found; the last is what the tables hold.</summary>
    public List<InferredTypes> Rounds { get; } = [];

    /// <summary>The entity that a parameter's pattern takes apart.</summary>
    public SparseColumn<int> PatternOf { get; }

    /// <summary>The entity whose members a file's top-level names are.</summary>
    public int[] RootOf { get; }

    public EntityTable Entities { get; }

    /// <summary>Type members and file-level symbols by name, in symbol order: the candidates of the unique tier.</summary>
    public IReadOnlyList<int> Named(int name) => name < byName.Count && byName[name] is { } symbols ? symbols : [];

    public void AddNamed(int name, int symbol)
    {
        while (byName.Count <= name)
            byName.Add(null);
        (byName[name] ??= []).Add(symbol);
    }

    /// <summary>Something in the repository that a qualified name can mean bears the name.</summary>
    public bool IsMemberName(int name) => name < memberNames.Length && memberNames[name];

    public FileFacts Facts(int file) => ownFiles[file].Facts;

    public ref Definition Definition(int symbol)
    {
        var file = FileOf[symbol];
        return ref ownFiles[file].Definitions[symbol - FirstSymbol[file]];
    }

    public int SymbolName(int symbol)
    {
        var file = FileOf[symbol];
        return NameOf[file][ownFiles[file].Definitions[symbol - FirstSymbol[file]].Name];
    }

    public Family FamilyOf(int file) => Families.Of(ownFiles[file].Language);

    /// <summary>The global number of a name, -1 where nothing in the repository has it.</summary>
    public int FindName(ReadOnlySpan<byte> name) => Names.Find(name);

    public int FindName(string name) => Names.Find(Encoding.UTF8.GetBytes(name));

    public int InternName(string name) => Names.Intern(Encoding.UTF8.GetBytes(name));

    public string Text(int name) => Encoding.UTF8.GetString(Names[name]);

    /// <summary>Gives the definitions of a file their numbers. Called for several files at once; of what they share they write the same.</summary>
    private void Number(int file)
    {
        var facts = Facts(file);
        var first = FirstSymbol[file];
        Array.Fill(FileOf, file, first, facts.Definitions.Length);
        for (var i = 0; i < facts.Definitions.Length; i++)
        {
            ref var definition = ref facts.Definitions[i];
            ParentOf[first + i] = definition.Parent < 0 ? -1 : first + definition.Parent;
            if (definition.Parent >= 0 && definition.Kind == Model.SymbolKind.TypeParameter && TypeArity[first + definition.Parent] < byte.MaxValue)
                TypeArity[first + definition.Parent]++;
            if (definition.Kind is not (Model.SymbolKind.Parameter or Model.SymbolKind.TypeParameter))
                memberNames[NameOf[file][definition.Name]] = true;
        }

        // A name that a file exports can stand for anything.
        foreach (ref var import in facts.Imports.AsSpan())
        {
            if (import.Alias >= 0)
                memberNames[NameOf[file][import.Alias]] = true;
        }
    }

    private void InternNames(LinkProgram? before, CancellationToken cancellation)
    {
        for (var file = 0; file < Files.Count; file++)
        {
            cancellation.ThrowIfCancellationRequested();
            NameOf[file] = before is not null && file < before.Files.Count && ReferenceEquals(before.ownFiles[file], ownFiles[file]) ? before.NameOf[file] : Intern(Facts(file));
        }
        // Names that rules look up but no file need contain.
        ConstructorName = Names.Intern("\0constructor"u8);
        DefaultExportName = Names.Intern("default"u8);
        IndexerName = Names.Intern("this[]"u8);
    }

    private int[] Intern(FileFacts facts)
    {
        var map = new int[facts.Strings.Count];
        Array.Fill(map, -1);
        foreach (ref var definition in facts.Definitions.AsSpan())
            Map(definition.Name);
        foreach (ref var reference in facts.References.AsSpan())
            Map(reference.Name);
        foreach (ref var import in facts.Imports.AsSpan())
        {
            Map(import.Name);
            Map(import.Alias);
        }
        return map;

        void Map(int local)
        {
            if (local >= 0 && map[local] < 0)
                map[local] = Names.Intern(facts.Strings[local]);
        }
    }

    /// <summary>The member name under which every constructor of a type is found, whatever the language calls it.</summary>
    public int ConstructorName { get; private set; }

    public int DefaultExportName { get; private set; }

    /// <summary>The name that all indexers bear.</summary>
    public int IndexerName { get; private set; }
}
