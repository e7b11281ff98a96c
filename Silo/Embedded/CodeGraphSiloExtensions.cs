using CodeGraph.Grains;
using CodeGraph.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Hosting;

namespace CodeGraph.Silo;

/// <summary>The whole graph inside of this process: grains, workers, storage in files.</summary>
public static class CodeGraphSiloExtensions
{
    /// <summary>Adds the grains on the embedded runtime. Callers take <see cref="Orleans.IGrainFactory"/>. Without logging of the host's, nothing is logged.</summary>
    public static IServiceCollection AddCodeGraphSilo(this IServiceCollection services, Action<CodeGraphSiloOptions>? configure = null)
    {
        var options = new CodeGraphSiloOptions();
        configure?.Invoke(options);
        var folder = options.OpenFolder();
        services.TryAddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.TryAdd(ServiceDescriptor.Singleton(typeof(ILogger<>), typeof(Logger<>)));
        services.AddCodeGraphGrains(folder, options.Indexer, options.Audit, options.Jobs);
        services.AddRecordClock();
        if (options.MeasureCalls)
            services.AddGrainCallMetrics();
        return services.AddEmbeddedGrains(grains =>
        {
            grains.AddAssembly(typeof(GrainsServices).Assembly);
            grains.AddAssembly(typeof(WorkersServices).Assembly);
            grains.AddFileGrainStorage("codegraph", storage =>
            {
                storage.Folder = folder.State;
                storage.Json = StateJson.Default.Options;
            });
            grains.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = options.IdleTime);
        });
    }

    /// <summary>Makes the grains callable where no host does it. Nothing is to do: only clocks start with a host, and a program of one question needs none.</summary>
    public static Task StartCodeGraphSilo(this IServiceProvider services) => Task.CompletedTask;
}
