namespace CodeGraph.Grains.Audit;

/// <summary>Records what one caller does: first that it is done, and afterwards that it failed, where it does.</summary>
public sealed class AuditTrail(IAuditLog log, AuditActor actor)
{
    /// <summary>Does something that may not happen unrecorded.</summary>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="repository">What it is done to; null for the server.</param>
    /// <param name="detail">What else matters.</param>
    /// <param name="act">Does it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AuditUnavailableException">It cannot be recorded, and was not done.</exception>
    public async Task<T> Record<T>(string action, string? repository, string? detail, Func<Task<T>> act, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(act);
        var entry = new AuditEntry(action, actor, AuditOutcome.Allowed, repository, Detail: detail);
        await log.Record(entry, cancellation);
        try
        {
            return await act();
        }
        catch (Exception exception)
        {
            await log.Record(entry with { Outcome = AuditOutcome.Failed, Detail = $"{exception.GetType().Name} {detail}".TrimEnd() }, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Records that the caller's role did not reach.</summary>
    public Task Denied(string action, string? repository, CancellationToken cancellation) =>
        log.Record(new(action, actor, AuditOutcome.Denied, repository), cancellation);
}
