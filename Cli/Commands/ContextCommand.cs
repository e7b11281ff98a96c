using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;

namespace CodeGraph.Cli.Commands;

internal sealed class ContextCommand : QueryCommand<ContextAnswer>
{
    private readonly Argument<string> symbol = SymbolArgument();
    private readonly Option<int> budget = CommandLine.Options.CreateBudget(4000);

    public ContextCommand()
        : base("context", "What one needs to know of a symbol, within a budget: its source, documentation, callers, callees, types, siblings; the nearest and most used first.") =>
        Take([symbol], budget);

    protected override Task<ContextAnswer> Ask(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation) =>
        snapshot.Context(new(arguments.GetRequiredValue(symbol), arguments.GetValue(budget)), cancellation);

    protected override Misunderstanding? FindMisunderstanding(ContextAnswer answer, ParseResult arguments) =>
        Misunderstanding.Of(answer.Source, arguments.GetRequiredValue(symbol), answer.Resolution);

    protected override void Print(ContextAnswer answer, ParseResult arguments, Report report)
    {
        var symbol = answer.Resolution.Symbol!;
        report.Head($"context of {Plain.Text(symbol.Id)}", answer.Source);
        PrintCode(answer.Code!, symbol, report);
        foreach (var line in (answer.Documentation ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            report.Field("documentation", line.TrimEnd());
        foreach (var item in answer.Items)
            report.Context(item);
        if (answer.LeftOut.Count > 0)
            report.Warning($"no room for {string.Join(", ", answer.LeftOut.Select(l => $"{Plain.Count(l.Count)} of role {l.Role.ToString().ToLowerInvariant()}"))}; --budget makes room");
        report.Remark($"{Plain.Count(answer.Used)} of {Plain.Count(answer.Budget, "token", "tokens")}, each counted as 4 bytes");
        Doubts.Print(report, answer.Uncertainty, "further callers or callees", answer.Items.Count);
    }

    protected override JsonTypeInfo<ContextAnswer> JsonType() => GraphJson.Default.ContextAnswer;

    private static void PrintCode(SourceSlice code, SymbolInfo symbol, Report report)
    {
        if (code.Text is null)
        {
            report.Warning($"no source of {Plain.Text(symbol.Path)}: {Plain.Text(code.Problem ?? "")}");
            return;
        }
        var line = code.StartLine;
        if (code.Text.Length > 0)
        {
            foreach (var text in code.Text.TrimEnd('\n').Split('\n'))
                report.Source(symbol.Path, line++, text.TrimEnd('\r'));
        }
        var shown = line - code.StartLine;
        if (shown < code.Lines)
            report.Warning($"cut: {Plain.Count(shown)} of {Plain.Count(code.Lines, "line", "lines")}; --budget makes room");
    }
}
