using System.Text;

namespace CodeGraph.Parsing.Facts;

/// <summary>Distinct UTF-8 strings behind one another: string i is <c>Bytes[Offsets[i]..Offsets[i + 1]]</c>.</summary>
public sealed class StringTable(byte[] bytes, int[] offsets)
{
    /// <summary>All strings' bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Start of each string and the end of the last: one more entry than there are strings.</summary>
    public ReadOnlyMemory<int> Offsets => offsets;

    public int Count => offsets.Length - 1;

    public ReadOnlySpan<byte> this[int index] => bytes.AsSpan(offsets[index], offsets[index + 1] - offsets[index]);

    /// <summary>The string at an index, or the empty string for -1.</summary>
    public string Text(int index) => index < 0 ? "" : Encoding.UTF8.GetString(this[index]);
}
