using System.Numerics;
using System.Runtime.InteropServices;

namespace CodeGraph.Graph.Columns;

/// <summary>
/// A column of 32-bit integers in as few bits as their neighbours allow; any one of them is read at once, without unpacking others. Format, in words
/// of 64 bits, little-endian:
///
/// <list type="number">
/// <item>One word: the number of values.</item>
/// <item>A word for each block of 64 values: the block's base (32 bits, low), the bits of a value (6), and where its words begin, counted behind these heads (26).</item>
/// <item>The blocks' words. A value is its difference from the base, the first in the lowest bits of the first word.</item>
/// </list>
///
/// Where it is shorter, a block has two bases: its bits are given as 63; its first word tells by a bit for each value which of them go from the second; its second word
/// holds the second base (32 bits), the bits of the first kind (6) and of the second (6); then come all values of the first kind, then all of the second.
/// So a few values far from the rest cost no other any bits.
///
/// Frame of reference: Goldstein, Ramakrishnan and Shaft, "Compressing Relations and Indexes", ICDE 1998.
/// Example: 7, 9, 8 is one block with base 7 and 2 bits: the words 3, 0x2_0000_0007, 0b01_10_00.
/// </summary>
internal readonly struct PackedColumn
{
    public const int BlockLength = 64;

    internal const int TwoBases = 63;

    private readonly ReadOnlyMemory<byte> bytes;
    private readonly int heads;

    /// <exception cref="InvalidDataException">The bytes are too few for what they say.</exception>
    public PackedColumn(ReadOnlyMemory<byte> bytes)
    {
        this.bytes = bytes;
        if (bytes.Length < sizeof(ulong))
            throw new InvalidDataException("a column is cut short");
        var count = MemoryMarshal.Read<ulong>(bytes.Span);
        if (count > int.MaxValue || (ulong)(bytes.Length / sizeof(ulong)) < 1 + ((count + BlockLength - 1) / BlockLength))
            throw new InvalidDataException("a column is cut short");
        Count = (int)count;
        heads = (Count + BlockLength - 1) / BlockLength;
    }

    public int Count { get; }

    public int this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return Read(MemoryMarshal.Cast<byte, ulong>(bytes.Span), index);
        }
    }

    /// <summary>Unpacks all of it.</summary>
    public int[] ToArray()
    {
        var values = GC.AllocateUninitializedArray<int>(Count);
        CopyTo(values);
        return values;
    }

    /// <summary>Unpacks all of it into as many values.</summary>
    public void CopyTo(Span<int> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, Count);
        var words = MemoryMarshal.Cast<byte, ulong>(bytes.Span);
        for (var start = 0; start < values.Length; start += BlockLength)
            Unpack(words, start, values.Slice(start, Math.Min(BlockLength, values.Length - start)));
    }

    private void Unpack(ReadOnlySpan<ulong> words, int start, Span<int> values)
    {
        var head = words[1 + (start / BlockLength)];
        var (first, width) = ((int)head, (int)(head >> 32) & 63);
        if (width == 0)
        {
            values.Fill(first);
            return;
        }
        var block = words[(1 + heads + (int)(head >> 38))..];
        for (var place = 0; place < values.Length; place++)
            values[place] = width == TwoBases ? OfTwoBases(block, first, start + place, place) : unchecked(first + (int)Bits(block, place * width, width));
    }

    private int Read(ReadOnlySpan<ulong> words, int index)
    {
        var head = words[1 + (index / BlockLength)];
        var width = (int)(head >> 32) & 63;
        if (width == 0)
            return (int)head;
        var block = words[(1 + heads + (int)(head >> 38))..];
        var place = index % BlockLength;
        return width == TwoBases ? OfTwoBases(block, (int)head, index, place) : unchecked((int)head + (int)Bits(block, place * width, width));
    }

    private int OfTwoBases(ReadOnlySpan<ulong> block, int first, int index, int place)
    {
        var (mask, second) = (block[0], block[1]);
        var (firstWidth, secondWidth) = ((int)(second >> 32) & 63, (int)(second >> 38) & 63);
        var before = BitOperations.PopCount(mask & ((1UL << place) - 1));
        if ((mask >> place & 1) == 0)
            return unchecked(first + (int)Bits(block[2..], (place - before) * firstWidth, firstWidth));
        var length = Math.Min(BlockLength, Count - (index - place));
        var firsts = length - BitOperations.PopCount(mask);
        return unchecked((int)second + (int)Bits(block[2..], (firsts * firstWidth) + (before * secondWidth), secondWidth));
    }

    private static uint Bits(ReadOnlySpan<ulong> words, int at, int width)
    {
        if (width == 0)
            return 0;
        var (word, shift) = (at >> 6, at & 63);
        var value = words[word] >> shift;
        if (shift + width > 64)
            value |= words[word + 1] << (64 - shift);
        return (uint)(value & ((1UL << width) - 1));
    }
}
