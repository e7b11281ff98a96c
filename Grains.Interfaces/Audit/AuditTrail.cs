namespace CodeGraph.Grains.Audit;

/// <summary>Records what one caller does: first that it is done, and afterwards that it failed, where it does.</summary>
/// <param name="log">Where to.</param>
/// <param name="actor">Who does it.</param>
/// <param name="refusals">Records what is refused to callers that may flood the log; null where each refusal is to be an entry.</param>
public sealed class AuditTrail(IAuditLog log, AuditActor actor, AuditRefusals? refusals = null)
{
    public AuditActor Actor => actor;

    /// <summary>Does something that may not happen unrecorded.</summary>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="repository">What it is done to; null for the server.</param>
    /// <param name="detail">What else matters.</param>
    /// <param name="act">Does it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AuditUnavailableException">It cannot be recorded, and was not done.</exception>
    public Task<T> Record<T>(string action, string? repository, string? detail, Func<Task<T>> act, CancellationToken cancellation) =>
        Record(new AuditEntry(action, actor, Repository: repository, Detail: detail), act, cancellation);

    /// <inheritdoc cref="Record{T}(AuditEntry, Func{Task{T}}, CancellationToken)"/>
    public Task Record(AuditEntry entry, Func<Task> act, CancellationToken cancellation) => Record(
        entry,
        async () =>
        {
            await act();
            return true;
        },
        cancellation);

    /// <summary>Does something to a user, or as a user who has just shown who they are.</summary>
    /// <param name="entry">What is done.</param>
    /// <param name="act">Does it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AuditUnavailableException">It cannot be recorded, and was not done.</exception>
    public async Task<T> Record<T>(AuditEntry entry, Func<Task<T>> act, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(act);
        await log.Record(entry, cancellation);
        try
        {
            return await act();
        }
        catch (Exception exception)
        {
            await log.Record(entry with { Outcome = AuditOutcome.Failed, Detail = $"{exception.GetType().Name} {entry.Detail}".TrimEnd() }, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Records that the caller's role did not reach.</summary>
    public Task Denied(string action, string? repository, CancellationToken cancellation) =>
        Denied(new AuditEntry(action, actor, Repository: repository), cancellation);

    /// <summary>Records that something was refused.</summary>
    public Task Denied(AuditEntry entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var denied = entry with { Outcome = AuditOutcome.Denied };
        return refusals is null ? log.Record(denied, cancellation) : refusals.Record(denied, cancellation);
    }
}
