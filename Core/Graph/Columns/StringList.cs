using System.Text;

namespace CodeGraph.Graph.Columns;

/// <summary>
/// Strings that are looked through: UTF-8 behind one another, compressed in pieces (<see cref="TextPieces"/>), with a column of where each starts and one more for the end.
/// All of them are unpacked when the first is asked for, at some 300 MB/s.
/// </summary>
internal sealed class StringList
{
    private readonly Func<(int[] Starts, byte[] Bytes)> unpack;
    private Unpacked? unpacked;

    public StringList(ReadOnlyMemory<byte> starts, ReadOnlyMemory<byte> pieceStarts, ReadOnlyMemory<byte> pieces)
    {
        var (packed, text) = (new PackedColumn(starts), new TextPieces(pieceStarts, pieces));
        Count = packed.Count - 1;
        Fits = packed.Count > 0 && packed[0] == 0 && text.Fits(packed[packed.Count - 1]);
        unpack = () =>
        {
            var start = packed.ToArray();
            return (start, text.All(start[^1]));
        };
    }

    /// <summary>Strings that come from elsewhere.</summary>
    /// <param name="count">How many.</param>
    /// <param name="unpack">By string, where it starts among the bytes, with one more for the end; and the bytes.</param>
    public StringList(int count, Func<(int[] Starts, byte[] Bytes)> unpack)
    {
        (Count, Fits) = (count, true);
        this.unpack = unpack;
    }

    public int Count { get; }

    public bool Fits { get; }

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
        var (starts, bytes) = unpack();
        return new(starts, bytes);
    }

    private sealed record Unpacked(int[] Starts, byte[] Bytes);
}
