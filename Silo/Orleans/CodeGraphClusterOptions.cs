using Microsoft.Extensions.Configuration;

namespace CodeGraph.Silo;

/// <summary>How a silo finds its cluster. A host reads it from the environment: <c>CODEGRAPH_CLUSTER_CONNECTIONSTRING</c>, <c>CODEGRAPH_CLUSTER_SILOPORT</c> and so on.</summary>
public sealed class CodeGraphClusterOptions
{
    public const string EnvironmentPrefix = "CODEGRAPH_CLUSTER_";

    /// <summary>PostgreSQL that holds membership and grain state. Default: none, a cluster of this one silo on loopback with state in the data folder.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Silos of one id form a cluster. Default: codegraph.</summary>
    public string ClusterId { get; set; } = "codegraph";

    /// <summary>State is stored under it; it stays the same across clusters that replace each other. Default: codegraph.</summary>
    public string ServiceId { get; set; } = "codegraph";

    /// <summary>Between silos. Default: 11111 in a cluster; without a connection string any free port.</summary>
    public int? SiloPort { get; set; }

    /// <summary>For clients of other processes; 0 admits none. Default: 30000 in a cluster; without a connection string 0.</summary>
    public int? GatewayPort { get; set; }

    /// <summary>How long a silo may take to answer a probe. Default: 1 second; with two missed probes a dead silo is gone in a second.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What the environment says, defaults elsewhere.</summary>
    public static CodeGraphClusterOptions FromEnvironment() =>
        new ConfigurationBuilder().AddEnvironmentVariables(EnvironmentPrefix).Build().Get<CodeGraphClusterOptions>() ?? new();
}
