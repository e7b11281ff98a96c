namespace CodeGraph.Graph;

/// <summary>What a snapshot was made from.</summary>
public sealed record SnapshotProperties
{
    /// <summary>The folder or URL that was indexed.</summary>
    public required string Source { get; init; }

    /// <summary>The commit's full hex id; null for a folder without git.</summary>
    public required string? Commit { get; init; }

    /// <summary>The branch or ref that was asked for; null for a detached commit or a folder without git.</summary>
    public required string? Reference { get; init; }

    /// <summary>True where the files were read from disk rather than from the commit.</summary>
    public required bool WorkingTree { get; init; }

    /// <summary>Distinguishes snapshots: the commit, or a hash over that, the paths and the blob ids of the working tree.</summary>
    public required string ContentId { get; init; }

    /// <summary>What the graph follows from, whatever commit it goes with: a hash over paths and blob ids; null where that was not said.</summary>
    public string? FilesId { get; init; }

    public required long SourceBytes { get; init; }

    /// <summary>Files left out, by reason.</summary>
    public required IReadOnlyDictionary<string, int> Skipped { get; init; }

    /// <summary>Files that are source but could not be parsed within the limits, with the reason.</summary>
    public required IReadOnlyList<string> Failed { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The build of the engines that made it; null where that was not said.</summary>
    public string? Engine { get; init; }
}
