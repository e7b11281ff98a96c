using CodeGraph.Model;
using Orleans;
using Orleans.Concurrency;

namespace CodeGraph.Grains;

/// <summary>
/// One version of one file: its facts, which depend on its bytes alone. Keyed by <c>repository:blob:path</c>. It has itself parsed where the repository's facts lack it.
/// </summary>
[Alias("CodeGraph.IFileGrain")]
public interface IFileGrain : IGrainWithStringKey
{
    /// <summary>What the file defines and uses; null where the repository has no such blob or its language is not read.</summary>
    [ReadOnly]
    Task<FileSummary?> GetSummary(CancellationToken cancellation);
}

/// <summary>The key of a file: <c>repository:blob:path</c>.</summary>
public readonly record struct FileKey(string Repository, string Blob, string Path)
{
    /// <exception cref="ArgumentException">The text is no such key.</exception>
    public static FileKey Parse(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parts = key.Split(':', 3);
        return parts.Length == 3 ? new(parts[0], parts[1], parts[2]) : throw new ArgumentException($"'{key}' is not the key of a file: repository:blob:path.", nameof(key));
    }

    public override string ToString() => $"{Repository}:{Blob}:{Path}";
}

/// <param name="Lines">Lines of the source.</param>
/// <param name="ErrorBytes">Bytes inside of syntax errors.</param>
/// <param name="References">Uses of names.</param>
/// <param name="Imports">Modules named by imports, each once, in the order of the file.</param>
/// <param name="Definitions">What it defines, locals left out, in the order of the file.</param>
/// <param name="Failure">Why there are no facts, where it could not be parsed within the limits.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.FileSummary")]
public sealed record FileSummary(
    [property: Id(0)] Language Language,
    [property: Id(1)] int Lines,
    [property: Id(2)] int ErrorBytes,
    [property: Id(3)] int References,
    [property: Id(4)] IReadOnlyList<string> Imports,
    [property: Id(5)] IReadOnlyList<FileDefinition> Definitions,
    [property: Id(6)] string? Failure);

/// <param name="Parent">Index of the enclosing definition in the list; -1 at file level.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.FileDefinition")]
public sealed record FileDefinition(
    [property: Id(0)] SymbolKind Kind,
    [property: Id(1)] string Name,
    [property: Id(2)] int Parent,
    [property: Id(3)] int Line,
    [property: Id(4)] int Column,
    [property: Id(5)] int EndLine,
    [property: Id(6)] string? Signature);
