using Orleans;
using Orleans.Concurrency;

namespace CodeGraph.Grains;

public partial interface IRepositoryGrain
{
    /// <summary>Ids of the stored snapshots, the latest last; that one answers questions.</summary>
    [AlwaysInterleave]
    Task<IReadOnlyList<string>> ListSnapshots();

    /// <summary>Removes snapshots, clone and record. The facts go with the next collection.</summary>
    /// <exception cref="InvalidOperationException">A job runs.</exception>
    Task Remove(CancellationToken cancellation);
}
