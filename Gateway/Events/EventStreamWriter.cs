using System.Text;
using System.Text.Json;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CodeGraph.Gateway.Events;

/// <summary>
/// Events as server-sent events. The stream begins with an id, so that one who is cut off
/// before the first event loses none either, and shows a sign of life where nothing happens.
/// </summary>
internal sealed class EventStreamWriter(IOptions<JsonOptions> json, TimeProvider time, IHostApplicationLifetime lifetime)
{
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const string Retry = "retry: 2000\n";

    /// <summary>Writes until the listener leaves or the gateway stops.</summary>
    public async Task Write(EventReader reader, EventPosition? after, Stream output, CancellationToken aborted)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        await using var events = reader.Read(after, ended.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = Task.FromResult(true);
        try
        {
            await Send(output, $"{Retry}id: {after ?? reader.Position}\n\n", ended.Token);
            for (next = events.MoveNextAsync().AsTask(); await HasNext(next, reader, output, ended.Token); next = events.MoveNextAsync().AsTask())
                await Send(output, $"id: {events.Current.Id}\nevent: {events.Current.Kind}\ndata: {JsonSerializer.Serialize(events.Current, json.Value.SerializerOptions)}\n\n", ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // That is how such a stream ends.
        }
        finally
        {
            // The enumeration must not be left while it waits.
            await ended.CancelAsync();
            await next;
        }
    }

    /// <summary>Waits for the next event, and says every now and then that there is none, and up to where: events that are not for this listener pass too.</summary>
    private async Task<bool> HasNext(Task<bool> next, EventReader reader, Stream output, CancellationToken cancellation)
    {
        while (!next.IsCompleted)
        {
            using var waited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(next, Task.Delay(Heartbeat, time, waited.Token));
            await waited.CancelAsync();
            if (!next.IsCompleted)
                await Send(output, $": heartbeat\nid: {reader.Position}\n\n", cancellation);
        }
        return await next;
    }

    private static async Task Send(Stream output, string text, CancellationToken cancellation)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        await output.FlushAsync(cancellation);
    }
}
