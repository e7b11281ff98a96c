using CodeGraph.Linking;

namespace CodeGraph.Tests.Linking;

public sealed class SparseColumnTests
{
    [Fact]
    public void Numbers_have_what_was_set_and_the_others_the_usual()
    {
        var random = new Random(1);
        var column = new SparseColumn<int>(10_000, -1);
        var expected = Enumerable.Repeat(-1, 10_000).ToArray();
        for (var i = 0; i < 200; i++)
        {
            var number = random.Next(expected.Length);
            column[number] = expected[number] = random.Next(-1, 2);
        }
        Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(number => column[number]));
    }

    [Fact]
    public void A_clone_is_changed_by_itself()
    {
        var column = new SparseColumn<string?>(100, null) { [3] = "three" };
        var clone = column.Clone();
        clone[3] = clone[4] = "other";
        Assert.Equal(("three", null), (column[3], column[4]));
        Assert.Equal(("other", "other"), (clone[3], clone[4]));
    }

    [Fact]
    public void Threads_that_set_neighbours_do_not_lose_each_others_values()
    {
        for (var round = 0; round < 50; round++)
        {
            var column = new SparseColumn<int>(4_096, 0);
            Parallel.For(0, 4, thread =>
            {
                for (var number = thread; number < 4_096; number += 4)
                    column[number] = number;
            });
            Assert.Equal(Enumerable.Range(0, 4_096), Enumerable.Range(0, 4_096).Select(number => column[number]));
        }
    }
}
