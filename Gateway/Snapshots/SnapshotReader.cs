using CodeGraph.Gateway.Problems;
using CodeGraph.Gateway.Repositories;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>Asks the snapshot that a request's route and <c>commit</c> parameter name, and turns what cannot be answered into problems.</summary>
internal sealed class SnapshotReader(IGrainFactory grains, IHttpContextAccessor http)
{
    /// <summary>A question about one symbol.</summary>
    public Task<Results<Ok<T>, ProblemHttpResult>> AskAbout<T>(
        string name, Func<ISnapshotGrain, Task<T>> ask, Func<T, AnswerSource> source, Func<T, Resolution> resolution, CancellationToken cancellation) =>
        Ask(ask, answer => CheckResolution(name, source(answer), resolution(answer)), cancellation);

    /// <param name="ask">The question.</param>
    /// <param name="check">The problem of an answer that is none; null for a good one.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Results<Ok<T>, ProblemHttpResult>> Ask<T>(Func<ISnapshotGrain, Task<T>> ask, Func<T, ProblemHttpResult?> check, CancellationToken cancellation)
    {
        var request = http.HttpContext!.Request;
        var name = (string)request.RouteValues["name"]!;
        var entries = await grains.GetRepositories().List(cancellation);
        if (entries.All(e => e.Name != name))
            return GatewayProblems.UnknownRepository(name, NearNames.Of(name, entries));
        var status = await grains.GetGrain<IRepositoryGrain>(name).GetStatus();
        if (status.Current is null)
        {
            http.HttpContext.Response.Headers.RetryAfter = "2";
            return GatewayProblems.NotIndexed(name, status.Job);
        }

        var commit = request.Query["commit"] is [{ Length: > 0 } given] ? given : null;
        try
        {
            var answer = await ask(grains.GetGrain<ISnapshotGrain>(commit is null ? status.Current : new SnapshotKey(name, commit).ToString()));
            return check(answer) is { } problem ? problem : TypedResults.Ok(answer);
        }
        catch (SnapshotNotFoundException exception) when (commit is not null)
        {
            return GatewayProblems.UnknownCommit(name, commit, exception.Message);
        }
        catch (SourceUnreadableException exception)
        {
            return GatewayProblems.UnreadableSource(name, exception.Message);
        }
    }

    public static ProblemHttpResult? CheckResolution(string name, AnswerSource source, Resolution resolution) => resolution.Match switch
    {
        Match.Several => GatewayProblems.SeveralSymbols(name, source, resolution.Candidates),
        Match.NotFound => GatewayProblems.UnknownSymbol(name, source, resolution.NearNames),
        _ => null,
    };
}
