using System.Runtime;
using CodeGraph.Runtime.Tests;

namespace CodeGraph.Grains.Tests;

public sealed class CollectionFreeRunTests
{
    private const long Room = 8 << 20;

    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task Only_one_run_at_a_time_is_free_of_collections()
    {
        var runs = new CollectionFreeRun(time);
        var first = runs.Begin(Room);
        if (first is not null)
            Assert.Null(runs.Begin(Room));
        await End(runs, first);
        await End(runs, runs.Begin(Room));
        Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }

    [Fact]
    public async Task A_run_that_allocates_more_than_was_expected_is_collected_and_ends_well()
    {
        var runs = new CollectionFreeRun(time);
        var run = runs.Begin(Room);
        GC.Collect();
        await End(runs, run);
        await End(runs, runs.Begin(Room));
    }

    [Fact]
    public async Task The_collection_after_a_run_leaves_the_next_one_alone()
    {
        var runs = new CollectionFreeRun(time);
        var ending = runs.End(runs.Begin(Room));
        var next = runs.Begin(Room);
        var mode = GCSettings.LatencyMode;
        time.Advance(TimeSpan.FromSeconds(1));
        await ending;
        Assert.Equal(mode, GCSettings.LatencyMode);
        await End(runs, next);
    }

    private Task End(CollectionFreeRun runs, CollectionFreeRun.Period? run)
    {
        var ending = runs.End(run);
        time.Advance(TimeSpan.FromSeconds(1));
        return ending;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void What_is_not_known_or_larger_than_memory_is_not_set_aside(long expected) => Assert.Null(new CollectionFreeRun(time).Begin(expected));
}
