using System.Buffers;
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
    /// <param name="shapesOf">The shape of each, as the bytes of the table, the first in the lowest.</param>
    /// <param name="effort">How much time the size is worth.</param>
    /// <returns>The distinct shapes, the most frequent first, and a column of their numbers.</returns>
    public static (byte[] Shapes, byte[] Column) Encode(int count, BlockOf<ulong> shapesOf, PackingEffort effort)
    {
        var numberOf = ArrayPool<int>.Shared.Rent(count);
        var shapes = Number(shapesOf, numberOf.AsSpan(0, count));
        var order = Enumerable.Range(0, shapes.Count).OrderByDescending(n => shapes[n].Count).ThenBy(n => n).ToArray();
        var content = new byte[order.Length * sizeof(ulong)];
        var ranks = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            ranks[order[i]] = i;
            BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(i * sizeof(ulong)), shapes[order[i]].Shape);
        }
        var column = PackedColumnWriter.Pack(count, (first, values) =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = ranks[numberOf[first + i]];
        }, effort);
        ArrayPool<int>.Shared.Return(numberOf);
        return (content, column);
    }

    /// <summary>Numbers the shapes as they come.</summary>
    private static List<(ulong Shape, int Count)> Number(BlockOf<ulong> shapesOf, Span<int> numberOf)
    {
        var numbers = new Dictionary<ulong, int>();
        var shapes = new List<(ulong Shape, int Count)>();

        // There are few shapes and millions that have them: a place for each, which another may have taken, is asked before the dictionary.
        var recent = new (ulong Shape, int Number)[1 << RecentBits];
        Array.Fill(recent, (0UL, -1));
        Span<ulong> block = stackalloc ulong[BlockLength];
        for (var first = 0; first < numberOf.Length; first += BlockLength)
        {
            var values = block[..Math.Min(BlockLength, numberOf.Length - first)];
            shapesOf(first, values);
            for (var i = 0; i < values.Length; i++)
            {
                var shape = values[i];
                ref var place = ref recent[(int)(unchecked(shape * 0x9E3779B97F4A7C15UL) >> (64 - RecentBits))];
                if (place.Shape != shape || place.Number < 0)
                    place = (shape, NumberOf(shape));
                CollectionsMarshal.AsSpan(shapes)[place.Number].Count++;
                numberOf[first + i] = place.Number;
            }
        }
        return shapes;

        int NumberOf(ulong shape)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, shape, out var known);
            if (!known)
            {
                number = shapes.Count;
                shapes.Add((shape, 0));
            }
            return number;
        }
    }
}
