using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;

namespace CodeGraph.Cli.Commands;

internal sealed class ImpactCommand : QueryCommand<ImpactAnswer>
{
    private readonly Argument<string> subject = new("symbol|path") { Description = "A symbol (name, end of a qualified name, path#name, id), or the path of a file." };
    private readonly Option<int> depth = CommandLine.Options.CreateDepth(16);
    private readonly Option<bool> includeAmbiguous = CommandLine.Options.CreateIncludeAmbiguous();
    private readonly Option<int> limit = CommandLine.Options.CreateLimit(200);

    public ImpactCommand()
        : base("impact", "What may break when a symbol or a file changes: everything that depends on it, nearest first.") =>
        Take([subject], depth, includeAmbiguous, limit);

    protected override Task<ImpactAnswer> Ask(ISnapshotGrain snapshot, ParseResult arguments, CancellationToken cancellation) => snapshot.Impact(
        new TraversalQuery(arguments.GetRequiredValue(subject), arguments.GetValue(depth), arguments.GetValue(includeAmbiguous), arguments.GetValue(limit)),
        cancellation);

    protected override Misunderstanding? FindMisunderstanding(ImpactAnswer answer, ParseResult arguments) => answer.Path is not null
        ? null
        : Misunderstanding.Of(answer.Source, arguments.GetRequiredValue(subject), answer.Resolution);

    protected override void Print(ImpactAnswer answer, ParseResult arguments, Report report)
    {
        report.Head($"impact of {Plain.Text(answer.Path ?? answer.Resolution.Symbol!.Id)}", answer.Source);
        foreach (var relation in answer.Symbols)
            report.Relation(relation);
        var files = $"in {Plain.Count(answer.Files, "file", "files")}";
        report.Remark(answer.Truncated
            ? $"{Plain.Count(answer.Symbols.Count)} of {Plain.Count(answer.Total, "dependent", "dependents")} {files}; --limit shows more"
            : answer.Total == 0 ? "nothing is known to depend on it" : $"{Plain.Count(answer.Total, "dependent", "dependents")} {files}");
        Doubts.Print(report, answer.Uncertainty, "further dependents", answer.Total, arguments.GetValue(includeAmbiguous));
    }

    protected override JsonTypeInfo<ImpactAnswer> JsonType() => GraphJson.Default.ImpactAnswer;
}
