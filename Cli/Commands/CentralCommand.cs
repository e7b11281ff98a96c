using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;

namespace CodeGraph.Cli.Commands;

internal sealed class CentralCommand : QueryCommand<CentralAnswer>
{
    private readonly Option<bool> files = new("--files") { Description = "Files instead of symbols." };
    private readonly Option<string[]> kinds = CommandLine.Options.CreateKinds();
    private readonly Option<string?> under = CommandLine.Options.CreateUnder();
    private readonly Option<int> limit = CommandLine.Options.CreateLimit(50);
    private readonly Option<string?> cursor = CommandLine.Options.CreateCursor();

    public CentralCommand()
        : base("central", "The symbols or files that most depends on, by PageRank over calls and references.")
    {
        Take([], files, kinds, under, limit, cursor);
        CommandLine.Options.Require(this, kinds, files, needed: false);
    }

    protected override Task<CentralAnswer> Ask(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation) => snapshot.Central(
        new(
            arguments.GetValue(files), CommandLine.Options.KindsOf(arguments.GetValue(kinds)), arguments.GetValue(under), arguments.GetValue(limit),
            arguments.GetValue(cursor)),
        cancellation);

    protected override Misunderstanding? FindMisunderstanding(CentralAnswer answer, ParseResult arguments) => null;

    protected override void Print(CentralAnswer answer, ParseResult arguments, Report report)
    {
        report.Head(arguments.GetValue(files) ? "central files" : "central symbols", answer.Source);
        foreach (var central in answer.Central)
            report.Central(central);
        report.Remark(string.Create(
            CultureInfo.InvariantCulture,
            $"{Plain.Count(answer.Central.Count)} of {Plain.Count(answer.Total)}; PageRank, damping 0.85, {Plain.Count(answer.Rounds, "round", "rounds")}, last change {answer.Change:0.0e+0}"));
        if (answer.Cursor is not null)
            report.Remark($"--limit shows more, --cursor {answer.Cursor} those that follow");
    }

    protected override JsonTypeInfo<CentralAnswer> JsonType() => GraphJson.Default.CentralAnswer;
}
