namespace CodeGraph.Graph;

/// <summary>
/// Everything a snapshot holds, as flat arrays that are written to and mapped from a file as they are. Immutable once built. Symbols, files and
/// references are named by their index. A pair of arrays <c>XStart</c>, <c>X</c> is a CSR list: the entries of i are <c>X[XStart[i]..XStart[i + 1]]</c>.
/// </summary>
public sealed class SnapshotData
{
    /// <summary>Files in ordinal order of their paths; one more record ends the runs of the last.</summary>
    public required ReadOnlyMemory<FileRecord> Files { get; init; }

    /// <summary>Blob ids of the files as git has them, <see cref="BlobIdBytes"/> bytes each.</summary>
    public required ReadOnlyMemory<byte> BlobIds { get; init; }

    /// <summary>20 for SHA-1, 32 for SHA-256.</summary>
    public required int BlobIdBytes { get; init; }

    public required ReadOnlyMemory<SymbolRecord> Symbols { get; init; }

    public required ReadOnlyMemory<ReferenceRecord> References { get; init; }

    /// <summary>Target lists of references with several targets: a count, then that many symbols, ascending.</summary>
    public required ReadOnlyMemory<int> Targets { get; init; }

    /// <summary>Ordered by <see cref="RelationRecord.From"/>, then kind, then target.</summary>
    public required ReadOnlyMemory<RelationRecord> Relations { get; init; }

    /// <summary>Indexes into <see cref="Relations"/> ordered by their target.</summary>
    public required ReadOnlyMemory<int> RelationsByTarget { get; init; }

    /// <summary>References that have a symbol among their targets, by symbol (CSR).</summary>
    public required ReadOnlyMemory<int> IncomingStart { get; init; }

    public required ReadOnlyMemory<int> Incoming { get; init; }

    /// <summary>References inside of a symbol (<see cref="ReferenceRecord.From"/>), by symbol (CSR).</summary>
    public required ReadOnlyMemory<int> OutgoingStart { get; init; }

    public required ReadOnlyMemory<int> Outgoing { get; init; }

    /// <summary>Symbols inside of a symbol (<see cref="SymbolRecord.Parent"/>), by symbol (CSR).</summary>
    public required ReadOnlyMemory<int> ChildrenStart { get; init; }

    public required ReadOnlyMemory<int> Children { get; init; }

    /// <summary>Names: UTF-8 bytes and the start of each, one more than there are names.</summary>
    public required ReadOnlyMemory<byte> NameBytes { get; init; }

    public required ReadOnlyMemory<int> NameStart { get; init; }

    /// <summary>Open-addressing table over the names: entries are name index + 1, 0 is empty; the length is a power of two; see <see cref="NameHash"/>.</summary>
    public required ReadOnlyMemory<int> NameTable { get; init; }

    /// <summary>Symbols of a name (CSR), locals included.</summary>
    public required ReadOnlyMemory<int> SymbolsByNameStart { get; init; }

    public required ReadOnlyMemory<int> SymbolsByName { get; init; }

    /// <summary>Unresolved references of a name (CSR): what keeps "no callers" from meaning "none".</summary>
    public required ReadOnlyMemory<int> UnresolvedByNameStart { get; init; }

    public required ReadOnlyMemory<int> UnresolvedByName { get; init; }

    /// <summary>Texts (paths, modules, signatures, documentation, packages): UTF-8 bytes and the start of each, one more than there are texts.</summary>
    public required ReadOnlyMemory<byte> TextBytes { get; init; }

    public required ReadOnlyMemory<int> TextStart { get; init; }

    /// <summary>Complexity of callables that have a body, by symbol, ascending; none of languages whose control flow is not known.</summary>
    public ReadOnlyMemory<MetricsRecord> Metrics { get; init; }

    /// <summary>What was indexed and when, as UTF-8 JSON of <see cref="SnapshotProperties"/>.</summary>
    public required ReadOnlyMemory<byte> Properties { get; init; }

    /// <summary>FNV-1a over the UTF-8 bytes, folded; slot = hash &amp; (length - 1), then linear probing.</summary>
    public static uint NameHash(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261u;
        foreach (var b in name)
            hash = (hash ^ b) * 16777619u;
        return hash ^ (hash >> 15);
    }
}
