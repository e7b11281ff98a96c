using System.Buffers;

namespace CodeGraph.Graph;

/// <summary>A set of ints below a bound, as a pooled bit array: 250,000 symbols take 31 KB, which is cleared in a microsecond.</summary>
internal readonly struct VisitedSet : IDisposable
{
    private readonly ulong[] words;

    public VisitedSet(int bound)
    {
        var length = (bound >> 6) + 1;
        words = ArrayPool<ulong>.Shared.Rent(length);
        words.AsSpan(0, length).Clear();
    }

    /// <summary>Adds a value; false where it was in the set.</summary>
    public bool Add(int value)
    {
        ref var word = ref words[value >> 6];
        var bit = 1UL << (value & 63);
        if ((word & bit) != 0)
            return false;
        word |= bit;
        return true;
    }

    public bool Contains(int value) => (words[value >> 6] & (1UL << (value & 63))) != 0;

    public void Dispose() => ArrayPool<ulong>.Shared.Return(words);
}
