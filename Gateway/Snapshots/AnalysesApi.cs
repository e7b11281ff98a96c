using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CodeGraph.Gateway.Problems;
using CodeGraph.Grains;
using CodeGraph.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>Questions about the graph as a whole.</summary>
internal static class AnalysesApi
{
    public static void MapAnalyses(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("Analyses");
        group.MapGet("/dependencies", Dependencies).WithName("GetDependencies").WithSummary("What files or folders depend on, the strongest dependency first.");
        group.MapGet("/cycles", Cycles).WithName("GetCycles").WithSummary("Files or folders that depend on one another in a circle, the largest first.");
        group.MapGet("/unreferenced", Unreferenced).WithName("GetUnreferenced")
            .WithSummary("Definitions that nothing names, with why they may be reached all the same; those without a reason first.");
        group.MapGet("/central", Central).WithName("GetCentral").WithSummary("The symbols or files that most depends on, by PageRank over calls and references.");
        group.MapGet("/complex", Complex).WithName("GetComplex").WithSummary("The most complex callables, by cognitive or cyclomatic complexity, nesting or lines.");
    }

    private static Task<Results<Ok<ComplexAnswer>, ProblemHttpResult>> Complex([AsParameters] ComplexParameters wanted, SnapshotReader snapshots, CancellationToken cancellation)
    {
        if (KindParameter.Parse(wanted.Kind, out var kinds) is { } problem)
            return Task.FromResult<Results<Ok<ComplexAnswer>, ProblemHttpResult>>(problem);
        var query = new ComplexQuery(Enum.Parse<ComplexityMeasure>(wanted.By, ignoreCase: true), kinds, wanted.Under, wanted.Limit, wanted.Cursor);
        return snapshots.Ask(s => s.Complex(query, cancellation), _ => null, cancellation);
    }

    private static Task<Results<Ok<UnreferencedAnswer>, ProblemHttpResult>> Unreferenced(
        [AsParameters] UnreferencedParameters wanted, SnapshotReader snapshots, CancellationToken cancellation)
    {
        if (KindParameter.Parse(wanted.Kind, out var kinds) is { } problem)
            return Task.FromResult<Results<Ok<UnreferencedAnswer>, ProblemHttpResult>>(problem);
        var query = new UnreferencedQuery(kinds, wanted.Under, wanted.Unexplained, wanted.Limit, wanted.Cursor);
        return snapshots.Ask(s => s.Unreferenced(query, cancellation), _ => null, cancellation);
    }

    private static Task<Results<Ok<CentralAnswer>, ProblemHttpResult>> Central([AsParameters] CentralParameters wanted, SnapshotReader snapshots, CancellationToken cancellation)
    {
        if (KindParameter.Parse(wanted.Kind, out var kinds) is { } problem)
            return Task.FromResult<Results<Ok<CentralAnswer>, ProblemHttpResult>>(problem);
        var query = new CentralQuery(wanted.Files, kinds, wanted.Under, wanted.Limit, wanted.Cursor);
        return snapshots.Ask(s => s.Central(query, cancellation), _ => null, cancellation);
    }

    private static Task<Results<Ok<DependenciesAnswer>, ProblemHttpResult>> Dependencies(
        [AsParameters] DependenciesParameters wanted, SnapshotReader snapshots, CancellationToken cancellation)
    {
        if (!TierParameter.TryParse(wanted.Tiers, out var tiers))
            return Task.FromResult<Results<Ok<DependenciesAnswer>, ProblemHttpResult>>(GatewayProblems.UnknownTiers(wanted.Tiers!));
        var query = new DependenciesQuery(wanted.Folders, wanted.Depth, wanted.From, wanted.To, tiers, wanted.Limit, wanted.Cursor);
        return snapshots.Ask(s => s.Dependencies(query, cancellation), _ => null, cancellation);
    }

    private static Task<Results<Ok<CyclesAnswer>, ProblemHttpResult>> Cycles([AsParameters] CyclesParameters wanted, SnapshotReader snapshots, CancellationToken cancellation)
    {
        if (!TierParameter.TryParse(wanted.Tiers, out var tiers))
            return Task.FromResult<Results<Ok<CyclesAnswer>, ProblemHttpResult>>(GatewayProblems.UnknownTiers(wanted.Tiers!));
        return snapshots.Ask(s => s.Cycles(new(wanted.Folders, wanted.Depth, tiers, wanted.Limit), cancellation), _ => null, cancellation);
    }
}

public sealed record DependenciesParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Only what stands under this path.")] [FromQuery(Name = "from")] string? From,
    [property: Description("Only what leads under this path.")] [FromQuery(Name = "to")] string? To,
    [property: Description("Relations of these tiers count: exact, typed, unique, ambiguous, separated by commas.")] [FromQuery(Name = "tiers")] string? Tiers = null,
    [property: Description("Between folders instead of files.")] [FromQuery(Name = "folders")] bool Folders = false,
    [property: Description("Parts of the path that name a folder, from the root; 0 for all."), Range(0, 64)] [FromQuery(Name = "depth")] int Depth = 0,
    [property: Description("Most dependencies to return."), Range(1, 10_000)] [FromQuery(Name = "limit")] int Limit = 200,
    [property: Description("Where to go on: the cursor of the answer before.")] [FromQuery(Name = "cursor")] string? Cursor = null);

public sealed record CyclesParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Relations of these tiers count: exact, typed, unique, ambiguous, separated by commas.")] [FromQuery(Name = "tiers")] string? Tiers = null,
    [property: Description("Between folders instead of files.")] [FromQuery(Name = "folders")] bool Folders = false,
    [property: Description("Parts of the path that name a folder, from the root; 0 for all."), Range(0, 64)] [FromQuery(Name = "depth")] int Depth = 0,
    [property: Description("Most cycles to return."), Range(1, 10_000)] [FromQuery(Name = "limit")] int Limit = 50);

public sealed record UnreferencedParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("Only symbols of these kinds: class, method, enumMember, ...")] [FromQuery(Name = "kind")] string[]? Kind,
    [property: Description("Only files under this path.")] [FromQuery(Name = "under")] string? Under,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Leave out what has a reason.")] [FromQuery(Name = "unexplained")] bool Unexplained = false,
    [property: Description("Most definitions to return."), Range(1, 10_000)] [FromQuery(Name = "limit")] int Limit = 200,
    [property: Description("Where to go on: the cursor of the answer before.")] [FromQuery(Name = "cursor")] string? Cursor = null);

public sealed record CentralParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("Only symbols of these kinds: class, method, enumMember, ...")] [FromQuery(Name = "kind")] string[]? Kind,
    [property: Description("Only files under this path.")] [FromQuery(Name = "under")] string? Under,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Files instead of symbols.")] [FromQuery(Name = "files")] bool Files = false,
    [property: Description("Most symbols or files to return."), Range(1, 10_000)] [FromQuery(Name = "limit")] int Limit = 50,
    [property: Description("Where to go on: the cursor of the answer before.")] [FromQuery(Name = "cursor")] string? Cursor = null);

public sealed record ComplexParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("Only symbols of these kinds: function, method, constructor, ...")] [FromQuery(Name = "kind")] string[]? Kind,
    [property: Description("Only files under this path.")] [FromQuery(Name = "under")] string? Under,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("What they are ordered by: cognitive, cyclomatic, lines or nesting."), AllowedValues("cognitive", "cyclomatic", "lines", "nesting")] [FromQuery(Name = "by")] string By = "cognitive",
    [property: Description("Most callables to return."), Range(1, 10_000)] [FromQuery(Name = "limit")] int Limit = 50,
    [property: Description("Where to go on: the cursor of the answer before.")] [FromQuery(Name = "cursor")] string? Cursor = null);
