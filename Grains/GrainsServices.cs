using CodeGraph.Client;
using CodeGraph.Grains.Audit;
using CodeGraph.Indexing;
using CodeGraph.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;

namespace CodeGraph.Grains;

/// <summary>What the grains take from dependency injection, on either runtime.</summary>
public static class GrainsServices
{
    public static IServiceCollection AddCodeGraphGrains(this IServiceCollection services, DataFolder folder, IndexerOptions indexer, AuditOptions audit, IndexJobOptions jobs)
    {
        ArgumentNullException.ThrowIfNull(indexer);
        ArgumentNullException.ThrowIfNull(audit);
        ArgumentNullException.ThrowIfNull(jobs);
        jobs.Validate();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(folder);
        services.AddSingleton(indexer);
        services.AddSingleton(indexer.ParseLimits);
        services.AddSingleton(audit);
        services.AddSingleton(jobs);
        services.AddSingleton<GitRemotes>();
        services.AddSingleton<IndexJobQueue>();
        services.AddSingleton<KeptSessions>();
        services.AddSingleton<IndexMetrics>();
        services.AddSingleton<IndexJobs>();
        services.AddSingleton<UseExplainer>();
        services.AddSingleton<EventPublisher>();
        return services;
    }

    /// <summary>For a silo whose records are files: what reads them often learns from the files' time that they are still as they were.</summary>
    public static IServiceCollection AddRecordClock(this IServiceCollection services) => services.AddSingleton<IRecordClock, RecordClock>();

    /// <summary>Measures every grain call of this silo.</summary>
    public static IServiceCollection AddGrainCallMetrics(this IServiceCollection services) => services.AddSingleton<IIncomingGrainCallFilter, GrainCallMetrics>();
}
