using CodeGraph.Grains;
using Orleans;

namespace CodeGraph.Gateway.Events;

/// <summary>The events of the whole graph, read once for all listeners of this gateway. They read from its log, each at its own pace.</summary>
internal sealed partial class EventFeed(IGrainFactory grains, TimeProvider time, ILogger<EventFeed> logger) : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<EventLog> log = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The events; there once the first answer of the grain is.</summary>
    public Task<EventLog> Log => log.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Read(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogInterrupted(exception);
                await Task.Delay(RetryInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // The gateway ends.
            }
        }
    }

    private async Task Read(CancellationToken cancellation)
    {
        var known = log.Task.IsCompletedSuccessfully ? await log.Task : null;
        await foreach (var batch in grains.GetGrain<IRepositoryEventsGrain>(IRepositoryEventsGrain.Key).Watch(known?.Last, cancellation))
        {
            known ??= new(batch.Last);
            known.TakeOver(batch);

            // Not before all is there: who comes back with the position of the last event must find it.
            if (known.Last == batch.Last)
                log.TrySetResult(known);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The stream of events was interrupted; it is taken up again")]
    private partial void LogInterrupted(Exception exception);
}
