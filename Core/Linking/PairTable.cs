namespace CodeGraph.Linking;

/// <summary>
/// Numbers by pairs of numbers, such as members by type and name: open addressing with linear probing, at most half full (Knuth, TAOCP 3, 6.4). Filled by one thread, then
/// read by all. Its room can be told in advance, as it is filled anew whenever a file is edited.
/// </summary>
internal sealed class PairTable
{
    private long[] keys;
    private int[] values;
    private int shift;

    /// <param name="capacity">Pairs that are likely to come.</param>
    public PairTable(int capacity)
    {
        var bits = Math.Max(4, 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)Math.Max(1, capacity)) + 1);
        (keys, values, shift) = (new long[1 << bits], new int[1 << bits], 64 - bits);
    }

    public int Count { get; private set; }

    /// <summary>The number of a pair; -1 for none.</summary>
    public int Find(int first, int second)
    {
        var at = PlaceOf(Key(first, second));
        return keys[at] == 0 ? -1 : values[at] - 1;
    }

    /// <param name="first">-1 or more.</param>
    /// <param name="second">-1 or more.</param>
    /// <param name="value">The number, not negative.</param>
    public void Set(int first, int second, int value)
    {
        var at = PlaceOf(Key(first, second));
        if (keys[at] == 0)
            Add(at, Key(first, second), value);
        else
            values[at] = value + 1;
    }

    /// <summary>The number of a pair, which is the given one from here on where there was none.</summary>
    /// <param name="first">-1 or more.</param>
    /// <param name="second">-1 or more.</param>
    /// <param name="value">The number, not negative.</param>
    public int GetOrAdd(int first, int second, int value)
    {
        var at = PlaceOf(Key(first, second));
        if (keys[at] != 0)
            return values[at] - 1;
        Add(at, Key(first, second), value);
        return value;
    }

    /// <summary>Where a key is, or would be.</summary>
    private int PlaceOf(long key)
    {
        var at = Place(key);
        while (keys[at] != key && keys[at] != 0)
            at = (at + 1) & (keys.Length - 1);
        return at;
    }

    private void Add(int at, long key, int value)
    {
        (keys[at], values[at]) = (key, value + 1);
        if (++Count * 2 > keys.Length)
            Grow();
    }

    private void Grow()
    {
        var (oldKeys, oldValues) = (keys, values);
        (keys, values, shift) = (new long[oldKeys.Length * 2], new int[oldKeys.Length * 2], shift - 1);
        for (var i = 0; i < oldKeys.Length; i++)
        {
            if (oldKeys[i] == 0)
                continue;
            var at = Place(oldKeys[i]);
            while (keys[at] != 0)
                at = (at + 1) & (keys.Length - 1);
            (keys[at], values[at]) = (oldKeys[i], oldValues[i]);
        }
    }

    /// <summary>Multiplicative hashing by the golden ratio.</summary>
    private int Place(long key) => (int)(unchecked((ulong)key * 0x9E3779B97F4A7C15UL) >> shift);

    /// <summary>Never 0, which marks a free place.</summary>
    private static long Key(int first, int second) => ((long)(first + 2) << 32) | (uint)(second + 2);
}
