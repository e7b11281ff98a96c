using Xunit;

namespace CodeGraph.Runtime.Tests;

/// <summary>One turn at a time, and who may interleave with whom.</summary>
public sealed class TurnTests
{
    [Fact]
    public async Task Requests_to_one_activation_run_one_at_a_time_in_order()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grains.GetGrain<IWalkerGrain>("a");
        var calls = new[] { grain.Walk("1"), grain.Walk("2"), grain.Walk("3") };
        await host.Probe.Noted("1>");
        Assert.Equal("1>", host.Probe.Trace);
        foreach (var gate in new[] { "3>", "2>", "1>" }) host.Probe.Open(gate);
        await Task.WhenAll(calls);
        Assert.Equal("1> 1< 2> 2< 3> 3<", host.Probe.Trace);
    }

    [Fact]
    public async Task Requests_to_different_grains_run_side_by_side()
    {
        await using var host = await TestHost.StartAsync();
        var calls = new[] { host.Grains.GetGrain<IWalkerGrain>("a").Walk("1"), host.Grains.GetGrain<IWalkerGrain>("b").Walk("2") };
        await Task.WhenAll(host.Probe.Noted("1>"), host.Probe.Noted("2>"));
        host.Probe.Open("1>");
        host.Probe.Open("2>");
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Turns_of_a_reentrant_grain_never_overlap()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grains.GetGrain<IReentrantWalkerGrain>("a");
        var counts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => grain.CountWithoutLock(500))));
        Assert.Equal(20 * 500, counts.Max());
    }

    [Fact]
    public async Task Tasks_that_a_grain_starts_run_in_its_turns()
    {
        await using var host = await TestHost.StartAsync();
        Assert.Equal(3, await host.Grains.GetGrain<IWalkerGrain>("a").StartedTasksStayInside());
    }

    [Fact]
    public async Task Requests_to_a_reentrant_grain_interleave()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grains.GetGrain<IReentrantWalkerGrain>("a");
        var first = grain.Walk("1");
        await host.Probe.Noted("1>");
        host.Probe.Open("2>");
        await grain.Walk("2");
        host.Probe.Open("1>");
        await first;
        Assert.Equal("1> 2> 2< 1<", host.Probe.Trace);
    }

    [Fact]
    public async Task A_method_marked_AlwaysInterleave_passes_a_running_write_and_the_queue()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grains.GetGrain<IWalkerGrain>("a");
        var running = grain.Walk("1");
        var queued = grain.Walk("2");
        await host.Probe.Noted("1>");
        host.Probe.Open("i>");
        await grain.Interleave("i");
        host.Probe.Open("1>");
        host.Probe.Open("2>");
        await Task.WhenAll(running, queued);
        Assert.Equal("1> i> i< 1< 2> 2<", host.Probe.Trace);
    }

    [Fact]
    public async Task A_write_starts_while_only_interleaving_requests_run()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grains.GetGrain<IWalkerGrain>("a");
        var interleaving = grain.Interleave("i");
        await host.Probe.Noted("i>");
        host.Probe.Open("1>");
        await grain.Walk("1");
        host.Probe.Open("i>");
        await interleaving;
    }

    [Fact]
    public async Task ReadOnly_requests_interleave_with_each_other_but_not_with_writes()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grains.GetGrain<IWalkerGrain>("a");
        var reads = new[] { grain.Read("r1"), grain.Read("r2") };
        await Task.WhenAll(host.Probe.Noted("r1>"), host.Probe.Noted("r2>"));
        var write = grain.Walk("w");
        host.Probe.Open("r1>");
        await reads[0];
        Assert.DoesNotContain("w>", host.Probe.Trace, StringComparison.Ordinal);
        host.Probe.Open("r2>");
        await host.Probe.Noted("w>");
        var late = grain.Read("r3");
        host.Probe.Open("r3>");
        host.Probe.Open("w>");
        await Task.WhenAll(write, late);
        Assert.EndsWith("w> w< r3> r3<", host.Probe.Trace, StringComparison.Ordinal);
    }
}
