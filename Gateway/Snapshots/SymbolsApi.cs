using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>One symbol, by id or by name.</summary>
internal static class SymbolsApi
{
    public static void MapSymbols(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("Symbols");
        group.MapGetQuestion(
            "/symbols/{**id}", Questions.Symbol, "GetSymbolById", "A symbol by its id (the # written as %23), with its members, bases and derived types.", (SymbolById p) => new(p.Id));
        group.MapQuestion(Questions.Symbol, "Symbol", "A symbol by its name, the end of its qualified name, path#name or id.", (SymbolByName p) => new(p.Symbol));
        group.MapQuestion(
            Questions.Context, "Context", "What one needs to know of a symbol, within a budget of tokens: source, documentation, callers, callees, types, siblings.",
            (ContextParameters p) => p.ToQuery());
    }
}

public sealed record SymbolById(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("The symbol's id: path%23Qualified.Name."), StringLength(QueryLimits.SymbolLength, MinimumLength = 1)] [FromRoute(Name = "id")] string Id,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit);

public sealed record SymbolByName(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("A name, the end of a qualified name, path#name, or an id."), StringLength(QueryLimits.SymbolLength, MinimumLength = 1)] [FromQuery(Name = "name")] string Symbol,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit);

public sealed record ContextParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("A name, the end of a qualified name, path#name, or an id."), StringLength(QueryLimits.SymbolLength, MinimumLength = 1)] [FromQuery(Name = "symbol")] string Symbol,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Most tokens of the answer's texts; a token is counted as 4 bytes of UTF-8."), Range(QueryLimits.LeastBudget, QueryLimits.MostBudget)] [FromQuery(Name = "budget")] int Budget = 4000)
{
    public ContextQuery ToQuery() => new(Symbol, Budget);
}
