using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;

namespace CodeGraph.Cli.Commands;

/// <summary><c>callers</c> and <c>callees</c>: the same question in the two directions.</summary>
internal sealed class CallsCommand : QueryCommand<RelationsAnswer>
{
    private readonly bool incoming;
    private readonly Argument<string> symbol = SymbolArgument();
    private readonly Option<int> depth = CommandLine.Options.CreateDepth(1);
    private readonly Option<bool> includeAmbiguous = CommandLine.Options.CreateIncludeAmbiguous();
    private readonly Option<int> limit = CommandLine.Options.CreateLimit(200);

    private CallsCommand(string name, string description, bool incoming)
        : base(name, description)
    {
        this.incoming = incoming;
        Take([symbol], depth, includeAmbiguous, limit);
    }

    public static CallsCommand CreateCallers() => new("callers", "Who calls a function or method, or constructs a type, with every call site.", incoming: true);

    public static CallsCommand CreateCallees() => new("callees", "What a function, method or type calls, with every call site.", incoming: false);

    protected override Task<RelationsAnswer> Ask(ISnapshotGrain snapshot, ParseResult arguments, CancellationToken cancellation)
    {
        var query = new TraversalQuery(
            arguments.GetRequiredValue(symbol), arguments.GetValue(depth), arguments.GetValue(includeAmbiguous), arguments.GetValue(limit));
        return incoming ? snapshot.Callers(query, cancellation) : snapshot.Callees(query, cancellation);
    }

    protected override Misunderstanding? FindMisunderstanding(RelationsAnswer answer, ParseResult arguments) =>
        Misunderstanding.Of(answer.Source, arguments.GetRequiredValue(symbol), answer.Resolution);

    protected override void Print(RelationsAnswer answer, ParseResult arguments, Report report)
    {
        var (one, many) = incoming ? ("caller", "callers") : ("callee", "callees");
        report.Head($"{many} of {Plain.Text(answer.Resolution.Symbol!.Id)}", answer.Source);
        foreach (var relation in answer.Relations)
            report.Relation(relation);
        report.Remark(answer.Truncated
            ? $"{Plain.Count(answer.Relations.Count)} of {Plain.Count(answer.Total, "call", "calls")}; --limit shows more"
            : answer.Total == 0 ? $"no {one} is known" : Plain.Count(answer.Total, "call", "calls"));
        Doubts.Print(report, answer.Uncertainty, "further " + many, answer.Total, arguments.GetValue(includeAmbiguous));
    }

    protected override JsonTypeInfo<RelationsAnswer> JsonType() => GraphJson.Default.RelationsAnswer;
}
