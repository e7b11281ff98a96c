using CodeGraph.Graph.Differences;

namespace CodeGraph.Graph.Columns;

/// <summary>
/// Lists of ascending ints by owner (CSR), in bytes: a column of where each list starts, and the lists, as <see cref="IdList"/> describes them. A list without entries
/// takes no byte.
/// </summary>
internal readonly struct IdLists
{
    private readonly PackedColumn starts;
    private readonly ReadOnlyMemory<byte> bytes;
    private readonly DifferentLists? different;

    public IdLists(ReadOnlyMemory<byte> starts, ReadOnlyMemory<byte> bytes)
    {
        this.starts = new(starts);
        this.bytes = bytes;
    }

    /// <summary>Told by the lists of another snapshot.</summary>
    public IdLists(DifferentLists different) => this.different = different;

    /// <summary>Owners.</summary>
    public int Count => different?.Count ?? starts.Count - 1;

    /// <summary>What a reader counts on: starts for that many owners, and no byte left over.</summary>
    public bool Fits(int owners) => different is null ? starts.Count == owners + 1 && starts[0] == 0 && starts[owners] == bytes.Length : different.Count == owners;

    /// <param name="owner">Whose list.</param>
    /// <param name="anchor">What the first entry was told from.</param>
    public IdList Of(int owner, int anchor)
    {
        if (different is not null)
            return different.Of(owner, anchor);
        var (start, end) = (starts[owner], starts[owner + 1]);
        return start == end ? default : new(bytes.Span[start..end], anchor);
    }
}

/// <summary>Writes <see cref="IdLists"/>.</summary>
internal sealed class IdListsWriter(int owners)
{
    private readonly int[] starts = new int[owners + 1];
    private readonly ChunkedBuffer<byte> bytes = new();
    private int owner;

    /// <summary>Adds the list of the next owner; entries ascend, and may repeat.</summary>
    public void Add(ReadOnlySpan<int> entries, int anchor)
    {
        bytes.Advance(IdList.Write(bytes.Reserve(checked(Varint.MaxLength * (entries.Length + 1))), entries, anchor));
        starts[++owner] = bytes.Count;
    }

    public byte[] Starts() => PackedColumnWriter.Pack(starts);

    /// <summary>The lists, once all of them are added; the last that is asked for.</summary>
    public byte[] Bytes()
    {
        var all = GC.AllocateUninitializedArray<byte>(bytes.Count);
        bytes.MoveTo(all);
        return all;
    }
}
