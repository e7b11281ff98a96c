using System.IO.Pipelines;
using CodeGraph.Client;
using CodeGraph.Gateway.Events;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CodeGraph.Gateway.Tests.Events;

/// <summary>What a stream of events shows where nothing happens, and where it ends.</summary>
public sealed class EventStreamWriterTests
{
    [Fact]
    public async Task A_sign_of_life_comes_where_nothing_happens_and_says_how_far_the_listener_is()
    {
        var log = new EventLog(new("e", 0));
        var pipe = new Pipe();
        using var lifetime = new Lifetime();
        var writer = Writer(new ImpatientClock(2), lifetime);
        var writing = writer.Write(new(log, "shop", _ => RepositoryRole.Reader), null, pipe.Writer.AsStream(), CancellationToken.None);
        using var reader = new StreamReader(pipe.Reader.AsStream());

        Assert.Equal(["retry: 2000", "id: e-0", "", ": heartbeat", "id: e-0", "", ": heartbeat", "id: e-0", ""], await Lines(reader, 9));
        log.Append(new(RepositoryEventKind.Registered, "shop"), DateTimeOffset.UnixEpoch);
        Assert.Equal(
            ["id: e-1", "event: registered", """data: {"id":"e-1","kind":"registered","repository":"shop","at":"1970-01-01T00:00:00+00:00","progress":null,"snapshot":null,"commit":null}""", ""],
            await Lines(reader, 4));
        lifetime.StopApplication();
        await writing;
    }

    [Fact]
    public async Task A_listener_who_leaves_ends_the_stream()
    {
        using var left = new CancellationTokenSource();
        using var lifetime = new Lifetime();
        var writing = Writer(new ImpatientClock(0), lifetime).Write(new(new(new("e", 0)), null, _ => RepositoryRole.Reader), null, Stream.Null, left.Token);

        await left.CancelAsync();
        await writing;
    }

    private static EventStreamWriter Writer(TimeProvider time, IHostApplicationLifetime lifetime)
    {
        var json = new JsonOptions();
        GraphJson.Configure(json.SerializerOptions);
        return new(Options.Create(json), time, lifetime);
    }

    private static async Task<List<string?>> Lines(StreamReader reader, int count)
    {
        var lines = new List<string?>();
        while (lines.Count < count)
            lines.Add(await reader.ReadLineAsync());
        return lines;
    }

    /// <summary>A clock on which the first waits are over at once, and later ones never.</summary>
    private sealed class ImpatientClock(int waits) : TimeProvider
    {
        private int left = waits;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal(EventStreamWriter.Heartbeat, dueTime);
            return System.CreateTimer(callback, state, Interlocked.Decrement(ref left) >= 0 ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => stopping.Cancel();

        public void Dispose() => stopping.Dispose();
    }
}
