using System.Text;

namespace CodeGraph.Graph.Columns;

/// <summary>
/// Strings as UTF-8 behind one another, with a column of where each starts and one more for the end. The starts are unpacked when the first string is asked for: a search
/// looks at all of them.
/// </summary>
internal sealed class StringList(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> starts)
{
    private readonly PackedColumn packed = new(starts);
    private int[]? unpacked;

    public int Count => packed.Count - 1;

    public bool Fits => packed.Count > 0 && packed[0] == 0 && packed[packed.Count - 1] == bytes.Length;

    public string this[int index] => Encoding.UTF8.GetString(Bytes(index));

    public ReadOnlySpan<byte> Bytes(int index)
    {
        // Two threads may unpack at once, to the same.
        var starts = unpacked ??= packed.ToArray();
        return bytes.Span[starts[index]..starts[index + 1]];
    }
}
