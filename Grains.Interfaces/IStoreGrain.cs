using Orleans;

namespace CodeGraph.Grains;

/// <summary>What is done to the data folder as a whole. A single grain, keyed <see cref="Key"/>.</summary>
[Alias("CodeGraph.IStoreGrain")]
public interface IStoreGrain : IGrainWithStringKey
{
    public const string Key = "store";

    /// <summary>Checks every file: records, snapshots, facts.</summary>
    /// <param name="repair">Set aside or drop what is damaged, so that the next index makes it anew.</param>
    /// <param name="cancellation">Ends it after the file at hand.</param>
    [ResponseTimeout("01:00:00")]
    Task<StoreCheck> Check(bool repair, CancellationToken cancellation);

    /// <summary>Removes snapshots, facts and clones that no registered repository needs. No index job may run meanwhile.</summary>
    /// <param name="dryRun">Only say what would be removed.</param>
    /// <param name="cancellation">Ends it after the file at hand.</param>
    /// <exception cref="BusyException">An index job runs.</exception>
    [ResponseTimeout("01:00:00")]
    Task<StoreCollection> Collect(bool dryRun, CancellationToken cancellation);
}

/// <param name="Folder">The data folder.</param>
/// <param name="Files">How many files were checked.</param>
/// <param name="Problems">What was found, in the order of the folder.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.StoreCheck")]
public sealed record StoreCheck([property: Id(0)] string Folder, [property: Id(1)] int Files, [property: Id(2)] IReadOnlyList<StoreProblem> Problems);

/// <param name="Fault"><c>damaged</c>, <c>missing</c>, <c>outdated</c>, <c>newer</c>, <c>orphaned</c> or <c>leftover</c>.</param>
/// <param name="Path">The file or folder.</param>
/// <param name="Message">What is wrong, and what to do about it.</param>
/// <param name="Repaired">Whether it was set aside or dropped.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.StoreProblem")]
public sealed record StoreProblem([property: Id(0)] string Fault, [property: Id(1)] string Path, [property: Id(2)] string Message, [property: Id(3)] bool Repaired)
{
    /// <summary>Whether answers may suffer: something is damaged or missing, and still is.</summary>
    public bool IsBroken => !Repaired && Fault is "damaged" or "missing" or "newer";
}

/// <param name="Folder">The data folder.</param>
/// <param name="DryRun">Whether nothing was removed.</param>
/// <param name="Items">What was removed, or would be.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.StoreCollection")]
public sealed record StoreCollection([property: Id(0)] string Folder, [property: Id(1)] bool DryRun, [property: Id(2)] IReadOnlyList<StoreItem> Items)
{
    /// <summary>Bytes that were freed, or would be.</summary>
    public long Freed => Items.Sum(i => i.Freed);
}

/// <param name="Path">A file or folder.</param>
/// <param name="Freed">Bytes it took, or that it takes less.</param>
/// <param name="Reason">Why it is not needed.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.StoreItem")]
public sealed record StoreItem([property: Id(0)] string Path, [property: Id(1)] long Freed, [property: Id(2)] string Reason);
