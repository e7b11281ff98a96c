using CodeGraph.Grains;

namespace CodeGraph.Client;

/// <summary>A snapshot behind a gate.</summary>
internal sealed class GatedQueries(ISnapshotQueries queries, IQueryGate gate) : ISnapshotQueries
{
    public Task<SymbolAnswer> GetSymbol(string symbol, CancellationToken cancellation) => Light(nameof(GetSymbol), c => queries.GetSymbol(symbol, c), cancellation);

    public Task<RelationsAnswer> Callers(TraversalQuery query, CancellationToken cancellation) => Walk(nameof(Callers), query, c => queries.Callers(query, c), cancellation);

    public Task<RelationsAnswer> Callees(TraversalQuery query, CancellationToken cancellation) => Walk(nameof(Callees), query, c => queries.Callees(query, c), cancellation);

    public Task<ReferencesAnswer> References(ReferencesQuery query, CancellationToken cancellation) => Light(nameof(References), c => queries.References(query, c), cancellation);

    public Task<ImpactAnswer> Impact(TraversalQuery query, CancellationToken cancellation) => Heavy(nameof(Impact), c => queries.Impact(query, c), cancellation);

    public Task<PathAnswer> Path(PathQuery query, CancellationToken cancellation) => Heavy(nameof(Path), c => queries.Path(query, c), cancellation);

    public Task<OutlineAnswer> Outline(string path, CancellationToken cancellation) => Light(nameof(Outline), c => queries.Outline(path, c), cancellation);

    public Task<SearchAnswer> Search(SearchQuery query, CancellationToken cancellation) => Light(nameof(Search), c => queries.Search(query, c), cancellation);

    public Task<TextAnswer> SearchText(TextQuery query, CancellationToken cancellation) => Heavy(nameof(SearchText), c => queries.SearchText(query, c), cancellation);

    public Task<DependenciesAnswer> Dependencies(DependenciesQuery query, CancellationToken cancellation) =>
        Heavy(nameof(Dependencies), c => queries.Dependencies(query, c), cancellation);

    public Task<CyclesAnswer> Cycles(CyclesQuery query, CancellationToken cancellation) => Heavy(nameof(Cycles), c => queries.Cycles(query, c), cancellation);

    public Task<UnreferencedAnswer> Unreferenced(UnreferencedQuery query, CancellationToken cancellation) =>
        Heavy(nameof(Unreferenced), c => queries.Unreferenced(query, c), cancellation);

    public Task<CentralAnswer> Central(CentralQuery query, CancellationToken cancellation) => Heavy(nameof(Central), c => queries.Central(query, c), cancellation);

    public Task<ComplexAnswer> Complex(ComplexQuery query, CancellationToken cancellation) => Heavy(nameof(Complex), c => queries.Complex(query, c), cancellation);

    public Task<ContextAnswer> Context(ContextQuery query, CancellationToken cancellation) => Heavy(nameof(Context), c => queries.Context(query, c), cancellation);

    public Task<FilesAnswer> Files(FilesQuery query, CancellationToken cancellation) => Light(nameof(Files), c => queries.Files(query, c), cancellation);

    public Task<FileTextAnswer> FileText(FileTextQuery query, CancellationToken cancellation) => Light(nameof(FileText), c => queries.FileText(query, c), cancellation);

    public Task<LocateAnswer> Locate(LocateQuery query, CancellationToken cancellation) => Light(nameof(Locate), c => queries.Locate(query, c), cancellation);

    public Task<ExplainAnswer> Explain(LocateQuery query, CancellationToken cancellation) => Heavy(nameof(Explain), c => queries.Explain(query, c), cancellation);

    public Task<StaleAnswer> FindStale(IReadOnlyList<string> paths, CancellationToken cancellation) => Light(nameof(FindStale), c => queries.FindStale(paths, c), cancellation);

    public IAsyncEnumerable<RelationsAnswer> StreamCallers(TraversalQuery query, CancellationToken cancellation) =>
        gate.Stream(nameof(StreamCallers), c => queries.StreamCallers(query, c), cancellation);

    public IAsyncEnumerable<RelationsAnswer> StreamCallees(TraversalQuery query, CancellationToken cancellation) =>
        gate.Stream(nameof(StreamCallees), c => queries.StreamCallees(query, c), cancellation);

    /// <summary>One level is a look-up; many may be the whole graph.</summary>
    private Task<T> Walk<T>(string name, TraversalQuery query, Func<CancellationToken, Task<T>> ask, CancellationToken cancellation) =>
        gate.Run(name, query.Depth > 1 ? QueryWeight.Heavy : QueryWeight.Light, ask, cancellation);

    private Task<T> Light<T>(string name, Func<CancellationToken, Task<T>> ask, CancellationToken cancellation) => gate.Run(name, QueryWeight.Light, ask, cancellation);

    private Task<T> Heavy<T>(string name, Func<CancellationToken, Task<T>> ask, CancellationToken cancellation) => gate.Run(name, QueryWeight.Heavy, ask, cancellation);
}
