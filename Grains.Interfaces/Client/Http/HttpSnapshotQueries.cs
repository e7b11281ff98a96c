using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;

namespace CodeGraph.Client;

/// <summary>A snapshot that a gateway answers for. Questions go in the body, so that their length does not matter.</summary>
internal sealed class HttpSnapshotQueries(GatewayConnection gateway, SnapshotKey key) : ISnapshotQueries
{
    public Task<SymbolAnswer> GetSymbol(string symbol, CancellationToken cancellation) => Ask<SymbolQuery, SymbolAnswer>("symbol", new(symbol), cancellation);

    public Task<RelationsAnswer> Callers(TraversalQuery query, CancellationToken cancellation) => Ask<TraversalQuery, RelationsAnswer>("callers", query, cancellation);

    public Task<RelationsAnswer> Callees(TraversalQuery query, CancellationToken cancellation) => Ask<TraversalQuery, RelationsAnswer>("callees", query, cancellation);

    public Task<ReferencesAnswer> References(ReferencesQuery query, CancellationToken cancellation) => Ask<ReferencesQuery, ReferencesAnswer>("references", query, cancellation);

    public Task<ImpactAnswer> Impact(TraversalQuery query, CancellationToken cancellation) => Ask<TraversalQuery, ImpactAnswer>("impact", query, cancellation);

    public Task<PathAnswer> Path(PathQuery query, CancellationToken cancellation) => Ask<PathQuery, PathAnswer>("path", query, cancellation);

    public Task<OutlineAnswer> Outline(string path, CancellationToken cancellation) => Ask<OutlineQuery, OutlineAnswer>("outline", new(path), cancellation);

    public Task<SearchAnswer> Search(SearchQuery query, CancellationToken cancellation) => Ask<SearchQuery, SearchAnswer>("search", query, cancellation);

    public Task<TextAnswer> SearchText(TextQuery query, CancellationToken cancellation) => Ask<TextQuery, TextAnswer>("text", query, cancellation);

    public Task<FilesAnswer> Files(FilesQuery query, CancellationToken cancellation) => Ask<FilesQuery, FilesAnswer>("files", query, cancellation);

    public Task<FileTextAnswer> FileText(FileTextQuery query, CancellationToken cancellation) => Ask<FileTextQuery, FileTextAnswer>("source", query, cancellation);

    public Task<LocateAnswer> Locate(LocateQuery query, CancellationToken cancellation) => Ask<LocateQuery, LocateAnswer>("locate", query, cancellation);

    public Task<ExplainAnswer> Explain(LocateQuery query, CancellationToken cancellation) => Ask<LocateQuery, ExplainAnswer>("explain", query, cancellation);

    public Task<StaleAnswer> FindStale(IReadOnlyList<string> paths, CancellationToken cancellation) => Ask<StaleQuery, StaleAnswer>("stale", new(paths), cancellation);

    public Task<DependenciesAnswer> Dependencies(DependenciesQuery query, CancellationToken cancellation) => Ask<DependenciesQuery, DependenciesAnswer>("dependencies", query, cancellation);

    public Task<CyclesAnswer> Cycles(CyclesQuery query, CancellationToken cancellation) => Ask<CyclesQuery, CyclesAnswer>("cycles", query, cancellation);

    public Task<UnreferencedAnswer> Unreferenced(UnreferencedQuery query, CancellationToken cancellation) => Ask<UnreferencedQuery, UnreferencedAnswer>("unreferenced", query, cancellation);

    public Task<CentralAnswer> Central(CentralQuery query, CancellationToken cancellation) => Ask<CentralQuery, CentralAnswer>("central", query, cancellation);

    public Task<ContextAnswer> Context(ContextQuery query, CancellationToken cancellation) => Ask<ContextQuery, ContextAnswer>("context", query, cancellation);

    public Task<ComplexAnswer> Complex(ComplexQuery query, CancellationToken cancellation) => Ask<ComplexQuery, ComplexAnswer>("complex", query, cancellation);

    public IAsyncEnumerable<RelationsAnswer> StreamCallers(TraversalQuery query, CancellationToken cancellation) => Stream("callers", query, cancellation);

    public IAsyncEnumerable<RelationsAnswer> StreamCallees(TraversalQuery query, CancellationToken cancellation) => Stream("callees", query, cancellation);

    private Task<TAnswer> Ask<TQuery, TAnswer>(string question, TQuery query, CancellationToken cancellation)
        where TAnswer : class =>
        gateway.Ask(PathOf(question), query, TypeOf<TQuery>(), TypeOf<TAnswer>(), cancellation);

    /// <summary>A part has what is there without waiting; what is uncertain is told by the last.</summary>
    private async IAsyncEnumerable<RelationsAnswer> Stream(string question, TraversalQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        const int longest = 1024;
        RelationsAnswer? unanswered = null;
        await using var lines = gateway.Lines(
            HttpMethod.Post, PathOf(question), Whole(query), GraphJson.Default.JsonElement,
            problem => unanswered = problem.Answer(GraphJson.Default.RelationsAnswer) ?? throw problem.ToException(), cancellation).GetAsyncEnumerator(cancellation);
        if (!await lines.MoveNextAsync().ConfigureAwait(false))
        {
            yield return unanswered ?? throw CutOff();
            yield break;
        }
        var source = lines.Current.GetProperty("source").Deserialize(GraphJson.Default.AnswerSource)!;
        var resolution = lines.Current.GetProperty("resolution").Deserialize(GraphJson.Default.Resolution)!;
        var relations = new List<RelationInfo>();
        var seen = 0;
        while (true)
        {
            var moving = lines.MoveNextAsync();
            if (relations.Count > 0 && (!moving.IsCompleted || relations.Count == longest))
            {
                yield return new(source, resolution, relations, seen, Truncated: true, new(0, 0), 0, null);
                relations = [];
            }
            if (!await moving.ConfigureAwait(false))
                throw CutOff();
            var line = lines.Current;
            if (line.GetProperty("type").GetString() == "end")
            {
                yield return new(
                    source, resolution, relations, line.GetProperty("total").GetInt32(), line.GetProperty("truncated").GetBoolean(),
                    line.GetProperty("uncertainty").Deserialize(GraphJson.Default.Uncertainty)!, line.GetProperty("otherTiers").GetInt32(), null);
                yield break;
            }
            relations.Add(line.GetProperty("relation").Deserialize(GraphJson.Default.RelationInfo)!);
            seen++;
        }
    }

    /// <summary>The query without limit and cursor, which do not count for a stream.</summary>
    private static HttpContent Whole(TraversalQuery query)
    {
        var body = JsonSerializer.SerializeToNode(query, GraphJson.Default.TraversalQuery)!.AsObject();
        body.Remove("limit");
        body.Remove("cursor");
        return GatewayConnection.Content(body, GraphJson.Default.JsonObject);
    }

    private static IOException CutOff() => new("The gateway's answer was cut off before its end. Ask again.");

    private string PathOf(string question) => $"/api/v1/repositories/{Uri.EscapeDataString(key.Repository)}/{question}?commit={Uri.EscapeDataString(key.Id)}";

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)GraphJson.Default.GetTypeInfo(typeof(T))!;
}
