using Orleans;

namespace CodeGraph.Grains;

/// <summary>What a repository remembers.</summary>
[GenerateSerializer]
public sealed record RepositoryState
{
    /// <summary>Folder or URL; null until it was first indexed.</summary>
    [Id(0)]
    public string? Source { get; init; }

    /// <summary>Snapshots that are stored, the latest last; that one answers questions.</summary>
    [Id(1)]
    public IReadOnlyList<StoredSnapshot> Snapshots { get; init; } = [];

    /// <summary>How the last job ended.</summary>
    [Id(2)]
    public IndexProgress? LastJob { get; init; }
}

/// <param name="Id">What comes after the <c>@</c> of its key.</param>
/// <param name="Reference">The branch or ref it was asked for by.</param>
/// <param name="Engine">Version of what made it: another would make another.</param>
/// <param name="FilesId">What its graph follows from; null where that was not said.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.StoredSnapshot")]
public sealed record StoredSnapshot(
    [property: Id(0)] string Id,
    [property: Id(1)] string? Commit,
    [property: Id(2)] string? Reference,
    [property: Id(3)] DateTimeOffset IndexedAt,
    [property: Id(4)] string Engine,
    [property: Id(5)] IndexSummary Summary,
    [property: Id(6)] string? FilesId = null);
