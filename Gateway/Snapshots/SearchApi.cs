using System.Collections.Frozen;
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
    private static readonly FrozenDictionary<string, SymbolKind> Kinds =
        Enum.GetValues<SymbolKind>().ToFrozenDictionary(k => k.ToWire(), StringComparer.OrdinalIgnoreCase);

    public static void MapSearch(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("Search");
        group.MapGet("/search", Search).WithName("Search").WithSummary("Symbols by name, best match first; near names where none fits.");
    }

    private static Task<Results<Ok<SearchAnswer>, ProblemHttpResult>> Search([AsParameters] SearchParameters search, SnapshotReader snapshots, CancellationToken cancellation)
    {
        var kinds = new List<SymbolKind>();
        foreach (var text in search.Kind ?? [])
        {
            if (!Kinds.TryGetValue(text, out var kind))
                return Task.FromResult<Results<Ok<SearchAnswer>, ProblemHttpResult>>(GatewayProblems.UnknownKind(text, Kinds.Keys));
            kinds.Add(kind);
        }

        var query = new SearchQuery(search.Q, kinds.Count > 0 ? kinds : null, search.Under, search.Locals, search.Limit);
        return snapshots.Ask(s => s.Search(query, cancellation), _ => null, cancellation);
    }
}

public sealed record SearchParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("A name, a part of one, or the end of a qualified name."), StringLength(1024, MinimumLength = 1)] [FromQuery(Name = "q")] string Q,
    [property: Description("Only symbols of these kinds: class, method, enumMember, ...")] [FromQuery(Name = "kind")] string[]? Kind,
    [property: Description("Only files whose path starts so.")] [FromQuery(Name = "under")] string? Under,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Local variables and parameters too.")] [FromQuery(Name = "locals")] bool Locals = false,
    [property: Description("Most symbols to return."), Range(1, 10_000)] [FromQuery(Name = "limit")] int Limit = 50);
