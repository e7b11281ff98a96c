using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Grains;
using CodeGraph.Grains.Audit;
using CodeGraph.Linking;
using CodeGraph.Model;
using CodeGraph.Grains.Json;

namespace CodeGraph.Cli.Output;

/// <summary>Writes the one document of a command that was given <c>--json</c>.</summary>
internal static class JsonOutput
{
    public static void Write<T>(T document, JsonTypeInfo<T> type) => Write(document, type, StandardOutput.IsTerminal);

    /// <summary>Writes one document of many, each on a line of its own.</summary>
    public static void WriteLine<T>(T document, JsonTypeInfo<T> type) => Write(document, type, indented: false);

    private static void Write<T>(T document, JsonTypeInfo<T> type, bool indented)
    {
        using var output = StandardOutput.OpenStream();
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = indented, MaxDepth = 4096 };
        using (var writer = new Utf8JsonWriter(buffer, options))
            JsonSerializer.Serialize(writer, document, type);
        buffer.WriteByte((byte)'\n');
        output.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}

/// <param name="Error">Why there is no answer.</param>
internal sealed record ErrorDocument(ErrorInfo Error);

/// <param name="Code">Names the case: <c>usage</c>, <c>notIndexed</c>, <c>unknownRepository</c>, <c>source</c>, <c>index</c>, <c>cancelled</c>, <c>internal</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record ErrorInfo(string Code, string Message, string? Remedy);

/// <param name="Repository">The repository's name.</param>
/// <param name="Result">How the run ended: done, failed or cancelled.</param>
/// <param name="Elapsed">Seconds.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Summary">What was indexed.</param>
internal sealed record IndexDocument(string Repository, IndexPhase Result, TimeSpan Elapsed, string? Message, IndexSummary? Summary);

/// <param name="Folder">Root of the repository, or the folder without one.</param>
/// <param name="Commit">The commit that is checked out; null without one.</param>
/// <param name="WorkingTree">True where files on disk differ from the commit.</param>
internal sealed record ExplanationSource(string Folder, string? Commit, bool WorkingTree);

internal sealed record ExplanationDocument(ExplanationSource Source, Explanation Explanation);

internal sealed record StatusDocument(IReadOnlyList<RepositoryStatus> Repositories);

/// <param name="Repositories">In the order of their names.</param>
internal sealed record RepositoriesDocument(IReadOnlyList<ListedRepository> Repositories);

/// <param name="Commit">Of the snapshot that answers; null without one.</param>
/// <param name="Snapshots">Ids of the stored snapshots, the latest last.</param>
internal sealed record ListedRepository(string Name, string Source, string? Commit, IReadOnlyList<string> Snapshots);

/// <param name="Removed">The repository's name.</param>
internal sealed record RemovedDocument(string Removed);

/// <param name="Addresses">Where requests are served.</param>
internal sealed record ServeDocument(IReadOnlyList<string> Addresses);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(WireEnumConverter<IndexPhase>), typeof(WireEnumConverter<Tier>), typeof(WireEnumConverter<ReferenceRole>), typeof(WireEnumConverter<ReferenceState>),
        typeof(SecondsConverter),
    ])]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(IndexDocument))]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(ExplanationDocument))]
[JsonSerializable(typeof(ServeDocument))]
[JsonSerializable(typeof(RepositoriesDocument))]
[JsonSerializable(typeof(RemovedDocument))]
[JsonSerializable(typeof(StoreCheck))]
[JsonSerializable(typeof(StoreCollection))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(AuditVerification))]
internal sealed partial class CliJson : JsonSerializerContext;
