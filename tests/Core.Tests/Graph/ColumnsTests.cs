using CodeGraph.Graph;
using CodeGraph.Graph.Columns;

namespace CodeGraph.Tests.Graph;

public sealed class ColumnsTests
{
    [Fact]
    public void Columns_of_chance_come_back()
    {
        var random = new Random(1);
        for (var round = 0; round < 400; round++)
        {
            var values = new int[random.Next(4) == 0 ? random.Next(3) : random.Next(400)];
            var (usual, rare) = (random.Next(33), random.Next(33));
            var at = 0;
            for (var i = 0; i < values.Length; i++)
                values[i] = random.Next(6) == 0 ? Bits(random, rare) : round % 3 == 0 ? at += random.Next(5) : Bits(random, usual);
            var column = new PackedColumn(PackedColumnWriter.Pack(values));
            Assert.Equal(values, column.ToArray());
            Assert.Throws<ArgumentOutOfRangeException>(() => column[values.Length]);
            Assert.Throws<ArgumentOutOfRangeException>(() => column[-1]);
        }
    }

    [Fact]
    public void A_few_values_far_from_the_rest_cost_the_rest_nothing()
    {
        var plain = Enumerable.Range(0, 6400).Select(i => i % 4).ToArray();
        var with = plain.Select((v, i) => i % 64 == 7 ? 1_000_000 + i : v).ToArray();
        Assert.InRange(PackedColumnWriter.Pack(with).Length, 1, PackedColumnWriter.Pack(plain).Length + (100 * 8 * 3));
    }

    [Fact]
    public void The_example_of_the_format_is_right() =>
        Assert.Equal([3UL, 0x2_0000_0007, 0b01_10_00], System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(PackedColumnWriter.Pack([7, 9, 8])).ToArray());

    [Fact]
    public void Lists_of_chance_come_back()
    {
        var random = new Random(2);
        for (var round = 0; round < 400; round++)
        {
            var (list, anchor, at) = (new List<int>(), Bits(random, 30), Bits(random, random.Next(1, 30)));
            for (var i = random.Next(60); i > 0; i--)
                list.Add(at += random.Next(3) switch { 0 => 1, 1 => random.Next(3), _ => random.Next(100_000) });
            var bytes = Written([.. list], anchor);
            var read = bytes.Length == 0 ? default : new IdList(bytes, anchor);
            Assert.Equal(list, read.ToArray());
            Assert.Equal(list.FirstOrDefault(-1), read.First);
        }
    }

    [Fact]
    public void The_example_of_a_list_is_right()
    {
        Assert.Equal([5, 20, 10, 5], Written([100, 105, 106, 107, 108], 90));
    }

    private static byte[] Written(int[] entries, int anchor)
    {
        var room = new byte[Varint.MaxLength * (entries.Length + 1)];
        return room[..IdList.Write(room, entries, anchor)];
    }

    private static int Bits(Random random, int bits) => bits == 0 ? 0 : (int)(random.NextInt64(1L << 32) >> (32 - bits));
}
