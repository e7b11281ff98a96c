using CodeGraph.Graph.Columns;
using System.Buffers;
using System.Numerics;

namespace CodeGraph.Search;

/// <summary>
/// The blobs of a segment that hold a trigram, as bytes in the shorter of two forms: the gaps between their numbers as variable-length integers, or one bit
/// a blob. Half of all postings belong to trigrams that every tenth file has, and bits take an eighth of what gaps take there.
/// </summary>
internal static class PostingList
{
    /// <summary>Appends the list of ascending numbers; true where it has the form of bits.</summary>
    public static bool Write(ReadOnlySpan<int> blobs, int blobCount, ArrayBufferWriter<byte> output)
    {
        var bitBytes = (blobCount + 7) / 8;
        var gapBytes = 0;
        var before = -1;
        foreach (var blob in blobs)
        {
            gapBytes += Varint.Length((uint)(blob - before - 1));
            before = blob;
        }
        if (gapBytes <= bitBytes)
        {
            WriteGaps(blobs, output.GetSpan(gapBytes));
            output.Advance(gapBytes);
            return false;
        }
        var bits = output.GetSpan(bitBytes)[..bitBytes];
        bits.Clear();
        foreach (var blob in blobs)
            bits[blob >> 3] |= (byte)(1 << (blob & 7));
        output.Advance(bitBytes);
        return true;
    }

    /// <summary>Sets the bit of each blob. Numbers beyond the set, which no whole segment has, are passed over.</summary>
    public static void Read(ReadOnlySpan<byte> list, bool isBits, BitSet into)
    {
        if (isBits)
        {
            into.SetBytes(list);
            return;
        }
        var blob = -1;
        while (!list.IsEmpty)
        {
            blob += (int)Varint.Read(ref list) + 1;
            into.Set(blob);
        }
    }

    /// <summary>The blobs, ascending, appended to a list.</summary>
    public static void Read(ReadOnlySpan<byte> list, bool isBits, List<int> into)
    {
        if (!isBits)
        {
            var blob = -1;
            while (!list.IsEmpty)
                into.Add(blob += (int)Varint.Read(ref list) + 1);
            return;
        }
        for (var i = 0; i < list.Length; i++)
        {
            for (uint bits = list[i]; bits != 0; bits &= bits - 1)
                into.Add((i * 8) + BitOperations.TrailingZeroCount(bits));
        }
    }

    private static void WriteGaps(ReadOnlySpan<int> blobs, Span<byte> output)
    {
        var before = -1;
        foreach (var blob in blobs)
        {
            output = output[Varint.Write((uint)(blob - before - 1), output)..];
            before = blob;
        }
    }
}
