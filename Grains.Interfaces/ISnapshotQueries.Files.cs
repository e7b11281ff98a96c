using System.ComponentModel.DataAnnotations;
using CodeGraph.Model;
using Orleans;
using Orleans.Concurrency;

namespace CodeGraph.Grains;

public partial interface ISnapshotQueries
{
    /// <summary>The files of the snapshot in the order of their paths, and how many there are by language.</summary>
    [ReadOnly]
    Task<FilesAnswer> Files(FilesQuery query, CancellationToken cancellation);

    /// <summary>Lines of a file, of exactly the content that was indexed.</summary>
    [ReadOnly]
    Task<FileTextAnswer> FileText(FileTextQuery query, CancellationToken cancellation);
}

/// <param name="Under">Only files under this path.</param>
/// <param name="Languages">Languages wanted; null for all.</param>
/// <param name="Limit">Most files to return.</param>
/// <param name="Cursor">Where to go on: the cursor of the answer before, to the same question.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.FilesQuery")]
public sealed record FilesQuery(
    [property: Id(0), StringLength(QueryLimits.PathLength)] string? Under = null,
    [property: Id(1), MaxLength(QueryLimits.Choices)] IReadOnlyList<Language>? Languages = null,
    [property: Id(2), Range(1, QueryLimits.Results)] int Limit = 200,
    [property: Id(3), StringLength(QueryLimits.CursorLength)] string? Cursor = null) : IPagedQuery;

/// <param name="Blob">Id of the file's content, as git names it.</param>
/// <param name="Lines">Lines of the source.</param>
/// <param name="Symbols">Symbols that it defines, locals included.</param>
/// <param name="References">Uses of names.</param>
/// <param name="ErrorBytes">Bytes inside of syntax errors.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.SnapshotFileInfo")]
public sealed record SnapshotFileInfo(
    [property: Id(0)] string Path,
    [property: Id(1)] Language Language,
    [property: Id(2)] string Blob,
    [property: Id(3)] int Lines,
    [property: Id(4)] int Symbols,
    [property: Id(5)] int References,
    [property: Id(6)] int ErrorBytes);

/// <summary>How much of the wanted files is of one language.</summary>
[GenerateSerializer, Immutable, Alias("CodeGraph.LanguageInfo")]
public sealed record LanguageInfo([property: Id(0)] Language Language, [property: Id(1)] int Files, [property: Id(2)] long Lines, [property: Id(3)] int Symbols);

/// <param name="Languages">The languages of all wanted files, those of other pages included; the most lines first.</param>
/// <param name="Total">How many there are, on all pages.</param>
/// <param name="Cursor">Asks for the files after these; null where there are none.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.FilesAnswer")]
public sealed record FilesAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] IReadOnlyList<SnapshotFileInfo> Files,
    [property: Id(2)] IReadOnlyList<LanguageInfo> Languages,
    [property: Id(3)] int Total,
    [property: Id(4)] bool Truncated,
    [property: Id(5)] string? Cursor) : IPagedAnswer;

/// <param name="Path">The file's path in the repository.</param>
/// <param name="StartLine">The first line wanted, 1-based.</param>
/// <param name="EndLine">The last line wanted; null for the end of the file.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.FileTextQuery")]
public sealed record FileTextQuery(
    [property: Id(0), StringLength(QueryLimits.PathLength, MinimumLength = 1)] string Path,
    [property: Id(1), Range(1, int.MaxValue)] int StartLine = 1,
    [property: Id(2), Range(1, int.MaxValue)] int? EndLine = null)
    : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => EndLine < StartLine
        ? [new ValidationResult($"EndLine is {EndLine} and must not come before StartLine, which is {StartLine}.", [nameof(EndLine)])]
        : [];
}

/// <param name="Path">The file as the snapshot has it; null where it has none of that path.</param>
/// <param name="Blob">Id of the content.</param>
/// <param name="Text">The lines, or why there are none; null where there is no such file.</param>
/// <param name="NearPaths">Paths like the one given, where there is none of that path.</param>
[GenerateSerializer, Immutable, Alias("CodeGraph.FileTextAnswer")]
public sealed record FileTextAnswer(
    [property: Id(0)] AnswerSource Source,
    [property: Id(1)] string? Path,
    [property: Id(2)] Language Language,
    [property: Id(3)] string? Blob,
    [property: Id(4)] SourceSlice? Text,
    [property: Id(5)] IReadOnlyList<string> NearPaths);
