using CodeGraph.Gateway.Problems;

namespace CodeGraph.Gateway.Security;

/// <summary>
/// Keeps web pages out of a gateway that has no authentication. A page may send requests to 127.0.0.1, and a name of its own that resolves there
/// (DNS rebinding) makes them same-origin: so the Host header must name loopback, and a browser's request must come from this very origin. Nor does what a proxy
/// sends on come from this machine, though its connection does.
/// </summary>
internal sealed class LoopbackGuard(RequestDelegate next)
{
    /// <summary>What proxies add, one or the other of them.</summary>
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"];

    public Task Invoke(HttpContext context)
    {
        var request = context.Request;
        if (!GatewayOptions.IsLoopback(request.Host.Host))
            return Refuse(context, $"The Host header names '{request.Host.Host}'; this gateway answers for localhost, 127.0.0.1 and [::1] only.");
        if (request.Headers.Origin is { Count: > 0 } origin && !IsOwnOrigin(request, origin.ToString()))
            return Refuse(context, "The request comes from a web page of another origin.");
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site.ToString() is not ("same-origin" or "none"))
            return Refuse(context, "The request comes from a web page of another site.");
        return Array.Find(ProxyHeaders, request.Headers.ContainsKey) is { } header
            ? Refuse(context, $"The request came through a proxy, as its header {header} tells; this gateway answers programs of its machine only. Start it with --allow-remote, so that callers sign in.")
            : next(context);
    }

    private static bool IsOwnOrigin(HttpRequest request, string origin) =>
        origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    private static Task Refuse(HttpContext context, string detail) => GatewayProblems.Forbidden(detail).ExecuteAsync(context);
}
