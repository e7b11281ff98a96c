using System.Runtime.InteropServices;

namespace CodeGraph.Parsing.Facts;

/// <summary>Gives equal byte strings the same number. Reused from file to file; not thread-safe.</summary>
internal sealed class StringInterner
{
    private byte[] bytes = new byte[1 << 14];
    private int[] offsets = new int[1 << 10];
    private int[] buckets = new int[1 << 11];
    private int[] next = new int[1 << 10];
    private uint[] hashes = new uint[1 << 10];

    public int Count { get; private set; }

    public void Clear()
    {
        Array.Clear(buckets);
        Count = 0;
    }

    public ReadOnlySpan<byte> this[int index] => bytes.AsSpan(offsets[index], offsets[index + 1] - offsets[index]);

    public int Intern(ReadOnlySpan<byte> text)
    {
        var hash = Hash(text);
        var bucket = (int)(hash & (uint)(buckets.Length - 1));
        for (var i = buckets[bucket] - 1; i >= 0; i = next[i] - 1)
        {
            if (hashes[i] == hash && this[i].SequenceEqual(text))
                return i;
        }
        return Add(text, hash);
    }

    /// <summary>The number of a string that is already there, else -1.</summary>
    public int Find(ReadOnlySpan<byte> text)
    {
        var hash = Hash(text);
        for (var i = buckets[(int)(hash & (uint)(buckets.Length - 1))] - 1; i >= 0; i = next[i] - 1)
        {
            if (hashes[i] == hash && this[i].SequenceEqual(text))
                return i;
        }
        return -1;
    }

    public StringTable ToTable()
    {
        var (all, start) = ToArrays();
        return new StringTable(all, start);
    }

    /// <summary>All strings' bytes, and the start of each, one more than there are strings.</summary>
    public (byte[] Bytes, int[] Start) ToArrays() =>
        (bytes.AsSpan(0, Count == 0 ? 0 : offsets[Count]).ToArray(), Count == 0 ? [0] : offsets.AsSpan(0, Count + 1).ToArray());

    private int Add(ReadOnlySpan<byte> text, uint hash)
    {
        if (Count + 1 >= offsets.Length)
        {
            Array.Resize(ref offsets, offsets.Length * 2);
            Array.Resize(ref next, next.Length * 2);
            Array.Resize(ref hashes, hashes.Length * 2);
        }
        if (Count * 2 > buckets.Length)
            Rehash();
        var start = Count == 0 ? 0 : offsets[Count];
        if (start + text.Length > bytes.Length)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, start + text.Length));
        text.CopyTo(bytes.AsSpan(start));
        offsets[Count] = start;
        offsets[Count + 1] = start + text.Length;
        var bucket = (int)(hash & (uint)(buckets.Length - 1));
        hashes[Count] = hash;
        next[Count] = buckets[bucket];
        buckets[bucket] = Count + 1;
        return Count++;
    }

    private void Rehash()
    {
        buckets = new int[buckets.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            var bucket = (int)(hashes[i] & (uint)(buckets.Length - 1));
            next[i] = buckets[bucket];
            buckets[bucket] = i + 1;
        }
    }

    // Marvin with the seed of the process: a file of 200,000 identifiers that collide in a known hash takes a minute. Numbers follow the order of first
    // appearance, so the facts do not depend on the seed.
    private static uint Hash(ReadOnlySpan<byte> text)
    {
        var hash = (uint)string.GetHashCode(MemoryMarshal.Cast<byte, char>(text));
        return (text.Length & 1) == 0 ? hash : (hash ^ text[^1]) * 2654435769u ^ (hash >> 16);
    }
}
