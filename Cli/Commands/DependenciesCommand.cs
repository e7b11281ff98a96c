using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;
using CodeGraph.Model;

namespace CodeGraph.Cli.Commands;

internal sealed class DependenciesCommand : QueryCommand<DependenciesAnswer>
{
    private readonly Option<bool> folders = CommandLine.Options.CreateFolders();
    private readonly Option<int> depth = CommandLine.Options.CreateFolderDepth();
    private readonly Option<string?> from = new("--from") { Description = "Only what stands under this path.", HelpName = "path" };
    private readonly Option<string?> to = new("--to") { Description = "Only what leads under this path.", HelpName = "path" };
    private readonly Option<TierSet> tiers = CommandLine.Options.CreateTiers();
    private readonly Option<int> limit = CommandLine.Options.CreateLimit(200);
    private readonly Option<string?> cursor = CommandLine.Options.CreateCursor();

    public DependenciesCommand()
        : base("dependencies", "What files or folders depend on: how many relations lead from one to the other, by kind, with an example; the strongest first.")
    {
        Take([], folders, depth, from, to, tiers, limit, cursor);
        CommandLine.Options.Require(this, depth, folders, needed: true);
    }

    protected override Task<DependenciesAnswer> Ask(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation) => snapshot.Dependencies(
        new(
            arguments.GetValue(folders), arguments.GetValue(depth), arguments.GetValue(from), arguments.GetValue(to), arguments.GetValue(tiers),
            arguments.GetValue(limit), arguments.GetValue(cursor)),
        cancellation);

    protected override Misunderstanding? FindMisunderstanding(DependenciesAnswer answer, ParseResult arguments) => null;

    protected override void Print(DependenciesAnswer answer, ParseResult arguments, Report report)
    {
        var (one, many) = arguments.GetValue(folders) ? ("folder", "folders") : ("file", "files");
        report.Head($"dependencies of {Plain.Count(answer.Nodes, one, many)}", answer.Source);
        foreach (var dependency in answer.Dependencies)
            report.Dependency(dependency);
        report.Remark(answer.Truncated
            ? $"{Plain.Count(answer.Dependencies.Count)} of {Plain.Count(answer.Total, "dependency", "dependencies")}; --limit shows more, --cursor {answer.Cursor} those that follow"
            : answer.Total == 0 ? "no dependency is known" : Plain.Count(answer.Total, "dependency", "dependencies"));
    }

    protected override JsonTypeInfo<DependenciesAnswer> JsonType() => GraphJson.Default.DependenciesAnswer;
}
