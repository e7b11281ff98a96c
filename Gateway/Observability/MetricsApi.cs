using System.Net;
using CodeGraph.Client;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CodeGraph.Gateway.Observability;

/// <summary>The metrics of this process, for Prometheus.</summary>
internal static class MetricsApi
{
    /// <summary>Its role is checked here: a collector has no account, and is let in by its address.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        // Made now, so that it hears of all that is measured from here on.
        var store = routes.ServiceProvider.GetRequiredService<MetricStore>();
        routes.MapGet("/metrics", (HttpContext context, IRepositoryAccess access, AuditTrail audit, GatewayOptions options) => Get(context, access, audit, options, store))
            .Requires(RepositoryRole.None, RoleScope.Server).DisableRateLimiting().ExcludeFromDescription();
    }

    /// <exception cref="AccessDeniedException">The caller is neither an administrator nor at an allowed address.</exception>
    private static async Task<Results<ContentHttpResult, ChallengeHttpResult>> Get(
        HttpContext context, IRepositoryAccess access, AuditTrail audit, GatewayOptions options, MetricStore store)
    {
        if (access.ServerRole < RepositoryRole.Admin && !IsAllowed(context.Connection.RemoteIpAddress, options.MetricsNetworks))
        {
            if (options.HasAccounts && context.User.Identity is not { IsAuthenticated: true })
                return TypedResults.Challenge();
            await audit.Denied(new(AuditActions.EndpointAsk, audit.Actor, Detail: "GET /metrics"), context.RequestAborted);
            throw new AccessDeniedException(RepositoryRole.Admin, repository: null);
        }
        var openMetrics = MediaTypeHeaderValue.TryParseList(context.Request.Headers.Accept, out var accepted) && accepted.Any(a => a.MediaType == "application/openmetrics-text");
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text(store.Read(families => PrometheusText.Write(families, openMetrics)), openMetrics ? PrometheusText.OpenMetrics : PrometheusText.Plain);
    }

    private static bool IsAllowed(IPAddress? address, IReadOnlyList<IPNetwork> networks) =>
        address is not null && networks.Any(n => n.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));
}
