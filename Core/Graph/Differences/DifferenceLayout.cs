namespace CodeGraph.Graph.Differences;

/// <summary>What is numbered in a snapshot, each from 0. Stored in files as the order of alignments: append only.</summary>
internal enum Space
{
    File,
    Module,
    Name,

    /// <summary>Places of names in the order of their bytes.</summary>
    NameRank,
    Symbol,
    Use,
    Relation,
    Text,

    /// <summary>Lists of several targets.</summary>
    TargetList,

    /// <summary>Callables of known complexity.</summary>
    Metrics,
}

/// <summary>What the values of a column mean, and so what becomes of them where things have other numbers.</summary>
internal enum ValueForm
{
    /// <summary>The same whatever has which number.</summary>
    Plain,

    /// <summary>A number of a space.</summary>
    Number,

    /// <summary>A number of a space, plus one; 0 is none.</summary>
    NumberPlusOne,

    /// <summary>Where a run of a space starts; the column has a row more, for the end.</summary>
    Start,

    /// <summary>How far before the row itself; 0 is none.</summary>
    DistanceBack,

    /// <summary>Numbers of the tables of shapes.</summary>
    SymbolShape,
    UseShape,

    /// <summary>See <see cref="SnapshotSection.UseTarget"/>.</summary>
    Target,
}

/// <param name="Section">A column.</param>
/// <param name="Rows">What has a row.</param>
/// <param name="Form">What its values are.</param>
/// <param name="Values">Of what, where they are numbers.</param>
internal readonly record struct ColumnLayout(SnapshotSection Section, Space Rows, ValueForm Form = ValueForm.Plain, Space Values = default);

/// <param name="Section">The bytes of lists.</param>
/// <param name="Owners">What has a list.</param>
/// <param name="Entries">What is listed.</param>
internal readonly record struct ListLayout(SnapshotSection Section, Space Owners, Space Entries);

/// <summary>How the sections of a snapshot hang together by numbers.</summary>
internal static class DifferenceLayout
{
    public static Space[] Spaces { get; } = Enum.GetValues<Space>();

    public static ColumnLayout[] Columns { get; } =
    [
        new(SnapshotSection.FileModule, Space.File, ValueForm.NumberPlusOne, Space.Module),
        new(SnapshotSection.FileFirstSymbol, Space.File, ValueForm.Start, Space.Symbol),
        new(SnapshotSection.FileFirstReference, Space.File, ValueForm.Start, Space.Use),
        new(SnapshotSection.FileLines, Space.File),
        new(SnapshotSection.FileErrorBytes, Space.File),
        new(SnapshotSection.FileLanguage, Space.File),
        new(SnapshotSection.FileFirstLine, Space.File),
        new(SnapshotSection.NameOrder, Space.NameRank, ValueForm.Number, Space.Name),
        new(SnapshotSection.SymbolShape, Space.Symbol, ValueForm.SymbolShape),
        new(SnapshotSection.SymbolName, Space.Symbol, ValueForm.Number, Space.Name),
        new(SnapshotSection.SymbolParent, Space.Symbol, ValueForm.DistanceBack),
        new(SnapshotSection.SymbolLine, Space.Symbol),
        new(SnapshotSection.SymbolColumn, Space.Symbol),
        new(SnapshotSection.SymbolLinesBefore, Space.Symbol),
        new(SnapshotSection.SymbolLinesAfter, Space.Symbol),
        new(SnapshotSection.SymbolStart, Space.Symbol),
        new(SnapshotSection.SymbolBytes, Space.Symbol),
        new(SnapshotSection.SymbolSignature, Space.Symbol, ValueForm.NumberPlusOne, Space.Text),
        new(SnapshotSection.SymbolDocumentation, Space.Symbol, ValueForm.NumberPlusOne, Space.Text),
        new(SnapshotSection.SymbolOrdinal, Space.Symbol),
        new(SnapshotSection.UseShape, Space.Use, ValueForm.UseShape),
        new(SnapshotSection.UseName, Space.Use, ValueForm.Number, Space.Name),
        new(SnapshotSection.UseLine, Space.Use),
        new(SnapshotSection.UseColumn, Space.Use),
        new(SnapshotSection.UseFrom, Space.Use, ValueForm.NumberPlusOne, Space.Symbol),
        new(SnapshotSection.UseTarget, Space.Use, ValueForm.Target),
        new(SnapshotSection.RelationFrom, Space.Relation, ValueForm.Number, Space.Symbol),
        new(SnapshotSection.RelationTo, Space.Relation, ValueForm.Number, Space.Symbol),
        new(SnapshotSection.RelationKind, Space.Relation),
        new(SnapshotSection.RelationFile, Space.Relation, ValueForm.Number, Space.File),
        new(SnapshotSection.RelationLine, Space.Relation),
        new(SnapshotSection.RelationColumn, Space.Relation),
        new(SnapshotSection.RelationsFromStart, Space.Symbol, ValueForm.Start, Space.Relation),
        new(SnapshotSection.MetricsSymbol, Space.Metrics, ValueForm.Number, Space.Symbol),
        new(SnapshotSection.MetricsCyclomatic, Space.Metrics),
        new(SnapshotSection.MetricsCognitive, Space.Metrics),
        new(SnapshotSection.MetricsNesting, Space.Metrics),
    ];

    public static ListLayout[] Lists { get; } =
    [
        new(SnapshotSection.Targets, Space.TargetList, Space.Symbol),
        new(SnapshotSection.Incoming, Space.Symbol, Space.Use),
        new(SnapshotSection.Outgoing, Space.Symbol, Space.Use),
        new(SnapshotSection.Children, Space.Symbol, Space.Symbol),
        new(SnapshotSection.RelationsTo, Space.Symbol, Space.Relation),
        new(SnapshotSection.Namesakes, Space.Name, Space.Symbol),
        new(SnapshotSection.Unresolved, Space.Name, Space.Use),
    ];

    public static ColumnLayout Column(SnapshotSection section) => Array.Find(Columns, c => c.Section == section);

    public static ListLayout List(SnapshotSection section) => Array.Find(Lists, l => l.Section == section);
}
