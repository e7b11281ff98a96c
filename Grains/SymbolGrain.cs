using Orleans;

namespace CodeGraph.Grains;

/// <summary>A name held on to: forwards to the snapshot, which is where the graph is.</summary>
internal sealed class SymbolGrain : Grain, ISymbolGrain
{
    public Task<SymbolAnswer> Get(CancellationToken cancellation) => Snapshot(out var symbol).GetSymbol(symbol, cancellation);

    public Task<RelationsAnswer> Callers(int depth, int limit, CancellationToken cancellation) =>
        Snapshot(out var symbol).Callers(new(symbol, depth, Limit: limit), cancellation);

    public Task<RelationsAnswer> Callees(int depth, int limit, CancellationToken cancellation) =>
        Snapshot(out var symbol).Callees(new(symbol, depth, Limit: limit), cancellation);

    public Task<ReferencesAnswer> References(int limit, CancellationToken cancellation) =>
        Snapshot(out var symbol).References(new(symbol, Limit: limit), cancellation);

    public Task<ImpactAnswer> Impact(int depth, int limit, CancellationToken cancellation) =>
        Snapshot(out var symbol).Impact(new(symbol, depth, Limit: limit), cancellation);

    private ISnapshotGrain Snapshot(out string symbol)
    {
        (var snapshot, symbol) = SnapshotKey.ParseSymbol(this.GetPrimaryKeyString());
        return GrainFactory.GetGrain<ISnapshotGrain>(snapshot.ToString());
    }
}
