using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CodeGraph.Graph.Columns;

/// <summary>Packs a column as <see cref="PackedColumn"/> describes. The same values give the same bytes.</summary>
internal sealed class PackedColumnWriter(PackingEffort effort)
{
    private const int MaxOffset = (1 << 26) - 1;
    private const int OffsetShift = 38;

    /// <summary>Below it a second base saves next to nothing, and looking for it takes most of the time.</summary>
    private const int LeastSplitWidth = 4;

    private readonly int[] block = new int[PackedColumn.BlockLength];

    private readonly ChunkedBuffer<ulong> heads = new();

    /// <summary>The blocks' words.</summary>
    private readonly ChunkedBuffer<ulong> payload = new();

    private int filled;

    /// <param name="count">Values 0 to count - 1.</param>
    /// <param name="valueOf">Gives each, in their order.</param>
    /// <param name="effort">How much time the size is worth.</param>
    public static byte[] Pack(int count, Func<int, int> valueOf, PackingEffort effort)
    {
        ArgumentNullException.ThrowIfNull(valueOf);
        var writer = new PackedColumnWriter(effort);
        for (var i = 0; i < count; i++)
            writer.Put(valueOf(i));
        return Join(writer);
    }

    public static byte[] Pack(int[] values, PackingEffort effort = PackingEffort.Small) => Pack(values.Length, i => values[i], effort);

    /// <summary>The column of the values of several writers behind one another; nothing else may be asked of them after.</summary>
    /// <param name="parts">All but the last have whole blocks of values.</param>
    public static byte[] Join(params ReadOnlySpan<PackedColumnWriter> parts)
    {
        long values = 0;
        var (heads, payload) = (0, 0L);
        foreach (var part in parts)
        {
            if (values % PackedColumn.BlockLength != 0)
                throw new ArgumentException("A part before the last ends within a block.", nameof(parts));
            values += ((long)part.heads.Count * PackedColumn.BlockLength) + part.filled;
            if (part.filled > 0)
                part.EndBlock();
            (heads, payload) = (heads + part.heads.Count, payload + part.payload.Count);
        }
        if (payload > MaxOffset)
            throw new NotSupportedException("The graph is too large for one snapshot: a column of it passes 512 MB.");
        var column = GC.AllocateUninitializedArray<byte>(checked((1 + heads + (int)payload) * sizeof(ulong)));
        var words = MemoryMarshal.Cast<byte, ulong>(column.AsSpan());
        words[0] = (ulong)values;
        var (head, offset) = (1, 0);
        foreach (var part in parts)
        {
            var ofPart = words.Slice(head, part.heads.Count);
            part.heads.MoveTo(ofPart);
            foreach (ref var one in ofPart)
                one += (ulong)offset << OffsetShift;
            part.payload.MoveTo(words[(1 + heads + offset)..]);
            (head, offset) = (head + ofPart.Length, offset + part.payload.Count);
        }
        return column;
    }

    /// <summary>Adds a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int value)
    {
        block[filled++] = value;
        if (filled == PackedColumn.BlockLength)
            EndBlock();
    }

    private void EndBlock()
    {
        var values = block.AsSpan(0, filled);
        filled = 0;
        var (min, max) = Bounds(values);
        var width = WidthOf(min, max);
        var offset = (ulong)payload.Count << OffsetShift;
        if (width >= LeastSplitWidth && effort == PackingEffort.Small && FindSplit(values, min, max, values.Length * width) is { } second)
        {
            AddTwoBases(values, offset, second);
            return;
        }
        AddHead((uint)min | (ulong)width << 32 | offset);
        if (width == 0)
            return;
        var bits = new BitWriter(payload.Reserve(PackedColumn.BlockLength), 0);
        foreach (var value in values)
            bits.Put(unchecked((uint)(value - min)), width);
        payload.Advance(bits.End());
    }

    private void AddHead(ulong head)
    {
        heads.Reserve(1)[0] = head;
        heads.Advance(1);
    }

    private static (int Min, int Max) Bounds(ReadOnlySpan<int> values)
    {
        var (min, max) = (values[0], values[0]);
        if (values.Length == PackedColumn.BlockLength)
        {
            var (least, most) = (new Vector<int>(min), new Vector<int>(max));
            for (; values.Length > 0; values = values[Vector<int>.Count..])
            {
                var vector = new Vector<int>(values);
                (least, most) = (Vector.Min(least, vector), Vector.Max(most, vector));
            }
            for (var i = 0; i < Vector<int>.Count; i++)
                (min, max) = (Math.Min(min, least[i]), Math.Max(max, most[i]));
        }
        foreach (var value in values)
            (min, max) = (Math.Min(min, value), Math.Max(max, value));
        return (min, max);
    }

    private void AddTwoBases(ReadOnlySpan<int> values, ulong offset, int second)
    {
        var (mask, first, firstMax, secondMax) = (0UL, int.MaxValue, int.MinValue, second);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] >= second)
                (mask, secondMax) = (mask | 1UL << i, Math.Max(secondMax, values[i]));
            else
                (first, firstMax) = (Math.Min(first, values[i]), Math.Max(firstMax, values[i]));
        }
        var (firstWidth, secondWidth) = (WidthOf(first, firstMax), WidthOf(second, secondMax));
        AddHead((uint)first | (ulong)PackedColumn.TwoBases << 32 | offset);
        var words = payload.Reserve(PackedColumn.BlockLength);
        words[0] = mask;
        words[1] = (uint)second | (ulong)firstWidth << 32 | (ulong)secondWidth << 38;
        var bits = new BitWriter(words, 2);
        foreach (var value in values)
        {
            if (value < second)
                bits.Put(unchecked((uint)(value - first)), firstWidth);
        }
        foreach (var value in values)
        {
            if (value >= second)
                bits.Put(unchecked((uint)(value - second)), secondWidth);
        }
        payload.Advance(bits.End());
    }

    /// <summary>
    /// The second base that makes the block shortest; null where one base does. Only distances from the least value are tried that are powers of two: sorting the
    /// values to try all finds a few bytes more and takes ten times as long.
    /// </summary>
    private static int? FindSplit(ReadOnlySpan<int> values, int min, int max, int bits)
    {
        Span<int> counts = stackalloc int[33];
        Span<int> least = stackalloc int[33];
        Span<int> most = stackalloc int[33];
        counts.Clear();
        least.Fill(int.MaxValue);
        most.Fill(int.MinValue);
        foreach (var value in values)
        {
            var width = WidthOf(min, value);
            counts[width]++;
            least[width] = Math.Min(least[width], value);
            most[width] = Math.Max(most[width], value);
        }
        for (var width = 31; width >= 0; width--)
            least[width] = Math.Min(least[width], least[width + 1]);
        int? best = null;
        var (words, below, end) = ((bits + 63) / 64, 0, min);
        for (var width = 0; width < 32; width++)
        {
            if (counts[width] == 0)
                continue;
            (below, end) = (below + counts[width], most[width]);
            if (below == values.Length)
                break;
            var second = least[width + 1];
            var split = 2 + (((below * WidthOf(min, end)) + ((values.Length - below) * WidthOf(second, max)) + 63) / 64);
            if (split < words)
                (best, words) = (second, split);
        }
        return best;
    }

    private static int WidthOf(int min, int max) => 32 - BitOperations.LeadingZeroCount(unchecked((uint)(max - min)));

    private ref struct BitWriter(Span<ulong> words, int at)
    {
        private readonly Span<ulong> words = words;
        private ulong word;
        private int used;
        private int next = at;

        public void Put(uint value, int width)
        {
            word |= (ulong)value << used;
            used += width;
            if (used < 64)
                return;
            words[next++] = word;
            used -= 64;
            word = used == 0 ? 0 : (ulong)value >> (width - used);
        }

        /// <returns>Words up to here.</returns>
        public int End()
        {
            if (used > 0)
                words[next++] = word;
            return next;
        }
    }
}
