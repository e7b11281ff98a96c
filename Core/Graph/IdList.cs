using CodeGraph.Graph.Columns;

namespace CodeGraph.Graph;

/// <summary>
/// Ascending indexes of symbols, references or relations, decoded as they are enumerated; nothing is allocated. Stored as varints: how many there are; the first, as its
/// zigzag difference from an anchor that both sides know; then the rest. An even number is twice the next entry's difference from the one before, an
/// odd one is twice the number of entries that follow in steps of one, less one, plus one.
/// Example: 100, 105, 106, 107, 108 from the anchor 90 is 5, 20, 10, 5.
/// </summary>
public readonly ref struct IdList
{
    private readonly ReadOnlySpan<byte> rest;
    private readonly ReadOnlySpan<int> decoded;
    private readonly int first;

    internal IdList(ReadOnlySpan<int> decoded)
    {
        Length = decoded.Length;
        this.decoded = decoded;
        first = decoded.IsEmpty ? 0 : decoded[0];
    }

    internal IdList(int only)
    {
        Length = 1;
        first = only;
    }

    internal IdList(ReadOnlySpan<byte> encoded, int anchor)
    {
        var at = 0;
        Length = (int)Varint.Read(encoded, ref at);
        if (Length == 0)
            return;
        first = unchecked(anchor + Varint.ReadSigned(encoded, ref at));
        rest = encoded[at..];
    }

    /// <summary>How many there are; known without decoding them.</summary>
    public int Length { get; }

    /// <summary>The least; -1 where there is none.</summary>
    public int First => Length == 0 ? -1 : first;

    public Enumerator GetEnumerator() => new(this);

    public int[] ToArray()
    {
        var all = new int[Length];
        var count = 0;
        foreach (var id in this)
            all[count++] = id;
        return all;
    }

    /// <param name="bytes">Takes the list; room for <see cref="Varint.MaxLength"/> bytes an entry, and once more.</param>
    /// <param name="entries">Ascending; they may repeat.</param>
    /// <param name="anchor">What the first is told from.</param>
    /// <returns>Bytes written.</returns>
    internal static int Write(Span<byte> bytes, ReadOnlySpan<int> entries, int anchor)
    {
        if (entries.IsEmpty)
            return 0;
        var length = Varint.Write((uint)entries.Length, bytes);
        length += Varint.Write(Varint.ZigZag(unchecked(entries[0] - anchor)), bytes[length..]);
        for (var i = 1; i < entries.Length;)
        {
            var run = i;
            while (run < entries.Length && entries[run] == entries[run - 1] + 1)
                run++;
            length += Varint.Write(run > i ? ((uint)(run - i - 1) << 1) | 1 : (uint)(entries[i] - entries[i - 1]) << 1, bytes[length..]);
            i = Math.Max(run, i + 1);
        }
        return length;
    }

    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> rest;
        private readonly ReadOnlySpan<int> decoded;
        private readonly int first;
        private int left;
        private int at;
        private int run;
        private bool started;

        internal Enumerator(IdList list)
        {
            rest = list.rest;
            decoded = list.decoded;
            first = list.first;
            left = list.Length;
        }

        public int Current { get; private set; }

        public bool MoveNext()
        {
            if (left == 0)
                return false;
            left--;
            if (!started)
            {
                started = true;
                Current = first;
                return true;
            }
            if (!decoded.IsEmpty)
            {
                Current = decoded[++at];
                return true;
            }
            if (run > 0)
            {
                run--;
                Current++;
                return true;
            }
            var token = Varint.Read(rest, ref at);
            if ((token & 1) != 0)
            {
                run = (int)(token >> 1);
                Current++;
            }
            else
            {
                Current += (int)(token >> 1);
            }
            return true;
        }
    }
}
