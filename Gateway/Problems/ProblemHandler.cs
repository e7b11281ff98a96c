using System.Globalization;
using CodeGraph.Client;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Problems;

/// <summary>Exceptions as problem details: those of the query service, requests that cannot be read, timeouts, which are worth another try; the rest is logged.</summary>
internal sealed partial class ProblemHandler(IProblemDetailsService problems, ILogger<ProblemHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellation)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = Describe(exception);
        if (problem.Status == StatusCodes.Status500InternalServerError)
            LogFailure(exception, context.Request.Method, context.Request.Path);
        if (RetryAfter(exception) is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        context.Response.StatusCode = problem.Status!.Value;
        if (!await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, Exception = exception, ProblemDetails = problem }))
        {
            // Who accepts neither problems nor JSON, as JSON lines alone, is told all the same.
            await TypedResults.Problem(problem).ExecuteAsync(context);
        }
        return true;
    }

    private static int? RetryAfter(Exception exception) => exception switch
    {
        NotIndexedException => 2,
        OverloadedException overloaded => GatewayProblems.WholeSeconds(overloaded.RetryAfter),
        SignInWaitException wait => GatewayProblems.WholeSeconds(wait.RetryAfter),
        _ => null,
    };

    /// <summary>The problem of any exception; status 500 for one that nobody expects.</summary>
    public static ProblemDetails Describe(Exception exception) => GatewayProblems.Of(exception) ?? DescribeOthers(exception);

    private static ProblemDetails DescribeOthers(Exception exception)
    {
        var (status, title, detail) = exception switch
        {
            BadHttpRequestException bad => (bad.StatusCode, "The request cannot be read.", bad.InnerException is { } inner ? $"{bad.Message} {inner.Message}" : bad.Message),
            TimeoutException => (StatusCodes.Status503ServiceUnavailable, "The answer takes too long.", "Try again, or ask for less: a smaller depth or limit."),
            _ => (StatusCodes.Status500InternalServerError, "The gateway failed.", "The log of the gateway says why."),
        };
        return new() { Status = status, Title = title, Detail = detail };
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFailure(Exception exception, string method, string path);
}
