using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CodeGraph.Gateway.Problems;
using CodeGraph.Grains;
using CodeGraph.Model;
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
        group.MapGet("/callers/lines", CallerLines).WithName("GetCallerLines").WithSummary("All callers as JSON lines, written while they are found.").Produces(200, null, "application/jsonl");
        group.MapGet("/callees/lines", CalleeLines).WithName("GetCalleeLines").WithSummary("All callees as JSON lines, written while they are found.").Produces(200, null, "application/jsonl");
        group.MapGet("/references", References).WithName("GetReferences").WithSummary("Every place that names a symbol.");
        group.MapGet("/impact", Impact).WithName("GetImpact").WithSummary("What may break when a symbol or a file changes, nearest first, with the tests and entry points that reach it.");
        group.MapGet("/path", GetPath).WithName("GetPath").WithSummary("A shortest chain of relations between two symbols.");
    }

    private static Task<Results<Ok<RelationsAnswer>, ProblemHttpResult>> Callers([AsParameters] CallParameters calls, SnapshotReader snapshots, CancellationToken cancellation) =>
        calls.ToQuery(out var query) is { } problem
            ? Task.FromResult<Results<Ok<RelationsAnswer>, ProblemHttpResult>>(problem)
            : snapshots.AskAbout(calls.Symbol, s => s.Callers(query, cancellation), a => a.Source, a => a.Resolution, cancellation);

    private static Task<Results<Ok<RelationsAnswer>, ProblemHttpResult>> Callees([AsParameters] CallParameters calls, SnapshotReader snapshots, CancellationToken cancellation) =>
        calls.ToQuery(out var query) is { } problem
            ? Task.FromResult<Results<Ok<RelationsAnswer>, ProblemHttpResult>>(problem)
            : snapshots.AskAbout(calls.Symbol, s => s.Callees(query, cancellation), a => a.Source, a => a.Resolution, cancellation);

    private static Task<Results<PushStreamHttpResult, ProblemHttpResult>> CallerLines([AsParameters] CallLinesParameters calls, SnapshotReader snapshots, CancellationToken cancellation) =>
        calls.ToQuery(out var query) is { } problem
            ? Task.FromResult<Results<PushStreamHttpResult, ProblemHttpResult>>(problem)
            : snapshots.AskLines(calls.Symbol, s => s.StreamCallers(query, cancellation), calls.Limit, cancellation);

    private static Task<Results<PushStreamHttpResult, ProblemHttpResult>> CalleeLines([AsParameters] CallLinesParameters calls, SnapshotReader snapshots, CancellationToken cancellation) =>
        calls.ToQuery(out var query) is { } problem
            ? Task.FromResult<Results<PushStreamHttpResult, ProblemHttpResult>>(problem)
            : snapshots.AskLines(calls.Symbol, s => s.StreamCallees(query, cancellation), calls.Limit, cancellation);

    private static Task<Results<Ok<ReferencesAnswer>, ProblemHttpResult>> References(
        [AsParameters] ReferenceParameters references, SnapshotReader snapshots, CancellationToken cancellation)
    {
        var query = new ReferencesQuery(references.Symbol, references.IncludeAmbiguous, references.Limit);
        return snapshots.AskAbout(references.Symbol, s => s.References(query, cancellation), a => a.Source, a => a.Resolution, cancellation);
    }

    private static Task<Results<Ok<ImpactAnswer>, ProblemHttpResult>> Impact([AsParameters] ImpactParameters impact, SnapshotReader snapshots, CancellationToken cancellation)
    {
        if (!TierParameter.TryParse(impact.Tiers, out var tiers))
            return Task.FromResult<Results<Ok<ImpactAnswer>, ProblemHttpResult>>(GatewayProblems.UnknownTiers(impact.Tiers!));
        var query = new TraversalQuery(impact.Symbol, impact.Depth, impact.IncludeAmbiguous, impact.Limit, tiers, impact.Cursor);
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
    [property: Description("Follow relations of these tiers alone: exact, typed, unique, ambiguous, separated by commas.")] [FromQuery(Name = "tiers")] string? Tiers = null,
    [property: Description("Most relations to return."), Range(1, 10_000)] [FromQuery(Name = "limit")] int Limit = 200,
    [property: Description("Where to go on: the cursor of the answer before.")] [FromQuery(Name = "cursor")] string? Cursor = null)
{
    /// <returns>What is wrong with the parameters; null where nothing is.</returns>
    public ProblemHttpResult? ToQuery(out TraversalQuery query)
    {
        var understood = TierParameter.TryParse(Tiers, out var tiers);
        query = new(Symbol, Depth, IncludeAmbiguous, Limit, tiers, Cursor);
        return understood ? null : GatewayProblems.UnknownTiers(Tiers!);
    }
}

public sealed record CallLinesParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("A name, the end of a qualified name, path#name, or an id."), StringLength(4096, MinimumLength = 1)] [FromQuery(Name = "symbol")] string Symbol,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Levels to follow."), Range(1, 64)] [FromQuery(Name = "depth")] int Depth = 1,
    [property: Description("Follow relations with several candidates too.")] [FromQuery(Name = "includeAmbiguous")] bool IncludeAmbiguous = false,
    [property: Description("Follow relations of these tiers alone: exact, typed, unique, ambiguous, separated by commas.")] [FromQuery(Name = "tiers")] string? Tiers = null,
    [property: Description("Most relations to write; all where it is not given."), Range(1, int.MaxValue)] [FromQuery(Name = "limit")] int Limit = int.MaxValue)
{
    /// <returns>What is wrong with the parameters; null where nothing is.</returns>
    public ProblemHttpResult? ToQuery(out TraversalQuery query)
    {
        var understood = TierParameter.TryParse(Tiers, out var tiers);
        query = new(Symbol, Depth, IncludeAmbiguous, Tiers: tiers);
        return understood ? null : GatewayProblems.UnknownTiers(Tiers!);
    }
}

/// <summary>Tiers as a query parameter has them.</summary>
internal static class TierParameter
{
    public static bool TryParse(string? text, out TierSet tiers)
    {
        tiers = TierSet.None;
        return string.IsNullOrEmpty(text) || TierSets.TryParse(text, out tiers);
    }
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
    [property: Description("Follow relations of these tiers alone: exact, typed, unique, ambiguous, separated by commas.")] [FromQuery(Name = "tiers")] string? Tiers = null,
    [property: Description("Most dependents, tests and entry points to return, each."), Range(1, 10_000)] [FromQuery(Name = "limit")] int Limit = 200,
    [property: Description("Where to go on: the cursor of the answer before.")] [FromQuery(Name = "cursor")] string? Cursor = null);

public sealed record PathParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("Where the path begins: a name or id."), StringLength(4096, MinimumLength = 1)] [FromQuery(Name = "from")] string From,
    [property: Description("Where it ends: a name or id."), StringLength(4096, MinimumLength = 1)] [FromQuery(Name = "to")] string To,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Follow relations with several candidates too.")] [FromQuery(Name = "includeAmbiguous")] bool IncludeAmbiguous = false,
    [property: Description("Longest chain to look for."), Range(1, 64)] [FromQuery(Name = "maxLength")] int MaxLength = 32);
