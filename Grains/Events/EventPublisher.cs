using Microsoft.Extensions.Logging;
using Orleans;

namespace CodeGraph.Grains;

/// <summary>Tells what happens to repositories. What happens waits for none of it and fails with none of it: who listens finds in the records what events left out.</summary>
internal sealed partial class EventPublisher(IGrainFactory grains, TimeProvider time, ILogger<EventPublisher> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private const int LongestMessage = 2000;

    public async Task Publish(RepositoryHappening happened)
    {
        try
        {
            await grains.GetGrain<IRepositoryEventsGrain>(IRepositoryEventsGrain.Key).Publish(happened);
        }
        catch (Exception exception)
        {
            LogUntold(exception, happened.Kind, happened.Repository);
        }
    }

    /// <summary>Tells of a job, twice a second, and how it ended.</summary>
    /// <param name="run">The job.</param>
    /// <param name="before">What is told of the job before it, so that nobody hears of its end after this one's beginning.</param>
    public async Task Follow(IndexRun run, Task before)
    {
        await before;
        using var timer = new PeriodicTimer(Interval, time);
        while (run.IsRunning)
        {
            await Publish(new(RepositoryEventKind.Progress, run.Repository, run.Progress()));
            await Task.WhenAny(run.Ended, timer.WaitForNextTickAsync().AsTask());
        }
        await Publish(Last(run.Repository, await run.Ended));
    }

    /// <summary>That another process made a snapshot.</summary>
    public static RepositoryHappening IndexedBy(string repository, string snapshot, string? commit, IndexProgress? job) =>
        new(RepositoryEventKind.Indexed, repository, job is { Phase: IndexPhase.Done } ? job with { Summary = null } : null, snapshot, commit);

    private static RepositoryHappening Last(string repository, IndexProgress last) => new(
        last.Phase switch
        {
            IndexPhase.Done => RepositoryEventKind.Indexed,
            IndexPhase.Cancelled => RepositoryEventKind.Cancelled,
            _ => RepositoryEventKind.Failed,
        },
        repository,
        last with { Summary = null, Message = last.Message is { Length: > LongestMessage } message ? message[..LongestMessage] : last.Message },
        last.Summary?.Snapshot,
        last.Summary?.Commit);

    [LoggerMessage(1, LogLevel.Warning, "That {Repository} is {Kind} could not be told.")]
    private partial void LogUntold(Exception exception, RepositoryEventKind kind, string repository);
}
