namespace Orleans;

/// <summary>What a storage provider reads into and writes from.</summary>
public interface IGrainState<T>
{
    /// <summary>The state.</summary>
    T State { get; set; }

    /// <summary>The version that was last read or written; null when there is none.</summary>
    string? ETag { get; set; }

    /// <summary>Whether the record exists.</summary>
    bool RecordExists { get; set; }
}

/// <summary>A plain <see cref="IGrainState{T}"/>.</summary>
public sealed class GrainState<T> : IGrainState<T>
{
    /// <inheritdoc/>
    public T State { get; set; } = default!;

    /// <inheritdoc/>
    public string? ETag { get; set; }

    /// <inheritdoc/>
    public bool RecordExists { get; set; }
}
