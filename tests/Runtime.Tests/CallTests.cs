using Orleans;
using Orleans.Runtime;
using Xunit;

namespace CodeGraph.Runtime.Tests;

/// <summary>What crosses a call: arguments, results, exceptions, cancellation, context.</summary>
public sealed class CallTests
{
    [Fact]
    public async Task Every_shape_of_method_returns_its_result()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grains.GetGrain<IShapes>(7);
        Assert.Equal(5, await grain.Add(2, 3));
        Assert.Equal("ab", await grain.Join("a", "b", CancellationToken.None));
        await grain.Nothing();
        var point = new Point(1, 2);
        Assert.Same(point, await grain.Mirror(point));
        Assert.Equal((1, 2L, "c", point, true, 6.5, 'g'), await grain.Many(1, 2, "c", point, true, 6.5, 'g'));
        Assert.Equal(7, await grain.OwnKey());
    }

    [Fact]
    public async Task A_reference_equals_another_one_to_the_same_grain()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grains.GetGrain<IShapes>(-7);
        Assert.Equal(grain, await grain.Self());
        Assert.NotEqual(grain, host.Grains.GetGrain<IShapes>(8));
        Assert.Equal("shapes/FFFFFFFFFFFFFFF9", grain.GetGrainId().ToString());
        Assert.Equal(-7, grain.GetPrimaryKeyLong());
        Assert.Same(typeof(Point), (await host.Grains.GetGrain<IShapes>(GrainId.Parse("shapes/7")).Mirror(new(1, 1))).GetType());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exception_reaches_the_caller_with_its_type_and_stack(bool later)
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grains.GetGrain<IShapes>(1);
        var exception = await Assert.ThrowsAsync<NotSupportedException>(() => later ? grain.FailLater("no") : grain.Fail("no"));
        Assert.Equal("no", exception.Message);
        Assert.Contains(nameof(ShapesGrain), exception.StackTrace, StringComparison.Ordinal);
        Assert.Equal(3, await grain.Add(1, 2));
    }

    [Fact]
    public async Task Cancelling_the_caller_reaches_the_grain_and_frees_the_caller()
    {
        await using var host = await TestHost.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var call = host.Grains.GetGrain<IShapes>(1).WaitFor(cancellation.Token);
        await host.Probe.Noted("waiting");
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await host.Probe.Noted("cancelled");
    }

    [Fact]
    public async Task A_request_cancelled_in_the_queue_never_starts()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grains.GetGrain<IShapes>(1);
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var running = grain.WaitFor(first.Token);
        await host.Probe.Noted("waiting");
        var queued = grain.WaitFor(second.Token);
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(2, await grain.Add(1, 1));
        Assert.Equal("waiting cancelled", host.Probe.Trace);
    }

    [Fact]
    public async Task A_one_way_call_returns_before_the_grain_is_done()
    {
        await using var host = await TestHost.StartAsync();
        await host.Grains.GetGrain<IShapes>(1).Forget("forgotten");
        await host.Probe.Noted("forgotten");
        host.Probe.Open("forgotten");
    }

    [Fact]
    public async Task Context_values_travel_along_the_chain_and_not_back()
    {
        await using var host = await TestHost.StartAsync();
        RequestContext.Set("user", "ada");
        Assert.Equal("a is well; ada", await host.Grains.GetGrain<ICaller>("b").CallBack("a"));
        RequestContext.Clear();
        Assert.Equal("a is well; ", await host.Grains.GetGrain<ICaller>("b").CallBack("a"));
    }

    [Fact]
    public async Task A_method_without_a_grain_class_says_which_assembly_is_missing()
    {
        await using var host = await TestHost.StartAsync();
        var exception = Assert.Throws<ArgumentException>(() => host.Grains.GetGrain<StateWriter.ICounter>("x"));
        Assert.Contains("AddEmbeddedGrains", exception.Message, StringComparison.Ordinal);
    }
}
