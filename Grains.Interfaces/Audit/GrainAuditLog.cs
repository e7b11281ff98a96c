using Orleans;

namespace CodeGraph.Grains.Audit;

/// <summary>The log behind its grain.</summary>
public sealed class GrainAuditLog(IGrainFactory grains) : IAuditLog
{
    public Task Record(AuditEntry entry, CancellationToken cancellation = default) => Log.Append(entry, cancellation);

    public Task<bool> Forget(string userId, CancellationToken cancellation = default) => Log.Forget(userId, cancellation);

    private IAuditGrain Log => grains.GetGrain<IAuditGrain>(IAuditGrain.Key);
}
