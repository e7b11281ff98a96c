using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting;

/// <summary>What a host sets up its grains with.</summary>
public interface ISiloBuilder
{
    /// <summary>The host's services.</summary>
    IServiceCollection Services { get; }
}
