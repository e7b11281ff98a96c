using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CodeGraph.Client;
using CodeGraph.Gateway.Problems;
using CodeGraph.Gateway.Security;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CodeGraph.Gateway.Repositories;

/// <summary>Registration and indexing of repositories.</summary>
internal static class RepositoriesApi
{
    public static void MapRepositories(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/repositories").WithTags("Repositories");
        group.MapPost("/", StartIndex).Requires(RepositoryRole.Maintainer).WithName("IndexRepository").ProducesProblem(400)
            .WithSummary("Index a folder of this machine or a git URL. The job runs on by itself; follow the Location.");
        group.MapGet("/", GetAll).Requires(RepositoryRole.Reader).WithName("GetRepositories").WithSummary("All repositories in the order of their names.");
        group.MapGet("/{name}", GetOne).Requires(RepositoryRole.Reader).WithName("GetRepository").ProducesProblem(404).WithSummary("One repository: its snapshot and its index job.");
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

    private static async Task<Ok<RepositoryStatus>> GetOne(string name, ICodeGraph graph, CancellationToken cancellation) =>
        TypedResults.Ok(await graph.GetRepository(name, cancellation));
}

/// <param name="Source">A full path on the gateway's machine, or a git URL.</param>
/// <param name="Reference">Branch, tag or commit; HEAD where it is missing.</param>
/// <param name="WorkingTree">The files as they are on disk instead of a commit.</param>
/// <param name="Force">Again, even where a snapshot of the commit exists.</param>
public sealed record IndexCommand(
    [property: Required, StringLength(4096, MinimumLength = 1)] string Source,
    [property: JsonPropertyName("ref"), StringLength(1024)] string? Reference = null,
    bool WorkingTree = false,
    bool Force = false);

/// <param name="Name">The repository's name.</param>
/// <param name="Job">Names the job among those of the repository.</param>
/// <param name="Joined">Whether it was running already.</param>
public sealed record IndexAccepted(string Name, string Job, bool Joined);
