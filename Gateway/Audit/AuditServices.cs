using CodeGraph.Gateway.Security;
using CodeGraph.Grains.Audit;

namespace CodeGraph.Gateway.Audit;

/// <summary>The audit log as requests have it: with who asks, and from where.</summary>
internal static class AuditServices
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<IAuditLog, GrainAuditLog>()
        .AddSingleton(provider => new AuditRefusals(
            provider.GetRequiredService<IAuditLog>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<GatewayOptions>().RecordedRefusals))
        .AddScoped(provider => ActorOf(provider.GetRequiredService<IHttpContextAccessor>().HttpContext, provider.GetRequiredService<GatewayOptions>()))
        .AddScoped<AuditTrail>();

    /// <summary>Who asks: the caller whose token or key the request shows; without accounts whoever runs the gateway, as then it answers this machine alone.</summary>
    private static AuditActor ActorOf(HttpContext? context, GatewayOptions options)
    {
        if (context is null)
            return AuditActor.System;
        var address = context.Connection.RemoteIpAddress?.ToString();
        if (Caller.Of(context) is { } caller)
            return AuditActor.User(caller.Access.Id, caller.Access.Name, caller.Key, address);
        return options.HasAccounts ? AuditActor.Anonymous(address) : AuditActor.LocalUser(address);
    }
}
