using CodeGraph.Grains;
using CodeGraph.Grains.Audit;
using CodeGraph.Indexing;
using CodeGraph.Storage;

namespace CodeGraph.Silo;

/// <summary>How a silo keeps and makes its data.</summary>
public sealed class CodeGraphSiloOptions
{
    /// <summary>Where everything is kept. Default: <see cref="DataFolder.Default"/>.</summary>
    public string? DataFolder { get; set; }

    /// <summary>What index jobs may use. Default: one thread a processor.</summary>
    public IndexerOptions Indexer { get; set; } = new();

    /// <summary>How many index jobs run at a time, and how patient they are with remote repositories.</summary>
    public IndexJobOptions Jobs { get; set; } = new();

    /// <summary>How long the audit log is kept. Default: for ever.</summary>
    public AuditOptions Audit { get; set; } = new();

    /// <summary>Whether every grain call is measured. Default: false: a program of one question reads no metrics.</summary>
    public bool MeasureCalls { get; set; }

    /// <summary>How long a snapshot stays open after its last question. Default: 15 minutes.</summary>
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromMinutes(15);

    internal DataFolder OpenFolder() => DataFolder is { Length: > 0 } chosen ? new(chosen) : Storage.DataFolder.Default();
}
