using CodeGraph.Grains;
using Orleans;

namespace CodeGraph.Client;

/// <summary>
/// What the repositories are at the moment, for all callers together and whatever they may see. Those who ask at the same time share reads, so that a thousand questions
/// cost few; what anybody is told was read after they asked.
/// </summary>
public sealed class RepositoryCatalog
{
    private readonly SharedReads<bool, IReadOnlyList<RepositoryEntry>> lists;
    private readonly SharedReads<string, CatalogEntry?> entries;

    public RepositoryCatalog(IGrainFactory grains)
    {
        var repositories = grains.GetRepositories();
        lists = new(_ => repositories.List(CancellationToken.None));
        entries = new(name => Read(grains, repositories, name));
    }

    /// <summary>All repositories in the order of their names.</summary>
    internal Task<IReadOnlyList<RepositoryEntry>> List(CancellationToken cancellation) => lists.Get(true, cancellation);

    /// <summary>A repository's status and snapshots; null where there is none of that name.</summary>
    internal Task<CatalogEntry?> Read(string name, CancellationToken cancellation) => entries.Get(name, cancellation);

    private static async Task<CatalogEntry?> Read(IGrainFactory grains, IRepositoriesGrain repositories, string name)
    {
        if ((await repositories.List(CancellationToken.None)).FirstOrDefault(e => e.Name == name) is not { } entry)
            return null;
        var record = await grains.GetGrain<IRepositoryGrain>(name).GetRecord();
        return new(
            record.Status.Source == entry.Source ? record : record with { Status = record.Status with { Source = entry.Source } },
            record.Status.Current is { } current ? grains.GetGrain<ISnapshotGrain>(current) : null);
    }
}

/// <param name="Record">The repository's status and snapshots.</param>
/// <param name="Current">The last of the snapshots; null where there is none.</param>
internal sealed record CatalogEntry(RepositoryRecord Record, ISnapshotGrain? Current);
