using CodeGraph.Grains;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;

namespace CodeGraph.Silo;

/// <summary>A silo of a cluster: the same grains on Microsoft Orleans, membership and state in PostgreSQL.</summary>
public static class CodeGraphSiloExtensions
{
    private const string Invariant = "Npgsql";

    /// <summary>Adds the silo. The data folder holds facts and snapshots and must be one that every silo of the cluster sees.</summary>
    public static IHostApplicationBuilder AddCodeGraphSilo(this IHostApplicationBuilder builder, Action<CodeGraphSiloOptions>? configure = null)
    {
        var options = new CodeGraphSiloOptions();
        configure?.Invoke(options);
        var cluster = builder.Configuration.GetSection(CodeGraphClusterOptions.Section).Get<CodeGraphClusterOptions>() ?? new();
        builder.Services.AddCodeGraphGrains(options.OpenFolder(), options.Indexer);
        builder.UseOrleans(silo =>
        {
            AddMembership(silo, cluster);
            silo.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = options.IdleTime);
            silo.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = cluster.ProbeTimeout;
                membership.NumMissedProbesLimit = 2;
            });
        });
        return builder;
    }

    private static void AddMembership(ISiloBuilder silo, CodeGraphClusterOptions cluster)
    {
        if (cluster.ConnectionString is not { Length: > 0 } connection)
        {
            silo.UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort, primarySiloEndpoint: null, cluster.ServiceId, cluster.ClusterId);
            silo.AddMemoryGrainStorage("codegraph");
            return;
        }
        silo.Configure<ClusterOptions>(identity => (identity.ClusterId, identity.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        silo.ConfigureEndpoints(cluster.SiloPort, cluster.GatewayPort);
        silo.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = (Invariant, connection));
        silo.AddAdoNetGrainStorage("codegraph", storage => (storage.Invariant, storage.ConnectionString) = (Invariant, connection));
    }
}
