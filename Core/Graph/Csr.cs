using System.Buffers;

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
        for (var i = 0; i < keys; i++)
            start[i + 1] += start[i];
        var items = GC.AllocateUninitializedArray<int>(start[keys]);
        var fill = ArrayPool<int>.Shared.Rent(keys);
        start.AsSpan(0, keys).CopyTo(fill);
        for (var i = 0; i < count; i++)
        {
            var key = keyOf(i);
            if (key >= 0)
                items[fill[key]++] = i;
        }
        ArrayPool<int>.Shared.Return(fill);
        return (start, items);
    }
}
