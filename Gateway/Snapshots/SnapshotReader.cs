using CodeGraph.Client;
using CodeGraph.Gateway.Problems;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>Asks the snapshot that a request's route and <c>commit</c> parameter name, and turns names that are not understood into problems.</summary>
internal sealed class SnapshotReader(ICodeGraph graph, IHttpContextAccessor http)
{
    /// <summary>A question about one symbol.</summary>
    public Task<Results<Ok<T>, ProblemHttpResult>> AskAbout<T>(
        string name, Func<ISnapshotQueries, Task<T>> ask, Func<T, AnswerSource> source, Func<T, Resolution> resolution, CancellationToken cancellation) =>
        Ask(ask, answer => CheckResolution(name, source(answer), resolution(answer)), cancellation);

    /// <param name="ask">The question.</param>
    /// <param name="check">The problem of an answer that is none; null for a good one.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Results<Ok<T>, ProblemHttpResult>> Ask<T>(Func<ISnapshotQueries, Task<T>> ask, Func<T, ProblemHttpResult?> check, CancellationToken cancellation)
    {
        var answer = await ask((await Open(cancellation)).Queries);
        return check(answer) is { } unanswered ? unanswered : TypedResults.Ok(answer);
    }

    /// <summary>An answer that is written as JSON lines while it is found. What is wrong with the question is a problem still: nothing is sent before the first part is there.</summary>
    public async Task<Results<PushStreamHttpResult, ProblemHttpResult>> AskLines(
        string name, Func<ISnapshotQueries, IAsyncEnumerable<RelationsAnswer>> ask, int limit, CancellationToken cancellation)
    {
        var parts = await StartedStream<RelationsAnswer>.Of(ask((await Open(cancellation)).Queries), cancellation);
        if (CheckResolution(name, parts.First.Source, parts.First.Resolution) is { } unanswered)
        {
            await parts.DisposeAsync();
            return unanswered;
        }
        return TypedResults.Stream(
            async output =>
            {
                await using (parts)
                    await RelationLines.Write(parts, output, limit, cancellation);
            },
            "application/jsonl");
    }

    /// <summary>The snapshot that the route and its <c>commit</c> name.</summary>
    private Task<OpenedSnapshot> Open(CancellationToken cancellation)
    {
        var request = http.HttpContext!.Request;
        return graph.OpenSnapshot((string)request.RouteValues["name"]!, request.Query["commit"] is [{ Length: > 0 } given] ? given : null, cancellation);
    }

    public static ProblemHttpResult? CheckResolution(string name, AnswerSource source, Resolution resolution) => resolution.Match switch
    {
        Match.Several => GatewayProblems.SeveralSymbols(name, source, resolution.Candidates),
        Match.NotFound => GatewayProblems.UnknownSymbol(name, source, resolution.NearNames),
        _ => null,
    };
}
