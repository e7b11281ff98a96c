using System.Security.Claims;
using CodeGraph.Grains.Audit;

namespace CodeGraph.Gateway.Audit;

/// <summary>The audit log as requests have it: with who asks, and from where.</summary>
internal static class AuditServices
{
    /// <summary>Claim of the id of the key that a request was authenticated with.</summary>
    public const string KeyClaim = "key";

    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<IAuditLog, GrainAuditLog>()
        .AddScoped(provider => ActorOf(provider.GetRequiredService<IHttpContextAccessor>().HttpContext, provider.GetRequiredService<GatewayOptions>()))
        .AddScoped<AuditTrail>();

    /// <summary>Who asks: the authenticated user; without accounts whoever runs the gateway, where the request comes from this machine.</summary>
    private static AuditActor ActorOf(HttpContext? context, GatewayOptions options)
    {
        if (context is null)
            return AuditActor.System;
        var address = context.Connection.RemoteIpAddress?.ToString();
        if (context.User is { Identity.IsAuthenticated: true } user && user.FindFirstValue(ClaimTypes.NameIdentifier) is { } id)
            return AuditActor.User(id, user.Identity.Name ?? id, user.FindFirstValue(KeyClaim), address);
        return options.IsRemote ? AuditActor.Anonymous(address) : AuditActor.LocalUser(address);
    }
}
