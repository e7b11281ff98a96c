using CodeGraph.Grains;
using CodeGraph.Grains.Audit;

namespace CodeGraph.Client;

/// <summary>
/// The whole graph as one caller may see it: the query service behind the command line, REST, GraphQL and MCP, and what users of the SDK hold. A repository that the
/// caller may not read does not exist here: in no list, no suggestion, no error.
/// </summary>
public interface ICodeGraph
{
    /// <summary>The repositories that the caller may read, in the order of their names.</summary>
    Task<IReadOnlyList<RepositoryEntry>> ListRepositories(CancellationToken cancellation = default);

    /// <summary>A repository's snapshot and its index job.</summary>
    /// <exception cref="RepositoryNotFoundException">There is none of that name.</exception>
    Task<RepositoryStatus> GetRepository(string name, CancellationToken cancellation = default);

    /// <summary>The stored snapshots of a repository, the latest last; that one answers questions where no commit is named.</summary>
    /// <exception cref="RepositoryNotFoundException">There is no such repository.</exception>
    Task<IReadOnlyList<SnapshotInfo>> ListSnapshots(string repository, CancellationToken cancellation = default);

    /// <summary>The snapshot that answers questions about a repository.</summary>
    /// <param name="repository">The repository's name.</param>
    /// <param name="commit">A commit's id or the beginning of one; null for the snapshot made last.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RepositoryNotFoundException">There is no such repository.</exception>
    /// <exception cref="NotIndexedException">It has no snapshot yet. A commit without one is told by the first question (<see cref="SnapshotNotFoundException"/>) at the latest.</exception>
    Task<OpenedSnapshot> OpenSnapshot(string repository, string? commit = null, CancellationToken cancellation = default);

    /// <summary>Registers a source where it is new, and indexes it. Returns at once; follow it with <see cref="WatchIndex"/>.</summary>
    /// <exception cref="ArgumentException">The source is neither a folder nor a git URL, or the reference does not exist; the message names the remedy.</exception>
    /// <exception cref="AccessDeniedException">The caller may not index it.</exception>
    /// <exception cref="BusyException">Something else of the repository is being indexed.</exception>
    Task<StartedIndex> StartIndex(IndexRequest request, CancellationToken cancellation = default);

    /// <summary>Progress of the running job until it ends, the last element with its summary or error. Ends at once where none runs.</summary>
    /// <exception cref="RepositoryNotFoundException">There is no such repository.</exception>
    IAsyncEnumerable<IndexProgress> WatchIndex(string repository, CancellationToken cancellation = default);

    /// <summary>Asks the running job to stop; what was parsed stays stored.</summary>
    /// <returns>False where none runs.</returns>
    /// <exception cref="RepositoryNotFoundException">There is no such repository.</exception>
    /// <exception cref="AccessDeniedException">The caller may not index it.</exception>
    Task<bool> CancelIndex(string repository, CancellationToken cancellation = default);

    /// <summary>Forgets a repository: its snapshots, its clone, its record. Sources are not touched; facts go with the next collection.</summary>
    /// <exception cref="RepositoryNotFoundException">There is no such repository.</exception>
    /// <exception cref="AccessDeniedException">The caller may not remove it.</exception>
    /// <exception cref="BusyException">It is being indexed.</exception>
    Task RemoveRepository(string name, CancellationToken cancellation = default);

    /// <summary>Checks every file of the store; see <see cref="IStoreGrain.Check"/>.</summary>
    /// <exception cref="AccessDeniedException">The caller is no administrator.</exception>
    Task<StoreCheck> CheckStore(bool repair, CancellationToken cancellation = default);

    /// <summary>Removes what no repository needs; see <see cref="IStoreGrain.Collect"/>.</summary>
    /// <exception cref="AccessDeniedException">The caller is no administrator.</exception>
    /// <exception cref="BusyException">Something is being indexed.</exception>
    Task<StoreCollection> CollectStore(bool dryRun, CancellationToken cancellation = default);

    /// <summary>Who did what, the latest first; see <see cref="IAuditGrain.Read"/>.</summary>
    /// <exception cref="AccessDeniedException">The caller is no administrator.</exception>
    Task<AuditPage> ReadAudit(AuditQuery query, CancellationToken cancellation = default);

    /// <summary>Whether the audit log is as it was written; see <see cref="IAuditGrain.Verify"/>.</summary>
    /// <exception cref="AccessDeniedException">The caller is no administrator.</exception>
    Task<AuditVerification> VerifyAudit(AuditCheckpoint? expected, CancellationToken cancellation = default);
}

/// <summary>A snapshot ready to be asked.</summary>
/// <param name="Key">Names it; the id is as it was asked for where <paramref name="Stored"/> is null.</param>
/// <param name="Queries">Answers.</param>
/// <param name="Stored">What the repository remembers of it; null where it remembers none of that id, or several that begin so.</param>
public sealed record OpenedSnapshot(SnapshotKey Key, ISnapshotQueries Queries, SnapshotInfo? Stored = null);

/// <param name="Repository">The repository's name.</param>
/// <param name="Job">The job that indexes it.</param>
public sealed record StartedIndex(string Repository, IndexJob Job);
