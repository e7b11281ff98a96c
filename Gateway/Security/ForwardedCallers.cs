using Microsoft.AspNetCore.HttpOverrides;

namespace CodeGraph.Gateway.Security;

/// <summary>Who asks through a proxy. A header says so, and anybody can send it: it counts where the connection comes from a proxy that the options name.</summary>
internal static class ForwardedCallers
{
    /// <summary>
    /// Takes the address of a caller from <c>X-Forwarded-For</c>, from its end to the first address that is no proxy's: what stands before that was written by whoever asks. First in the
    /// pipeline, so that limits, audit and networks of metrics all know the same address.
    /// </summary>
    public static void UseForwardedCallers(this WebApplication app, GatewayOptions options)
    {
        if (options.Proxies.Count == 0)
            return;
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };

        // Loopback is among those it knows by itself.
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in options.Proxies)
            forwarded.KnownIPNetworks.Add(proxy);
        app.UseForwardedHeaders(forwarded);
    }
}
