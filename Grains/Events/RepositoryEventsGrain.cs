using System.Runtime.CompilerServices;
using Orleans;

namespace CodeGraph.Grains;

/// <summary>The only one that numbers events. They are kept in memory alone: after a restart the epoch is another, and readers learn that events may be lost.</summary>
internal sealed class RepositoryEventsGrain(TimeProvider time) : Grain, IRepositoryEventsGrain
{
    private readonly EventLog log = new(new(Guid.CreateVersion7().ToString("n"), 0));

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // A reader who comes back after hours finds the events still numbered as they were.
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        return base.OnActivateAsync(cancellationToken);
    }

    public Task Publish(RepositoryHappening happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        log.Append(happened, time.GetUtcNow());
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<RepositoryEventBatch> Watch(EventPosition? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var changed = log.Changed;
            var batch = log.ReadAfter(after);
            if (isFirst || batch.IsReset || batch.Events.Count > 0)
                yield return batch;
            after = batch.Events.Count > 0 ? batch.Events[^1].Id : batch.Last;
            if (batch.Events.Count == 0 && !batch.IsReset)
                await changed.WaitAsync(cancellation);
        }
    }
}
