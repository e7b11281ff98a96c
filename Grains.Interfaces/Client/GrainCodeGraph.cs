using System.Runtime.CompilerServices;
using CodeGraph.Grains;
using CodeGraph.Grains.Audit;
using Orleans;

namespace CodeGraph.Client;

/// <summary>The graph over its grains. The only way from a caller to a grain, so that what the caller may not see is kept back in one place.</summary>
/// <param name="grains">Where the grains are.</param>
/// <param name="access">What the caller may do.</param>
/// <param name="catalog">What the repositories are; one for all callers, so that those who ask at the same time share its reads.</param>
/// <param name="audit">Told what the caller changes, before it is changed.</param>
/// <param name="gate">What questions pass; null for none.</param>
public sealed class GrainCodeGraph(IGrainFactory grains, IRepositoryAccess access, RepositoryCatalog catalog, AuditTrail audit, IQueryGate? gate = null) : ICodeGraph
{
    /// <summary>For a single caller.</summary>
    public GrainCodeGraph(IGrainFactory grains, IRepositoryAccess access, AuditTrail audit)
        : this(grains, access, new(grains), audit)
    {
    }

    public async Task<IReadOnlyList<RepositoryEntry>> ListRepositories(CancellationToken cancellation = default) =>
        [.. (await catalog.List(cancellation)).Where(e => access.RoleIn(e.Name) >= RepositoryRole.Reader)];

    public async Task<RepositoryStatus> GetRepository(string name, CancellationToken cancellation = default) => (await Read(name, catalog.Read, cancellation)).Record.Status;

    public async Task<IReadOnlyList<SnapshotInfo>> ListSnapshots(string repository, CancellationToken cancellation = default) =>
        (await Read(repository, catalog.ReadSnapshots, cancellation)).Record.Snapshots;

    public async Task<OpenedSnapshot> OpenSnapshot(string repository, string? commit = null, CancellationToken cancellation = default)
    {
        if (commit is null)
            return await OpenLast(repository, cancellation);
        var (record, current) = await Read(repository, catalog.ReadSnapshots, cancellation);
        if (current is null)
            throw new NotIndexedException(record.Status);
        var stored = SnapshotInfo.Find(record.Snapshots, commit);
        var key = new SnapshotKey(repository, stored?.Id ?? commit);
        if (!SnapshotInfo.IsId(commit))
            throw new SnapshotNotFoundException(key.ToString(), $"There is no snapshot of '{commit}' in {repository}: it is no commit's id. Give one, or the beginning of one.");
        return new(key, Gated(grains.GetGrain<ISnapshotGrain>(key.ToString())), stored);
    }

    public async Task<StartedIndex> StartIndex(IndexRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var source = await Normalize(request.Source, cancellation);
        var repositories = grains.GetRepositories();
        var known = await repositories.Find(source, cancellation);

        // Who may not know of the repository learns the same as of a source that nobody registered: that it takes a role on the server.
        var role = known is null ? access.ServerRole : access.RoleIn(known.Name);
        if (role < RepositoryRole.Maintainer)
        {
            await audit.Denied(AuditActions.IndexStart, known?.Name, cancellation);
            throw new AccessDeniedException(RepositoryRole.Maintainer, role == RepositoryRole.Reader ? known?.Name : null);
        }
        var entry = known ?? await repositories.Register(source, cancellation);
        var job = await audit.Record(
            AuditActions.IndexStart, entry.Name, request.WorkingTree ? "working tree" : request.Reference is { } reference ? $"ref {reference}" : null,
            () => grains.GetGrain<IRepositoryGrain>(entry.Name).StartIndex(request with { Source = RepositorySource.IsUrl(source) ? request.Source : source }, cancellation),
            cancellation);
        return new(entry.Name, job);
    }

    public async IAsyncEnumerable<IndexProgress> WatchIndex(string repository, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Find(repository, RepositoryRole.Reader, cancellation);
        await foreach (var progress in grains.GetGrain<IRepositoryGrain>(repository).Watch(cancellation))
            yield return progress;
    }

    public async Task<bool> CancelIndex(string repository, CancellationToken cancellation = default)
    {
        await FindToChange(repository, AuditActions.IndexCancel, cancellation);
        return await audit.Record(AuditActions.IndexCancel, repository, null, () => grains.GetGrain<IRepositoryGrain>(repository).CancelIndex(), cancellation);
    }

    public async Task RemoveRepository(string name, CancellationToken cancellation = default)
    {
        await FindToChange(name, AuditActions.RepositoryRemove, cancellation);
        if (!await audit.Record(AuditActions.RepositoryRemove, name, null, () => grains.GetRepositories().Remove(name, cancellation), cancellation))
            throw await NotFound(name, cancellation);
    }

    public async Task<StoreCheck> CheckStore(bool repair, CancellationToken cancellation = default)
    {
        await NeedAdministrator(AuditActions.StoreRepair, cancellation);
        var store = grains.GetGrain<IStoreGrain>(IStoreGrain.Key);
        return repair ? await audit.Record(AuditActions.StoreRepair, null, null, () => store.Check(repair, cancellation), cancellation) : await store.Check(repair, cancellation);
    }

    public async Task<StoreCollection> CollectStore(bool dryRun, CancellationToken cancellation = default)
    {
        await NeedAdministrator(AuditActions.StoreCollect, cancellation);
        var store = grains.GetGrain<IStoreGrain>(IStoreGrain.Key);
        return dryRun ? await store.Collect(dryRun, cancellation) : await audit.Record(AuditActions.StoreCollect, null, null, () => store.Collect(dryRun, cancellation), cancellation);
    }

    public async Task<AuditPage> ReadAudit(AuditQuery query, CancellationToken cancellation = default)
    {
        await NeedAdministrator(AuditActions.AuditRead, cancellation);
        return await grains.GetGrain<IAuditGrain>(IAuditGrain.Key).Read(query, cancellation);
    }

    public async Task<AuditVerification> VerifyAudit(AuditCheckpoint? expected, CancellationToken cancellation = default)
    {
        await NeedAdministrator(AuditActions.AuditRead, cancellation);
        return await grains.GetGrain<IAuditGrain>(IAuditGrain.Key).Verify(expected, cancellation);
    }

    /// <summary>The snapshot made last, held. Where it was dropped before that, as the repository was indexed anew meanwhile, the one made then is meant.</summary>
    private async Task<OpenedSnapshot> OpenLast(string repository, CancellationToken cancellation)
    {
        for (string? dropped = null; ;)
        {
            var entry = await Read(repository, catalog.ReadSnapshots, cancellation);
            var (record, current) = entry;
            if (current is null)
                throw new NotIndexedException(record.Status);
            var last = record.Snapshots[^1];
            try
            {
                // Once is enough: an entry is of one state of the record, in which the snapshot is the last.
                if (!entry.IsHeld)
                    await current.Hold(cancellation);
                entry.IsHeld = true;
                return new(new(repository, last.Id), Gated(current), last);
            }
            catch (SnapshotNotFoundException) when (last.Id != dropped)
            {
                dropped = last.Id;
            }
        }
    }

    private async Task NeedAdministrator(string action, CancellationToken cancellation)
    {
        if (access.ServerRole >= RepositoryRole.Admin)
            return;
        await audit.Denied(action, null, cancellation);
        throw new AccessDeniedException(RepositoryRole.Admin, repository: null);
    }

    private async Task FindToChange(string name, string action, CancellationToken cancellation)
    {
        try
        {
            await Find(name, RepositoryRole.Maintainer, cancellation);
        }
        catch (AccessDeniedException)
        {
            await audit.Denied(action, name, cancellation);
            throw;
        }
    }

    private ISnapshotQueries Gated(ISnapshotQueries queries) => gate is null ? queries : new GatedQueries(queries, gate);

    private async ValueTask<CatalogEntry> Read(string name, Func<string, CancellationToken, ValueTask<CatalogEntry?>> read, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return access.RoleIn(name) >= RepositoryRole.Reader && await read(name, cancellation) is { } entry ? entry : throw await NotFound(name, cancellation);
    }

    /// <summary>Which folders the server has is told to those alone who may have any of them indexed.</summary>
    private async Task<string> Normalize(string source, CancellationToken cancellation)
    {
        try
        {
            return RepositorySource.Normalize(source);
        }
        catch (DirectoryNotFoundException) when (access.ServerRole < RepositoryRole.Maintainer)
        {
            await audit.Denied(AuditActions.IndexStart, null, cancellation);
            throw new AccessDeniedException(RepositoryRole.Maintainer, repository: null);
        }
    }

    private async Task<RepositoryEntry> Find(string name, RepositoryRole needed, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var role = access.RoleIn(name);
        var entry = (await catalog.List(cancellation)).FirstOrDefault(e => e.Name == name);
        if (entry is null || role < RepositoryRole.Reader)
            throw await NotFound(name, cancellation);
        return role >= needed ? entry : throw new AccessDeniedException(needed, name);
    }

    private async Task<RepositoryNotFoundException> NotFound(string name, CancellationToken cancellation) =>
        new(name, NearRepositories.Of(name, await ListRepositories(cancellation)));
}
