using System.Buffers;

namespace CodeGraph.Graph;

/// <summary>
/// A set of ints below a bound, as a pooled bit array: 250,000 symbols take 31 KB, which is cleared in a microsecond. It is taken with the first value: most walks
/// need few of their sets, and where memory is short the pool gives its arrays back and each would be allocated anew.
/// </summary>
internal sealed class VisitedSet(int bound) : IDisposable
{
    private ulong[]? words;

    /// <summary>Adds a value; false where it was in the set.</summary>
    public bool Add(int value)
    {
        ref var word = ref (words ??= Rent(bound))[value >> 6];
        var bit = 1UL << (value & 63);
        if ((word & bit) != 0)
            return false;
        word |= bit;
        return true;
    }

    public bool Contains(int value) => words is not null && (words[value >> 6] & (1UL << (value & 63))) != 0;

    public void Dispose()
    {
        if (words is not null)
            ArrayPool<ulong>.Shared.Return(words);
        words = null;
    }

    private static ulong[] Rent(int bound)
    {
        var length = (bound >> 6) + 1;
        var rented = ArrayPool<ulong>.Shared.Rent(length);
        rented.AsSpan(0, length).Clear();
        return rented;
    }
}
