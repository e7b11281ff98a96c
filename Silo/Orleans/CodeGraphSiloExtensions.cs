using System.Net;
using System.Net.Sockets;
using CodeGraph.Grains;
using CodeGraph.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace CodeGraph.Silo;

/// <summary>A silo of a cluster: the same grains on Microsoft Orleans, membership and state in PostgreSQL.</summary>
public static class CodeGraphSiloExtensions
{
    private const string Invariant = "Npgsql";
    private const string Store = "codegraph";
    private const int DefaultSiloPort = 11111;
    private const int DefaultGatewayPort = 30000;

    /// <summary>Adds the silo of the cluster that the environment names. Callers in this process take <see cref="Orleans.IGrainFactory"/> once the host has started.</summary>
    public static IServiceCollection AddCodeGraphSilo(this IServiceCollection services, Action<CodeGraphSiloOptions>? configure = null) =>
        services.AddCodeGraphSilo(CodeGraphClusterOptions.FromEnvironment(), configure);

    /// <summary>Adds a silo of the cluster. The data folder holds facts and snapshots and must be one that every silo of the cluster sees.</summary>
    public static IServiceCollection AddCodeGraphSilo(this IServiceCollection services, CodeGraphClusterOptions cluster, Action<CodeGraphSiloOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var options = new CodeGraphSiloOptions();
        configure?.Invoke(options);
        var folder = options.OpenFolder();
        services.AddCodeGraphWire();
        services.AddCodeGraphGrains(folder, options.Indexer, options.Audit, options.Jobs);
        if (options.MeasureCalls)
            services.AddGrainCallMetrics();
        return services.AddOrleans(silo =>
        {
            if (cluster.ConnectionString is { Length: > 0 } connection)
                JoinCluster(silo, cluster, connection);
            else
                StandAlone(silo, cluster, folder);
            silo.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = options.IdleTime);
        });
    }

    /// <summary>Makes the grains callable where no host does it.</summary>
    public static async Task StartCodeGraphSilo(this IServiceProvider services)
    {
        foreach (var service in services.GetServices<IHostedService>())
            await service.StartAsync(CancellationToken.None);
    }

    private static void JoinCluster(ISiloBuilder silo, CodeGraphClusterOptions cluster, string connection)
    {
        silo.Configure<ClusterOptions>(identity => (identity.ClusterId, identity.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        silo.ConfigureEndpoints(cluster.SiloPort ?? DefaultSiloPort, cluster.GatewayPort ?? DefaultGatewayPort);
        silo.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = (Invariant, connection));
        silo.AddAdoNetGrainStorage(Store, storage =>
        {
            (storage.Invariant, storage.ConnectionString) = (Invariant, connection);
            storage.GrainStorageSerializer = new StateSerializer();
        });
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = cluster.ProbeTimeout;
            membership.NumMissedProbesLimit = 2;
        });
    }

    private static void StandAlone(ISiloBuilder silo, CodeGraphClusterOptions cluster, DataFolder folder)
    {
        silo.UseLocalhostClustering(
            cluster.SiloPort ?? FreePort(), cluster.GatewayPort ?? 0, primarySiloEndpoint: null, cluster.ServiceId, cluster.ClusterId);
        var files = new FileGrainStorageOptions { Folder = folder.State, Json = StateJson.Default.Options };
        silo.Services.AddRecordClock();
        silo.Services.AddGrainStorage(Store, (_, _) => new FileGrainStorage(files));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
