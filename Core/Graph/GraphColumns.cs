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
    private readonly IntColumn module = data.Column(SnapshotSection.FileModule);
    private readonly IntColumn lines = data.Column(SnapshotSection.FileLines);
    private readonly IntColumn errorBytes = data.Column(SnapshotSection.FileErrorBytes);
    private readonly IntColumn language = data.Column(SnapshotSection.FileLanguage);
    private readonly IntColumn firstLine = data.Column(SnapshotSection.FileFirstLine);

    public int[] FirstSymbol { get; } = data.Column(SnapshotSection.FileFirstSymbol).ToArray();

    public int[] FirstReference { get; } = data.Column(SnapshotSection.FileFirstReference).ToArray();

    public StringList Paths { get; } = data.Strings(SnapshotSection.PathStarts, SnapshotSection.PathPieceStarts, SnapshotSection.PathPieces);

    public StringList Modules { get; } = data.Strings(SnapshotSection.ModuleStarts, SnapshotSection.ModulePieceStarts, SnapshotSection.ModulePieces);

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

    public IntColumn Shape { get; } = data.Column(SnapshotSection.SymbolShape);

    public IntColumn Name { get; } = data.Column(SnapshotSection.SymbolName);

    public IntColumn Parent { get; } = data.Column(SnapshotSection.SymbolParent);

    public IntColumn Line { get; } = data.Column(SnapshotSection.SymbolLine);

    public IntColumn Column { get; } = data.Column(SnapshotSection.SymbolColumn);

    public IntColumn LinesBefore { get; } = data.Column(SnapshotSection.SymbolLinesBefore);

    public IntColumn LinesAfter { get; } = data.Column(SnapshotSection.SymbolLinesAfter);

    public IntColumn Start { get; } = data.Column(SnapshotSection.SymbolStart);

    public IntColumn Bytes { get; } = data.Column(SnapshotSection.SymbolBytes);

    public IntColumn Signature { get; } = data.Column(SnapshotSection.SymbolSignature);

    public IntColumn Documentation { get; } = data.Column(SnapshotSection.SymbolDocumentation);

    public IntColumn Ordinal { get; } = data.Column(SnapshotSection.SymbolOrdinal);

    public ref readonly SymbolShape ShapeOf(int symbol) => ref shapes[Shape[symbol]];

    /// <summary>Whether each column has a value for each symbol.</summary>
    public bool Fits => new[] { Name, Parent, Line, Column, LinesBefore, LinesAfter, Start, Bytes, Signature, Documentation, Ordinal }.All(c => c.Count == Shape.Count);
}

/// <summary>The columns of the complexity of callables.</summary>
internal sealed class MetricsColumns(SnapshotData data)
{
    private readonly IntColumn symbols = data.Column(SnapshotSection.MetricsSymbol);
    private readonly IntColumn cyclomatic = data.Column(SnapshotSection.MetricsCyclomatic);
    private readonly IntColumn cognitive = data.Column(SnapshotSection.MetricsCognitive);
    private readonly IntColumn nesting = data.Column(SnapshotSection.MetricsNesting);

    public bool Fits => cyclomatic.Count == symbols.Count && cognitive.Count == symbols.Count && nesting.Count == symbols.Count;

    public int Count => symbols.Count;

    public MetricsRecord? Of(int symbol) => IndexOf(symbol) is >= 0 and var index ? At(index) : null;

    public int SymbolOf(int index) => symbols[index];

    /// <summary>The place of a symbol; -1 where its complexity is not known.</summary>
    public int IndexOf(int symbol)
    {
        var (low, high) = (0, symbols.Count - 1);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = symbols[middle] < symbol ? (middle + 1, high) : (low, middle);
        }
        return low <= high && symbols[low] == symbol ? low : -1;
    }

    public IEnumerable<MetricsRecord> All() => Enumerable.Range(0, symbols.Count).Select(At);

    private MetricsRecord At(int index) =>
        new() { Symbol = symbols[index], Cyclomatic = (ushort)cyclomatic[index], Cognitive = (ushort)cognitive[index], Nesting = (ushort)nesting[index] };
}

/// <summary>The columns of the uses.</summary>
internal sealed class ReferenceColumns(SnapshotData data)
{
    private readonly UseShape[] shapes = Shapes.Read(data[SnapshotSection.UseShapes].Span, UseShape.Bytes, UseShape.Read);

    public IntColumn Shape { get; } = data.Column(SnapshotSection.UseShape);

    public IntColumn Name { get; } = data.Column(SnapshotSection.UseName);

    public IntColumn Line { get; } = data.Column(SnapshotSection.UseLine);

    public IntColumn Column { get; } = data.Column(SnapshotSection.UseColumn);

    public IntColumn From { get; } = data.Column(SnapshotSection.UseFrom);

    public IntColumn Target { get; } = data.Column(SnapshotSection.UseTarget);

    public ref readonly UseShape ShapeOf(int use) => ref shapes[Shape[use]];

    /// <summary>How many uses have each shape.</summary>
    public IEnumerable<(UseShape Shape, int Count)> CountShapes()
    {
        var counts = new int[shapes.Length];
        for (var use = 0; use < Shape.Count; use++)
            counts[Shape[use]]++;
        return shapes.Zip(counts);
    }

    public bool Fits => new[] { Name, Line, Column, From, Target }.All(c => c.Count == Shape.Count);
}

/// <summary>The columns of the relations.</summary>
internal sealed class RelationColumns(SnapshotData data)
{
    public IntColumn From { get; } = data.Column(SnapshotSection.RelationFrom);

    public IntColumn To { get; } = data.Column(SnapshotSection.RelationTo);

    public IntColumn Kind { get; } = data.Column(SnapshotSection.RelationKind);

    public IntColumn File { get; } = data.Column(SnapshotSection.RelationFile);

    public IntColumn Line { get; } = data.Column(SnapshotSection.RelationLine);

    public IntColumn Column { get; } = data.Column(SnapshotSection.RelationColumn);

    /// <summary>By symbol: its first relation.</summary>
    public IntColumn FromStart { get; } = data.Column(SnapshotSection.RelationsFromStart);

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
