namespace CodeGraph.Graph;

/// <summary>Groups items by key in compressed sparse rows.</summary>
internal static class Csr
{
    /// <param name="count">Items 0 to count - 1.</param>
    /// <param name="keys">Keys 0 to keys - 1; an item with another key is left out.</param>
    /// <param name="keyOf">The key of an item; asked for in their order, twice.</param>
    /// <returns>Start of each key's run (one more entry than keys), and the items, ascending within a run.</returns>
    public static (int[] Start, int[] Items) Group(int count, int keys, Func<int, int> keyOf)
    {
        var start = new int[keys + 1];
        for (var item = 0; item < count; item++)
        {
            if (keyOf(item) is >= 0 and var key)
                start[key + 1]++;
        }
        ToStarts(start);
        var items = GC.AllocateUninitializedArray<int>(start[keys]);
        for (var item = 0; item < count; item++)
        {
            if (keyOf(item) is >= 0 and var key)
                items[start[key]++] = item;
        }
        Restore(start);
        return (start, items);
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
