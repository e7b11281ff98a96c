using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;
using CodeGraph.Model;

namespace CodeGraph.Cli.Commands;

internal sealed class ReferencesCommand : QueryCommand<ReferencesAnswer>
{
    private readonly Argument<string> symbol = SymbolArgument();
    private readonly Option<bool> includeAmbiguous = CommandLine.Options.CreateIncludeAmbiguous();
    private readonly Option<TierSet> tiers = CommandLine.Options.CreateTiers();
    private readonly Option<int> limit = CommandLine.Options.CreateLimit(200);
    private readonly Option<string?> cursor = CommandLine.Options.CreateCursor();

    public ReferencesCommand()
        : base("refs", "Every place that names a symbol: reads, writes, calls, types, imports.") => Take([symbol], tiers, includeAmbiguous, limit, cursor);

    protected override Task<ReferencesAnswer> Ask(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation) => snapshot.References(
        new ReferencesQuery(
            arguments.GetRequiredValue(symbol), arguments.GetValue(includeAmbiguous), arguments.GetValue(limit), arguments.GetValue(tiers), arguments.GetValue(cursor)),
        cancellation);

    protected override Misunderstanding? FindMisunderstanding(ReferencesAnswer answer, ParseResult arguments) =>
        Misunderstanding.Of(answer.Source, arguments.GetRequiredValue(symbol), answer.Resolution);

    protected override void Print(ReferencesAnswer answer, ParseResult arguments, Report report)
    {
        report.Head($"references to {Plain.Text(answer.Resolution.Symbol!.Id)}", answer.Source);
        foreach (var reference in answer.References)
            report.Reference(reference);
        report.Remark(answer.Truncated
            ? $"{Plain.Count(answer.References.Count)} of {Plain.Count(answer.Total, "reference", "references")}; --limit shows more, --cursor {answer.Cursor} those that follow"
            : answer.Total == 0 ? "no reference is known" : Plain.Count(answer.Total, "reference", "references"));
        if (answer.OtherTiers > 0)
            report.Warning($"{Plain.Count(answer.OtherTiers, "reference", "references")} of other tiers left out");
        Doubts.Print(report, answer.Uncertainty, "further references", answer.Total, arguments.GetValue(includeAmbiguous) || arguments.GetValue(tiers).Has(Tier.Ambiguous));
    }

    protected override JsonTypeInfo<ReferencesAnswer> JsonType() => GraphJson.Default.ReferencesAnswer;
}
