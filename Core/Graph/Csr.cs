namespace CodeGraph.Graph;

/// <summary>Groups items by key in compressed sparse rows.</summary>
internal static class Csr
{
    /// <param name="count">Items 0 to count - 1.</param>
    /// <param name="keys">Keys 0 to keys - 1; an item with another key is left out.</param>
    /// <returns>Start of each key's run (one more entry than keys), and the items, ascending within a run.</returns>
    public static (int[] Start, int[] Items) Group(int count, int keys, Func<int, int> keyOf)
    {
        var start = new int[keys + 1];
        for (var i = 0; i < count; i++)
        {
            var key = keyOf(i);
            if (key >= 0)
                start[key + 1]++;
        }
        ToStarts(start);
        var items = GC.AllocateUninitializedArray<int>(start[keys]);
        for (var i = 0; i < count; i++)
        {
            var key = keyOf(i);
            if (key >= 0)
                items[start[key]++] = i;
        }
        Restore(start);
        return (start, items);
    }

    /// <summary>Makes counts, each at the place behind its key's, the starts of runs.</summary>
    public static void ToStarts(int[] counts)
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
