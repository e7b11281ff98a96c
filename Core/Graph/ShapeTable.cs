using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CodeGraph.Graph;

/// <summary>What many have in common, by a number: the shapes of symbols and of uses. Shapes are counted first, then ranked, then asked for by rank.</summary>
internal sealed class ShapeTable
{
    private const int RecentBits = 10;

    private readonly Dictionary<ulong, int> numbers = [];
    private readonly List<(ulong Shape, int Count)> shapes = [];

    // There are few shapes and millions that have them: a place for each, which another may have taken, is asked before the dictionary.
    private readonly (ulong Shape, int Number)[] recent = [.. Enumerable.Repeat((0UL, -1), 1 << RecentBits)];

    private int[] ranks = [];

    /// <summary>Ranks what several tables have counted, as if one had counted all, the first's before the second's.</summary>
    /// <returns>The distinct shapes as bytes, the most frequent first, among equally frequent ones the one that came first.</returns>
    public static byte[] Rank(params ReadOnlySpan<ShapeTable> tables)
    {
        var all = new ShapeTable();
        foreach (var table in tables)
        {
            foreach (var (shape, count) in table.shapes)
                all.Count(shape, count);
        }
        var order = Enumerable.Range(0, all.shapes.Count).OrderByDescending(n => all.shapes[n].Count).ThenBy(n => n).ToArray();
        var content = new byte[order.Length * sizeof(ulong)];
        all.ranks = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            all.ranks[order[i]] = i;
            BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(i * sizeof(ulong)), all.shapes[order[i]].Shape);
        }
        foreach (var table in tables)
            table.ranks = [.. table.shapes.Select(s => all.RankOf(s.Shape))];
        return content;
    }

    /// <param name="shape">The bytes of the shape, the first in the lowest.</param>
    /// <param name="count">How many have it.</param>
    public void Count(ulong shape, int count = 1)
    {
        var number = NumberOf(shape);
        CollectionsMarshal.AsSpan(shapes)[number].Count += count;
    }

    /// <summary>Where a shape that was counted stands among all.</summary>
    public int RankOf(ulong shape) => ranks[NumberOf(shape)];

    /// <summary>Shapes are numbered as they come.</summary>
    private int NumberOf(ulong shape)
    {
        ref var place = ref recent[(int)(unchecked(shape * 0x9E3779B97F4A7C15UL) >> (64 - RecentBits))];
        if (place.Shape == shape && place.Number >= 0)
            return place.Number;
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, shape, out var known);
        if (!known)
        {
            number = shapes.Count;
            shapes.Add((shape, 0));
        }
        place = (shape, number);
        return number;
    }
}
