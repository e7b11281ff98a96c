using System.ComponentModel;
using System.Text.Json;
using CodeGraph.Client;
using CodeGraph.Gateway.Problems;
using CodeGraph.Gateway.Security;
using CodeGraph.Gateway.Snapshots;
using CodeGraph.Grains;
using CodeGraph.Grains.Audit;
using CodeGraph.Grains.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CodeGraph.Gateway.Repositories;

/// <summary>Registration, indexing and removal of repositories.</summary>
internal static class RepositoriesApi
{
    public static void MapRepositories(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/repositories").WithTags("Repositories").ProducesProblem(403);
        group.MapPost("/", StartIndex).Requires(RepositoryRole.Maintainer).WithName("IndexRepository").ProducesProblem(400).ProducesProblem(409)
            .WithSummary("Index a folder of this machine or a git URL. The job runs on by itself; follow the Location.");
        group.MapGet("/", GetAll).Requires(RepositoryRole.Reader).WithName("GetRepositories").WithSummary("All repositories in the order of their names.");

        var one = group.MapGroup("/{name}").ProducesProblem(404);
        one.MapGet("/", GetOne).Requires(RepositoryRole.Reader).WithName("GetRepository").WithSummary("One repository: its snapshot and its index job.");
        one.MapDelete("/", Remove).Audited(AuditActions.RepositoryRemove).Requires(RepositoryRole.Maintainer).WithName("RemoveRepository").ProducesProblem(409)
            .WithSummary("Forget a repository: its snapshots, its clone, its record. Sources are not touched.");
        one.MapGet("/snapshots", GetSnapshots).Requires(RepositoryRole.Reader).WithName("GetSnapshots")
            .WithSummary("The stored snapshots, the latest last; that one answers questions where no commit is named.");
        one.MapGet("/job", Watch).Requires(RepositoryRole.Reader).WithName("WatchJob").Produces<IndexProgress>(200, MediaTypes.JsonLines)
            .WithSummary("Progress of the running job as JSON lines until it ends, the last with its summary or error. Nothing where none runs.");
        one.MapDelete("/job", Cancel).Audited(AuditActions.IndexCancel).Requires(RepositoryRole.Maintainer).WithName("CancelJob").WithSummary("Ask the running job to stop. What was parsed stays stored.");
    }

    private static async Task<Results<Accepted<IndexAccepted>, ProblemHttpResult>> StartIndex(IndexCommand command, ICodeGraph graph, CancellationToken cancellation)
    {
        if (!RepositorySource.IsUrl(command.Source) && !Path.IsPathFullyQualified(command.Source))
            return GatewayProblems.BadSource($"'{command.Source}' is neither a full path on the gateway's machine nor a git URL.");
        try
        {
            var (name, job) = await graph.StartIndex(new(command.Source, command.Reference, command.WorkingTree, command.Force), cancellation);
            return TypedResults.Accepted($"/api/v1/repositories/{name}", new IndexAccepted(name, job.Id, job.Joined));
        }
        catch (Exception exception) when (exception is ArgumentException or DirectoryNotFoundException)
        {
            return GatewayProblems.BadSource(exception.Message);
        }
    }

    private static async Task<Ok<IReadOnlyList<RepositoryStatus>>> GetAll(ICodeGraph graph, CancellationToken cancellation)
    {
        var entries = await graph.ListRepositories(cancellation);
        return TypedResults.Ok<IReadOnlyList<RepositoryStatus>>(await Task.WhenAll(entries.Select(e => graph.GetRepository(e.Name, cancellation))));
    }

    private static async Task<Ok<RepositoryStatus>> GetOne([Description("The repository's name.")] string name, ICodeGraph graph, CancellationToken cancellation) =>
        TypedResults.Ok(await graph.GetRepository(name, cancellation));

    private static async Task<Ok<IReadOnlyList<SnapshotInfo>>> GetSnapshots([Description("The repository's name.")] string name, ICodeGraph graph, CancellationToken cancellation) =>
        TypedResults.Ok(await graph.ListSnapshots(name, cancellation));

    private static async Task<NoContent> Remove([Description("The repository's name.")] string name, ICodeGraph graph, CancellationToken cancellation)
    {
        await graph.RemoveRepository(name, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<CancelledJob>> Cancel([Description("The repository's name.")] string name, ICodeGraph graph, CancellationToken cancellation) =>
        TypedResults.Ok(new CancelledJob(await graph.CancelIndex(name, cancellation)));

    /// <summary>An unknown repository is a problem still: the first line is awaited before anything is sent.</summary>
    private static async Task<IResult> Watch([Description("The repository's name.")] string name, ICodeGraph graph, CancellationToken cancellation)
    {
        var progress = graph.WatchIndex(name, cancellation).GetAsyncEnumerator(cancellation);
        try
        {
            var more = await progress.MoveNextAsync();
            return JsonLines.Of(async output =>
            {
                await using (progress)
                {
                    for (; more; more = await progress.MoveNextAsync())
                    {
                        await output.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(progress.Current, GraphJson.Default.IndexProgress), cancellation);
                        await output.WriteAsync("\n"u8.ToArray(), cancellation);
                        await output.FlushAsync(cancellation);
                    }
                }
            });
        }
        catch
        {
            await progress.DisposeAsync();
            throw;
        }
    }
}
