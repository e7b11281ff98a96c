using System.Buffers.Binary;
using CodeGraph.Graph.Columns;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Graph;

/// <summary>What many symbols have in common.</summary>
internal readonly record struct SymbolShape(DefinitionFlags Flags, SymbolKind Kind, Visibility Visibility, byte MinArity, byte MaxArity)
{
    public const int Bytes = 8;

    public ulong Packed => (uint)Flags | (ulong)Kind << 32 | (ulong)Visibility << 40 | (ulong)MinArity << 48 | (ulong)MaxArity << 56;

    public static SymbolShape Read(ReadOnlySpan<byte> from) =>
        new((DefinitionFlags)BinaryPrimitives.ReadUInt32LittleEndian(from), (SymbolKind)from[4], (Visibility)from[5], from[6], from[7]);
}

/// <summary>What many uses have in common.</summary>
/// <param name="NamedLikeTarget">The use's name is that of its first target, and not stored.</param>
internal readonly record struct UseShape(ReferenceRole Role, ReferenceState State, Tier Tier, TargetForm Form, bool NamedLikeTarget)
{
    public const int Bytes = 8;

    public ulong Packed => (ulong)Role | (ulong)State << 8 | (ulong)Tier << 16 | (ulong)Form << 24 | (NamedLikeTarget ? 1UL << 32 : 0);

    public static UseShape Read(ReadOnlySpan<byte> from) => new((ReferenceRole)from[0], (ReferenceState)from[1], (Tier)from[2], (TargetForm)from[3], from[4] != 0);
}

/// <summary>The columns of the files. Where their runs start is asked with every symbol and use, so it is unpacked once.</summary>
internal sealed class FileColumns(SnapshotData data)
{
    private readonly PackedColumn module = new(data[SnapshotSection.FileModule]);
    private readonly PackedColumn lines = new(data[SnapshotSection.FileLines]);
    private readonly PackedColumn errorBytes = new(data[SnapshotSection.FileErrorBytes]);
    private readonly PackedColumn language = new(data[SnapshotSection.FileLanguage]);
    private readonly PackedColumn firstLine = new(data[SnapshotSection.FileFirstLine]);

    public int[] FirstSymbol { get; } = new PackedColumn(data[SnapshotSection.FileFirstSymbol]).ToArray();

    public int[] FirstReference { get; } = new PackedColumn(data[SnapshotSection.FileFirstReference]).ToArray();

    public StringList Paths { get; } = new(data[SnapshotSection.PathStarts], data[SnapshotSection.PathPieceStarts], data[SnapshotSection.PathPieces]);

    public StringList Modules { get; } = new(data[SnapshotSection.ModuleStarts], data[SnapshotSection.ModulePieceStarts], data[SnapshotSection.ModulePieces]);

    public bool Fits => FirstSymbol.Length > 0 && FirstReference.Length == FirstSymbol.Length && Paths.Fits && Modules.Fits && Paths.Count == module.Count
        && new[] { module, lines, errorBytes, language, firstLine }.All(c => c.Count == FirstSymbol.Length - 1);

    public FileRecord this[int file] => file == module.Count
        ? new() { Module = -1, FirstSymbol = FirstSymbol[file], FirstReference = FirstReference[file] }
        : new()
        {
            Module = module[file] - 1, FirstSymbol = FirstSymbol[file], FirstReference = FirstReference[file], Lines = lines[file],
            ErrorBytes = errorBytes[file], Language = (Language)language[file], FirstLine = (ushort)firstLine[file],
        };

    /// <summary>The last run that starts at or before an item.</summary>
    public static int Holder(int[] starts, int item)
    {
        var (low, high) = (0, starts.Length - 2);
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (starts[middle] <= item)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }
}

/// <summary>The columns of the symbols.</summary>
internal sealed class SymbolColumns(SnapshotData data)
{
    private readonly SymbolShape[] shapes = Shapes.Read(data[SnapshotSection.SymbolShapes].Span, SymbolShape.Bytes, SymbolShape.Read);

    public PackedColumn Shape { get; } = new(data[SnapshotSection.SymbolShape]);

    public PackedColumn Name { get; } = new(data[SnapshotSection.SymbolName]);

    public PackedColumn Parent { get; } = new(data[SnapshotSection.SymbolParent]);

    public PackedColumn Line { get; } = new(data[SnapshotSection.SymbolLine]);

    public PackedColumn Column { get; } = new(data[SnapshotSection.SymbolColumn]);

    public PackedColumn LinesBefore { get; } = new(data[SnapshotSection.SymbolLinesBefore]);

    public PackedColumn LinesAfter { get; } = new(data[SnapshotSection.SymbolLinesAfter]);

    public PackedColumn Start { get; } = new(data[SnapshotSection.SymbolStart]);

    public PackedColumn Bytes { get; } = new(data[SnapshotSection.SymbolBytes]);

    public PackedColumn Signature { get; } = new(data[SnapshotSection.SymbolSignature]);

    public PackedColumn Documentation { get; } = new(data[SnapshotSection.SymbolDocumentation]);

    public PackedColumn Ordinal { get; } = new(data[SnapshotSection.SymbolOrdinal]);

    public ref readonly SymbolShape ShapeOf(int symbol) => ref shapes[Shape[symbol]];

    /// <summary>Whether each column has a value for each symbol.</summary>
    public bool Fits => new[] { Name, Parent, Line, Column, LinesBefore, LinesAfter, Start, Bytes, Signature, Documentation, Ordinal }.All(c => c.Count == Shape.Count);
}

/// <summary>The columns of the complexity of callables.</summary>
internal sealed class MetricsColumns(SnapshotData data)
{
    private readonly PackedColumn symbols = new(data[SnapshotSection.MetricsSymbol]);
    private readonly PackedColumn cyclomatic = new(data[SnapshotSection.MetricsCyclomatic]);
    private readonly PackedColumn cognitive = new(data[SnapshotSection.MetricsCognitive]);
    private readonly PackedColumn nesting = new(data[SnapshotSection.MetricsNesting]);

    public bool Fits => cyclomatic.Count == symbols.Count && cognitive.Count == symbols.Count && nesting.Count == symbols.Count;

    public MetricsRecord? Of(int symbol)
    {
        var (low, high) = (0, symbols.Count - 1);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = symbols[middle] < symbol ? (middle + 1, high) : (low, middle);
        }
        return low <= high && symbols[low] == symbol ? At(low) : null;
    }

    public IEnumerable<MetricsRecord> All() => Enumerable.Range(0, symbols.Count).Select(At);

    private MetricsRecord At(int index) =>
        new() { Symbol = symbols[index], Cyclomatic = (ushort)cyclomatic[index], Cognitive = (ushort)cognitive[index], Nesting = (ushort)nesting[index] };
}

/// <summary>The columns of the uses.</summary>
internal sealed class ReferenceColumns(SnapshotData data)
{
    private readonly UseShape[] shapes = Shapes.Read(data[SnapshotSection.UseShapes].Span, UseShape.Bytes, UseShape.Read);

    public PackedColumn Shape { get; } = new(data[SnapshotSection.UseShape]);

    public PackedColumn Name { get; } = new(data[SnapshotSection.UseName]);

    public PackedColumn Line { get; } = new(data[SnapshotSection.UseLine]);

    public PackedColumn Column { get; } = new(data[SnapshotSection.UseColumn]);

    public PackedColumn From { get; } = new(data[SnapshotSection.UseFrom]);

    public PackedColumn Target { get; } = new(data[SnapshotSection.UseTarget]);

    public ref readonly UseShape ShapeOf(int use) => ref shapes[Shape[use]];

    public bool Fits => new[] { Name, Line, Column, From, Target }.All(c => c.Count == Shape.Count);
}

/// <summary>The columns of the relations.</summary>
internal sealed class RelationColumns(SnapshotData data)
{
    public PackedColumn From { get; } = new(data[SnapshotSection.RelationFrom]);

    public PackedColumn To { get; } = new(data[SnapshotSection.RelationTo]);

    public PackedColumn Kind { get; } = new(data[SnapshotSection.RelationKind]);

    public PackedColumn File { get; } = new(data[SnapshotSection.RelationFile]);

    public PackedColumn Line { get; } = new(data[SnapshotSection.RelationLine]);

    public PackedColumn Column { get; } = new(data[SnapshotSection.RelationColumn]);

    /// <summary>By symbol: its first relation.</summary>
    public PackedColumn FromStart { get; } = new(data[SnapshotSection.RelationsFromStart]);

    public bool Fits => new[] { To, Kind, File, Line, Column }.All(c => c.Count == From.Count) && FromStart[FromStart.Count - 1] == From.Count;
}

/// <summary>Tables of what many have in common.</summary>
internal static class Shapes
{
    public delegate T Reader<out T>(ReadOnlySpan<byte> from);

    public static T[] Read<T>(ReadOnlySpan<byte> table, int bytes, Reader<T> read)
    {
        var shapes = new T[table.Length / bytes];
        for (var i = 0; i < shapes.Length; i++)
            shapes[i] = read(table.Slice(i * bytes, bytes));
        return shapes;
    }
}
