namespace CodeGraph.Silo;

/// <summary>How a silo finds its cluster; bound from the configuration section <c>CodeGraph:Cluster</c>.</summary>
public sealed class CodeGraphClusterOptions
{
    public const string Section = "CodeGraph:Cluster";

    /// <summary>PostgreSQL that holds membership and grain state. Default: none, a cluster of this one silo with state in memory, for development.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Silos of one id form a cluster. Default: codegraph.</summary>
    public string ClusterId { get; set; } = "codegraph";

    /// <summary>State is stored under it; it stays the same across clusters that replace each other. Default: codegraph.</summary>
    public string ServiceId { get; set; } = "codegraph";

    /// <summary>Between silos. Default: 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>For clients. Default: 30000.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>How long a silo may take to answer a probe. Default: 1 second; with two missed probes a dead silo is gone in a second.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);
}
