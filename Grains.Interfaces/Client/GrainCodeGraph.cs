using System.Runtime.CompilerServices;
using CodeGraph.Grains;
using Orleans;

namespace CodeGraph.Client;

/// <summary>The graph over its grains. The only way from a caller to a grain, so that what the caller may not see is kept back in one place.</summary>
/// <param name="grains">Where the grains are.</param>
/// <param name="access">What the caller may do.</param>
/// <param name="catalog">What the repositories are; one for all callers, so that those who ask at the same time share its reads.</param>
public sealed class GrainCodeGraph(IGrainFactory grains, IRepositoryAccess access, RepositoryCatalog catalog) : ICodeGraph
{
    /// <summary>For a single caller.</summary>
    public GrainCodeGraph(IGrainFactory grains, IRepositoryAccess access)
        : this(grains, access, new(grains))
    {
    }

    public async Task<IReadOnlyList<RepositoryEntry>> ListRepositories(CancellationToken cancellation = default) =>
        [.. (await catalog.List(cancellation)).Where(e => access.RoleIn(e.Name) >= RepositoryRole.Reader)];

    public async Task<RepositoryStatus> GetRepository(string name, CancellationToken cancellation = default) => (await Read(name, cancellation)).Record.Status;

    public async Task<IReadOnlyList<SnapshotInfo>> ListSnapshots(string repository, CancellationToken cancellation = default) =>
        (await Read(repository, cancellation)).Record.Snapshots;

    public async Task<OpenedSnapshot> OpenSnapshot(string repository, string? commit = null, CancellationToken cancellation = default)
    {
        var (record, current) = await Read(repository, cancellation);
        if (current is null)
            throw new NotIndexedException(record.Status);
        if (commit is null)
            return new(new(repository, record.Snapshots[^1].Id), current, record.Snapshots[^1]);
        var stored = SnapshotInfo.Find(record.Snapshots, commit);
        var key = new SnapshotKey(repository, stored?.Id ?? commit);
        if (!SnapshotInfo.IsId(commit))
            throw new SnapshotNotFoundException(key.ToString(), $"There is no snapshot of '{commit}' in {repository}: it is no commit's id. Give one, or the beginning of one.");
        return new(key, grains.GetGrain<ISnapshotGrain>(key.ToString()), stored);
    }

    public async Task<StartedIndex> StartIndex(IndexRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var source = RepositorySource.Normalize(request.Source);
        var repositories = grains.GetRepositories();
        var known = await repositories.Find(source, cancellation);

        // Who may not know of the repository learns the same as of a source that nobody registered: that it takes a role on the server.
        var role = known is null ? access.ServerRole : access.RoleIn(known.Name);
        if (role < RepositoryRole.Maintainer)
            throw new AccessDeniedException(RepositoryRole.Maintainer, role == RepositoryRole.Reader ? known?.Name : null);
        var entry = known ?? await repositories.Register(source, cancellation);
        var job = await grains.GetGrain<IRepositoryGrain>(entry.Name).StartIndex(
            request with { Source = RepositorySource.IsUrl(source) ? request.Source : source }, cancellation);
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
        await Find(repository, RepositoryRole.Maintainer, cancellation);
        return await grains.GetGrain<IRepositoryGrain>(repository).CancelIndex();
    }

    public async Task RemoveRepository(string name, CancellationToken cancellation = default)
    {
        await Find(name, RepositoryRole.Maintainer, cancellation);
        if (!await grains.GetRepositories().Remove(name, cancellation))
            throw await NotFound(name, cancellation);
    }

    public Task<StoreCheck> CheckStore(bool repair, CancellationToken cancellation = default) => Store().Check(repair, cancellation);

    public Task<StoreCollection> CollectStore(bool dryRun, CancellationToken cancellation = default) => Store().Collect(dryRun, cancellation);

    private IStoreGrain Store() => access.ServerRole >= RepositoryRole.Admin
        ? grains.GetGrain<IStoreGrain>(IStoreGrain.Key)
        : throw new AccessDeniedException(RepositoryRole.Admin, repository: null);

    private async Task<CatalogEntry> Read(string name, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return access.RoleIn(name) >= RepositoryRole.Reader && await catalog.Read(name, cancellation) is { } entry ? entry : throw await NotFound(name, cancellation);
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
