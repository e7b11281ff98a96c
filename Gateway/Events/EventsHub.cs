using System.Runtime.CompilerServices;
using CodeGraph.Client;
using CodeGraph.Grains;
using Microsoft.AspNetCore.SignalR;

namespace CodeGraph.Gateway.Events;

/// <summary>The events over SignalR, as a stream that the client asks for: <c>connection.stream("Watch", repository, after)</c>.</summary>
internal sealed class EventsHub(EventListeners listeners, IHostApplicationLifetime lifetime) : Hub
{
    /// <param name="repository">The only repository of interest; null for all.</param>
    /// <param name="after">The last event received; null for those to come.</param>
    /// <param name="cancellation">The client does not listen any more.</param>
    /// <exception cref="HubException">There is no such repository, or the position is none.</exception>
    public async IAsyncEnumerable<EventMessage> Watch(string? repository, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        var (reader, position) = await Begin(repository, after, ended.Token);
        await foreach (var message in reader.Read(position, ended.Token))
            yield return message;
    }

    private async Task<(EventReader Reader, EventPosition? Position)> Begin(string? repository, string? after, CancellationToken cancellation)
    {
        try
        {
            var position = EventListeners.Parse(after);
            var context = Context.GetHttpContext() ?? throw new InvalidOperationException("A connection to the hub has no request.");
            return (await listeners.Begin(context, string.IsNullOrEmpty(repository) ? null : repository, cancellation), position);
        }
        catch (Exception exception) when (exception is RepositoryNotFoundException or FormatException)
        {
            throw new HubException(exception.Message);
        }
    }
}
