using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;
using CodeGraph.Model;

namespace CodeGraph.Cli.Commands;

internal sealed class PathCommand : QueryCommand<PathAnswer>
{
    private readonly Argument<string> from = SymbolArgument("from");
    private readonly Argument<string> to = SymbolArgument("to");
    private readonly Option<bool> includeAmbiguous = CommandLine.Options.CreateIncludeAmbiguous();
    private readonly Option<TierSet> tiers = CommandLine.Options.CreateTiers();

    public PathCommand()
        : base("path", "A shortest chain of relations from one symbol to another.") => Take([from, to], tiers, includeAmbiguous);

    protected override Task<PathAnswer> Ask(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation) => snapshot.Path(
        new PathQuery(arguments.GetRequiredValue(from), arguments.GetRequiredValue(to), arguments.GetValue(includeAmbiguous), Tiers: arguments.GetValue(tiers)), cancellation);

    protected override Misunderstanding? FindMisunderstanding(PathAnswer answer, ParseResult arguments) =>
        Misunderstanding.Of(answer.Source, arguments.GetRequiredValue(from), answer.From)
        ?? Misunderstanding.Of(answer.Source, arguments.GetRequiredValue(to), answer.To);

    protected override void Print(PathAnswer answer, ParseResult arguments, Report report)
    {
        report.Head($"path from {Plain.Text(answer.From.Symbol!.Id)} to {Plain.Text(answer.To.Symbol!.Id)}", answer.Source);
        foreach (var step in answer.Steps)
            report.Relation(step, showDistance: false);
        report.Remark(answer.Found ? Plain.Count(answer.Steps.Count, "step", "steps") : "no chain of relations is known");
        if (answer.OtherTiers > 0)
            report.Warning($"{Plain.Count(answer.OtherTiers, "relation", "relations")} of other tiers not followed");
        Doubts.Print(report, answer.Uncertainty, "a way", answer.Steps.Count, arguments.GetValue(includeAmbiguous) || arguments.GetValue(tiers).Has(Tier.Ambiguous));
    }

    protected override JsonTypeInfo<PathAnswer> JsonType() => GraphJson.Default.PathAnswer;
}
