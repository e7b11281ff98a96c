using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.CommandLine;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;
using CodeGraph.Model;

namespace CodeGraph.Cli.Commands;

/// <summary><c>callers</c> and <c>callees</c>: the same question in the two directions.</summary>
internal sealed class CallsCommand : QueryCommand<RelationsAnswer>
{
    private readonly bool incoming;
    private readonly Argument<string> symbol = SymbolArgument();
    private readonly Option<int> depth = CommandLine.Options.CreateDepth(1);
    private readonly Option<bool> includeAmbiguous = CommandLine.Options.CreateIncludeAmbiguous();
    private readonly Option<TierSet> tiers = CommandLine.Options.CreateTiers();
    private readonly Option<int> limit = CommandLine.Options.CreateLimit(200);
    private readonly Option<string?> cursor = CommandLine.Options.CreateCursor();
    private readonly Option<bool> jsonLines = CommandLine.Options.CreateJsonLines();

    private CallsCommand(string name, string description, bool incoming)
        : base(name, description)
    {
        this.incoming = incoming;
        Take([symbol], depth, tiers, includeAmbiguous, limit, cursor, jsonLines);
    }

    public static CallsCommand CreateCallers() => new("callers", "Who calls a function or method, or constructs a type, with every call site.", incoming: true);

    public static CallsCommand CreateCallees() => new("callees", "What a function, method or type calls, with every call site.", incoming: false);

    protected override Task<RelationsAnswer> Ask(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation)
    {
        var query = Query(arguments);
        return incoming ? snapshot.Callers(query, cancellation) : snapshot.Callees(query, cancellation);
    }

    protected override Task<int>? Stream(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation) =>
        arguments.GetValue(jsonLines) ? WriteLines(snapshot, arguments, cancellation) : null;

    protected override Misunderstanding? FindMisunderstanding(RelationsAnswer answer, ParseResult arguments) =>
        Misunderstanding.Of(answer.Source, arguments.GetRequiredValue(symbol), answer.Resolution);

    protected override void Print(RelationsAnswer answer, ParseResult arguments, Report report)
    {
        var (one, many) = incoming ? ("caller", "callers") : ("callee", "callees");
        report.Head($"{many} of {Plain.Text(answer.Resolution.Symbol!.Id)}", answer.Source);
        foreach (var relation in answer.Relations)
            report.Relation(relation);
        report.Remark(answer.Truncated
            ? $"{Plain.Count(answer.Relations.Count)} of {Plain.Count(answer.Total, "call", "calls")}; --limit shows more, --cursor {answer.Cursor} those that follow"
            : answer.Total == 0 ? $"no {one} is known" : Plain.Count(answer.Total, "call", "calls"));
        if (answer.OtherTiers > 0)
            report.Warning($"{Plain.Count(answer.OtherTiers, "call", "calls")} of other tiers not followed");
        Doubts.Print(report, answer.Uncertainty, "further " + many, answer.Total, arguments.GetValue(includeAmbiguous) || arguments.GetValue(tiers).Has(Tier.Ambiguous));
    }

    protected override JsonTypeInfo<RelationsAnswer> JsonType() => GraphJson.Default.RelationsAnswer;

    private async Task<int> WriteLines(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation)
    {
        if (arguments.GetValue(cursor) is not null)
            throw new CommandFailure("usage", "--json-lines writes all results and takes no --cursor.", "Leave one of the two out.", ExitCodes.Usage);
        var query = Query(arguments);
        var most = arguments.GetResult(limit) is { Implicit: false } ? query.Limit : int.MaxValue;
        await using var output = StandardOutput.OpenStream();
        var answer = await new AnswerLines<RelationsAnswer>("relations", "relation").Write(
            incoming ? snapshot.StreamCallers(query, cancellation) : snapshot.StreamCallees(query, cancellation), output, most, cancellation);
        return answer.Resolution.Match == Match.Found ? ExitCodes.Success : ExitCodes.NoSingleMatch;
    }

    private TraversalQuery Query(ParseResult arguments) => new(
        arguments.GetRequiredValue(symbol), arguments.GetValue(depth), arguments.GetValue(includeAmbiguous), arguments.GetValue(limit), arguments.GetValue(tiers),
        arguments.GetValue(cursor));
}
