using Microsoft.AspNetCore.Http.Features;

namespace CodeGraph.Gateway;

/// <summary>Answers that are streams of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).</summary>
internal static class EventStream
{
    /// <summary>Says so in the headers; no cache and no proxy is to hold events back.</summary>
    public static void Begin(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = MediaTypes.EventStream;
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
    }
}
