using Orleans.Runtime;
using Xunit;

namespace CodeGraph.Runtime.Tests;

/// <summary>Methods that return <see cref="IAsyncEnumerable{T}"/>.</summary>
public sealed class StreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task Elements_arrive_in_order(int count)
    {
        await using var host = await TestHost.StartAsync();
        var numbers = host.Grains.GetGrain<IShapes>(1).Count(count, CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, count), await numbers.ToListAsync());
        Assert.Equal(Enumerable.Range(0, count), await numbers.ToListAsync());
    }

    [Fact]
    public async Task A_failure_comes_after_the_elements_before_it()
    {
        await using var host = await TestHost.StartAsync();
        var seen = new List<int>();
        var exception = await Assert.ThrowsAsync<NotSupportedException>(async () =>
        {
            await foreach (var number in host.Grains.GetGrain<IShapes>(1).CountThenFail(3)) seen.Add(number);
        });
        Assert.Equal("after 3", exception.Message);
        Assert.Equal([0, 1, 2], seen);
    }

    [Fact]
    public async Task Other_requests_run_while_an_enumeration_waits()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grains.GetGrain<IShapes>(1);
        await using var numbers = grain.Endless("e", CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await numbers.MoveNextAsync());
        var next = numbers.MoveNextAsync();
        Assert.Equal(2, await grain.Add(1, 1));
        host.Probe.Open("e0");
        Assert.True(await next);
        Assert.Equal(1, numbers.Current);
    }

    [Fact]
    public async Task Leaving_the_loop_ends_the_iterator_in_the_grain()
    {
        await using var host = await TestHost.StartAsync();
        await foreach (var _ in host.Grains.GetGrain<IShapes>(1).Endless("e", CancellationToken.None)) break;
        await host.Probe.Noted("e-ended");
    }

    [Fact]
    public async Task Cancelling_ends_the_enumeration_on_both_sides()
    {
        await using var host = await TestHost.StartAsync();
        using var cancellation = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in host.Grains.GetGrain<IShapes>(1).Endless("e", cancellation.Token)) await cancellation.CancelAsync();
        });
        await host.Probe.Noted("e-ended");
    }

    [Fact]
    public async Task Stopping_the_host_aborts_an_open_enumeration()
    {
        await using var host = await TestHost.StartAsync();
        await using var numbers = host.Grains.GetGrain<IShapes>(1).Endless("e", CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await numbers.MoveNextAsync());
        var next = numbers.MoveNextAsync();
        await host.StopAsync();
        await Assert.ThrowsAsync<EnumerationAbortedException>(async () => await next);
        await host.Probe.Noted("e-ended");
    }
}
