using System.Collections.Concurrent;
using CodeGraph.Grains;
using Orleans;

namespace CodeGraph.Client;

/// <summary>
/// What the repositories are at the moment, for all callers together and whatever they may see. Those who ask at the same time share reads, so that a thousand questions
/// cost few; what anybody is told was read after they asked, or is known not to have changed since it was read.
/// </summary>
public sealed class RepositoryCatalog
{
    private readonly SharedReads<bool, IReadOnlyList<RepositoryEntry>> lists;
    private readonly SharedReads<string, CatalogEntry?> entries;
    private readonly IRecordClock? clock;

    /// <summary>Repositories that can be asked, as they were when no record was younger.</summary>
    private readonly ConcurrentDictionary<string, (RecordTime Time, CatalogEntry Entry)> current = new(StringComparer.Ordinal);

    /// <param name="grains">Where the grains are.</param>
    /// <param name="clock">Tells that nothing changed; null where only the grains know that.</param>
    public RepositoryCatalog(IGrainFactory grains, IRecordClock? clock = null)
    {
        this.clock = clock;
        var repositories = grains.GetRepositories();
        lists = new(_ => repositories.List(CancellationToken.None));
        entries = new(name => ReadAt(grains, repositories, name));
    }

    /// <summary>All repositories in the order of their names.</summary>
    internal Task<IReadOnlyList<RepositoryEntry>> List(CancellationToken cancellation) => lists.Get(true, cancellation);

    /// <summary>A repository's status and snapshots; null where there is none of that name.</summary>
    internal ValueTask<CatalogEntry?> Read(string name, CancellationToken cancellation) => new(entries.Get(name, cancellation));

    /// <summary>As <see cref="Read(string, CancellationToken)"/>, at once where no record was written since it was read.</summary>
    internal ValueTask<CatalogEntry?> ReadSnapshots(string name, CancellationToken cancellation) =>
        current.TryGetValue(name, out var known) && clock?.Now() == known.Time ? new(known.Entry) : new(entries.Get(name, cancellation));

    private async Task<CatalogEntry?> ReadAt(IGrainFactory grains, IRepositoriesGrain repositories, string name)
    {
        var time = clock?.Now();
        var entry = await Read(grains, repositories, name);

        // What a running job is about to record may be told before it is written, and is not known to stay.
        if (time is { } before && entry is { Current: not null, Record.Status.Job: null or { Phase: >= IndexPhase.Done } })
            current[name] = (before, entry);
        else
            current.TryRemove(name, out _);
        return entry;
    }

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
internal sealed record CatalogEntry(RepositoryRecord Record, ISnapshotGrain? Current)
{
    /// <summary>Whether <see cref="Current"/> has been opened, and so answers although its file be removed.</summary>
    public bool IsHeld { get; set; }
}
