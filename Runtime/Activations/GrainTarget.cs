namespace Orleans.Runtime;

/// <summary>Where the requests of one grain identity go: its only activation, or the pool of its stateless workers.</summary>
internal abstract class GrainTarget
{
    internal abstract GrainClass Class { get; }

    /// <summary>Takes the request; false when this target has ended and the caller must look up the grain's next one.</summary>
    internal abstract bool TryEnqueue(GrainRequest request);

    /// <summary>Adds to <paramref name="expired"/> the requests that got no response in time. Those that still queue leave the queue.</summary>
    internal abstract void CollectExpired(long now, List<GrainRequest> expired);

    /// <summary>Begins to deactivate what has been idle long enough.</summary>
    internal abstract void CollectIdle(long now);

    /// <summary>Deactivates whatever there is, and completes when it is gone.</summary>
    internal abstract Task StopAsync(DeactivationReason reason, CancellationToken cancellation);
}
