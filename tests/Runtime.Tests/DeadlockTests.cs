using Orleans.Configuration;
using Orleans.Hosting;
using Xunit;

namespace CodeGraph.Runtime.Tests;

/// <summary>Response timeouts, and the chains that cause them.</summary>
public sealed class DeadlockTests
{
    [Fact]
    public async Task A_deadlock_times_out_and_names_the_chain()
    {
        await using var host = await TestHost.StartAsync();
        var call = host.Grains.GetGrain<ICaller>("a").CallAround("b");

        // The turn that calls back has begun; a turn after it means the call is on its way.
        await host.Probe.Noted("calls back");
        await host.Grains.GetGrain<ICaller>("b").Ping();
        var exception = await TimeoutOf(host, call, TimeSpan.FromSeconds(30));
        Assert.Contains("CallerGrain(a).CallAround -> CallerGrain(b).CallBack -> CallerGrain(a).Status", exception.Message, StringComparison.Ordinal);
        Assert.Contains("AllowCallChainReentrancy", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_that_comes_back_goes_through_where_it_is_allowed()
    {
        await using var host = await TestHost.StartAsync();
        Assert.Equal("a is well; ", await host.Grains.GetGrain<ICaller>("a").CallAroundAllowed("b"));
    }

    [Fact]
    public async Task A_request_that_timed_out_in_the_queue_never_starts()
    {
        await using var host = await TestHost.StartAsync(grains =>
            grains.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5)));
        var grain = host.Grains.GetGrain<IWalkerGrain>("a");
        var running = grain.Walk("1");
        await host.Probe.Noted("1>");
        var queued = grain.Walk("2");
        await TimeoutOf(host, queued, TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<TimeoutException>(() => running);
        host.Probe.Open("1>");
        host.Probe.Open("3>");
        await grain.Walk("3");
        Assert.Equal("1> 1< 3> 3<", host.Probe.Trace);
    }

    private static async Task<TimeoutException> TimeoutOf(TestHost host, Task call, TimeSpan timeout)
    {
        host.Time.Advance(timeout * 0.9);
        Assert.False(call.IsCompleted);
        host.Time.Advance(timeout * 0.2);
        return await Assert.ThrowsAsync<TimeoutException>(() => call);
    }
}
