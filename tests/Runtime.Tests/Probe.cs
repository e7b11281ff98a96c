using System.Collections.Concurrent;

namespace CodeGraph.Runtime.Tests;

/// <summary>How tests and the grains they run talk: a trace, and gates by name that grains wait at.</summary>
public sealed class Probe
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> gates = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> arrivals = new();
    private readonly ConcurrentQueue<string> trace = new();

    public string Trace => string.Join(' ', trace);

    public void Note(string text)
    {
        trace.Enqueue(text);
        Source(arrivals, text).TrySetResult();
    }

    public void Open(string gate) => Source(gates, gate).TrySetResult();

    /// <summary>Notes the arrival and waits for <see cref="Open"/>.</summary>
    public Task Pass(string gate)
    {
        Note(gate);
        return Source(gates, gate).Task;
    }

    /// <summary>Completes once somebody has noted <paramref name="text"/>.</summary>
    public Task Noted(string text) => Source(arrivals, text).Task.WaitAsync(TimeSpan.FromSeconds(20));

    private static TaskCompletionSource Source(ConcurrentDictionary<string, TaskCompletionSource> sources, string name) =>
        sources.GetOrAdd(name, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
