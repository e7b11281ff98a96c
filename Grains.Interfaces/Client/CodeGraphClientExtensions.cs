using CodeGraph.Grains.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CodeGraph.Client;

/// <summary>Adds <see cref="ICodeGraph"/>, the same over HTTP and over grains.</summary>
public static class CodeGraphClientExtensions
{
    /// <summary>The graph that a gateway serves.</summary>
    /// <exception cref="ArgumentException">An option means nothing; the message names it.</exception>
    public static IServiceCollection AddCodeGraphClient(this IServiceCollection services, Action<CodeGraphClientOptions>? configure = null)
    {
        var options = new CodeGraphClientOptions();
        configure?.Invoke(options);
        options.Validate();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new GatewayConnection(options, provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<ICodeGraph, HttpCodeGraph>();
    }

    /// <summary>
    /// The graph behind an <see cref="Orleans.IGrainFactory"/> that the host has, in a silo or a client of the cluster. Who asks may do everything, unless the host has
    /// an <see cref="IRepositoryAccess"/> of its own; what they change is recorded as done by the user that runs the host, unless that has an <see cref="AuditActor"/> of its own.
    /// </summary>
    public static IServiceCollection AddCodeGraphClientOverGrains(this IServiceCollection services)
    {
        services.TryAddSingleton<RepositoryCatalog>();
        services.TryAddScoped<IRepositoryAccess>(_ => FullAccess.Instance);
        services.TryAddSingleton<IAuditLog, GrainAuditLog>();
        services.TryAddScoped(_ => AuditActor.LocalUser());
        services.TryAddScoped<AuditTrail>();
        services.TryAddScoped<ICodeGraph, GrainCodeGraph>();
        return services;
    }
}
