using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;

namespace CodeGraph.Cli.Commands;

internal sealed class UnreferencedCommand : QueryCommand<UnreferencedAnswer>
{
    private readonly Option<string[]> kinds = CommandLine.Options.CreateKinds();
    private readonly Option<string?> under = CommandLine.Options.CreateUnder();
    private readonly Option<bool> unexplained = new("--unexplained") { Description = "Leave out what may be reached all the same." };
    private readonly Option<int> limit = CommandLine.Options.CreateLimit(200);
    private readonly Option<string?> cursor = CommandLine.Options.CreateCursor();

    public UnreferencedCommand()
        : base("unreferenced", "Definitions that nothing names, with why they may be reached all the same; those without a reason first. Locals are left out.") =>
        Take([], kinds, under, unexplained, limit, cursor);

    protected override Task<UnreferencedAnswer> Ask(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation) => snapshot.Unreferenced(
        new(
            CommandLine.Options.KindsOf(arguments.GetValue(kinds)), arguments.GetValue(under), arguments.GetValue(unexplained), arguments.GetValue(limit),
            arguments.GetValue(cursor)),
        cancellation);

    protected override Misunderstanding? FindMisunderstanding(UnreferencedAnswer answer, ParseResult arguments) => null;

    protected override void Print(UnreferencedAnswer answer, ParseResult arguments, Report report)
    {
        report.Head("definitions that nothing names", answer.Source);
        foreach (var symbol in answer.Symbols)
            report.Unreferenced(symbol);
        report.Remark(answer.Truncated
            ? $"{Plain.Count(answer.Symbols.Count)} of {Plain.Count(answer.Total, "definition", "definitions")}; --limit shows more, --cursor {answer.Cursor} those that follow"
            : answer.Total == 0 ? "no such definition is known" : Plain.Count(answer.Total, "definition", "definitions"));
        if (answer.Total > 0)
            report.Remark($"{Plain.Count(answer.Unexplained)} without a reason to be reached all the same; what a string may name at run time is not looked at");
    }

    protected override JsonTypeInfo<UnreferencedAnswer> JsonType() => GraphJson.Default.UnreferencedAnswer;
}
