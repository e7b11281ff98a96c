using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CodeGraph.Gateway.Problems;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>What a file holds.</summary>
internal static class FilesApi
{
    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("Files");
        group.MapGet("/outline", Outline).WithName("GetOutline").WithSummary("The symbols of a file as a tree.");
    }

    private static Task<Results<Ok<OutlineAnswer>, ProblemHttpResult>> Outline([AsParameters] OutlineParameters outline, SnapshotReader snapshots, CancellationToken cancellation) =>
        snapshots.Ask(
            s => s.Outline(outline.Path, cancellation), a => a.Path is null ? GatewayProblems.UnknownPath(outline.Path, a.Source, a.NearPaths) : null, cancellation);
}

public sealed record OutlineParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("The file's path in the repository."), StringLength(4096, MinimumLength = 1)] [FromQuery(Name = "path")] string Path,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit);
