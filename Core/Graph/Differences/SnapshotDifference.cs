using System.Runtime.InteropServices;
using System.Text;
using CodeGraph.Graph.Columns;
using CodeGraph.Model;

namespace CodeGraph.Graph.Differences;

/// <summary>
/// A snapshot told by another, its base. Numbers differ from one snapshot to the next as soon as one file has a symbol more, so a column is not compared as bytes: every
/// space of numbers has an <see cref="Alignment"/>, what the base holds is read under the numbers here, and what then is not as it should be is stored
/// (<see cref="Corrections"/>, <see cref="DifferentLists"/>, <see cref="NewStrings"/>). Read in place, value by value: nothing is unpacked that nobody asks for, so a snapshot
/// takes memory and disk for what differs.
///
/// Sections: <see cref="SnapshotSection.Alignments"/> has one after the other; columns have their corrections under their own number, lists their changes, strings the
/// new ones (under their pieces' number); blob ids those of files that are new or changed; properties and the tables of shapes are whole. A section that would be empty is left out.
/// </summary>
internal sealed class SnapshotDifference
{
    private readonly Snapshot from;
    private readonly SnapshotData data;
    private readonly Alignment[] alignments;
    private readonly int[] symbolShapes;
    private readonly int[] useShapes;

    /// <param name="from">The base, which is whole.</param>
    /// <param name="data">The sections of the difference.</param>
    /// <exception cref="InvalidDataException">It is of another base.</exception>
    public SnapshotDifference(Snapshot from, SnapshotData data) : this(from, data, ReadAlignments(data[SnapshotSection.Alignments].Span))
    {
    }

    /// <param name="from">The base, which is whole.</param>
    /// <param name="data">The sections of the difference.</param>
    /// <param name="alignments">What its section of them says, by <see cref="Space"/>.</param>
    /// <exception cref="InvalidDataException">It is of another base.</exception>
    public SnapshotDifference(Snapshot from, SnapshotData data, Alignment[] alignments)
    {
        (this.from, this.data, this.alignments) = (from, data, alignments);
        foreach (var (space, count) in Counts(from))
        {
            if (alignments[(int)space].BaseCount != count)
                throw new InvalidDataException("it is told by another snapshot");
        }
        symbolShapes = ShapesHere(SnapshotSection.SymbolShapes);
        useShapes = ShapesHere(SnapshotSection.UseShapes);
        BlobIds = ReadBlobIds();
    }

    /// <summary>As the section of that name is in a whole snapshot.</summary>
    public byte[] BlobIds { get; }

    public DifferentColumn Column(SnapshotSection section)
    {
        var layout = DifferenceLayout.Column(section);
        var rows = RowsOf(layout, Of(layout.Rows).Count);
        var there = new PackedColumn(from.Data[section]);
        var expected = Expected(layout, row => there[row], layout.Form == ValueForm.Target && Column(SnapshotSection.UseFrom) is var around ? use => around[use] - 1 : null);
        return new(rows, Of(layout.Rows), expected, Corrections.Read(data[section].Span, rows));
    }

    public DifferentLists Lists(SnapshotSection section) => Lists(DifferenceLayout.List(section), data[section]);

    public StringList Strings(SnapshotSection section)
    {
        var (space, strings) = section switch
        {
            SnapshotSection.PathPieces => (Space.File, from.Paths),
            SnapshotSection.ModulePieces => (Space.Module, from.Modules),
            SnapshotSection.NamePieces => (Space.Name, from.Names),
            _ => throw new ArgumentOutOfRangeException(nameof(section)),
        };
        var alignment = Of(space);
        return new(alignment.Count, () =>
        {
            var added = NewStrings.Read(data[section].Span, alignment.New);
            var (next, start, bytes) = (0, new int[alignment.Count + 1], new MemoryStream());
            for (var i = 0; i < alignment.Count; i++)
            {
                bytes.Write(alignment.ToBase(i) is >= 0 and var there ? strings.Bytes(there) : added[next++]);
                start[i + 1] = checked((int)bytes.Length);
            }
            return (start, bytes.ToArray());
        });
    }

    public TextStore Texts()
    {
        var alignment = Of(Space.Text);
        var added = new Lazy<Dictionary<int, string>>(() =>
        {
            var strings = NewStrings.Read(data[SnapshotSection.TextPieces].Span, alignment.New);
            return Enumerable.Range(0, alignment.Count).Where(i => alignment.ToBase(i) < 0).Zip(strings).ToDictionary(pair => pair.First, pair => Encoding.UTF8.GetString(pair.Second));
        });
        return new(alignment.Count, text => alignment.ToBase(text) is >= 0 and var there ? from.Texts[there] : added.Value[text]);
    }

    /// <summary>How many of each there are in a whole snapshot.</summary>
    public static IEnumerable<(Space Space, int Count)> Counts(Snapshot snapshot) =>
    [
        (Space.File, snapshot.FileCount), (Space.Module, snapshot.Modules.Count), (Space.Name, snapshot.NameCount), (Space.NameRank, snapshot.NameCount),
        (Space.Symbol, snapshot.SymbolCount), (Space.Use, snapshot.ReferenceCount), (Space.Relation, snapshot.RelationCount), (Space.Text, snapshot.Texts.Count),
        (Space.TargetList, snapshot.TargetLists.Count), (Space.Metrics, snapshot.Metrics.Count),
    ];

    /// <summary>Columns of starts have one more row for the end.</summary>
    public static int RowsOf(ColumnLayout layout, int count) => layout.Form == ValueForm.Start ? count + 1 : count;

    /// <summary>A list without its changes.</summary>
    public DifferentLists Lists(ListLayout layout, ReadOnlyMemory<byte> changes) => new(Of(layout.Owners), Of(layout.Entries), layout.Section switch
    {
        SnapshotSection.Incoming => (owner, _) => from.Incoming(owner),
        SnapshotSection.Outgoing => (owner, _) => from.Outgoing(owner),
        SnapshotSection.Children => (owner, _) => from.Children(owner),
        SnapshotSection.RelationsTo => (owner, _) => from.RelationsTo(owner),
        SnapshotSection.Namesakes => (owner, _) => from.SymbolsOf(owner),
        SnapshotSection.Unresolved => (owner, _) => from.UnresolvedOf(owner),

        // Counted from the symbol around their use, 0 where there is none.
        SnapshotSection.Targets => (owner, anchor) => Of(Space.Symbol).ToBase(anchor) is >= 0 and var there ? from.TargetLists.Of(owner, anchor == 0 ? 0 : there) : default,
        _ => throw new ArgumentOutOfRangeException(nameof(layout)),
    }, changes);

    /// <summary>What a row is expected to hold, from its number and that in the base.</summary>
    /// <param name="layout">The column.</param>
    /// <param name="there">By row of the base, what it holds there.</param>
    /// <param name="symbolAround">By use, the symbol around it; for targets alone, which are told from there.</param>
    public Func<int, int, int> Expected(ColumnLayout layout, Func<int, int> there, Func<int, int>? symbolAround)
    {
        var values = Of(layout.Values);
        switch (layout.Form)
        {
            case ValueForm.Plain:
                return (_, row) => there(row);
            case ValueForm.Number:
                return (_, row) => Math.Max(values.FromBase(there(row)), 0);
            case ValueForm.NumberPlusOne:
                return (_, row) => values.FromBase(there(row) - 1) + 1;
            case ValueForm.Start:
                return (_, row) => values.FromBaseStart(there(row));
            case ValueForm.DistanceBack:
                var rows = Of(layout.Rows);
                return (here, row) => there(row) is not 0 and var distance && rows.FromBase(row - distance) is >= 0 and var other ? here - other : 0;
            case ValueForm.SymbolShape:
                return (_, row) => symbolShapes[there(row)];
            case ValueForm.UseShape:
                return (_, row) => useShapes[there(row)];
            default:
                ArgumentNullException.ThrowIfNull(symbolAround);
                return (here, row) => Target(there(row), symbolAround(here), from.References.ShapeOf(row), from.References.From[row] - 1);
        }
    }

    /// <summary>What all rows of a column are expected to hold, as <see cref="Expected"/> says of one: while a difference is made, whose alignments are dense.</summary>
    /// <param name="layout">The column.</param>
    /// <param name="there">The column of the base.</param>
    /// <param name="usesThere">The uses of the base.</param>
    /// <param name="fromHere">The column of that name here.</param>
    /// <param name="into">Takes it; 0 for rows that the base does not have.</param>
    public void Expect(ColumnLayout layout, ReadOnlySpan<int> there, UnpackedUses usesThere, ReadOnlySpan<int> fromHere, Span<int> into)
    {
        var rows = Of(layout.Rows).AllToBase;
        var values = Of(layout.Values).AllFromBase;
        if (layout.Form is ValueForm.Start or ValueForm.DistanceBack)
        {
            var column = there.ToArray();
            var expected = Expected(layout, row => column[row], null);
            for (var row = 0; row < into.Length; row++)
                into[row] = Of(layout.Rows).ToBase(row) is >= 0 and var other ? expected(row, other) : 0;
            return;
        }
        for (var row = 0; row < into.Length; row++)
        {
            if (rows[row] is not (>= 0 and var other))
            {
                into[row] = 0;
                continue;
            }
            var value = there[other];
            into[row] = layout.Form switch
            {
                ValueForm.Plain => value,
                ValueForm.Number => Math.Max(values[value], 0),
                ValueForm.NumberPlusOne => value == 0 ? 0 : values[value - 1] + 1,
                ValueForm.SymbolShape => symbolShapes[value],
                ValueForm.UseShape => useShapes[value],
                _ => Target(value, fromHere[row] - 1, usesThere.ShapeOf(other), usesThere.From[other] - 1),
            };
        }
    }

    private int Target(int stored, int around, in UseShape shape, int aroundThere)
    {
        if (stored == 0)
            return 0;
        if (shape.State is ReferenceState.External or ReferenceState.Unresolved)
            return Of(Space.Text).FromBase(stored - 1) + 1;
        if (shape.Form != TargetForm.Symbol)
            return Of(shape.Form == TargetForm.File ? Space.File : Space.TargetList).FromBase(stored - 1) + 1;
        var target = Math.Max(aroundThere, 0) + Varint.UnZigZag((uint)stored - 1);
        return Of(Space.Symbol).FromBase(target) is >= 0 and var here ? (int)Varint.ZigZag(here - Math.Max(around, 0)) + 1 : 0;
    }

    private Alignment Of(Space space) => alignments[(int)space];

    private static Alignment[] ReadAlignments(ReadOnlySpan<byte> section)
    {
        var input = new VarintReader(section);
        var read = new Alignment[DifferenceLayout.Spaces.Length];
        for (var i = 0; i < read.Length; i++)
            read[i] = Alignment.Read(ref input);
        return read;
    }

    /// <summary>By the base's number of a shape, the number here; 0 where there is none.</summary>
    private int[] ShapesHere(SnapshotSection table)
    {
        var here = new Dictionary<ulong, int>();
        foreach (var shape in MemoryMarshal.Cast<byte, ulong>(data[table].Span))
            here[shape] = here.Count;
        return [.. MemoryMarshal.Cast<byte, ulong>(from.Data[table].Span).ToArray().Select(shape => here.GetValueOrDefault(shape))];
    }

    private byte[] ReadBlobIds()
    {
        var (files, size) = (Of(Space.File), data.BlobIdBytes);
        var there = from.Data[SnapshotSection.BlobIds].Span;
        var ids = new byte[files.Count * size];
        for (var file = 0; file < files.Count; file++)
        {
            if (files.ToBase(file) is >= 0 and var other)
                there.Slice(other * size, size).CopyTo(ids.AsSpan(file * size));
        }
        if (data[SnapshotSection.BlobIds] is { IsEmpty: false } changed)
        {
            var input = new VarintReader(changed.Span);
            var file = -1L;
            for (var left = input.Count(); left > 0; left--)
            {
                file += input.Count() + 1;
                if (file >= files.Count)
                    throw new InvalidDataException("its blob ids lead outside");
                input.Raw(size).CopyTo(ids.AsSpan((int)file * size));
            }
        }
        return ids;
    }
}
