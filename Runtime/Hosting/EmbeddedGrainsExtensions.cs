using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>Runs grains inside this process.</summary>
public static class EmbeddedGrainsExtensions
{
    /// <summary>
    /// Adds the embedded grain runtime: <see cref="IGrainFactory"/> and <see cref="IClusterClient"/> for callers, and a hosted service that
    /// starts the clocks and, on stop, deactivates every grain. Hosted services registered before this one stop after it.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Adds grain assemblies, storage, filters and options.</param>
    public static IServiceCollection AddEmbeddedGrains(this IServiceCollection services, Action<EmbeddedGrainsBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new EmbeddedGrainsBuilder(services);
        configure(builder);
        services.AddOptions<GrainCollectionOptions>()
            .Validate(options => options.CollectionQuantum > TimeSpan.Zero, "CollectionQuantum must be positive.")
            .Validate(options => options.CollectionAge > options.CollectionQuantum, "CollectionAge must be longer than CollectionQuantum.")
            .Validate(options => options.ActivationTimeout > TimeSpan.Zero, "ActivationTimeout must be positive.")
            .Validate(options => options.DeactivationTimeout > TimeSpan.Zero, "DeactivationTimeout must be positive.")
            .ValidateOnStart();
        services.AddOptions<SiloMessagingOptions>()
            .Validate(options => options.ResponseTimeout > TimeSpan.Zero, "ResponseTimeout must be positive.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new GrainCatalog(builder.Assemblies));
        services.AddSingleton<GrainRuntime>();
        services.AddSingleton<ActivationMonitor>();
        services.AddSingleton<GrainFactory>();
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<GrainFactory>());
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<GrainFactory>());
        services.AddHostedService<EmbeddedGrainsService>();
        return services;
    }
}

/// <summary>What <see cref="EmbeddedGrainsExtensions.AddEmbeddedGrains"/> is configured with.</summary>
public sealed class EmbeddedGrainsBuilder : ISiloBuilder
{
    internal EmbeddedGrainsBuilder(IServiceCollection services) => Services = services;

    /// <inheritdoc/>
    public IServiceCollection Services { get; }

    internal List<Assembly> Assemblies { get; } = [];

    /// <summary>Makes the grain classes of an assembly callable. Their contracts may lie elsewhere.</summary>
    public EmbeddedGrainsBuilder AddAssembly(Assembly assembly)
    {
        Assemblies.Add(assembly);
        return this;
    }
}
