namespace CodeGraph.Git;

/// <summary>Which files of a tree are wanted.</summary>
public sealed class SourceOptions
{
    /// <summary>Whether a path is a source file or project manifest of a known language. Default: every path.</summary>
    public Func<string, bool> IsSource { get; init; } = static _ => true;

    /// <summary>
    /// Files above this many bytes are skipped. Hand-written source stays far below: the largest files of well-known projects
    /// (the checker of TypeScript, 3 MB; the amalgamation of SQLite, 9 MB) are the exceptions to raise it for. Default: 2 MiB.
    /// </summary>
    public long MaxFileBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Whether copies of third-party code are read too. Default: false.</summary>
    public bool IncludeVendored { get; init; }

    /// <summary>Whether generated and minified files are read too. Default: false.</summary>
    public bool IncludeGenerated { get; init; }

    /// <summary>
    /// Bytes of file content that may be on their way to the consumer at once; a larger single file still passes. Default: 64 MiB.
    /// </summary>
    public long MaxBytesInFlight { get; init; } = 64 * 1024 * 1024;

    /// <exception cref="ArgumentOutOfRangeException">A limit is not positive, or a file of that size does not fit into memory.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(IsSource);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxFileBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxFileBytes, SourceContent.MaxBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxBytesInFlight);
    }
}
