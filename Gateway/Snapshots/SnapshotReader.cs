using CodeGraph.Gateway.Problems;
using CodeGraph.Gateway.Repositories;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;
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
        var (snapshot, problem) = await Find(cancellation);
        return snapshot is null ? problem! : await Guard(snapshot, async () =>
        {
            var answer = await ask(snapshot);
            return check(answer) is { } unanswered ? unanswered : (Results<Ok<T>, ProblemHttpResult>)TypedResults.Ok(answer);
        }, refused => refused);
    }

    /// <summary>An answer that is written as JSON lines while it is found. What is wrong with the question is a problem still: nothing is sent before the first part is there.</summary>
    public async Task<Results<PushStreamHttpResult, ProblemHttpResult>> AskLines(
        string name, Func<ISnapshotGrain, IAsyncEnumerable<RelationsAnswer>> ask, int limit, CancellationToken cancellation)
    {
        var (snapshot, problem) = await Find(cancellation);
        return snapshot is null ? problem! : await Guard(snapshot, async () =>
        {
            var parts = await StartedStream<RelationsAnswer>.Of(ask(snapshot), cancellation);
            if (CheckResolution(name, parts.First.Source, parts.First.Resolution) is { } unanswered)
            {
                await parts.DisposeAsync();
                return unanswered;
            }
            return (Results<PushStreamHttpResult, ProblemHttpResult>)TypedResults.Stream(
                async output =>
                {
                    await using (parts)
                        await RelationLines.Write(parts, output, limit, cancellation);
                },
                "application/jsonl");
        }, refused => refused);
    }

    /// <summary>The snapshot that is asked for, or why there is none.</summary>
    private async Task<(ISnapshotGrain? Snapshot, ProblemHttpResult? Problem)> Find(CancellationToken cancellation)
    {
        var name = (string)http.HttpContext!.Request.RouteValues["name"]!;
        var entries = await grains.GetRepositories().List(cancellation);
        if (entries.All(e => e.Name != name))
            return (null, GatewayProblems.UnknownRepository(name, NearNames.Of(name, entries)));
        var status = await grains.GetGrain<IRepositoryGrain>(name).GetStatus();
        if (status.Current is null)
        {
            http.HttpContext.Response.Headers.RetryAfter = "2";
            return (null, GatewayProblems.NotIndexed(name, status.Job));
        }

        return (grains.GetGrain<ISnapshotGrain>(Commit is { } commit ? new SnapshotKey(name, commit).ToString() : status.Current), null);
    }

    private string? Commit => http.HttpContext!.Request.Query["commit"] is [{ Length: > 0 } given] ? given : null;

    private async Task<T> Guard<T>(ISnapshotGrain snapshot, Func<Task<T>> answer, Func<ProblemHttpResult, T> refuse)
    {
        try
        {
            return await answer();
        }
        catch (SnapshotNotFoundException exception) when (Commit is { } commit)
        {
            return refuse(GatewayProblems.UnknownCommit(SnapshotKey.Parse(snapshot.GetPrimaryKeyString()).Repository, commit, exception.Message));
        }
        catch (InvalidCursorException exception)
        {
            return refuse(GatewayProblems.BadCursor(exception.Message));
        }
        catch (SourceUnreadableException exception)
        {
            return refuse(GatewayProblems.UnreadableSource(SnapshotKey.Parse(snapshot.GetPrimaryKeyString()).Repository, exception.Message));
        }
    }

    public static ProblemHttpResult? CheckResolution(string name, AnswerSource source, Resolution resolution) => resolution.Match switch
    {
        Match.Several => GatewayProblems.SeveralSymbols(name, source, resolution.Candidates),
        Match.NotFound => GatewayProblems.UnknownSymbol(name, source, resolution.NearNames),
        _ => null,
    };
}
