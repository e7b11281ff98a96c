using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;
using CodeGraph.Model;

namespace CodeGraph.Cli.Commands;

internal sealed class ImpactCommand : QueryCommand<ImpactAnswer>
{
    private readonly Argument<string> subject = new("symbol|path") { Description = "A symbol (name, end of a qualified name, path#name, id), or the path of a file." };
    private readonly Option<int> depth = CommandLine.Options.CreateDepth(16);
    private readonly Option<bool> includeAmbiguous = CommandLine.Options.CreateIncludeAmbiguous();
    private readonly Option<TierSet> tiers = CommandLine.Options.CreateTiers();
    private readonly Option<int> limit = CommandLine.Options.CreateLimit(200);
    private readonly Option<string?> cursor = CommandLine.Options.CreateCursor();

    public ImpactCommand()
        : base("impact", "What may break when a symbol or a file changes: everything that depends on it, nearest first, with the tests and the entry points that reach it.") =>
        Take([subject], depth, tiers, includeAmbiguous, limit, cursor);

    protected override Task<ImpactAnswer> Ask(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation) => snapshot.Impact(
        new TraversalQuery(
            arguments.GetRequiredValue(subject), arguments.GetValue(depth), arguments.GetValue(includeAmbiguous), arguments.GetValue(limit), arguments.GetValue(tiers),
            arguments.GetValue(cursor)),
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
            ? $"{Plain.Count(answer.Symbols.Count)} of {Plain.Count(answer.Total, "dependent", "dependents")} {files}; --limit shows more, --cursor {answer.Cursor} those that follow"
            : answer.Total == 0 ? "nothing is known to depend on it" : $"{Plain.Count(answer.Total, "dependent", "dependents")} {files}");
        foreach (var level in answer.Levels)
            report.Remark($"distance {level.Distance}: {Plain.Count(level.Dependents, "dependent", "dependents")}, {Plain.Count(level.Tests, "test", "tests")}, {Plain.Count(level.EntryPoints, "entry point", "entry points")}");
        PrintTests(answer, report);
        PrintEntryPoints(answer, report);
        if (answer.OtherTiers > 0)
            report.Warning($"{Plain.Count(answer.OtherTiers, "relation", "relations")} of other tiers not followed");
        Doubts.Print(report, answer.Uncertainty, "further dependents", answer.Total, arguments.GetValue(includeAmbiguous) || arguments.GetValue(tiers).Has(Tier.Ambiguous));
    }

    private static void PrintTests(ImpactAnswer answer, Report report)
    {
        if (answer.TotalTests == 0)
            return;
        report.Remark($"tests that reach it: {Shown(answer.Tests.Count, answer.TotalTests)}");
        foreach (var test in answer.Tests)
            report.Found(test.Symbol, test.Path, "test", test.Distance, $"{test.Rule.ToString().ToLowerInvariant()} {test.Detail}");
    }

    private static void PrintEntryPoints(ImpactAnswer answer, Report report)
    {
        if (answer.TotalEntryPoints == 0)
            return;
        report.Remark($"entry points that reach it: {Shown(answer.EntryPoints.Count, answer.TotalEntryPoints)}");
        foreach (var entry in answer.EntryPoints)
            report.Found(entry.Symbol, entry.Path, "entry", entry.Distance, Wording.Of(entry.Rule));
    }

    private static string Shown(int shown, int total) => shown < total ? $"{Plain.Count(shown)} of {Plain.Count(total)}; --limit shows more" : Plain.Count(total);

    protected override JsonTypeInfo<ImpactAnswer> JsonType() => GraphJson.Default.ImpactAnswer;
}
