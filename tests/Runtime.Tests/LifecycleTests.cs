using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace CodeGraph.Runtime.Tests;

/// <summary>Activation, state, idleness, deactivation, timers, filters, options.</summary>
public sealed class LifecycleTests
{
    [Fact]
    public async Task State_survives_idle_collection_and_the_grain_comes_back()
    {
        await using var host = await TestHost.StartAsync();
        var note = host.Grains.GetGrain<INote>("a");
        await note.Write("kept");
        host.Time.Advance(TimeSpan.FromMinutes(14));
        Assert.DoesNotContain("out", host.Probe.Trace, StringComparison.Ordinal);
        host.Time.Advance(TimeSpan.FromMinutes(3));
        await host.Probe.Noted("out:ActivationIdle");
        Assert.Equal("kept", await note.Read());
        Assert.Equal("in out:ActivationIdle in", host.Probe.Trace);
    }

    [Fact]
    public async Task A_grain_that_delays_its_deactivation_stays()
    {
        await using var host = await TestHost.StartAsync();
        var note = host.Grains.GetGrain<INote>("a");
        await note.Stay(TimeSpan.FromHours(1));
        host.Time.Advance(TimeSpan.FromMinutes(50));
        await note.Read();
        Assert.Equal("in", host.Probe.Trace);
        host.Time.Advance(TimeSpan.FromMinutes(30));
        await host.Probe.Noted("out:ActivationIdle");
    }

    [Fact]
    public async Task Requests_behind_a_leaving_grain_go_to_its_next_activation()
    {
        await using var host = await TestHost.StartAsync();
        var note = host.Grains.GetGrain<INote>("a");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => note.LeaveAndCountCalls()));
        Assert.All(answers, calls => Assert.Equal(1, calls));
        await host.StopAsync();
        Assert.Equal(20, host.Probe.Trace.Split(' ').Count(word => word == "in"));
        Assert.Equal(20, host.Probe.Trace.Split(' ').Count(word => word == "out:ApplicationRequested"));
    }

    [Fact]
    public async Task Stopping_the_host_deactivates_every_grain_and_refuses_new_ones()
    {
        await using var host = await TestHost.StartAsync();
        await Task.WhenAll(host.Grains.GetGrain<INote>("a").Read(), host.Grains.GetGrain<INote>("b").Read());
        await host.StopAsync();
        Assert.Equal(2, host.Probe.Trace.Split(' ').Count(word => word == "out:ShuttingDown"));
        await Assert.ThrowsAsync<SiloUnavailableException>(() => host.Grains.GetGrain<INote>("c").Read());
    }

    [Fact]
    public async Task A_failing_OnActivateAsync_fails_the_calls_and_the_next_call_tries_again()
    {
        await using var host = await TestHost.StartAsync();
        var note = host.Grains.GetGrain<INote>("refuse");
        var calls = new[] { note.Read(), note.Read() };
        foreach (var call in calls) await Assert.ThrowsAsync<NotSupportedException>(() => call);
        await Assert.ThrowsAsync<NotSupportedException>(() => note.Read());
    }

    [Fact]
    public async Task Clearing_removes_the_record()
    {
        await using var host = await TestHost.StartAsync();
        var note = host.Grains.GetGrain<INote>("a");
        await note.Write("gone");
        await note.Clear();
        Assert.Equal("", await note.Read());
    }

    [Fact]
    public async Task A_write_over_another_writers_record_fails_and_the_grain_starts_afresh()
    {
        await using var host = await TestHost.StartAsync();
        var note = host.Grains.GetGrain<INote>("a");
        await note.Write("mine");
        var storage = host.Services.GetRequiredKeyedService<IGrainStorage>("codegraph");
        var record = new GrainState<NoteState>();
        await storage.ReadStateAsync("note", note.GetGrainId(), record);
        record.State.Text = "theirs";
        await storage.WriteStateAsync("note", note.GetGrainId(), record);
        await Assert.ThrowsAsync<InconsistentStateException>(() => note.Write("late"));
        Assert.Equal("theirs", await note.Read());
    }

    [Fact]
    public async Task A_timer_ticks_in_turns_until_the_grain_leaves()
    {
        await using var host = await TestHost.StartAsync();
        var note = host.Grains.GetGrain<INote>("a");
        await note.Tick(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5));
        host.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, await note.Ticks());
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.Probe.Noted("tick1");
        Assert.Equal(1, await note.Ticks());
        host.Time.Advance(TimeSpan.FromSeconds(5));
        await host.Probe.Noted("tick2");
        Assert.Equal(2, await note.Ticks());
        await note.LeaveAndCountCalls();
        await host.Probe.Noted("out:ApplicationRequested");
        host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await note.Ticks());
        Assert.DoesNotContain("tick3", host.Probe.Trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_run_around_the_call_in_order_and_may_change_its_result()
    {
        await using var host = await TestHost.StartAsync(grains => grains
            .AddIncomingGrainCallFilter(async context =>
            {
                await context.Invoke();
                if (context.MethodName == nameof(IShapes.Add)) context.Result = (int)context.Result! * 10;
            })
            .AddIncomingGrainCallFilter(async context =>
            {
                if (Equals(context.Request.GetArgument(0), 13)) throw new UnauthorizedAccessException($"{context.InterfaceName} {context.TargetId}");
                await context.Invoke();
                Assert.Equal(typeof(ShapesGrain), context.ImplementationMethod.DeclaringType);
            }));
        var grain = host.Grains.GetGrain<IShapes>(1);
        Assert.Equal(50, await grain.Add(2, 3));
        Assert.Equal("ab", await grain.Join("a", "b", CancellationToken.None));
        var exception = await Assert.ThrowsAsync<UnauthorizedAccessException>(() => grain.Add(13, 3));
        Assert.Equal("CodeGraph.Runtime.Tests.IShapes shapes/1", exception.Message);
    }

    [Fact]
    public async Task Senseless_options_stop_the_host_at_its_start()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(grains =>
            grains.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.Zero)));
        Assert.Contains("ResponseTimeout", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(grains => grains.AddFileGrainStorage("files", _ => { })));
    }

    [Fact]
    public async Task A_missing_storage_is_named()
    {
        await using var host = await TestHost.StartAsync();
        var exception = await Assert.ThrowsAsync<OrleansConfigurationException>(() => host.Grains.GetGrain<IHomeless>("a").Call());
        Assert.Contains("'nowhere'", exception.Message, StringComparison.Ordinal);
    }
}
