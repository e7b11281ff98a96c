using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CodeGraph.Grains;
using CodeGraph.Model;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>Questions about the graph as a whole.</summary>
internal static class AnalysesApi
{
    public static void MapAnalyses(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("Analyses");
        group.MapQuestion(Questions.Dependencies, "Dependencies", "What files or folders depend on, the strongest dependency first.", (DependenciesParameters p) => p.ToQuery());
        group.MapQuestion(Questions.Cycles, "Cycles", "Files or folders that depend on one another in a circle, the largest first.", (CyclesParameters p) => p.ToQuery());
        group.MapQuestion(
            Questions.Unreferenced, "Unreferenced", "Definitions that nothing names, with why they may be reached all the same; those without a reason first.",
            (UnreferencedParameters p) => p.ToQuery());
        group.MapQuestion(Questions.Central, "Central", "The symbols or files that most depends on, by PageRank over calls and references.", (CentralParameters p) => p.ToQuery());
        group.MapQuestion(Questions.Complex, "Complex", "The most complex callables, by cognitive or cyclomatic complexity, nesting or lines.", (ComplexParameters p) => p.ToQuery());
    }
}

public sealed record DependenciesParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Only what stands under this path.")] [FromQuery(Name = "from")] string? From,
    [property: Description("Only what leads under this path.")] [FromQuery(Name = "to")] string? To,
    [property: Description("Relations of these tiers count: exact, typed, unique, ambiguous, separated by commas.")] [FromQuery(Name = "tiers")] string? Tiers = null,
    [property: Description("Between folders instead of files.")] [FromQuery(Name = "folders")] bool Folders = false,
    [property: Description("Parts of the path that name a folder, from the root; 0 for all."), Range(0, QueryLimits.Depth)] [FromQuery(Name = "depth")] int Depth = 0,
    [property: Description("Most dependencies to return."), Range(1, QueryLimits.Results)] [FromQuery(Name = "limit")] int Limit = 200,
    [property: Description("Where to go on: the cursor of the answer before.")] [FromQuery(Name = "cursor")] string? Cursor = null)
{
    public DependenciesQuery ToQuery() => new(Folders, Depth, From, To, Parameters.ToTiers(Tiers), Limit, Cursor);
}

public sealed record CyclesParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Relations of these tiers count: exact, typed, unique, ambiguous, separated by commas.")] [FromQuery(Name = "tiers")] string? Tiers = null,
    [property: Description("Between folders instead of files.")] [FromQuery(Name = "folders")] bool Folders = false,
    [property: Description("Parts of the path that name a folder, from the root; 0 for all."), Range(0, QueryLimits.Depth)] [FromQuery(Name = "depth")] int Depth = 0,
    [property: Description("Most cycles to return."), Range(1, QueryLimits.Results)] [FromQuery(Name = "limit")] int Limit = 50)
{
    public CyclesQuery ToQuery() => new(Folders, Depth, Parameters.ToTiers(Tiers), Limit);
}

public sealed record UnreferencedParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("Only symbols of these kinds: class, method, enumMember, ...")] [FromQuery(Name = "kind")] string[]? Kind,
    [property: Description("Only files under this path.")] [FromQuery(Name = "under")] string? Under,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Leave out what has a reason.")] [FromQuery(Name = "unexplained")] bool Unexplained = false,
    [property: Description("Most definitions to return."), Range(1, QueryLimits.Results)] [FromQuery(Name = "limit")] int Limit = 200,
    [property: Description("Where to go on: the cursor of the answer before.")] [FromQuery(Name = "cursor")] string? Cursor = null)
{
    public UnreferencedQuery ToQuery() => new(Parameters.ToKinds(Kind), Under, Unexplained, Limit, Cursor);
}

public sealed record CentralParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("Only symbols of these kinds: class, method, enumMember, ...")] [FromQuery(Name = "kind")] string[]? Kind,
    [property: Description("Only files under this path.")] [FromQuery(Name = "under")] string? Under,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Files instead of symbols.")] [FromQuery(Name = "files")] bool Files = false,
    [property: Description("Most symbols or files to return."), Range(1, QueryLimits.Results)] [FromQuery(Name = "limit")] int Limit = 50,
    [property: Description("Where to go on: the cursor of the answer before.")] [FromQuery(Name = "cursor")] string? Cursor = null)
{
    public CentralQuery ToQuery() => new(Files, Parameters.ToKinds(Kind), Under, Limit, Cursor);
}

public sealed record ComplexParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("Only symbols of these kinds: function, method, constructor, ...")] [FromQuery(Name = "kind")] string[]? Kind,
    [property: Description("Only files under this path.")] [FromQuery(Name = "under")] string? Under,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("What they are ordered by: cognitive, cyclomatic, lines or nesting."), AllowedValues("cognitive", "cyclomatic", "lines", "nesting")] [FromQuery(Name = "by")] string By = "cognitive",
    [property: Description("Most callables to return."), Range(1, QueryLimits.Results)] [FromQuery(Name = "limit")] int Limit = 50,
    [property: Description("Where to go on: the cursor of the answer before.")] [FromQuery(Name = "cursor")] string? Cursor = null)
{
    public ComplexQuery ToQuery() => new(Parameters.ToChoice<ComplexityMeasure>(By), Parameters.ToKinds(Kind), Under, Limit, Cursor);
}
