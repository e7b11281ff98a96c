using System.Diagnostics.Metrics;
using System.Net;
using CodeGraph.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGraph.Gateway.Tests;

/// <summary>The work of a question ends when nobody waits for its answer any more, and not before.</summary>
public sealed class AbandonedQuestionsTests : IAsyncLifetime
{
    private readonly TaskCompletionSource<int> turn = new();
    private SmallGateway gateway = null!;
    private Task<int> holding = null!;
    private Signals signals = null!;

    /// <summary>With one turn for heavy questions, which is taken: whatever is asked waits.</summary>
    public async Task InitializeAsync()
    {
        gateway = await SmallGateway.Start(o => o.Limits.HeavyQueries = 1);
        await gateway.Index();
        holding = gateway.App.Services.GetRequiredService<IQueryGate>().Run("Test", QueryWeight.Heavy, _ => turn.Task, default);
        signals = new(gateway.App.Services.GetRequiredService<IMeterFactory>());
    }

    public async Task DisposeAsync()
    {
        turn.TrySetResult(0);
        await holding;
        signals.Dispose();
        await gateway.DisposeAsync();
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    public async Task A_question_ends_with_its_client(string accept)
    {
        using var leaving = new CancellationTokenSource();
        var asked = Ask("callees?symbol=second&depth=4", accept, leaving.Token);
        await signals.Waiting();
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal("cancelled", await signals.Ended());
    }

    [Fact]
    public async Task A_question_of_two_clients_is_answered_to_the_one_who_stays()
    {
        using var leaving = new CancellationTokenSource();
        var first = Ask("impact?symbol=first", "application/json", leaving.Token);
        await signals.Missed();
        var second = Ask("impact?symbol=first", "application/json", default);
        await signals.Missed();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        turn.SetResult(0);

        using var answer = await second;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> Ask(string question, string accept, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{gateway.Repository}/{question}", UriKind.Relative)) { Headers = { Accept = { new(accept) } } };
        return await gateway.Client.SendAsync(request, cancellation);
    }

    /// <summary>What the gateway's meters tell of questions: that one is not in the cache, and how one ended.</summary>
    private sealed class Signals : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly SemaphoreSlim missed = new(0);
        private readonly SemaphoreSlim waiting = new(0);
        private readonly TaskCompletionSource<string> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Signals(IMeterFactory scope)
        {
            listener.InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Scope == scope && instrument.Name is ("codegraph.gateway.cache.requests" or "codegraph.query.duration" or "codegraph.query.heavy.waiting"))
                    l.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            {
                if (instrument.Name == "codegraph.gateway.cache.requests" && Equals(tags[0].Value, "miss"))
                    missed.Release();
                else if (instrument.Name == "codegraph.query.heavy.waiting" && value > 0)
                    waiting.Release();
            });
            listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
            {
                if (!Equals(tags[0].Value, "Test"))
                    ended.TrySetResult((string)tags[1].Value!);
            });
            listener.Start();
        }

        /// <summary>A question is asked whose answer is not kept.</summary>
        public Task Missed() => missed.WaitAsync();

        /// <summary>A question waits for its turn; the gauge is asked until one does.</summary>
        public async Task Waiting()
        {
            do
            {
                listener.RecordObservableInstruments();
                await Task.Yield();
            }
            while (!waiting.Wait(0));
        }

        /// <summary>How the first question ended.</summary>
        public Task<string> Ended() => ended.Task;

        public void Dispose()
        {
            listener.Dispose();
            missed.Dispose();
            waiting.Dispose();
        }
    }
}
