using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Graph;

/// <summary>
/// A symbol of a snapshot. Each property reads its own column when it is asked, in a few nanoseconds: what a walk does not ask costs it nothing. Valid as long as the
/// snapshot; where that is mapped, under a lease of the file.
/// </summary>
public readonly struct SymbolEntry
{
    private readonly Snapshot snapshot;
    private readonly int symbol;

    internal SymbolEntry(Snapshot snapshot, int symbol)
    {
        this.snapshot = snapshot;
        this.symbol = symbol;
    }

    private SymbolColumns Columns => snapshot.Symbols;

    /// <summary>Name index.</summary>
    public int Name => Columns.Name[symbol];

    public int File => snapshot.FileOf(symbol);

    /// <summary>The enclosing symbol, also where it stands in another file's part (a Go method's type); -1 at file level.</summary>
    public int Parent => Columns.Parent[symbol] is not 0 and var distance ? symbol - distance : -1;

    /// <summary>Line of the name, 1-based, as is <see cref="Column"/>; columns count Unicode code points.</summary>
    public int Line => Columns.Line[symbol];

    public int Column => Columns.Column[symbol];

    public int StartLine => Line - Columns.LinesBefore[symbol];

    public int EndLine => Line + Columns.LinesAfter[symbol];

    /// <summary>First byte of the definition in the blob.</summary>
    public int Start => Columns.Start[symbol];

    /// <summary>The byte after its last.</summary>
    public int End => Start + Columns.Bytes[symbol];

    /// <summary>Text index, -1 for none, as is <see cref="Documentation"/>.</summary>
    public int Signature => Columns.Signature[symbol] - 1;

    public int Documentation => Columns.Documentation[symbol] - 1;

    /// <summary>1 for the first symbol of this path and qualified name, 2 for the next: the <c>(n)</c> of its id.</summary>
    public int Ordinal => Columns.Ordinal[symbol];

    public SymbolKind Kind => Columns.ShapeOf(symbol).Kind;

    public DefinitionFlags Flags => Columns.ShapeOf(symbol).Flags;

    public Visibility Visibility => Columns.ShapeOf(symbol).Visibility;

    /// <summary>Arguments without and with the optional ones; 255 where it is not a callable.</summary>
    public byte MinArity => Columns.ShapeOf(symbol).MinArity;

    public byte MaxArity => Columns.ShapeOf(symbol).MaxArity;
}
