using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CodeGraph.Gateway.Mcp;

/// <summary>Tells a caller who asked for it, at the beginning and then each second, that the answer is still being worked on, so that it does not give up.</summary>
internal sealed class ProgressReport : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource ended;
    private readonly Task telling;

    private ProgressReport(McpServer server, ProgressToken token, TimeProvider time, CancellationToken cancellation)
    {
        ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        telling = Tell(server, token, time, ended.Token);
    }

    /// <returns>Null where no progress was asked for.</returns>
    public static async Task<ProgressReport?> Begin<T>(RequestContext<T> request, TimeProvider time, CancellationToken cancellation)
        where T : RequestParams
    {
        if (request.Params.ProgressToken is not { } token)
            return null;
        await Send(request.Server, token, seconds: 0, cancellation);
        return new(request.Server, token, time, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await telling;
        ended.Dispose();
    }

    private static async Task Tell(McpServer server, ProgressToken token, TimeProvider time, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            for (var seconds = 1; await timer.WaitForNextTickAsync(cancellation); seconds++)
                await Send(server, token, seconds, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The answer is there.
        }
    }

    private static Task Send(McpServer server, ProgressToken token, int seconds, CancellationToken cancellation) =>
        server.NotifyProgressAsync(token, new() { Progress = seconds, Message = seconds == 0 ? "asked" : "still working" }, cancellationToken: cancellation);
}
