using System.Collections.Frozen;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CodeGraph.Gateway.Problems;
using CodeGraph.Grains;
using CodeGraph.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>Finding symbols by name, and lines by their text.</summary>
internal static class SearchApi
{
    private static readonly FrozenDictionary<string, Language> Languages =
        Enum.GetValues<Language>().Where(l => l != Language.None).ToFrozenDictionary(l => l.ToString().ToLowerInvariant(), StringComparer.OrdinalIgnoreCase);

    public static void MapSearch(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("Search");
        group.MapGet("/search", Search).WithName("Search").WithSummary("Symbols by name, best match first; near names where none fits.");
        group.MapGet("/text", SearchText).WithName("SearchText").WithSummary("Lines that match a text or a regular expression, those that define a symbol first.");
    }

    private static Task<Results<Ok<SearchAnswer>, ProblemHttpResult>> Search([AsParameters] SearchParameters search, SnapshotReader snapshots, CancellationToken cancellation)
    {
        if (KindParameter.Parse(search.Kind, out var kinds) is { } unknownKind)
            return Refuse<SearchAnswer>(unknownKind);
        if (ParseLanguages(search.Language, out var languages) is { } unknownLanguage)
            return Refuse<SearchAnswer>(unknownLanguage);
        var query = new SearchQuery(search.Q, kinds, search.Under, search.Locals, search.Limit, languages, search.Cursor);
        return snapshots.Ask(s => s.Search(query, cancellation), a => a.Refusal is { } refusal ? GatewayProblems.RefusedSearch(refusal, a.Source) : null, cancellation);
    }

    private static Task<Results<Ok<TextAnswer>, ProblemHttpResult>> SearchText([AsParameters] TextParameters text, SnapshotReader snapshots, CancellationToken cancellation)
    {
        if (ParseLanguages(text.Language, out var languages) is { } problem)
            return Refuse<TextAnswer>(problem);
        var query = new TextQuery(
            text.Q, text.Fixed, Enum.Parse<CaseMatching>(text.Case, ignoreCase: true), text.Word, text.Glob, languages, text.Context, text.Limit, text.Cursor, text.Count);
        return snapshots.Ask(s => s.SearchText(query, cancellation), a => a.Refusal is { } refusal ? GatewayProblems.RefusedSearch(refusal, a.Source) : null, cancellation);
    }

    /// <returns>What is wrong with the names; null where nothing is.</returns>
    private static ProblemHttpResult? ParseLanguages(string[]? names, out IReadOnlyList<Language>? languages)
    {
        languages = null;
        var found = new List<Language>();
        foreach (var name in names ?? [])
        {
            if (!Languages.TryGetValue(name, out var language))
                return GatewayProblems.UnknownLanguage(name, Languages.Keys);
            found.Add(language);
        }
        if (found.Count > 0)
            languages = found;
        return null;
    }

    private static Task<Results<Ok<T>, ProblemHttpResult>> Refuse<T>(ProblemHttpResult problem) => Task.FromResult<Results<Ok<T>, ProblemHttpResult>>(problem);
}

public sealed record SearchParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("A name, a part of one, or the end of a qualified name."), StringLength(1024, MinimumLength = 1)] [FromQuery(Name = "q")] string Q,
    [property: Description("Only symbols of these kinds: class, method, enumMember, ...")] [FromQuery(Name = "kind")] string[]? Kind,
    [property: Description("Only files whose path starts so.")] [FromQuery(Name = "under")] string? Under,
    [property: Description("Only files of these languages: csharp, typescript, ...")] [FromQuery(Name = "language")] string[]? Language,
    [property: Description("Where the page before ended.")] [FromQuery(Name = "cursor")] string? Cursor,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Local variables and parameters too.")] [FromQuery(Name = "locals")] bool Locals = false,
    [property: Description("Most symbols to return."), Range(1, 10_000)] [FromQuery(Name = "limit")] int Limit = 50);

public sealed record TextParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("A regular expression in .NET's syntax without look-around and back references, or a text."), StringLength(4096, MinimumLength = 1)]
    [FromQuery(Name = "q")] string Q,
    [property: Description("Only files that fit one of these, as in .gitignore; with ! in front, not those.")] [FromQuery(Name = "glob")] string[]? Glob,
    [property: Description("Only files of these languages: csharp, typescript, ...")] [FromQuery(Name = "language")] string[]? Language,
    [property: Description("Where the page before ended.")] [FromQuery(Name = "cursor")] string? Cursor,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Every character of the pattern stands for itself.")] [FromQuery(Name = "fixed")] bool Fixed = false,
    [property: Description("Whether letters match in either case: sensitive, insensitive, or smart for insensitive where the pattern has none in upper case."),
        AllowedValues("sensitive", "insensitive", "smart")]
    [FromQuery(Name = "case")] string Case = "sensitive",
    [property: Description("Only whole words.")] [FromQuery(Name = "word")] bool Word = false,
    [property: Description("Lines to show around each line."), Range(0, 50)] [FromQuery(Name = "context")] int Context = 0,
    [property: Description("Most lines to return."), Range(1, 10_000)] [FromQuery(Name = "limit")] int Limit = 100,
    [property: Description("Count all lines that match, also beyond the limit.")] [FromQuery(Name = "count")] bool Count = false);
