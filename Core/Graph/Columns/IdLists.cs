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
    private readonly int[] ends = new int[owners];
    private readonly ChunkedBuffer<byte> bytes = new();
    private int owner;

    /// <summary>Adds the list of the next owner; entries ascend, and may repeat.</summary>
    public void Add(ReadOnlySpan<int> entries, int anchor)
    {
        if (!entries.IsEmpty)
            bytes.Advance(IdList.Write(bytes.Reserve(checked(Varint.MaxLength * (entries.Length + 1))), entries, anchor));
        ends[owner++] = bytes.Count;
    }

    /// <summary>Where the lists of several writers start, those of one behind those of another, and the lists; nothing else may be asked of the writers after.</summary>
    public static (byte[] Starts, byte[] Bytes) Join(PackingEffort effort, params ReadOnlySpan<IdListsWriter> parts)
    {
        var starts = new PackedColumnWriter(effort);
        starts.Put(0);
        var length = 0;
        foreach (var part in parts)
        {
            foreach (var end in part.ends)
                starts.Put(checked(length + end));
            length += part.bytes.Count;
        }
        var all = GC.AllocateUninitializedArray<byte>(length);
        var rest = all.AsSpan();
        foreach (var part in parts)
        {
            part.bytes.MoveTo(rest);
            rest = rest[part.bytes.Count..];
        }
        return (PackedColumnWriter.Join(starts), all);
    }
}
