using System.Buffers;

namespace CodeGraph.Graph;

/// <summary>Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours (Damerau-Levenshtein, no part edited twice).</summary>
public static class EditDistance
{
    /// <returns>The distance, or anything above <paramref name="most"/> once it is certain to be larger.</returns>
    public static int Between(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int most)
    {
        if (Math.Abs(left.Length - right.Length) > most)
            return most + 1;
        var width = right.Length + 1;
        var rented = width <= 128 ? null : ArrayPool<int>.Shared.Rent(3 * width);
        var rows = rented is null ? stackalloc int[3 * width] : rented.AsSpan(0, 3 * width);
        var beforeLast = rows[..width];
        var last = rows.Slice(width, width);
        var current = rows.Slice(2 * width, width);
        for (var j = 0; j < width; j++)
            last[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            var smallest = i;
            for (var j = 1; j < width; j++)
            {
                var change = left[i - 1] == right[j - 1] ? 0 : 1;
                var cost = Math.Min(Math.Min(current[j - 1] + 1, last[j] + 1), last[j - 1] + change);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    cost = Math.Min(cost, beforeLast[j - 2] + 1);
                current[j] = cost;
                smallest = Math.Min(smallest, cost);
            }
            if (smallest > most + 1)
            {
                last[^1] = smallest;
                break;
            }
            var free = beforeLast;
            beforeLast = last;
            last = current;
            current = free;
        }
        var distance = last[^1];
        if (rented is not null)
            ArrayPool<int>.Shared.Return(rented);
        return distance;
    }
}
