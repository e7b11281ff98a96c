using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;

namespace CodeGraph.Gateway.Observability;

/// <summary>
/// Gives every request an id that its log lines and its answer have: the caller's <c>X-Request-Id</c> where it is one, else that of the trace, which is the caller's own
/// where a valid <c>traceparent</c> (W3C Trace Context) came with the request.
/// </summary>
internal sealed partial class RequestIds(RequestDelegate next, ILogger<RequestIds> logger)
{
    public const string Header = "X-Request-Id";

    private static readonly Func<ILogger, string, IDisposable?> Scope = LoggerMessage.DefineScope<string>("RequestId:{RequestId}");

    public async Task Invoke(HttpContext context)
    {
        var id = context.Request.Headers[Header] is [{ } given] && Pattern().IsMatch(given) ? given : TraceOf(context.Request).ToHexString();
        context.TraceIdentifier = id;
        context.Response.OnStarting(
            static state =>
            {
                // Late, as an answer that becomes a problem loses the headers it had.
                var context = (HttpContext)state;
                context.Response.Headers[Header] = context.TraceIdentifier;
                return Task.CompletedTask;
            },
            context);
        using var scope = Scope(logger, id);
        var started = Stopwatch.GetTimestamp();
        await next(context);
        if (logger.IsEnabled(LogLevel.Information))
            LogAnswered(context.Request.Method, RouteOf(context), context.Response.StatusCode, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>The trace of the caller, or a new one. Unless traces are exported nobody makes an activity, which costs a look-up a tenth of its time.</summary>
    private static ActivityTraceId TraceOf(HttpRequest request)
    {
        if (Activity.Current is { } activity)
            return activity.TraceId;
        return request.Headers.TraceParent is [{ } parent] && ActivityContext.TryParse(parent, null, out var trace) ? trace.TraceId : ActivityTraceId.CreateRandom();
    }

    /// <summary>The template: paths and questions have names that are nobody's business but the caller's. Who handles an exception takes the endpoint away.</summary>
    private static string RouteOf(HttpContext context) =>
        ((context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint()) as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    /// <summary>What may be written to a log and a header as it is.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9._:-]{1,64}\z")]
    private static partial Regex Pattern();

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Method} {Route} answered {Status} in {Milliseconds} ms")]
    private partial void LogAnswered(string method, string route, int status, double milliseconds);
}
