using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;
using CodeGraph.Model;

namespace CodeGraph.Cli.Commands;

internal sealed class ComplexCommand : QueryCommand<ComplexAnswer>
{
    private readonly Option<string> by = new("--by") { Description = "What they are ordered by. Default: cognitive.", DefaultValueFactory = _ => "cognitive", HelpName = "cognitive|cyclomatic|lines|nesting" };
    private readonly Option<string[]> kinds = CommandLine.Options.CreateKinds();
    private readonly Option<string?> under = CommandLine.Options.CreateUnder();
    private readonly Option<int> limit = CommandLine.Options.CreateLimit(50);
    private readonly Option<string?> cursor = CommandLine.Options.CreateCursor();

    public ComplexCommand()
        : base("complex", "The most complex functions and methods: cognitive and cyclomatic complexity, nesting, lines.")
    {
        by.AcceptOnlyFromAmong("cognitive", "cyclomatic", "lines", "nesting");
        Take([], by, kinds, under, limit, cursor);
    }

    protected override Task<ComplexAnswer> Ask(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation) => snapshot.Complex(
        new(
            Enum.Parse<ComplexityMeasure>(arguments.GetRequiredValue(by), ignoreCase: true), CommandLine.Options.KindsOf(arguments.GetValue(kinds)),
            arguments.GetValue(under), arguments.GetValue(limit), arguments.GetValue(cursor)),
        cancellation);

    protected override Misunderstanding? FindMisunderstanding(ComplexAnswer answer, ParseResult arguments) => null;

    protected override void Print(ComplexAnswer answer, ParseResult arguments, Report report)
    {
        report.Head($"the most complex callables, by {arguments.GetValue(by)}", answer.Source);
        foreach (var symbol in answer.Symbols)
            report.Complexity(symbol);
        report.Remark(answer.Truncated
            ? $"{Plain.Count(answer.Symbols.Count)} of {Plain.Count(answer.Total, "callable", "callables")}; --limit shows more, --cursor {answer.Cursor} those that follow"
            : Plain.Count(answer.Total, "callable", "callables"));
        if (answer.Unknown > 0)
            report.Warning($"{Plain.Count(answer.Unknown, "callable", "callables")} of unknown complexity: without a body, or in a language whose control flow is not known");
    }

    protected override JsonTypeInfo<ComplexAnswer> JsonType() => GraphJson.Default.ComplexAnswer;
}
