using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;
using CodeGraph.Model;

namespace CodeGraph.Cli.Commands;

internal sealed class CyclesCommand : QueryCommand<CyclesAnswer>
{
    private readonly Option<bool> folders = CommandLine.Options.CreateFolders();
    private readonly Option<int> depth = CommandLine.Options.CreateFolderDepth();
    private readonly Option<TierSet> tiers = CommandLine.Options.CreateTiers();
    private readonly Option<int> limit = CommandLine.Options.CreateLimit(50);

    public CyclesCommand()
        : base("cycles", "Files or folders that depend on one another in a circle, with a short way around; the largest first.")
    {
        Take([], folders, depth, tiers, limit);
        CommandLine.Options.Require(this, depth, folders, needed: true);
    }

    protected override Task<CyclesAnswer> Ask(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation) =>
        snapshot.Cycles(new(arguments.GetValue(folders), arguments.GetValue(depth), arguments.GetValue(tiers), arguments.GetValue(limit)), cancellation);

    protected override Misunderstanding? FindMisunderstanding(CyclesAnswer answer, ParseResult arguments) => null;

    protected override void Print(CyclesAnswer answer, ParseResult arguments, Report report)
    {
        var (one, many) = arguments.GetValue(folders) ? ("folder", "folders") : ("file", "files");
        report.Head($"cycles among {Plain.Count(answer.Nodes, one, many)}", answer.Source);
        foreach (var cycle in answer.Cycles)
        {
            const int MostNames = 8;
            var names = string.Join(", ", cycle.Members.Take(MostNames).Select(Plain.Text)) + (cycle.Members.Count > MostNames ? ", ..." : "");
            report.Remark($"{Plain.Count(cycle.Members.Count, one, many)}, {Plain.Count(cycle.TotalDependencies, "dependency", "dependencies")}: {names}");
            foreach (var dependency in cycle.Shortest)
                report.Dependency(dependency);
        }
        report.Remark(answer.Truncated
            ? $"{Plain.Count(answer.Cycles.Count)} of {Plain.Count(answer.Total, "cycle", "cycles")}; --limit shows more"
            : answer.Total == 0 ? "no cycle is known" : Plain.Count(answer.Total, "cycle", "cycles"));
    }

    protected override JsonTypeInfo<CyclesAnswer> JsonType() => GraphJson.Default.CyclesAnswer;
}
