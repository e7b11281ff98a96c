using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CodeGraph.Graph.Columns;

namespace CodeGraph.Graph;

/// <summary>What many have in common, by a number: the shapes of symbols and of uses.</summary>
internal static class ShapeTable
{
    private const int RecentBits = 10;

    private const int BlockLength = 256;

    /// <param name="count">How many have a shape.</param>
    /// <param name="shapesOf">The shape of each, as the bytes of the table, the first in the lowest; asked for in their order, twice.</param>
    /// <param name="effort">How much time the size is worth.</param>
    /// <returns>The distinct shapes, the most frequent first, and a column of their numbers.</returns>
    public static (byte[] Shapes, byte[] Column) Encode(int count, BlockOf<ulong> shapesOf, PackingEffort effort)
    {
        var numbers = new Numbers();
        Span<ulong> block = stackalloc ulong[BlockLength];
        for (var first = 0; first < count; first += BlockLength)
        {
            var shapes = block[..Math.Min(BlockLength, count - first)];
            shapesOf(first, shapes);
            foreach (var shape in shapes)
                numbers.Count(shape);
        }
        var (content, ranks) = numbers.ByFrequency();

        // Shapes are found once more rather than kept: four bytes for each of millions.
        var column = PackedColumnWriter.Pack(count, (first, values) =>
        {
            Span<ulong> shapes = stackalloc ulong[values.Length];
            shapesOf(first, shapes);
            for (var i = 0; i < values.Length; i++)
                values[i] = ranks[numbers.Of(shapes[i])];
        }, effort);
        return (content, column);
    }

    /// <summary>Shapes, numbered as they come.</summary>
    private sealed class Numbers
    {
        private readonly Dictionary<ulong, int> numbers = [];
        private readonly List<(ulong Shape, int Count)> shapes = [];

        // There are few shapes and millions that have them: a place for each, which another may have taken, is asked before the dictionary.
        private readonly (ulong Shape, int Number)[] recent = [.. Enumerable.Repeat((0UL, -1), 1 << RecentBits)];

        public void Count(ulong shape)
        {
            var number = Of(shape);
            CollectionsMarshal.AsSpan(shapes)[number].Count++;
        }

        public int Of(ulong shape)
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

        /// <returns>The shapes as bytes, the most frequent first, and by number its place there.</returns>
        public (byte[] Content, int[] Ranks) ByFrequency()
        {
            var order = Enumerable.Range(0, shapes.Count).OrderByDescending(n => shapes[n].Count).ThenBy(n => n).ToArray();
            var (content, ranks) = (new byte[order.Length * sizeof(ulong)], new int[order.Length]);
            for (var i = 0; i < order.Length; i++)
            {
                ranks[order[i]] = i;
                BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(i * sizeof(ulong)), shapes[order[i]].Shape);
            }
            return (content, ranks);
        }
    }
}
