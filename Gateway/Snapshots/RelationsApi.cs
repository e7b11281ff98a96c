using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>How symbols relate: calls, references, impact, paths.</summary>
internal static class RelationsApi
{
    public static void MapRelations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("Relations").ProducesProblem(409);
        group.MapGet("/callers", Callers).WithName("GetCallers").WithSummary("Who calls a symbol or constructs a type, with every call site.");
        group.MapGet("/callees", Callees).WithName("GetCallees").WithSummary("What a symbol calls, with every call site.");
        group.MapGet("/references", References).WithName("GetReferences").WithSummary("Every place that names a symbol.");
        group.MapGet("/impact", Impact).WithName("GetImpact").WithSummary("What may break when a symbol or a file changes, nearest first.");
        group.MapGet("/path", GetPath).WithName("GetPath").WithSummary("A shortest chain of relations between two symbols.");
    }

    private static Task<Results<Ok<RelationsAnswer>, ProblemHttpResult>> Callers([AsParameters] CallParameters calls, SnapshotReader snapshots, CancellationToken cancellation) =>
        snapshots.AskAbout(calls.Symbol, s => s.Callers(calls.ToQuery(), cancellation), a => a.Source, a => a.Resolution, cancellation);

    private static Task<Results<Ok<RelationsAnswer>, ProblemHttpResult>> Callees([AsParameters] CallParameters calls, SnapshotReader snapshots, CancellationToken cancellation) =>
        snapshots.AskAbout(calls.Symbol, s => s.Callees(calls.ToQuery(), cancellation), a => a.Source, a => a.Resolution, cancellation);

    private static Task<Results<Ok<ReferencesAnswer>, ProblemHttpResult>> References(
        [AsParameters] ReferenceParameters references, SnapshotReader snapshots, CancellationToken cancellation)
    {
        var query = new ReferencesQuery(references.Symbol, references.IncludeAmbiguous, references.Limit);
        return snapshots.AskAbout(references.Symbol, s => s.References(query, cancellation), a => a.Source, a => a.Resolution, cancellation);
    }

    private static Task<Results<Ok<ImpactAnswer>, ProblemHttpResult>> Impact([AsParameters] ImpactParameters impact, SnapshotReader snapshots, CancellationToken cancellation)
    {
        var query = new TraversalQuery(impact.Symbol, impact.Depth, impact.IncludeAmbiguous, impact.Limit);
        return snapshots.Ask(
            s => s.Impact(query, cancellation),
            a => a.Path is null ? SnapshotReader.CheckResolution(impact.Symbol, a.Source, a.Resolution) : null, cancellation);
    }

    private static Task<Results<Ok<PathAnswer>, ProblemHttpResult>> GetPath([AsParameters] PathParameters path, SnapshotReader snapshots, CancellationToken cancellation)
    {
        var query = new PathQuery(path.From, path.To, path.IncludeAmbiguous, path.MaxLength);
        return snapshots.Ask(
            s => s.Path(query, cancellation),
            a => SnapshotReader.CheckResolution(path.From, a.Source, a.From) ?? SnapshotReader.CheckResolution(path.To, a.Source, a.To), cancellation);
    }
}

public sealed record CallParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("A name, the end of a qualified name, path#name, or an id."), StringLength(4096, MinimumLength = 1)] [FromQuery(Name = "symbol")] string Symbol,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Levels to follow."), Range(1, 64)] [FromQuery(Name = "depth")] int Depth = 1,
    [property: Description("Follow relations with several candidates too.")] [FromQuery(Name = "includeAmbiguous")] bool IncludeAmbiguous = false,
    [property: Description("Most relations to return."), Range(1, 10_000)] [FromQuery(Name = "limit")] int Limit = 200)
{
    public TraversalQuery ToQuery() => new(Symbol, Depth, IncludeAmbiguous, Limit);
}

public sealed record ReferenceParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("A name, the end of a qualified name, path#name, or an id."), StringLength(4096, MinimumLength = 1)] [FromQuery(Name = "symbol")] string Symbol,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Uses with several candidates too.")] [FromQuery(Name = "includeAmbiguous")] bool IncludeAmbiguous = false,
    [property: Description("Most references to return."), Range(1, 10_000)] [FromQuery(Name = "limit")] int Limit = 200);

public sealed record ImpactParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("A name, the end of a qualified name, path#name, an id, or the path of a file."), StringLength(4096, MinimumLength = 1)] [FromQuery(Name = "symbol")] string Symbol,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Levels to follow."), Range(1, 64)] [FromQuery(Name = "depth")] int Depth = 16,
    [property: Description("Follow relations with several candidates too.")] [FromQuery(Name = "includeAmbiguous")] bool IncludeAmbiguous = false,
    [property: Description("Most dependents to return."), Range(1, 10_000)] [FromQuery(Name = "limit")] int Limit = 200);

public sealed record PathParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("Where the path begins: a name or id."), StringLength(4096, MinimumLength = 1)] [FromQuery(Name = "from")] string From,
    [property: Description("Where it ends: a name or id."), StringLength(4096, MinimumLength = 1)] [FromQuery(Name = "to")] string To,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Follow relations with several candidates too.")] [FromQuery(Name = "includeAmbiguous")] bool IncludeAmbiguous = false,
    [property: Description("Longest chain to look for."), Range(1, 64)] [FromQuery(Name = "maxLength")] int MaxLength = 32);
