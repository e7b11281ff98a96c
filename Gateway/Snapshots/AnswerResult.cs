using Microsoft.Net.Http.Headers;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>Sends an answer. With an entity tag a client may keep it, and asks each time whether it still holds; without one it is for now only.</summary>
internal sealed class AnswerResult(Answer answer) : IResult
{
    private const string Json = "application/json; charset=utf-8";
    private const string AskAgain = "private, no-cache";
    private const string ForNow = "private, no-store";

    /// <summary>The client's answer is still the answer.</summary>
    public static IResult NotModified(string tag) => new UnchangedResult(tag);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        SetValidity(response, answer.Tag);
        response.ContentType = Json;
        response.ContentLength = answer.Json.Length;
        await response.Body.WriteAsync(answer.Json, httpContext.RequestAborted);
    }

    private static void SetValidity(HttpResponse response, string? tag)
    {
        var headers = response.Headers;
        headers.CacheControl = tag is null ? ForNow : AskAgain;
        headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        headers.XContentTypeOptions = "nosniff";
        if (tag is not null)
            headers.ETag = tag;
    }

    private sealed class UnchangedResult(string tag) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            SetValidity(httpContext.Response, tag);
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
    }
}
