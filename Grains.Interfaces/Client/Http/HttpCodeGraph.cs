using System.Globalization;
using CodeGraph.Grains;
using CodeGraph.Grains.Audit;
using CodeGraph.Grains.Json;

namespace CodeGraph.Client;

/// <summary>The graph that a gateway serves, as the caller of its key may see it. Every refusal is the exception that the graph over grains has for it.</summary>
internal sealed class HttpCodeGraph(GatewayConnection gateway) : ICodeGraph
{
    private const string All = "/api/v1/repositories";

    public async Task<IReadOnlyList<RepositoryEntry>> ListRepositories(CancellationToken cancellation = default) =>
        [.. (await gateway.Get(All, GraphJson.Default.IReadOnlyListRepositoryStatus, cancellation).ConfigureAwait(false)).Select(r => new RepositoryEntry(r.Name, r.Source ?? ""))];

    public Task<RepositoryStatus> GetRepository(string name, CancellationToken cancellation = default) =>
        gateway.Get(PathOf(name), GraphJson.Default.RepositoryStatus, cancellation);

    public Task<IReadOnlyList<SnapshotInfo>> ListSnapshots(string repository, CancellationToken cancellation = default) =>
        gateway.Get(PathOf(repository) + "/snapshots", GraphJson.Default.IReadOnlyListSnapshotInfo, cancellation);

    public async Task<OpenedSnapshot> OpenSnapshot(string repository, string? commit = null, CancellationToken cancellation = default)
    {
        var snapshots = await ListSnapshots(repository, cancellation).ConfigureAwait(false);
        if (snapshots.Count == 0)
            throw new NotIndexedException(await GetRepository(repository, cancellation).ConfigureAwait(false));
        var stored = commit is null ? snapshots[^1] : SnapshotInfo.Find(snapshots, commit);
        var key = new SnapshotKey(repository, stored?.Id ?? commit!);
        return new(key, new HttpSnapshotQueries(gateway, key), stored);
    }

    public async Task<StartedIndex> StartIndex(IndexRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var accepted = await gateway.Post(
            All, new(request.Source, request.Reference, request.WorkingTree, request.Force), GraphJson.Default.IndexCommand, GraphJson.Default.IndexAccepted, cancellation).ConfigureAwait(false);
        return new(accepted.Name, new(accepted.Job, accepted.Joined));
    }

    public IAsyncEnumerable<IndexProgress> WatchIndex(string repository, CancellationToken cancellation = default) =>
        gateway.Lines(HttpMethod.Get, PathOf(repository) + "/job", null, GraphJson.Default.IndexProgress, null, cancellation);

    public async Task<bool> CancelIndex(string repository, CancellationToken cancellation = default) =>
        (await gateway.Delete(PathOf(repository) + "/job", GraphJson.Default.CancelledJob, cancellation).ConfigureAwait(false)).Cancelled;

    public Task RemoveRepository(string name, CancellationToken cancellation = default) => gateway.Delete(PathOf(name), cancellation);

    public Task<StoreCheck> CheckStore(bool repair, CancellationToken cancellation = default) =>
        gateway.Post("/api/v1/store/check", new(repair), GraphJson.Default.CheckCommand, GraphJson.Default.StoreCheck, cancellation);

    public Task<StoreCollection> CollectStore(bool dryRun, CancellationToken cancellation = default) =>
        gateway.Post("/api/v1/store/collection", new(dryRun), GraphJson.Default.CollectCommand, GraphJson.Default.StoreCollection, cancellation);

    public Task<AuditPage> ReadAudit(AuditQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        (string Name, string? Value)[] filters =
        [
            ("since", query.Since?.ToString("O", CultureInfo.InvariantCulture)), ("until", query.Until?.ToString("O", CultureInfo.InvariantCulture)), ("actor", query.Actor), ("action", query.Action),
            ("repository", query.Repository), ("cursor", query.Cursor), ("limit", query.Limit.ToString(CultureInfo.InvariantCulture)),
        ];
        var given = filters.Where(f => f.Value is not null).Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value!)}");
        return gateway.Get("/api/v1/audit?" + string.Join('&', given), GraphJson.Default.AuditPage, cancellation);
    }

    public Task<AuditVerification> VerifyAudit(AuditCheckpoint? expected, CancellationToken cancellation = default) =>
        gateway.Post("/api/v1/audit/verify", expected!, GraphJson.Default.AuditCheckpoint, GraphJson.Default.AuditVerification, cancellation);

    private static string PathOf(string repository)
    {
        ArgumentException.ThrowIfNullOrEmpty(repository);
        return $"{All}/{Uri.EscapeDataString(repository)}";
    }
}
