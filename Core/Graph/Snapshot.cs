using System.Text;
using System.Text.Json;
using CodeGraph.Graph.Columns;
using CodeGraph.Model;

namespace CodeGraph.Graph;

/// <summary>
/// Reads a snapshot: names, ids, files. Symbols, files and references are ints, -1 is none. Holds little beyond the sections, and decodes what it is asked for, so any
/// number of threads may read; where the sections are mapped, under a lease of the file.
/// </summary>
public sealed partial class Snapshot
{
    /// <summary>Deeper nesting than any program has; ends the walk over damaged parents.</summary>
    private const int MaxNesting = 512;

    private readonly FileColumns files;
    private readonly RelationColumns relations;
    private readonly IntColumn nameOrder;
    private readonly IdLists incoming;
    private readonly IdLists outgoing;
    private readonly IdLists children;
    private readonly IdLists relationsTo;
    private readonly IdLists namesakes;
    private readonly IdLists unresolved;
    private SnapshotProperties? properties;

    /// <exception cref="InvalidDataException">The sections do not fit one another.</exception>
    public Snapshot(SnapshotData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Data = data;
        files = new(data);
        Symbols = new(data);
        References = new(data);
        relations = new(data);
        Metrics = new(data);
        Names = data.Strings(SnapshotSection.NameStarts, SnapshotSection.NamePieceStarts, SnapshotSection.NamePieces);
        nameOrder = data.Column(SnapshotSection.NameOrder);
        Texts = data.Texts();
        TargetLists = data.Lists(SnapshotSection.TargetStarts, SnapshotSection.Targets);
        incoming = data.Lists(SnapshotSection.IncomingStarts, SnapshotSection.Incoming);
        outgoing = data.Lists(SnapshotSection.OutgoingStarts, SnapshotSection.Outgoing);
        children = data.Lists(SnapshotSection.ChildrenStarts, SnapshotSection.Children);
        relationsTo = data.Lists(SnapshotSection.RelationsToStarts, SnapshotSection.RelationsTo);
        namesakes = data.Lists(SnapshotSection.NamesakeStarts, SnapshotSection.Namesakes);
        unresolved = data.Lists(SnapshotSection.UnresolvedStarts, SnapshotSection.Unresolved);
        Check(files.Fits && data.BlobIds.Length == FileCount * data.BlobIdBytes && data.BlobIdBytes is 20 or 32, "files");
        Check(Symbols.Fits && files.FirstSymbol[^1] == SymbolCount, "symbols");
        Check(References.Fits && files.FirstReference[^1] == ReferenceCount, "uses");
        Check(relations.Fits && relationsTo.Fits(SymbolCount) && relations.FromStart.Count == SymbolCount + 1, "relations");
        Check(Metrics.Fits, "metrics");
        Check(Names.Fits && nameOrder.Count == NameCount, "names");
        Check(Texts.Fits, "texts");
        Check(TargetLists.Fits(TargetLists.Count), "targets");
        Check(incoming.Fits(SymbolCount), "incoming");
        Check(outgoing.Fits(SymbolCount), "outgoing");
        Check(children.Fits(SymbolCount), "children");
        Check(namesakes.Fits(NameCount), "symbols by name");
        Check(unresolved.Fits(NameCount), "unresolved by name");

        static void Check(bool holds, string what)
        {
            if (!holds)
                throw new InvalidDataException($"its section '{what}' does not fit the others");
        }
    }

    public SnapshotData Data { get; }

    public SnapshotProperties Properties => properties ??= JsonSerializer.Deserialize(Data[SnapshotSection.Properties].Span, SnapshotJson.Default.SnapshotProperties)
        ?? throw new InvalidDataException("The snapshot says nothing about its source.");

    public int SymbolCount => Symbols.Shape.Count;

    public int FileCount => files.FirstSymbol.Length - 1;

    public int ReferenceCount => References.Shape.Count;

    public int RelationCount => relations.From.Count;

    public int NameCount => Names.Count;

    internal StringList Paths => files.Paths;

    internal StringList Modules => files.Modules;

    internal StringList Names { get; }

    internal TextStore Texts { get; }

    internal IdLists TargetLists { get; }

    internal MetricsColumns Metrics { get; }

    /// <summary>The columns that <see cref="SymbolEntry"/> reads.</summary>
    internal SymbolColumns Symbols { get; }

    /// <summary>The columns that <see cref="ReferenceEntry"/> reads.</summary>
    internal ReferenceColumns References { get; }

    /// <summary>A symbol; its properties are read when they are asked.</summary>
    public SymbolEntry Symbol(int symbol)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)symbol, (uint)SymbolCount, nameof(symbol));
        return new(this, symbol);
    }

    /// <summary>A file, or with the number of files what ends the runs of the last.</summary>
    public FileRecord File(int file) => files[file];

    /// <summary>A use; its properties are read when they are asked.</summary>
    public ReferenceEntry Reference(int reference)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)reference, (uint)ReferenceCount, nameof(reference));
        return new(this, reference);
    }

    /// <summary>A relation, decoded.</summary>
    public RelationRecord Relation(int relation)
    {
        var kind = relations.Kind[relation];
        return new()
        {
            From = relations.From[relation], To = relations.To[relation], File = relations.File[relation], Line = relations.Line[relation],
            Column = relations.Column[relation], Kind = (RelationKind)(kind / 4), Tier = (Tier)(kind % 4),
        };
    }

    public ReadOnlySpan<byte> NameBytes(int name) => Names.Bytes(name);

    /// <summary>The bytes of all names behind one another.</summary>
    public ReadOnlySpan<byte> AllNameBytes => Names.AllBytes;

    /// <summary>By name, where it starts among <see cref="AllNameBytes"/>; one more for the end.</summary>
    public ReadOnlySpan<int> NameStarts => Names.Starts;

    public string NameText(int name) => Names[name];

    /// <summary>A symbol's simple name.</summary>
    public string Name(int symbol) => NameText(Symbol(symbol).Name);

    /// <summary>The text at an index; null for -1.</summary>
    public string? Text(int text) => text < 0 ? null : Texts[text];

    public string Path(int file) => files.Paths[file];

    /// <summary>A file's path as UTF-8.</summary>
    public ReadOnlySpan<byte> PathBytes(int file) => files.Paths.Bytes(file);

    /// <summary>A file's module or package; null where it has none.</summary>
    public string? ModuleName(int file) => File(file).Module is >= 0 and var module ? files.Modules[module] : null;

    /// <summary>A file's blob id as git has it.</summary>
    public BlobId Blob(int file) => new(Data.BlobIds.Span.Slice(file * Data.BlobIdBytes, Data.BlobIdBytes));

    /// <summary>The symbols of a file, as a half-open range.</summary>
    public (int First, int End) SymbolsOfFile(int file) => (files.FirstSymbol[file], files.FirstSymbol[file + 1]);

    /// <summary>The references of a file, as a half-open range.</summary>
    public (int First, int End) ReferencesOfFile(int file) => (files.FirstReference[file], files.FirstReference[file + 1]);

    /// <summary>The file that a symbol stands in.</summary>
    public int FileOf(int symbol) => FileColumns.Holder(files.FirstSymbol, symbol);

    /// <summary>The file that a reference stands in.</summary>
    public int FileOfReference(int reference) => FileColumns.Holder(files.FirstReference, reference);

    /// <summary>The file of a path; -1 where the snapshot has none.</summary>
    public int FindFile(ReadOnlySpan<char> path)
    {
        var (low, high) = (0, FileCount - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = Path(middle).AsSpan().SequenceCompareTo(path);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return -1;
    }

    /// <summary>The name at a place in the order of their bytes.</summary>
    internal int NameOfRank(int rank) => nameOrder[rank];

    /// <summary>The index of a name; -1 where nothing has it.</summary>
    public int FindName(ReadOnlySpan<char> name)
    {
        Span<byte> buffer = name.Length <= 170 ? stackalloc byte[512] : new byte[Encoding.UTF8.GetMaxByteCount(name.Length)];
        return FindName(buffer[..Encoding.UTF8.GetBytes(name, buffer)]);
    }

    public int FindName(ReadOnlySpan<byte> name)
    {
        var (low, high) = (0, NameCount - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = nameOrder[middle];
            var order = NameBytes(found).SequenceCompareTo(name);
            if (order == 0)
                return found;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return -1;
    }

    /// <summary>Symbols of a name, locals included.</summary>
    public IdList SymbolsOf(int name) => namesakes.Of(name, 0);

    /// <summary>References that have the symbol among their TargetLists.</summary>
    public IdList Incoming(int symbol) => incoming.Of(symbol, files.FirstReference[FileOf(symbol)]);

    /// <summary>References inside of the symbol.</summary>
    public IdList Outgoing(int symbol) => outgoing.Of(symbol, files.FirstReference[FileOf(symbol)]);

    /// <summary>Symbols directly inside of the symbol.</summary>
    public IdList Children(int symbol) => children.Of(symbol, symbol);

    /// <summary>Uses of a name of which nothing is known.</summary>
    public IdList UnresolvedOf(int name) => unresolved.Of(name, 0);

    public bool IsLocal(int symbol) => (Symbol(symbol).Flags & Parsing.Facts.DefinitionFlags.Local) != 0;

    /// <summary>The symbols that a reference leads to: one, several, or none where it is external or unresolved.</summary>
    public IdList TargetsOf(in ReferenceEntry reference)
    {
        if (reference.State is ReferenceState.External or ReferenceState.Unresolved)
            return default;
        return reference.Form switch
        {
            TargetForm.Symbol when reference.Payload is >= 0 and var symbol => new(symbol),
            TargetForm.Several when reference.Payload is >= 0 and var list => TargetLists.Of(list, Math.Max(reference.From, 0)),
            _ => default,
        };
    }

    internal bool HasTargetList(in ReferenceEntry reference) =>
        reference is { State: ReferenceState.Resolved or ReferenceState.Ambiguous, Form: TargetForm.Several, Payload: >= 0 };

    /// <summary>The file that a reference leads to as a module; -1 where it leads to no file.</summary>
    public int ModuleOf(in ReferenceEntry reference) => reference is { State: ReferenceState.Resolved, Form: TargetForm.File } ? reference.Payload : -1;

    /// <summary>
    /// Whether a call runs one of its targets: a callable does run, and a type where no constructor is written. What runs behind a variable that is
    /// called is not known, so the variable is used but nothing is called.
    /// </summary>
    public bool Runs(in ReferenceEntry call, int target)
    {
        var kind = Symbol(target).Kind;
        if (!kind.IsType())
            return kind.IsCallable();
        foreach (var other in TargetsOf(call))
        {
            if (Symbol(other).Kind.IsCallable())
                return false;
        }
        return true;
    }

    /// <summary>Relations that start at the symbol, as a range for <see cref="Relation"/>.</summary>
    public (int First, int End) RelationsFrom(int symbol) => (relations.FromStart[symbol], relations.FromStart[symbol + 1]);

    /// <summary>How complex a callable is; null where that is not known: it has no body, or its language has no table of control flow.</summary>
    public MetricsRecord? MetricsOf(int symbol) => Metrics.Of(symbol);

    /// <summary>The complexity of all callables of which it is known, by symbol.</summary>
    public IEnumerable<MetricsRecord> AllMetrics() => Metrics.All();

    /// <summary>Relations that lead to the symbol, as indexes for <see cref="Relation"/>.</summary>
    public IdList RelationsTo(int symbol) => relationsTo.Of(symbol, 0);

    /// <summary>Names of the symbol and what encloses it, outermost first, joined by dots; without module or package.</summary>
    public string LocalName(int symbol) => Chain(symbol, null);

    /// <summary>Module or package of the outermost enclosing symbol's file, then <see cref="LocalName"/>.</summary>
    public string QualifiedName(int symbol)
    {
        var root = symbol;
        for (var (depth, parent) = (0, Symbol(root).Parent); depth < MaxNesting && parent >= 0; depth++, parent = Symbol(root).Parent)
            root = parent;
        return Chain(symbol, ModuleName(FileOf(root)));
    }

    /// <summary><c>path#Qualified.Name</c>, with <c>(n)</c> for the n-th of the same name in the path.</summary>
    public string Id(int symbol)
    {
        var record = Symbol(symbol);
        var id = Path(record.File) + "#" + LocalName(symbol);
        return record.Ordinal > 1 ? $"{id}({record.Ordinal})" : id;
    }

    private string Chain(int symbol, string? prefix)
    {
        Span<int> chain = stackalloc int[MaxNesting];
        var length = 0;
        for (var at = symbol; at >= 0 && length < MaxNesting; at = Symbol(at).Parent)
            chain[length++] = at;
        if (length == 1 && string.IsNullOrEmpty(prefix))
            return Name(symbol);
        var text = new StringBuilder(prefix);
        for (var i = length - 1; i >= 0; i--)
        {
            if (text.Length > 0)
                text.Append('.');
            text.Append(Name(chain[i]));
        }
        return text.ToString();
    }
}
