namespace CodeGraph.Graph;

/// <summary>
/// The graph as linking makes it, in plain arrays: what <see cref="SnapshotEncoder"/> turns into a snapshot. Symbols, files and references are named by their index.
/// Everything else that a snapshot holds follows from these.
/// </summary>
public sealed record GraphTables
{
    /// <summary>Files in ordinal order of their paths; one more record ends the runs of the last.</summary>
    public required FileRecord[] Files { get; init; }

    /// <summary>By file; paths with <c>/</c>.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Distinct modules; <see cref="FileRecord.Module"/> is an index of it.</summary>
    public required IReadOnlyList<string> Modules { get; init; }

    /// <summary>Blob ids of the files as git has them, <see cref="BlobIdBytes"/> bytes each.</summary>
    public required byte[] BlobIds { get; init; }

    /// <summary>20 for SHA-1, 32 for SHA-256.</summary>
    public required int BlobIdBytes { get; init; }

    public required SymbolRecord[] Symbols { get; init; }

    /// <summary>By file, then by position.</summary>
    public required UseList References { get; init; }

    /// <summary>Target lists of references with several targets: a count, then that many symbols.</summary>
    public required int[] Targets { get; init; }

    /// <summary>Ordered by <see cref="RelationRecord.From"/>, then kind, then target.</summary>
    public required RelationRecord[] Relations { get; init; }

    /// <summary>Distinct names: UTF-8 bytes and the start of each, one more than there are names. A snapshot numbers them anew.</summary>
    public required byte[] NameBytes { get; init; }

    public required int[] NameStart { get; init; }

    /// <summary>Signatures, documentation and packages: UTF-8 bytes and the start of each, one more than there are texts.</summary>
    public required byte[] TextBytes { get; init; }

    public required int[] TextStart { get; init; }

    /// <summary>Complexity of callables that have a body, by symbol, ascending; none of languages whose control flow is not known.</summary>
    public MetricsRecord[] Metrics { get; init; } = [];

    public required SnapshotProperties Properties { get; init; }
}
