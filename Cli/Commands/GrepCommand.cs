using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.CommandLine;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;
using CodeGraph.Model;

namespace CodeGraph.Cli.Commands;

/// <summary>Text search; its options are called as those of ripgrep.</summary>
internal sealed class GrepCommand : QueryCommand<TextAnswer>
{
    private const int MaxContext = 50;
    private const int StaleShown = 5;

    private readonly Argument<string> pattern = new("pattern") { Description = "A regular expression (.NET's syntax, without look-around and back references)." };
    private readonly Option<bool> isFixed = new("--fixed-strings", "-F") { Description = "The pattern is plain text." };
    private readonly Option<bool> ignoreCase = new("--ignore-case", "-i") { Description = "Letters match in either case." };
    private readonly Option<bool> smartCase = new("--smart-case", "-S") { Description = "Letters match in either case where the pattern has none in upper case." };
    private readonly Option<bool> word = new("--word-regexp", "-w") { Description = "Only whole words." };
    private readonly Option<string[]> globs = new("--glob", "-g")
    {
        Description = "Only files that fit, as in .gitignore (src/, *.cs); with ! in front, not those. May be given more than once.",
        HelpName = "glob",
    };
    private readonly Option<string[]> languages = SearchOptions.CreateLanguages();
    private readonly Option<int> context = new("--context", "-C")
    {
        Description = "Lines to show around each line.",
        HelpName = $"0..{MaxContext}",
        Validators = { result => CommandLine.Options.CheckRange(result, 0, MaxContext) },
    };
    private readonly Option<bool> count = new("--count", "-c") { Description = "Count all lines that match, also beyond the limit." };
    private readonly Option<int> limit = CommandLine.Options.CreateLimit(100);
    private readonly Option<string?> cursor = CommandLine.Options.CreateCursor();

    public GrepCommand()
        : base("grep", "Search the files of the snapshot for a text or a regular expression; lines that define a symbol come first.") =>
        Take([pattern], isFixed, ignoreCase, smartCase, word, globs, languages, context, count, limit, cursor);

    protected override async Task<TextAnswer> Ask(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation)
    {
        var answer = await snapshot.SearchText(
            new(
                arguments.GetRequiredValue(pattern), arguments.GetValue(isFixed), CaseOf(arguments), arguments.GetValue(word), arguments.GetValue(globs),
                SearchOptions.ParseLanguages(arguments.GetValue(languages)), arguments.GetValue(context), arguments.GetValue(limit), arguments.GetValue(cursor),
                arguments.GetValue(count)),
            cancellation);
        return answer.Refusal is { } refusal ? throw new CommandFailure("usage", refusal, "See: codegraph grep --help", ExitCodes.Usage) : answer;
    }

    protected override Misunderstanding? FindMisunderstanding(TextAnswer answer, ParseResult arguments) => null;

    protected override int ExitCodeOf(TextAnswer answer) => answer.Lines.Count > 0 ? ExitCodes.Success : ExitCodes.NoSingleMatch;

    protected override void Print(TextAnswer answer, ParseResult arguments, Report report)
    {
        report.Head($"lines with '{Plain.Text(arguments.GetRequiredValue(pattern))}'", answer.Source);
        var (path, last) = ("", 0);
        foreach (var line in answer.Lines)
        {
            if (arguments.GetValue(context) > 0 && (line.Path != path || line.Line - line.Before.Count > last + 1) && last > 0)
                report.Separator();
            report.Line(line, line.Path == path ? last : 0);
            (path, last) = (line.Path, line.Line + line.After.Count);
        }
        var files = Plain.Count(answer.FilesRead, "file", "files");
        report.Remark((answer.Truncated, answer.TotalIsExact) switch
        {
            (true, true) => $"{Plain.Count(answer.Lines.Count)} of {Plain.Count(answer.Total, "line", "lines")}, {files} read; go on with --cursor {answer.Cursor}",
            (true, false) => $"{Plain.Count(answer.Lines.Count)} of at least {Plain.Count(answer.Total, "line", "lines")}, {files} read; go on with --cursor {answer.Cursor}",
            _ => $"{Plain.Count(answer.Total, "line", "lines")}, {files} read",
        });
        PrintDoubts(answer, report);
    }

    protected override JsonTypeInfo<TextAnswer> JsonType() => GraphJson.Default.TextAnswer;

    /// <summary>What was not searched, so that "no line" is not read as "nowhere".</summary>
    private static void PrintDoubts(TextAnswer answer, Report report)
    {
        if (answer.TimedOut)
            report.Warning("the time was over before the page was full; a text of three letters or more in the pattern makes it faster");
        if (answer.Stale.Count > 0)
        {
            var paths = string.Join(", ", answer.Stale.Take(StaleShown).Select(Plain.Text)) + (answer.Stale.Count > StaleShown ? ", ..." : "");
            report.Warning($"not searched, as changed or removed since they were indexed: {Plain.Count(answer.Stale.Count, "file", "files")} ({paths}); index again");
        }
        if (answer.NotIndexed > 0)
            report.Warning($"{Plain.Count(answer.NotIndexed, "file is", "files are")} not in the text index, and were read; 'codegraph index' adds them");
    }

    private CaseMatching CaseOf(ParseResult arguments) =>
        arguments.GetValue(ignoreCase) ? CaseMatching.Insensitive : arguments.GetValue(smartCase) ? CaseMatching.Smart : CaseMatching.Sensitive;
}
