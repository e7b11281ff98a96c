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

internal sealed record CallParameters(
    [Description("The repository's name."), FromRoute(Name = "name")] string Name,
    [Description("A name, the end of a qualified name, path#name, or an id."), FromQuery(Name = "symbol"), StringLength(4096, MinimumLength = 1)] string Symbol,
    [Description("The snapshot of this commit instead of the one made last."), FromQuery(Name = "commit")] string? Commit,
    [Description("Levels to follow."), FromQuery(Name = "depth"), Range(1, 64)] int Depth = 1,
    [Description("Follow relations with several candidates too."), FromQuery(Name = "includeAmbiguous")] bool IncludeAmbiguous = false,
    [Description("Most relations to return."), FromQuery(Name = "limit"), Range(1, 10_000)] int Limit = 200)
{
    public TraversalQuery ToQuery() => new(Symbol, Depth, IncludeAmbiguous, Limit);
}

internal sealed record ReferenceParameters(
    [Description("The repository's name."), FromRoute(Name = "name")] string Name,
    [Description("A name, the end of a qualified name, path#name, or an id."), FromQuery(Name = "symbol"), StringLength(4096, MinimumLength = 1)] string Symbol,
    [Description("The snapshot of this commit instead of the one made last."), FromQuery(Name = "commit")] string? Commit,
    [Description("Uses with several candidates too."), FromQuery(Name = "includeAmbiguous")] bool IncludeAmbiguous = false,
    [Description("Most references to return."), FromQuery(Name = "limit"), Range(1, 10_000)] int Limit = 200);

internal sealed record ImpactParameters(
    [Description("The repository's name."), FromRoute(Name = "name")] string Name,
    [Description("A name, the end of a qualified name, path#name, an id, or the path of a file."), FromQuery(Name = "symbol"), StringLength(4096, MinimumLength = 1)] string Symbol,
    [Description("The snapshot of this commit instead of the one made last."), FromQuery(Name = "commit")] string? Commit,
    [Description("Levels to follow."), FromQuery(Name = "depth"), Range(1, 64)] int Depth = 16,
    [Description("Follow relations with several candidates too."), FromQuery(Name = "includeAmbiguous")] bool IncludeAmbiguous = false,
    [Description("Most dependents to return."), FromQuery(Name = "limit"), Range(1, 10_000)] int Limit = 200);

internal sealed record PathParameters(
    [Description("The repository's name."), FromRoute(Name = "name")] string Name,
    [Description("Where the path begins: a name or id."), FromQuery(Name = "from"), StringLength(4096, MinimumLength = 1)] string From,
    [Description("Where it ends: a name or id."), FromQuery(Name = "to"), StringLength(4096, MinimumLength = 1)] string To,
    [Description("The snapshot of this commit instead of the one made last."), FromQuery(Name = "commit")] string? Commit,
    [Description("Follow relations with several candidates too."), FromQuery(Name = "includeAmbiguous")] bool IncludeAmbiguous = false,
    [Description("Longest chain to look for."), FromQuery(Name = "maxLength"), Range(1, 64)] int MaxLength = 32);
