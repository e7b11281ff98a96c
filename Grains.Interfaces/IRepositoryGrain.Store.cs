using Orleans;
using Orleans.Concurrency;

namespace CodeGraph.Grains;

public partial interface IRepositoryGrain
{
    /// <summary>Ids of the stored snapshots, the latest last; that one answers questions.</summary>
    [AlwaysInterleave]
    Task<IReadOnlyList<string>> ListSnapshots();

    /// <summary>The status and the stored snapshots, both of one moment.</summary>
    [AlwaysInterleave]
    Task<RepositoryRecord> GetRecord();

    /// <summary>Removes snapshots, clone and record. The facts go with the next collection.</summary>
    /// <exception cref="BusyException">A job runs, here or in another process.</exception>
    Task Remove(CancellationToken cancellation);
}

/// <param name="Snapshots">Those that are stored, the latest last; that one answers questions.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.RepositoryRecord")]
public sealed record RepositoryRecord([property: Id(0)] RepositoryStatus Status, [property: Id(1)] IReadOnlyList<SnapshotInfo> Snapshots);

/// <summary>A stored snapshot.</summary>
/// <param name="Id">Names it among those of its repository: the commit, or what stands for the files on disk.</param>
/// <param name="Commit">The commit it is of; null for a folder without git.</param>
/// <param name="Reference">The branch or ref it was asked for by.</param>
/// <param name="WorkingTree">True where the files were read from disk.</param>
/// <param name="IndexedAt">When it was made. The same commit indexed anew has another time.</param>
/// <param name="Files">Files in it.</param>
/// <param name="Symbols">Symbols, locals included.</param>
/// <param name="References">Uses of names.</param>
/// <param name="Bytes">Its size on disk.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.SnapshotInfo")]
public sealed record SnapshotInfo(
    [property: Id(0)] string Id,
    [property: Id(1)] string? Commit,
    [property: Id(2)] string? Reference,
    [property: Id(3)] bool WorkingTree,
    [property: Id(4)] DateTimeOffset IndexedAt,
    [property: Id(5)] int Files,
    [property: Id(6)] int Symbols,
    [property: Id(7)] int References,
    [property: Id(8)] long Bytes)
{
    /// <summary>An abbreviated commit id is at least this long, as with git.</summary>
    private const int ShortestId = 4;

    /// <summary>Whether a snapshot could have that id: it names files.</summary>
    internal static bool IsId(string text) => text.Length is > 0 and <= 200 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>The snapshot of an id, or the only one whose id begins so; null where there is none or several.</summary>
    internal static SnapshotInfo? Find(IReadOnlyList<SnapshotInfo> snapshots, string id)
    {
        if (snapshots.FirstOrDefault(s => s.Id == id) is { } exact)
            return exact;
        var begin = id.Length < ShortestId ? [] : snapshots.Where(s => s.Id.StartsWith(id, StringComparison.Ordinal)).Take(2).ToList();
        return begin.Count == 1 ? begin[0] : null;
    }
}
