using CodeGraph.Graph.Columns;

namespace CodeGraph.Tests.Graph;

public sealed class ChunkedBufferTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(5_000, 1)]
    [InlineData(300_000, 64)]
    [InlineData(300_000, 100_000)]
    public void Items_come_out_as_they_went_in(int count, int atOnce)
    {
        var buffer = new ChunkedBuffer<int>();
        for (var next = 0; next < count;)
        {
            var room = buffer.Reserve(atOnce);
            var taken = Math.Min(atOnce, count - next);
            for (var i = 0; i < taken; i++)
                room[i] = next++;
            buffer.Advance(taken);
        }
        Assert.Equal(count, buffer.Count);
        var all = new int[count];
        buffer.MoveTo(all);
        Assert.Equal(Enumerable.Range(0, count), all);
    }
}
