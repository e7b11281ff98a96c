namespace CodeGraph.Grains;

internal sealed partial class SnapshotGrain
{
    public async Task<FileAnswer> ReadFile(FileQuery query, CancellationToken cancellation)
    {
        Open();
        var current = answers!;
        using var lease = file!.Lease();
        return await Task.Run(() => current.ReadFile(query, new FileContents(folder), cancellation), cancellation);
    }

    public Task<LocateAnswer> Locate(LocateQuery query, CancellationToken cancellation) => Read(a => a.Locate(query), cancellation);

    public Task<StaleAnswer> FindStale(IReadOnlyList<string> paths, CancellationToken cancellation) => Read(a => a.FindStale(paths, cancellation), cancellation);
}
