namespace CodeGraph.Grains.Tests;

public sealed class CollectionFreeRunTests
{
    private const long Room = 8 << 20;

    [Fact]
    public void Only_one_run_at_a_time_is_free_of_collections()
    {
        var runs = new CollectionFreeRun();
        using (var first = runs.Begin(Room))
        {
            if (first is not null)
                Assert.Null(runs.Begin(Room));
        }
        runs.Begin(Room)?.Dispose();
    }

    [Fact]
    public void A_run_that_allocates_more_than_was_expected_is_collected_and_ends_well()
    {
        var runs = new CollectionFreeRun();
        using (runs.Begin(Room))
            GC.Collect();
        runs.Begin(Room)?.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void What_is_not_known_or_larger_than_memory_is_not_set_aside(long expected) => Assert.Null(new CollectionFreeRun().Begin(expected));
}
