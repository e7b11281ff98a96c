using CodeGraph.Grains;
using Orleans;

namespace CodeGraph.Gateway.Repositories;

/// <summary>Follows the folders of all registered repositories, those that are registered later too, so that answers are those of the files on disk.</summary>
internal sealed partial class FollowedRepositories(IGrainFactory grains, TimeProvider time, ILogger<FollowedRepositories> logger) : BackgroundService
{
    /// <summary>How often the list of repositories is read, and how long a folder that cannot be followed is left alone.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var followed = new Dictionary<string, Task>(StringComparer.Ordinal);
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var entry in await grains.GetRepositories().List(stoppingToken))
            {
                if (!RepositorySource.IsUrl(entry.Source) && Directory.Exists(entry.Source) && (!followed.TryGetValue(entry.Name, out var running) || running.IsCompleted))
                    followed[entry.Name] = Follow(entry, stoppingToken);
            }
            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private async Task Follow(RepositoryEntry entry, CancellationToken cancellation)
    {
        try
        {
            await foreach (var progress in grains.GetGrain<IRepositoryGrain>(entry.Name).Follow(new(entry.Source, WorkingTree: true), poll: false, cancellation))
            {
                if (progress.Phase == IndexPhase.Failed)
                    LogFailed(entry.Name, progress.Message);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The folder was removed, or another request indexes it: tried again with the next look at the list.
            LogEnded(exception, entry.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Repository} could not be indexed after a change: {Reason}")]
    private partial void LogFailed(string repository, string? reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Repository} is not followed at the moment")]
    private partial void LogEnded(Exception exception, string repository);
}
