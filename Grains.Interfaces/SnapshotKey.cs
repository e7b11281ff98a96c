namespace CodeGraph.Grains;

/// <summary>The key of a snapshot, <c>repository@commit</c>, and of a symbol in it, <c>repository@commit#symbol</c>.</summary>
/// <param name="Repository">The repository's name.</param>
/// <param name="Id">The commit's id, or what stands for it where files were read from disk.</param>
public readonly record struct SnapshotKey(string Repository, string Id)
{
    /// <exception cref="ArgumentException">The text is no such key.</exception>
    public static SnapshotKey Parse(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var at = key.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < key.Length - 1
            ? new(key[..at], key[(at + 1)..])
            : throw new ArgumentException($"'{key}' is not the key of a snapshot: repository@commit.", nameof(key));
    }

    /// <summary>Splits the key of a symbol. Neither a repository's name nor a commit holds a <c>#</c>; a symbol's id does.</summary>
    public static (SnapshotKey Snapshot, string Symbol) ParseSymbol(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var hash = key.IndexOf('#', StringComparison.Ordinal);
        return hash > 0 ? (Parse(key[..hash]), key[(hash + 1)..]) : throw new ArgumentException($"'{key}' is not the key of a symbol: repository@commit#symbol.", nameof(key));
    }

    public override string ToString() => $"{Repository}@{Id}";
}
