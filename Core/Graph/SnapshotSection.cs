namespace CodeGraph.Graph;

/// <summary>
/// The sections of a snapshot. A column (<see cref="Columns.PackedColumn"/>) has an int for each file, symbol, use or relation; lists are
/// <see cref="Columns.IdLists"/>, a column of starts and the lists' bytes. Values are stored in files: append only, never renumber; 1 to 23 were those of version 1.
/// </summary>
public enum SnapshotSection
{
    /// <summary>What was indexed and when: UTF-8 JSON of <see cref="SnapshotProperties"/>.</summary>
    Properties = 24,

    /// <summary>Blob ids of the files as git has them, behind one another.</summary>
    BlobIds = 25,

    /// <summary>Paths in ordinal order: a <see cref="Columns.StringList"/>.</summary>
    PathStarts = 26,
    PathPieceStarts = 27,
    PathPieces = 84,

    /// <summary>Distinct modules and packages, likewise, and by file its module's number + 1.</summary>
    ModuleStarts = 28,
    ModulePieceStarts = 29,
    ModulePieces = 85,
    FileModule = 30,

    /// <summary>Columns by file, the first two with one more for the end.</summary>
    FileFirstSymbol = 31,
    FileFirstReference = 32,
    FileLines = 33,
    FileErrorBytes = 34,
    FileLanguage = 35,
    FileFirstLine = 36,

    /// <summary>Names, the most frequent first, likewise; and the names' numbers in the order of their bytes.</summary>
    NameStarts = 37,
    NamePieceStarts = 38,
    NamePieces = 86,
    NameOrder = 39,

    /// <summary>Distinct kinds of symbols, 8 bytes each, the most frequent first: flags (4), kind, visibility, least and most arguments. Then by symbol its kind.</summary>
    SymbolShapes = 40,
    SymbolShape = 41,
    SymbolName = 42,

    /// <summary>The symbol's number less its parent's; 0 for none.</summary>
    SymbolParent = 43,
    SymbolLine = 44,
    SymbolColumn = 45,

    /// <summary>Lines from the first line to the name's, and from the name's to the last.</summary>
    SymbolLinesBefore = 46,
    SymbolLinesAfter = 47,
    SymbolStart = 48,
    SymbolBytes = 49,

    /// <summary>Numbers of texts + 1.</summary>
    SymbolSignature = 50,
    SymbolDocumentation = 51,
    SymbolOrdinal = 52,

    /// <summary>Distinct kinds of uses, 8 bytes each, the most frequent first: role, state, tier, form, whether the name is the first target's, three zeros. Then by use its kind.</summary>
    UseShapes = 53,
    UseShape = 54,

    /// <summary>Names of the uses that are not named like their first target.</summary>
    UseName = 55,
    UseLine = 56,
    UseColumn = 57,

    /// <summary>The symbol around it + 1.</summary>
    UseFrom = 58,

    /// <summary>One symbol: its zigzag difference from the symbol around. Several: the number of their list. A file, or the text of a package: its number + 1.</summary>
    UseTarget = 59,

    /// <summary>Lists of several targets.</summary>
    TargetStarts = 60,
    Targets = 61,

    /// <summary>Uses that have a symbol among their targets; uses inside of a symbol; both from the first use of the symbol's file. Symbols inside of a symbol, from itself.</summary>
    IncomingStarts = 62,
    Incoming = 63,
    OutgoingStarts = 64,
    Outgoing = 65,
    ChildrenStarts = 66,
    Children = 67,

    /// <summary>By name: its symbols, and its uses of which nothing is known.</summary>
    NamesakeStarts = 68,
    Namesakes = 69,
    UnresolvedStarts = 70,
    Unresolved = 71,

    /// <summary>Relations ordered by <see cref="RelationFrom"/>, kind and target; the kind is four times the kind plus the tier.</summary>
    RelationFrom = 72,
    RelationTo = 73,
    RelationKind = 74,
    RelationFile = 75,
    RelationLine = 76,
    RelationColumn = 77,

    /// <summary>By symbol: where its relations start, with one more for the end; and lists of those that lead to it, from 0.</summary>
    RelationsFromStart = 78,
    RelationsToStarts = 82,
    RelationsTo = 83,

    /// <summary>Signatures, documentation, packages: a <see cref="Columns.TextStore"/>.</summary>
    TextStarts = 79,
    TextPieceStarts = 80,
    TextPieces = 81,

    /// <summary>Callables of known complexity, ascending, and by them their cyclomatic and cognitive complexity and nesting.</summary>
    MetricsSymbol = 87,
    MetricsCyclomatic = 88,
    MetricsCognitive = 89,
    MetricsNesting = 90,

    /// <summary>What has which number in the base of a snapshot that is told by another (<see cref="Differences.SnapshotDifference"/>); whole ones have none.</summary>
    Alignments = 91,
}

internal static class SnapshotSections
{
    public static SnapshotSection[] All { get; } = Enum.GetValues<SnapshotSection>();

    /// <summary>Those that every whole snapshot has.</summary>
    public static SnapshotSection[] OfWhole { get; } = [.. All.Where(s => s != SnapshotSection.Alignments)];

    /// <summary>Above every number.</summary>
    public static int Bound { get; } = (int)All[^1] + 1;
}
