using Orleans;
using Orleans.Concurrency;

namespace CodeGraph.Grains;

/// <summary>
/// One symbol of one snapshot, for users of the SDK who hold on to it. Keyed by <c>repository@commit#symbol</c>, where the symbol is an id or a name. It keeps
/// nothing: every answer is the snapshot's.
/// </summary>
[Alias("CodeGraph.ISymbolGrain")]
public interface ISymbolGrain : IGrainWithStringKey
{
    [ReadOnly]
    Task<SymbolAnswer> Get(CancellationToken cancellation);

    [ReadOnly]
    Task<RelationsAnswer> Callers(int depth, int limit, CancellationToken cancellation);

    [ReadOnly]
    Task<RelationsAnswer> Callees(int depth, int limit, CancellationToken cancellation);

    [ReadOnly]
    Task<ReferencesAnswer> References(int limit, CancellationToken cancellation);

    [ReadOnly]
    Task<ImpactAnswer> Impact(int depth, int limit, CancellationToken cancellation);
}
