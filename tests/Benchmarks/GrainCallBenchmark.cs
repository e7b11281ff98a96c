using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Hosting;
using Orleans.Runtime;

namespace CodeGraph.Benchmarks;

/// <summary>
/// What a grain call costs in the embedded runtime, against an actor written by hand over a channel: the least that any runtime needs to run
/// calls one at a time on another thread. Medians of <see cref="Rounds"/> rounds.
/// </summary>
internal static class GrainCallBenchmark
{
    private const int Rounds = 7;
    private const int Calls = 200_000;
    private const int Callers = 100;

    internal static async Task RunAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await using var services = BuildServices();
        var grains = services.GetRequiredService<IGrainFactory>();
        await grains.GetGrain<IAdder>(0).Add(1, 2);
        Console.WriteLine($"services to first answer, cold process    {Stopwatch.GetElapsedTime(start).TotalMilliseconds,10:F1} ms");
        start = Stopwatch.GetTimestamp();
        await grains.GetGrain<IOther>(0).Touch("a", CancellationToken.None);
        Console.WriteLine($"first call of a second interface           {Stopwatch.GetElapsedTime(start).TotalMilliseconds,10:F1} ms");

        var adder = grains.GetGrain<IAdder>(0);
        await using var actor = new ChannelActor();
        await Report("one caller, one call after another", () => Sequential(adder.Add), () => Sequential(actor.Add));
        await Report($"{Callers} callers, one grain", () => Parallel(_ => adder.Add), () => Parallel(_ => actor.Add));
        var many = Enumerable.Range(0, Callers).Select(key => grains.GetGrain<IAdder>(key)).ToArray();
        var actors = Enumerable.Range(0, Callers).Select(_ => new ChannelActor()).ToArray();
        await Report($"{Callers} callers, {Callers} grains", () => Parallel(i => many[i].Add), () => Parallel(i => actors[i].Add));
        var workers = grains.GetGrain<IPooledAdder>(0);
        await Report($"{Callers} callers, stateless workers", () => Parallel(_ => workers.Add), () => Parallel(_ => actor.Add));
        var hop = grains.GetGrain<IAdder>(1);
        await Report("one caller, grain to grain and back", () => Sequential(hop.AddElsewhere), () => Sequential(actor.Add));

        var key = 1_000;
        await Report(
            "activation with its first call",
            () => Sequential(async (left, right) => await grains.GetGrain<IAdder>(key++).Add(left, right), Calls / 10),
            () => Sequential(actor.Add, Calls / 10),
            Calls / 10);
        foreach (var each in actors) await each.DisposeAsync();
    }

    private static ServiceProvider BuildServices()
    {
        var services = new ServiceCollection();
        services.AddEmbeddedGrains(grains => grains.AddAssembly(typeof(GrainCallBenchmark).Assembly));
        return services.BuildServiceProvider();
    }

    private static async Task Report(string name, Func<Task> subject, Func<Task> yardstick, int calls = Calls)
    {
        var (grain, allocated) = await Measure(subject, calls);
        var (channel, _) = await Measure(yardstick, calls);
        Console.WriteLine(
            $"{name,-40} {1 / grain,12:N0} calls/s {grain * 1e9,8:F0} ns {allocated,6:F0} B   "
            + $"channel actor {channel * 1e9,6:F0} ns   ratio {grain / channel:F2}");
    }

    /// <summary>Median seconds and mean allocated bytes of one call.</summary>
    private static async Task<(double Seconds, double Bytes)> Measure(Func<Task> run, int calls)
    {
        await run();
        var seconds = new List<double>();
        var allocated = GC.GetTotalAllocatedBytes();
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await run();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds / calls);
        }

        seconds.Sort();
        return (seconds[Rounds / 2], (GC.GetTotalAllocatedBytes() - allocated) / (double)Rounds / calls);
    }

    private static async Task Sequential(Func<int, int, Task<int>> add, int calls = Calls)
    {
        // Off the main thread, so that every continuation runs on the pool as it does in a server.
        await Task.Yield();
        for (var call = 0; call < calls; call++) await add(call, 1);
    }

    private static Task Parallel(Func<int, Func<int, int, Task<int>>> adderOf) =>
        Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => Sequential(adderOf(caller), Calls / Callers))));

    /// <summary>Adds one at a time, in a loop that reads a channel.</summary>
    private sealed class ChannelActor : IAsyncDisposable
    {
        private readonly Channel<(int Left, int Right, TaskCompletionSource<int> Answer)> requests =
            Channel.CreateUnbounded<(int, int, TaskCompletionSource<int>)>(new() { SingleReader = true });

        private readonly Task loop;

        internal ChannelActor() => loop = Task.Run(RunAsync);

        internal Task<int> Add(int left, int right)
        {
            var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            requests.Writer.TryWrite((left, right, answer));
            return answer.Task;
        }

        public async ValueTask DisposeAsync()
        {
            requests.Writer.Complete();
            await loop;
        }

        private async Task RunAsync()
        {
            await foreach (var (left, right, answer) in requests.Reader.ReadAllAsync()) answer.SetResult(left + right);
        }
    }
}

internal interface IAdder : IGrainWithIntegerKey
{
    Task<int> Add(int left, int right);

    Task<int> AddElsewhere(int left, int right);
}

internal sealed class AdderGrain : Grain, IAdder
{
    public Task<int> Add(int left, int right) => Task.FromResult(left + right);

    public Task<int> AddElsewhere(int left, int right) => GrainFactory.GetGrain<IAdder>(2).Add(left, right);
}

internal interface IPooledAdder : IGrainWithIntegerKey
{
    Task<int> Add(int left, int right);
}

[StatelessWorker]
internal sealed class PooledAdderGrain : Grain, IPooledAdder
{
    public Task<int> Add(int left, int right) => Task.FromResult(left + right);
}

internal interface IOther : IGrainWithIntegerKey
{
    ValueTask<string> Touch(string text, CancellationToken cancellation);
}

internal sealed class OtherGrain(IGrainContext context) : Grain, IOther
{
    public ValueTask<string> Touch(string text, CancellationToken cancellation) => ValueTask.FromResult($"{text}{context.GrainId}");
}
