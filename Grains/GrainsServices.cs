using CodeGraph.Indexing;
using CodeGraph.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CodeGraph.Grains;

/// <summary>What the grains take from dependency injection, on either runtime.</summary>
public static class GrainsServices
{
    public static IServiceCollection AddCodeGraphGrains(this IServiceCollection services, DataFolder folder, IndexerOptions indexer)
    {
        ArgumentNullException.ThrowIfNull(indexer);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(folder);
        services.AddSingleton(indexer);
        services.AddSingleton(indexer.ParseLimits);
        services.AddSingleton<IndexJobs>();
        services.AddSingleton<EventPublisher>();
        return services;
    }
}
