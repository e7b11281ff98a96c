using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;

namespace CodeGraph.Client;

/// <summary>A problem (RFC 9457) as a gateway tells it, and what the graph over grains says in its place.</summary>
internal sealed class GatewayProblem
{
    private const string Prefix = "urn:codegraph:problem:";

    private readonly HttpStatusCode status;
    private readonly JsonElement members;

    private GatewayProblem(HttpStatusCode status, JsonElement members) => (this.status, this.members) = (status, members);

    private string? Type => Text("type");

    private string Detail => Text("detail") ?? Text("title") ?? $"The gateway answered {(int)status}.";

    private string Repository => Text("repository") ?? "";

    public static async Task<GatewayProblem> Read(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
            return new(response.StatusCode, default);
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        return new(response.StatusCode, (await JsonSerializer.DeserializeAsync(stream, GraphJson.Default.JsonElement, cancellation).ConfigureAwait(false)));
    }

    /// <summary>The answer that says that there is none: of a name that fits no symbol or several, of a path that no file has.</summary>
    public TAnswer? Answer<TAnswer>(JsonTypeInfo<TAnswer> type)
        where TAnswer : class =>
        Member("answer") is { ValueKind: JsonValueKind.Object } answer ? answer.Deserialize(type) : null;

    public Exception ToException() => Type?.StartsWith(Prefix, StringComparison.Ordinal) != true ? Unnamed() : Type[Prefix.Length..] switch
    {
        "unknown-repository" => new RepositoryNotFoundException(Repository, [.. Names("nearNames")]),
        "not-indexed" => new NotIndexedException(new(Repository, null, null, null, null, null, Member("job") is { ValueKind: JsonValueKind.Object } job ? job.Deserialize(GraphJson.Default.IndexProgress) : null, null)),
        "unknown-commit" => new SnapshotNotFoundException(new SnapshotKey(Repository, Text("commit") ?? "").ToString(), Detail),
        "forbidden" when Enum.TryParse<RepositoryRole>(Text("role"), ignoreCase: true, out var role) => new AccessDeniedException(role, Text("repository")),
        "busy" => new BusyException(Detail),
        "cursor" => new InvalidCursorException(Detail),
        "source-unreadable" => new SourceUnreadableException(Detail),
        "source" or "invalid-request" => new ArgumentException(Detail),
        _ => Unnamed(),
    };

    private CodeGraphRequestException Unnamed() => new(status, Type, Detail);

    private JsonElement? Member(string name) => members.ValueKind == JsonValueKind.Object && members.TryGetProperty(name, out var member) ? member : null;

    private string? Text(string name) => Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private IEnumerable<string> Names(string name) => Member(name) is { ValueKind: JsonValueKind.Array } names ? names.EnumerateArray().Select(n => n.GetString()!) : [];
}
