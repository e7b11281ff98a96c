using Xunit;

namespace CodeGraph.Runtime.Tests;

/// <summary>Pools of workers.</summary>
public sealed class StatelessWorkerTests
{
    [Fact]
    public async Task As_many_workers_as_allowed_run_side_by_side_and_the_rest_waits()
    {
        await using var host = await TestHost.StartAsync();
        var worker = host.Grains.GetGrain<IWorker>(0);
        var calls = Enumerable.Range(1, 5).Select(number => worker.Work($"w{number}")).ToArray();
        await Task.WhenAll(host.Probe.Noted("w1"), host.Probe.Noted("w2"), host.Probe.Noted("w3"));
        Assert.DoesNotContain("w4", host.Probe.Trace, StringComparison.Ordinal);
        host.Probe.Open("w2");
        await host.Probe.Noted("w4");
        Assert.DoesNotContain("w5", host.Probe.Trace, StringComparison.Ordinal);
        foreach (var number in new[] { 1, 3, 4, 5 }) host.Probe.Open($"w{number}");
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task A_worker_that_leaves_makes_room_for_another()
    {
        await using var host = await TestHost.StartAsync();
        var worker = host.Grains.GetGrain<IWorker>(0);
        for (var round = 0; round < 50; round++)
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => worker.WorkAndLeave())), answer => Assert.Equal("left", answer));
    }

    [Fact]
    public async Task Idle_workers_are_collected_and_come_back()
    {
        await using var host = await TestHost.StartAsync();
        var worker = host.Grains.GetGrain<IWorker>(0);
        host.Probe.Open("w1");
        await worker.Work("w1");
        host.Time.Advance(TimeSpan.FromMinutes(20));
        await worker.Work("w1");
        Assert.Equal("w1 w1", host.Probe.Trace);
    }
}
