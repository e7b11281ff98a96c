using System.Runtime.CompilerServices;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace CodeGraph.Runtime.Tests;

/// <summary>Deliberately internal: contracts need not be public.</summary>
internal interface IWalkerGrain : IGrainWithStringKey
{
    /// <summary>Notes "name&gt;", waits at the gate of that name, notes "name&lt;".</summary>
    Task Walk(string name);

    [AlwaysInterleave]
    Task Interleave(string name);

    [ReadOnly]
    Task Read(string name);

    Task<int> CountWithoutLock(int turns);

    Task<int> StartedTasksStayInside();
}

internal class WalkerGrain(Probe probe) : Grain, IWalkerGrain
{
    private int count;
    private int inside;

    public async Task Walk(string name)
    {
        await probe.Pass(name + ">");
        probe.Note(name + "<");
    }

    public Task Interleave(string name) => Walk(name);

    public Task Read(string name) => Walk(name);

    public async Task<int> CountWithoutLock(int turns)
    {
        for (var turn = 0; turn < turns; turn++)
        {
            if (++inside != 1) throw new InvalidOperationException("Two turns at a time.");
            count++;
            inside--;
            await Task.Yield();
        }

        return count;
    }

    public async Task<int> StartedTasksStayInside()
    {
        var scheduler = TaskScheduler.Current;
        var started = await Task.Factory.StartNew(() => TaskScheduler.Current == scheduler ? 1 : 0);
        var continued = await Task.Run(() => 0).ContinueWith(_ => TaskScheduler.Current == scheduler ? 1 : 0);
        await Task.Delay(0).ConfigureAwait(true);
        return started + continued + (TaskScheduler.Current == scheduler ? 1 : 0);
    }
}

internal interface IReentrantWalkerGrain : IWalkerGrain;

[Reentrant]
internal sealed class ReentrantWalkerGrain(Probe probe) : WalkerGrain(probe), IReentrantWalkerGrain;

internal interface ICaller : IGrainWithStringKey
{
    Task<string> CallAround(string other);

    Task<string> CallAroundAllowed(string other);

    Task<string> CallBack(string first);

    Task<string> Status();

    /// <summary>Answers between the turns of whatever runs.</summary>
    [AlwaysInterleave]
    Task Ping();
}

internal sealed class CallerGrain(Probe probe) : Grain, ICaller
{
    public Task Ping() => Task.CompletedTask;

    public Task<string> CallAround(string other) =>
        GrainFactory.GetGrain<ICaller>(other).CallBack(this.GetPrimaryKeyString());

    public async Task<string> CallAroundAllowed(string other)
    {
        using var section = RequestContext.AllowCallChainReentrancy();
        return await CallAround(other);
    }

    public async Task<string> CallBack(string first)
    {
        await Task.Yield();
        probe.Note("calls back");
        return await GrainFactory.GetGrain<ICaller>(first).Status();
    }

    public Task<string> Status() => Task.FromResult($"{this.GetPrimaryKeyString()} is well; {RequestContext.Get("user")}");
}

[GenerateSerializer, Immutable, Alias("test.point")]
internal sealed record Point([property: Id(0)] int X, [property: Id(1)] int Y);

internal interface IShapes : IGrainWithIntegerKey
{
    Task<int> Add(int left, int right);

    ValueTask<string> Join(string left, string right, CancellationToken cancellation);

    ValueTask Nothing();

    Task<Point> Mirror(Point point);

    Task<(int, long, string, Point, bool, double, char)> Many(int a, long b, string c, Point d, bool e, double f, char g);

    Task Fail(string message);

    Task FailLater(string message);

    Task WaitFor(CancellationToken cancellation);

    IAsyncEnumerable<int> Count(int upTo, CancellationToken cancellation);

    IAsyncEnumerable<int> Endless(string gate, CancellationToken cancellation);

    IAsyncEnumerable<int> CountThenFail(int upTo);

    [OneWay]
    Task Forget(string name);

    Task<Guid> OwnKeyAsGuid();

    Task<long> OwnKey();

    Task<IShapes> Self();
}

internal sealed class ShapesGrain(Probe probe, IGrainContext context) : Grain, IShapes
{
    public Task<int> Add(int left, int right) => Task.FromResult(left + right);

    public async ValueTask<string> Join(string left, string right, CancellationToken cancellation)
    {
        await Task.Yield();
        return left + right;
    }

    public ValueTask Nothing() => ValueTask.CompletedTask;

    public Task<Point> Mirror(Point point) => Task.FromResult(point);

    public Task<(int, long, string, Point, bool, double, char)> Many(int a, long b, string c, Point d, bool e, double f, char g) =>
        Task.FromResult((a, b, c, d, e, f, g));

    public Task Fail(string message) => throw new NotSupportedException(message);

    public async Task FailLater(string message)
    {
        await Task.Yield();
        throw new NotSupportedException(message);
    }

    public async Task WaitFor(CancellationToken cancellation)
    {
        probe.Note("waiting");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }
        finally
        {
            probe.Note("cancelled");
        }
    }

    public async IAsyncEnumerable<int> Count(int upTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var number = 0; number < upTo; number++)
        {
            if (number % 3 == 0) await Task.Yield();
            if (RuntimeContext.Current != GrainContext) throw new InvalidOperationException("Outside of the turn.");
            yield return number;
        }
    }

    public async IAsyncEnumerable<int> Endless(string gate, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            for (var number = 0; ; number++)
            {
                yield return number;
                await probe.Pass(gate + number).WaitAsync(cancellation);
            }
        }
        finally
        {
            probe.Note(gate + "-ended");
        }
    }

    public async IAsyncEnumerable<int> CountThenFail(int upTo)
    {
        await Task.Yield();
        for (var number = 0; number < upTo; number++) yield return number;
        throw new NotSupportedException("after " + upTo);
    }

    public Task Forget(string name) => probe.Pass(name);

    public Task<Guid> OwnKeyAsGuid() => Task.FromResult(this.GetPrimaryKey());

    public Task<long> OwnKey() => Task.FromResult(context.GrainId.GetIntegerKey());

    public Task<IShapes> Self() => Task.FromResult(this.AsReference<IShapes>());
}

internal interface IWorker : IGrainWithIntegerKey
{
    Task Work(string name);

    Task<string> WorkAndLeave();
}

[StatelessWorker(3)]
internal sealed class WorkerGrain(Probe probe) : Grain, IWorker
{
    public Task Work(string name) => probe.Pass(name);

    public Task<string> WorkAndLeave()
    {
        DeactivateOnIdle();
        return Task.FromResult("left");
    }
}
