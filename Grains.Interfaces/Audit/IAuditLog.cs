namespace CodeGraph.Grains.Audit;

/// <summary>The log of who did what. What cannot be recorded is not done: callers record before they act, and let a failure to record pass on.</summary>
public interface IAuditLog
{
    /// <summary>Appends an entry. It is on the disk when this returns.</summary>
    /// <exception cref="AuditUnavailableException">The log cannot be written; the message names the file and the remedy.</exception>
    Task Record(AuditEntry entry, CancellationToken cancellation = default);

    /// <summary>Makes all entries by or about a user nameless for good. The chain stays as it is.</summary>
    /// <returns>False where the log knows no such user.</returns>
    Task<bool> Forget(string userId, CancellationToken cancellation = default);
}
