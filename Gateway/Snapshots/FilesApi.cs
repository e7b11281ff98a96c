using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CodeGraph.Client;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Mvc;

namespace CodeGraph.Gateway.Snapshots;

/// <summary>The files of a snapshot, and what they hold.</summary>
internal static class FilesApi
{
    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("Files");
        group.MapQuestion(Questions.Files, "Files", "The files in the order of their paths, and how many there are by language.", (FilesParameters p) => p.ToQuery());
        group.MapQuestion(Questions.FileText, "Source", "Lines of a file, of exactly the content that was indexed.", (FileTextParameters p) => p.ToQuery());
        group.MapQuestion(Questions.Locate, "Locate", "What stands at a place of a file: the symbols around it, and what the names there lead to.", (LocateParameters p) => p.ToQuery());
        group.MapQuestion(
            Questions.Explain, "Explain", "Why a name at a place of a file leads where it leads, step by step, or what was missing.", (LocateParameters p) => p.ToQuery());
        group.MapQuestion(Questions.Stale, "Stale", "Which files are other on disk than what was indexed, and whether the indexed branch has moved on.", (StaleParameters p) => p.ToQuery());
        group.MapQuestion(Questions.Outline, "Outline", "The symbols of a file as a tree.", (OutlineParameters p) => new(p.Path));
    }
}

public sealed record FilesParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("Only files under this path.")] [FromQuery(Name = "under")] string? Under,
    [property: Description("Only files of these languages: csharp, typescript, ...")] [FromQuery(Name = "language")] string[]? Language,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("Most files to return."), Range(1, QueryLimits.Results)] [FromQuery(Name = "limit")] int Limit = 200,
    [property: Description("Where to go on: the cursor of the answer before.")] [FromQuery(Name = "cursor")] string? Cursor = null)
{
    public FilesQuery ToQuery() => new(Under, Parameters.ToLanguages(Language), Limit, Cursor);
}

public sealed record FileTextParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("The file's path in the repository."), StringLength(QueryLimits.PathLength, MinimumLength = 1)] [FromQuery(Name = "path")] string Path,
    [property: Description("The last line wanted; the end of the file where it is not given."), Range(1, int.MaxValue)] [FromQuery(Name = "endLine")] int? EndLine,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit,
    [property: Description("The first line wanted."), Range(1, int.MaxValue)] [FromQuery(Name = "startLine")] int StartLine = 1)
{
    public FileTextQuery ToQuery() => new(Path, StartLine, EndLine);
}

public sealed record LocateParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("The file's path in the repository."), StringLength(QueryLimits.PathLength, MinimumLength = 1)] [FromQuery(Name = "path")] string Path,
    [property: Description("The line, 1-based."), Range(1, int.MaxValue)] [FromQuery(Name = "line")] int Line,
    [property: Description("The column, 1-based, in Unicode code points; the whole line where it is not given."), Range(1, int.MaxValue)] [FromQuery(Name = "column")] int? Column,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit)
{
    public LocateQuery ToQuery() => new(Path, Line, Column);
}

public sealed record StaleParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("The paths of files, as answers have them.")] [FromQuery(Name = "path")] string[]? Path,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit)
{
    public StaleQuery ToQuery() => new(Path ?? []);
}

public sealed record OutlineParameters(
    [property: Description("The repository's name.")] [FromRoute(Name = "name")] string Name,
    [property: Description("The file's path in the repository."), StringLength(QueryLimits.PathLength, MinimumLength = 1)] [FromQuery(Name = "path")] string Path,
    [property: Description("The snapshot of this commit instead of the one made last.")] [FromQuery(Name = "commit")] string? Commit);
