using CodeGraph.Storage;
using Microsoft.Extensions.Logging;
using Orleans;

namespace CodeGraph.Grains;

/// <summary>
/// Holds one snapshot open while it is asked. Queries run on the thread pool, each under its own lease, so that a long one delays no other; the grain's turns
/// only open the file and hand out leases.
/// </summary>
internal sealed partial class SnapshotGrain(DataFolder folder, UseExplainer explainer, TimeProvider time, ILogger<SnapshotGrain> logger) : Grain, ISnapshotGrain
{
    /// <summary>An abbreviated commit id is at least this long, as with git.</summary>
    private const int ShortestId = 4;

    private SnapshotFile? file;
    private SnapshotAnswers? answers;
    private (DateTime Written, long Length) stamp;

    public Task Hold(CancellationToken cancellation)
    {
        Open();
        return Task.CompletedTask;
    }

    public Task<SymbolAnswer> GetSymbol(string symbol, CancellationToken cancellation) => Read(a => a.GetSymbol(symbol, cancellation), cancellation);

    public Task<RelationsAnswer> Callers(TraversalQuery query, CancellationToken cancellation) => Read(a => a.Callers(query, cancellation), cancellation);

    public Task<RelationsAnswer> Callees(TraversalQuery query, CancellationToken cancellation) => Read(a => a.Callees(query, cancellation), cancellation);

    public Task<ReferencesAnswer> References(ReferencesQuery query, CancellationToken cancellation) => Read(a => a.References(query, cancellation), cancellation);

    public Task<ImpactAnswer> Impact(TraversalQuery query, CancellationToken cancellation) => Read(a => a.Impact(query, cancellation), cancellation);

    public Task<PathAnswer> Path(PathQuery query, CancellationToken cancellation) => Read(a => a.Path(query, cancellation), cancellation);

    public Task<OutlineAnswer> Outline(string path, CancellationToken cancellation) => Read(a => a.Outline(path, cancellation), cancellation);

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await CloseText();
        file?.Dispose();
    }

    private async Task<T> Read<T>(Func<SnapshotAnswers, T> query, CancellationToken cancellation)
    {
        Open();
        var current = answers!;
        using var lease = file!.Lease();
        return await Task.Run(() => query(current), cancellation);
    }

    /// <summary>Opens the file, or opens it again where another took its place: the same commit indexed anew, maybe by another process.</summary>
    private void Open()
    {
        var key = SnapshotKey.Parse(this.GetPrimaryKeyString());
        var path = file?.Path ?? Find(key);
        var info = new FileInfo(path);
        if (file is not null && (!info.Exists || stamp == (info.LastWriteTimeUtc, info.Length)))
            return;
        var opened = OpenFile(key, path);
        file?.Dispose();
        (file, symbols) = (opened, null);
        stamp = (info.LastWriteTimeUtc, info.Length);
        answers = new(opened.Snapshot, key with { Id = System.IO.Path.GetFileNameWithoutExtension(path) });
    }

    private static SnapshotFile OpenFile(SnapshotKey key, string path)
    {
        try
        {
            return SnapshotFile.Open(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw NotFound(key);
        }
    }

    private string Find(SnapshotKey key)
    {
        if (!DataFolder.IsName(key.Id))
            throw NotFound(key);
        var exact = folder.Snapshot(key.Repository, key.Id);
        if (File.Exists(exact) || key.Id.Length < ShortestId || !Directory.Exists(folder.Snapshots(key.Repository)))
            return exact;
        var found = Directory.EnumerateFiles(folder.Snapshots(key.Repository), "*" + DataFolder.SnapshotSuffix)
            .Where(f => System.IO.Path.GetFileName(f).StartsWith(key.Id, StringComparison.Ordinal)).Take(2).ToList();
        return found.Count == 1 ? found[0] : exact;
    }

    private static SnapshotNotFoundException NotFound(SnapshotKey key) => new(
        key.ToString(), $"There is no snapshot of '{key.Id}' in {key.Repository}. Index it with 'codegraph index --ref {key.Id}' in its folder.");
}
