using System.Numerics;
using System.Runtime.InteropServices;

namespace CodeGraph.Search;

/// <summary>A set of the numbers below a bound.</summary>
internal sealed class BitSet(int size)
{
    private readonly ulong[] words = new ulong[(size + 63) / 64];

    public bool this[int number] => (words[number >> 6] >> number & 1) != 0;

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in words)
                count += BitOperations.PopCount(word);
            return count;
        }
    }

    public static BitSet Full(int size)
    {
        var set = new BitSet(size);
        Array.Fill(set.words, ulong.MaxValue);
        if (size % 64 != 0)
            set.words[^1] = (1UL << size) - 1;
        return set;
    }

    public void Set(int number)
    {
        if ((uint)number < (uint)size)
            words[number >> 6] |= 1UL << number;
    }

    /// <summary>Adds the numbers whose bits are set, the lowest bit of the first byte being 0.</summary>
    public void SetBytes(ReadOnlySpan<byte> bits)
    {
        var bytes = MemoryMarshal.AsBytes(words.AsSpan());
        for (var i = 0; i < Math.Min(bits.Length, bytes.Length); i++)
            bytes[i] |= bits[i];
    }

    public void IntersectWith(BitSet other)
    {
        for (var i = 0; i < words.Length; i++)
            words[i] &= other.words[i];
    }

    public void UnionWith(BitSet other)
    {
        for (var i = 0; i < words.Length; i++)
            words[i] |= other.words[i];
    }

    /// <summary>True where the set has at most so many numbers; stops counting at once where it has more.</summary>
    public bool HasAtMost(int most)
    {
        foreach (var word in words)
        {
            most -= BitOperations.PopCount(word);
            if (most < 0)
                return false;
        }
        return true;
    }
}
