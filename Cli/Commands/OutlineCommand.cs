using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;
using CodeGraph.Grains.Json;

namespace CodeGraph.Cli.Commands;

internal sealed class OutlineCommand : QueryCommand<OutlineAnswer>
{
    private readonly Argument<string> path = new("path") { Description = "The file's path in the repository." };

    public OutlineCommand()
        : base("outline", "The symbols of a file as a tree.") => Take([path]);

    protected override Task<OutlineAnswer> Ask(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation)
    {
        var path = arguments.GetRequiredValue(this.path).Replace('\\', '/');
        return snapshot.Outline(path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path, cancellation);
    }

    protected override Misunderstanding? FindMisunderstanding(OutlineAnswer answer, ParseResult arguments) => answer.Path is not null
        ? null
        : new Misunderstanding(answer.Source, arguments.GetRequiredValue(path), "file", [], answer.NearPaths);

    protected override void Print(OutlineAnswer answer, ParseResult arguments, Report report)
    {
        report.Head($"outline of {Plain.Text(answer.Path!)} ({answer.Language.ToString().ToLowerInvariant()}, {Plain.Count(answer.Lines, "line", "lines")})", answer.Source);
        PrintNodes(report, answer.Symbols, 0);
        if (answer.Symbols.Count == 0)
            report.Remark("the file defines no symbols");
    }

    protected override JsonTypeInfo<OutlineAnswer> JsonType() => GraphJson.Default.OutlineAnswer;

    private static void PrintNodes(Report report, IReadOnlyList<OutlineNode> nodes, int depth)
    {
        foreach (var node in nodes)
        {
            report.Symbol(node.Symbol, depth);
            PrintNodes(report, node.Children, depth + 1);
        }
    }
}
