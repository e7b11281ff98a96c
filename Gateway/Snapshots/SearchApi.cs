using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>Finding symbols by name, and lines by their text.</summary>
internal static class SearchApi
{
    public static void MapSearch(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("Search");
        group.MapQuestion(Questions.Search, "Search", "Symbols by name, best match first; near names where none fits.", (SearchParameters p) => p.ToQuery());
        group.MapQuestion(Questions.Text, "Text", "Lines that match a text or a regular expression, those that define a symbol first.", (TextParameters p) => p.ToQuery());
    }
}

public sealed record SearchParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("A name, a part of one, or the end of a qualified name."), StringLength(QueryLimits.NameLength, MinimumLength = 1)] [FromQuery(Name = "q")] string Q,
    [property: Description("Only symbols of these kinds: class, method, enumMember, ...")] [FromQuery(Name = "kind")] string[]? Kind,
    [property: Description("Only files whose path starts so.")] [FromQuery(Name = "under")] string? Under,
    [property: Description("Only files of these languages: csharp, typescript, ...")] [FromQuery(Name = "language")] string[]? Language,
    [property: Description("Where the page before ended.")] [FromQuery(Name = "cursor")] string? Cursor,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Local variables and parameters too.")] [FromQuery(Name = "locals")] bool Locals = false,
    [property: Description("Most symbols to return."), Range(1, QueryLimits.Results)] [FromQuery(Name = "limit")] int Limit = 50)
{
    public SearchQuery ToQuery() => new(Q, Parameters.ToKinds(Kind), Under, Locals, Limit, Parameters.ToLanguages(Language), Cursor);
}

public sealed record TextParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("A regular expression in .NET's syntax without look-around and back references, or a text."), StringLength(QueryLimits.PatternLength, MinimumLength = 1)]
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
    [property: Description("Lines to show around each line."), Range(0, QueryLimits.ContextLines)] [FromQuery(Name = "context")] int Context = 0,
    [property: Description("Most lines to return."), Range(1, QueryLimits.Results)] [FromQuery(Name = "limit")] int Limit = 100,
    [property: Description("Count all lines that match, also beyond the limit.")] [FromQuery(Name = "count")] bool Count = false)
{
    public TextQuery ToQuery() => new(Q, Fixed, Parameters.ToChoice<CaseMatching>(Case), Word, Glob is { Length: > 0 } ? Glob : null, Parameters.ToLanguages(Language), Context, Limit, Cursor, Count);
}
