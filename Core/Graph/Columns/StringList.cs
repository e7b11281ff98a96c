using System.Text;

namespace CodeGraph.Graph.Columns;

/// <summary>
/// Strings that are looked through: UTF-8 behind one another, compressed in pieces (<see cref="TextPieces"/>), with a column of where each starts and one more for the end.
/// All of them are unpacked when the first is asked for, at some 300 MB/s.
/// </summary>
internal sealed class StringList(ReadOnlyMemory<byte> starts, ReadOnlyMemory<byte> pieceStarts, ReadOnlyMemory<byte> pieces)
{
    private readonly PackedColumn packed = new(starts);
    private readonly TextPieces pieces = new(pieceStarts, pieces);
    private Unpacked? unpacked;

    public int Count => packed.Count - 1;

    public bool Fits => packed.Count > 0 && packed[0] == 0 && pieces.Fits(packed[packed.Count - 1]);

    public string this[int index] => Encoding.UTF8.GetString(Bytes(index));

    /// <summary>All strings behind one another.</summary>
    public ReadOnlySpan<byte> AllBytes => Whole.Bytes;

    /// <summary>By string, where it starts among <see cref="AllBytes"/>; one more for the end.</summary>
    public ReadOnlySpan<int> Starts => Whole.Starts;

    // Two threads may unpack at once, to the same.
    private Unpacked Whole => unpacked ??= Unpack();

    public ReadOnlySpan<byte> Bytes(int index)
    {
        var strings = Whole;
        return strings.Bytes.AsSpan(strings.Starts[index]..strings.Starts[index + 1]);
    }

    private Unpacked Unpack()
    {
        var starts = packed.ToArray();
        return new(starts, pieces.All(starts[^1]));
    }

    private sealed record Unpacked(int[] Starts, byte[] Bytes);
}
