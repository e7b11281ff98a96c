using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>
/// Watches the clock for all activations: one timer for response timeouts, one for idle collection, so that a call costs no timer of its own.
/// A timeout is noticed within <see cref="TimeoutChecks"/>th part of it.
/// </summary>
internal sealed class ActivationMonitor(GrainRuntime runtime, IOptions<GrainCollectionOptions> collection) : IDisposable
{
    private const int TimeoutChecks = 30;

    private ITimer? timeouts;
    private ITimer? idle;

    public void Dispose()
    {
        timeouts?.Dispose();
        idle?.Dispose();
    }

    internal void Start()
    {
        var period = runtime.ResponseTimeout / TimeoutChecks;
        timeouts = runtime.Time.CreateTimer(static monitor => ((ActivationMonitor)monitor!).CheckTimeouts(), this, period, period);
        var quantum = collection.Value.CollectionQuantum;
        idle = runtime.Time.CreateTimer(static monitor => ((ActivationMonitor)monitor!).CollectIdle(), this, quantum, quantum);
    }

    private void CheckTimeouts()
    {
        var now = runtime.Time.GetTimestamp();
        var expired = new List<GrainRequest>();
        foreach (var target in runtime.Directory.Targets) target.CollectExpired(now, expired);

        // Every message is written before the first caller goes on, while the chains are still whole.
        var timeouts = expired.ConvertAll(request => (request, CallChain.Timeout(request, runtime.TimeoutOf(request))));
        foreach (var (request, timeout) in timeouts)
        {
            runtime.Log.TimedOut(timeout.Message);
            request.Fail(timeout);
        }
    }

    private void CollectIdle()
    {
        var now = runtime.Time.GetTimestamp();
        foreach (var target in runtime.Directory.Targets) target.CollectIdle(now);
    }
}
