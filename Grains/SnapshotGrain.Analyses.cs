using System.Runtime.CompilerServices;

namespace CodeGraph.Grains;

internal sealed partial class SnapshotGrain
{
    public IAsyncEnumerable<RelationsAnswer> StreamCallers(TraversalQuery query, CancellationToken cancellation) =>
        Stream(a => a.CallersInParts(query, cancellation), cancellation);

    public IAsyncEnumerable<RelationsAnswer> StreamCallees(TraversalQuery query, CancellationToken cancellation) =>
        Stream(a => a.CalleesInParts(query, cancellation), cancellation);

    public Task<DependenciesAnswer> Dependencies(DependenciesQuery query, CancellationToken cancellation) => Read(a => a.Dependencies(query, cancellation), cancellation);

    public Task<CyclesAnswer> Cycles(CyclesQuery query, CancellationToken cancellation) => Read(a => a.Cycles(query, cancellation), cancellation);

    public Task<UnreferencedAnswer> Unreferenced(UnreferencedQuery query, CancellationToken cancellation) => Read(a => a.Unreferenced(query, cancellation), cancellation);

    public Task<CentralAnswer> Central(CentralQuery query, CancellationToken cancellation) => Read(a => a.Central(query, cancellation), cancellation);

    public Task<ComplexAnswer> Complex(ComplexQuery query, CancellationToken cancellation) => Read(a => a.Complex(query, cancellation), cancellation);

    public Task<ContextAnswer> Context(ContextQuery query, CancellationToken cancellation) => ReadSources((a, sources) => a.Context(query, sources, cancellation), cancellation);

    public Task<FilesAnswer> Files(FilesQuery query, CancellationToken cancellation) => Read(a => a.Files(query, cancellation), cancellation);

    public Task<FileTextAnswer> FileText(FileTextQuery query, CancellationToken cancellation) => ReadSources((a, sources) => a.FileText(query, sources, cancellation), cancellation);

    private async Task<T> ReadSources<T>(Func<SnapshotAnswers, FileContents, Task<T>> query, CancellationToken cancellation)
    {
        Open();
        var current = answers!;
        using var lease = file!.Lease();
        return await Task.Run(() => query(current, new FileContents(folder)), cancellation);
    }

    /// <summary>Parts are made one at a time as they are asked for, under one lease from the first to the last.</summary>
    private async IAsyncEnumerable<T> Stream<T>(Func<SnapshotAnswers, IEnumerable<T>> query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Open();
        var current = answers!;
        using var lease = file!.Lease();
        using var parts = query(current).GetEnumerator();
        while (await Task.Run(parts.MoveNext, cancellation))
            yield return parts.Current;
    }
}
