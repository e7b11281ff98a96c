using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>How symbols relate: calls, references, impact, paths.</summary>
internal static class RelationsApi
{
    public static void MapRelations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("Relations");
        group.MapQuestion(Questions.Callers, "Callers", "Who calls a symbol or constructs a type, with every call site.", (CallParameters p) => p.ToQuery());
        group.MapQuestion(Questions.Callees, "Callees", "What a symbol calls, with every call site.", (CallParameters p) => p.ToQuery());
        group.MapQuestion(Questions.References, "References", "Every place that names a symbol.", (ReferenceParameters p) => p.ToQuery());
        group.MapQuestion(
            Questions.Impact, "Impact", "What may break when a symbol or a file changes, nearest first, with the tests and entry points that reach it.", (ImpactParameters p) => p.ToQuery());
        group.MapQuestion(Questions.Path, "Path", "A shortest chain of relations between two symbols.", (PathParameters p) => p.ToQuery());
    }
}

public sealed record CallParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("A name, the end of a qualified name, path#name, or an id."), StringLength(QueryLimits.SymbolLength, MinimumLength = 1)] [FromQuery(Name = "symbol")] string Symbol,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Levels to follow."), Range(1, QueryLimits.Depth)] [FromQuery(Name = "depth")] int Depth = 1,
    [property: Description("Follow relations with several candidates too.")] [FromQuery(Name = "includeAmbiguous")] bool IncludeAmbiguous = false,
    [property: Description("Follow relations of these tiers alone: exact, typed, unique, ambiguous, separated by commas.")] [FromQuery(Name = "tiers")] string? Tiers = null,
    [property: Description("Most relations to return."), Range(1, QueryLimits.Results)] [FromQuery(Name = "limit")] int Limit = 200,
    [property: Description("Where to go on: the cursor of the answer before.")] [FromQuery(Name = "cursor")] string? Cursor = null)
{
    public TraversalQuery ToQuery() => new(Symbol, Depth, IncludeAmbiguous, Limit, Parameters.ToTiers(Tiers), Cursor);
}

public sealed record ReferenceParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("A name, the end of a qualified name, path#name, or an id."), StringLength(QueryLimits.SymbolLength, MinimumLength = 1)] [FromQuery(Name = "symbol")] string Symbol,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Uses with several candidates too.")] [FromQuery(Name = "includeAmbiguous")] bool IncludeAmbiguous = false,
    [property: Description("Uses of these tiers alone: exact, typed, unique, ambiguous, separated by commas.")] [FromQuery(Name = "tiers")] string? Tiers = null,
    [property: Description("Most references to return."), Range(1, QueryLimits.Results)] [FromQuery(Name = "limit")] int Limit = 200,
    [property: Description("Where to go on: the cursor of the answer before.")] [FromQuery(Name = "cursor")] string? Cursor = null)
{
    public ReferencesQuery ToQuery() => new(Symbol, IncludeAmbiguous, Limit, Parameters.ToTiers(Tiers), Cursor);
}

public sealed record ImpactParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("A name, the end of a qualified name, path#name, an id, or the path of a file."), StringLength(QueryLimits.SymbolLength, MinimumLength = 1)] [FromQuery(Name = "symbol")] string Symbol,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Levels to follow."), Range(1, QueryLimits.Depth)] [FromQuery(Name = "depth")] int Depth = 16,
    [property: Description("Follow relations with several candidates too.")] [FromQuery(Name = "includeAmbiguous")] bool IncludeAmbiguous = false,
    [property: Description("Follow relations of these tiers alone: exact, typed, unique, ambiguous, separated by commas.")] [FromQuery(Name = "tiers")] string? Tiers = null,
    [property: Description("Most dependents, tests and entry points to return, each."), Range(1, QueryLimits.Results)] [FromQuery(Name = "limit")] int Limit = 200,
    [property: Description("Where to go on: the cursor of the answer before.")] [FromQuery(Name = "cursor")] string? Cursor = null)
{
    public TraversalQuery ToQuery() => new(Symbol, Depth, IncludeAmbiguous, Limit, Parameters.ToTiers(Tiers), Cursor);
}

public sealed record PathParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("Where the path begins: a name or id."), StringLength(QueryLimits.SymbolLength, MinimumLength = 1)] [FromQuery(Name = "from")] string From,
    [property: Description("Where it ends: a name or id."), StringLength(QueryLimits.SymbolLength, MinimumLength = 1)] [FromQuery(Name = "to")] string To,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Follow relations with several candidates too.")] [FromQuery(Name = "includeAmbiguous")] bool IncludeAmbiguous = false,
    [property: Description("Follow relations of these tiers alone: exact, typed, unique, ambiguous, separated by commas.")] [FromQuery(Name = "tiers")] string? Tiers = null,
    [property: Description("Longest chain to look for."), Range(1, QueryLimits.Depth)] [FromQuery(Name = "maxLength")] int MaxLength = 32)
{
    public PathQuery ToQuery() => new(From, To, IncludeAmbiguous, MaxLength, Parameters.ToTiers(Tiers));
}
