using Microsoft.Net.Http.Headers;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>Answers as JSON lines.</summary>
internal static class JsonLines
{
    /// <summary>Whether a client asks for lines: with a weight that is not less than that of JSON.</summary>
    /// <param name="request">Has an <c>Accept</c> header, or wants anything.</param>
    /// <param name="nothingElse">Whether JSON would not do.</param>
    public static bool IsWanted(HttpRequest request, out bool nothingElse)
    {
        nothingElse = false;
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || !accept.ToString().Contains(MediaTypes.JsonLines, StringComparison.OrdinalIgnoreCase) || !MediaTypeHeaderValue.TryParseList(accept, out var types))
            return false;
        var lines = types.Where(t => t.MediaType.Equals(MediaTypes.JsonLines, StringComparison.OrdinalIgnoreCase)).Max(t => t.Quality ?? 1);
        var json = types.Where(t => t.MatchesMediaType(MediaTypes.Json)).Select(t => t.Quality ?? 1).DefaultIfEmpty(0).Max();
        nothingElse = json == 0;
        return lines > 0 && lines >= json;
    }

    /// <summary>Lines that are sent while they are found; no proxy keeps them.</summary>
    public static IResult Of(Func<Stream, Task> write) => new LinesResult(write);

    private sealed class LinesResult(Func<Stream, Task> write) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = MediaTypes.JsonLines;
            response.Headers.CacheControl = "private, no-store";
            response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
            await write(response.Body);
        }
    }
}
