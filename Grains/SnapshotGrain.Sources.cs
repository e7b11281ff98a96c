using CodeGraph.Git;
using CodeGraph.Graph;
using Microsoft.Extensions.Logging;

namespace CodeGraph.Grains;

internal sealed partial class SnapshotGrain
{
    private static readonly TimeSpan ReferenceAge = TimeSpan.FromSeconds(2);

    /// <summary>When git was asked last, and where the indexed branch was then, if elsewhere.</summary>
    private (long? Asked, string? MovedTo) reference;

    public Task<LocateAnswer> Locate(LocateQuery query, CancellationToken cancellation) => Read(a => a.Locate(query), cancellation);

    public async Task<ExplainAnswer> Explain(LocateQuery query, CancellationToken cancellation)
    {
        Open();
        var current = answers!;
        using var lease = file!.Lease();
        return await Task.Run(() => current.Explain(query, explainer, cancellation), cancellation);
    }

    public async Task<StaleAnswer> FindStale(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        Open();
        var current = answers!;
        using var lease = file!.Lease();
        var movedTo = await FindMoved(current.Snapshot.Properties, cancellation);
        return await Task.Run(() => current.FindStale(paths, movedTo, cancellation), cancellation);
    }

    /// <summary>Where the branch that was indexed is now, if elsewhere. Asked of git every few seconds at most: answers come faster than branches move.</summary>
    private async Task<string?> FindMoved(SnapshotProperties properties, CancellationToken cancellation)
    {
        if (properties.Commit is not { } commit || RepositorySource.IsUrl(properties.Source) || !Directory.Exists(properties.Source))
            return null;
        if (reference.Asked is { } asked && time.GetElapsedTime(asked) < ReferenceAge)
            return reference.MovedTo;
        string? now = null;
        try
        {
            if (await GitRepository.Discover(properties.Source, cancellation) is { } repository)
                now = await repository.TryResolve(properties.Reference ?? "HEAD", cancellation);
        }
        catch (GitException exception)
        {
            LogUnknownReference(exception, properties.Source);
        }
        reference = (time.GetTimestamp(), now == commit ? null : now);
        return reference.MovedTo;
    }

    [LoggerMessage(1, LogLevel.Warning, "Where {Source} is by now could not be found out.")]
    private partial void LogUnknownReference(Exception exception, string source);
}
