using CodeGraph.Graph.Columns;

namespace CodeGraph.Graph;

/// <summary>Groups items by key in compressed sparse rows.</summary>
internal static class Csr
{
    /// <summary>How many keys are asked for at once.</summary>
    private const int BlockLength = 256;

    /// <param name="count">Items 0 to count - 1.</param>
    /// <param name="keys">Keys 0 to keys - 1; an item with another key is left out.</param>
    /// <param name="keyOf">The key of an item.</param>
    /// <returns>Start of each key's run (one more entry than keys), and the items, ascending within a run.</returns>
    public static (int[] Start, int[] Items) Group(int count, int keys, Func<int, int> keyOf) => Group(count, keys, (first, values) =>
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = keyOf(first + i);
    });

    /// <param name="count">Items 0 to count - 1.</param>
    /// <param name="keys">Keys 0 to keys - 1; an item with another key is left out.</param>
    /// <param name="keysOf">The keys of the items; asked for in their order, twice.</param>
    /// <returns>Start of each key's run (one more entry than keys), and the items, ascending within a run.</returns>
    public static (int[] Start, int[] Items) Group(int count, int keys, BlockOf<int> keysOf)
    {
        var start = new int[keys + 1];
        Span<int> block = stackalloc int[BlockLength];
        for (var first = 0; first < count; first += BlockLength)
        {
            foreach (var key in Keys(block, first))
            {
                if (key >= 0)
                    start[key + 1]++;
            }
        }
        ToStarts(start);
        var items = GC.AllocateUninitializedArray<int>(start[keys]);
        for (var first = 0; first < count; first += BlockLength)
        {
            var item = first;
            foreach (var key in Keys(block, first))
            {
                if (key >= 0)
                    items[start[key]++] = item;
                item++;
            }
        }
        Restore(start);
        return (start, items);

        ReadOnlySpan<int> Keys(Span<int> block, int first)
        {
            var values = block[..Math.Min(BlockLength, count - first)];
            keysOf(first, values);
            return values;
        }
    }

    /// <summary>Makes counts, each at the place behind its key's, the starts of runs.</summary>
    public static void ToStarts(Span<int> counts)
    {
        for (var i = 1; i < counts.Length; i++)
            counts[i] += counts[i - 1];
    }

    /// <summary>Where every start was moved to its run's end, which is the next one's start, makes them starts again.</summary>
    public static void Restore(int[] starts)
    {
        Array.Copy(starts, 0, starts, 1, starts.Length - 1);
        starts[0] = 0;
    }
}
