using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;
using CodeGraph.Model;

namespace CodeGraph.Cli.Commands;

internal sealed class SymbolCommand : QueryCommand<SymbolAnswer>
{
    private readonly Argument<string> symbol = SymbolArgument();

    public SymbolCommand()
        : base("symbol", "Show one symbol: where it is, its documentation, members, bases and derived types.") => Take([symbol]);

    protected override Task<SymbolAnswer> Ask(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation) =>
        snapshot.GetSymbol(arguments.GetRequiredValue(symbol), cancellation);

    protected override Misunderstanding? FindMisunderstanding(SymbolAnswer answer, ParseResult arguments) =>
        Misunderstanding.Of(answer.Source, arguments.GetRequiredValue(symbol), answer.Resolution);

    protected override void Print(SymbolAnswer answer, ParseResult arguments, Report report)
    {
        var symbol = answer.Resolution.Symbol!;
        report.Head($"{symbol.Kind.ToWire()} {Plain.Text(symbol.QualifiedName)}", answer.Source);
        report.Field("id", symbol.Id);
        report.Field("kind", symbol.Kind.ToWire());
        report.Field("language", symbol.Language.ToString().ToLowerInvariant());
        report.Field("place", $"{symbol.Path}:{symbol.Line}:{symbol.Column}");
        report.Field("lines", $"{symbol.Line}-{symbol.EndLine}");
        if (symbol.Signature is { Length: > 0 } signature)
            report.Field("signature", signature);
        foreach (var line in (symbol.Documentation ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            report.Field("documentation", line.TrimEnd());
        if (symbol.Kind.IsCallable())
        {
            report.Field("complexity", symbol.Metrics is { } metrics
                ? $"cognitive {Plain.Count(metrics.Cognitive)}, cyclomatic {Plain.Count(metrics.Cyclomatic)}, nesting {Plain.Count(metrics.Nesting)}" : "unknown");
        }

        report.Field("callers", Plain.Count(answer.Callers, "call site", "call sites"));
        report.Field("references", Plain.Count(answer.References, "other use", "other uses"));
        PrintRelations(report, "bases", answer.Bases);
        PrintRelations(report, "derived", answer.Derived);
        if (answer.Members.Count > 0)
        {
            report.Remark(Plain.Count(answer.Members.Count, "member", "members"));
            foreach (var member in answer.Members)
                report.Symbol(member);
        }

        Doubts.Print(report, answer.Uncertainty, "further callers or references", answer.Callers + answer.References);
    }

    protected override JsonTypeInfo<SymbolAnswer> JsonType() => GraphJson.Default.SymbolAnswer;

    private static void PrintRelations(Report report, string title, IReadOnlyList<RelationInfo> relations)
    {
        if (relations.Count == 0)
            return;
        report.Remark(title);
        foreach (var relation in relations)
            report.Relation(relation, showDistance: false);
    }
}
