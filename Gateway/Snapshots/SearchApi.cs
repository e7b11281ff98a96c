using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CodeGraph.Gateway.Problems;
using CodeGraph.Grains;
using CodeGraph.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>Finding symbols by name.</summary>
internal static class SearchApi
{
    public static void MapSearch(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("Search");
        group.MapGet("/search", Search).WithName("Search").WithSummary("Symbols by name, best match first; near names where none fits.");
    }

    private static Task<Results<Ok<SearchAnswer>, ProblemHttpResult>> Search([AsParameters] SearchParameters search, SnapshotReader snapshots, CancellationToken cancellation)
    {
        var query = new SearchQuery(search.Q, search.Kind is { Length: > 0 } kinds ? kinds : null, search.Under, search.Locals, search.Limit);
        return snapshots.Ask(s => s.Search(query, cancellation), _ => null, cancellation);
    }
}

internal sealed record SearchParameters(
    [Description("The repository's name."), FromRoute(Name = "name")] string Name,
    [Description("A name, a part of one, or the end of a qualified name."), FromQuery(Name = "q"), StringLength(1024, MinimumLength = 1)] string Q,
    [Description("Only symbols of these kinds."), FromQuery(Name = "kind")] SymbolKind[]? Kind,
    [Description("Only files whose path starts so."), FromQuery(Name = "under")] string? Under,
    [Description("The snapshot of this commit instead of the one made last."), FromQuery(Name = "commit")] string? Commit,
    [Description("Local variables and parameters too."), FromQuery(Name = "locals")] bool Locals = false,
    [Description("Most symbols to return."), FromQuery(Name = "limit"), Range(1, 10_000)] int Limit = 50);
