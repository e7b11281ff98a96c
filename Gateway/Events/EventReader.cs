using System.Runtime.CompilerServices;
using CodeGraph.Client;
using CodeGraph.Grains;

namespace CodeGraph.Gateway.Events;

/// <summary>One listener: its position, and what it may see. Nothing is queued for it; one that falls behind what the log keeps gets a reset.</summary>
/// <param name="log">All events.</param>
/// <param name="repository">The only repository it wants to hear of; null for all.</param>
/// <param name="roleIn">The listener's role in a repository, now: asked again for each event, as it may have changed since the one before.</param>
internal sealed class EventReader(EventLog log, string? repository, Func<string, RepositoryRole> roleIn)
{
    /// <summary>Up to where this listener has been served, events included that it does not get.</summary>
    public EventPosition Position { get; private set; } = log.Last;

    /// <summary>Events behind a position as they come. Cancellation is the usual end of such a stream and no failure.</summary>
    /// <param name="after">The last event that the listener has; null for those to come.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async IAsyncEnumerable<EventMessage> Read(EventPosition? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Position = after ?? Position;
        while (!cancellation.IsCancellationRequested)
        {
            var changed = log.Changed;
            var batch = log.ReadAfter(Position);
            if (batch.IsReset)
            {
                Position = batch.Last;
                yield return EventMessage.Reset(batch.Last);
            }
            foreach (var happened in batch.Events)
            {
                Position = happened.Id;
                if (IsFor(happened.Happened))
                    yield return EventMessage.Of(happened);
            }
            if (batch.Events.Count == 0 && !batch.IsReset)
                await changed.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool IsFor(RepositoryHappening happened) =>
        (repository is null || repository == happened.Repository) && roleIn(happened.Repository) >= RepositoryRole.Reader;
}
