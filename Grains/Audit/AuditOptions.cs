namespace CodeGraph.Grains.Audit;

/// <summary>How much of the audit log is kept.</summary>
public sealed class AuditOptions
{
    /// <summary>How long entries are kept at least; null for ever. Whole days are dropped, with the first entry of a day. Default: for ever.</summary>
    public TimeSpan? Retention { get; set; }

    /// <summary>Bytes after which a new file is begun; one is begun every day in any case. Default: 4 MiB.</summary>
    public int SegmentBytes { get; set; } = 4 * 1024 * 1024;
}
