using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>One symbol, by id or by name.</summary>
internal static class SymbolsApi
{
    public static void MapSymbols(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("Symbols").ProducesProblem(409);
        group.MapGet("/symbols/{**id}", GetById).WithName("GetSymbolById").WithSummary("A symbol by its id (the # written as %23), with its members, bases and derived types.");
        group.MapGet("/symbol", GetByName).WithName("GetSymbolByName").WithSummary("A symbol by its name, the end of its qualified name, path#name or id.");
        group.MapGet("/context", GetContext).WithName("GetContext").WithSummary("What one needs to know of a symbol, within a budget of tokens: source, documentation, callers, callees, types, siblings.");
    }

    private static Task<Results<Ok<ContextAnswer>, ProblemHttpResult>> GetContext([AsParameters] ContextParameters wanted, SnapshotReader snapshots, CancellationToken cancellation) =>
        snapshots.AskAbout(wanted.Symbol, s => s.Context(new(wanted.Symbol, wanted.Budget), cancellation), a => a.Source, a => a.Resolution, cancellation);

    private static Task<Results<Ok<SymbolAnswer>, ProblemHttpResult>> GetById([AsParameters] SymbolById parameters, SnapshotReader snapshots, CancellationToken cancellation) =>
        Get(parameters.Id, snapshots, cancellation);

    private static Task<Results<Ok<SymbolAnswer>, ProblemHttpResult>> GetByName([AsParameters] SymbolByName parameters, SnapshotReader snapshots, CancellationToken cancellation) =>
        Get(parameters.Symbol, snapshots, cancellation);

    private static Task<Results<Ok<SymbolAnswer>, ProblemHttpResult>> Get(string symbol, SnapshotReader snapshots, CancellationToken cancellation) =>
        snapshots.AskAbout(symbol, s => s.GetSymbol(symbol, cancellation), a => a.Source, a => a.Resolution, cancellation);
}

public sealed record SymbolById(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("The symbol's id: path%23Qualified.Name."), StringLength(4096, MinimumLength = 1)] [FromRoute(Name = "id")] string Id,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit);

public sealed record SymbolByName(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("A name, the end of a qualified name, path#name, or an id."), StringLength(4096, MinimumLength = 1)] [FromQuery(Name = "name")] string Symbol,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit);

public sealed record ContextParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("A name, the end of a qualified name, path#name, or an id."), StringLength(4096, MinimumLength = 1)] [FromQuery(Name = "symbol")] string Symbol,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Most tokens of the answer's texts; a token is counted as 4 bytes of UTF-8."), Range(100, 1_000_000)] [FromQuery(Name = "budget")] int Budget = 4000);
