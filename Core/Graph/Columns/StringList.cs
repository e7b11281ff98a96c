using System.Text;

namespace CodeGraph.Graph.Columns;

/// <summary>Strings as UTF-8 behind one another, with a column of where each starts and one more for the end.</summary>
internal readonly struct StringList(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> starts)
{
    private readonly PackedColumn starts = new(starts);

    public int Count => starts.Count - 1;

    public bool Fits => starts.Count > 0 && starts[0] == 0 && starts[starts.Count - 1] == bytes.Length;

    public string this[int index] => Encoding.UTF8.GetString(Bytes(index));

    public ReadOnlySpan<byte> Bytes(int index) => bytes.Span[starts[index]..starts[index + 1]];
}
