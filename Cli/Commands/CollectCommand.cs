using System.CommandLine;
using CodeGraph.Cli.CommandLine;
using CodeGraph.Cli.Hosting;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;

namespace CodeGraph.Cli.Commands;

internal sealed class CollectCommand : Command
{
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Only say what would be removed." };
    private readonly Option<bool> json = CommandLine.Options.CreateJson();

    public CollectCommand()
        : base("gc", "Remove snapshots, facts, texts and clones that no registered repository needs. Refuses while something is indexed, and says who does.")
    {
        Options.Add(dryRun);
        Options.Add(json);
        SetAction(Run);
    }

    private async Task<int> Run(ParseResult arguments, CancellationToken cancellation)
    {
        using var interrupt = new Interrupt();
        await using var graph = await EmbeddedGraph.Open();
        var collection = await graph.Graph.CollectStore(arguments.GetValue(dryRun), interrupt.Token);
        if (arguments.GetValue(json))
        {
            JsonOutput.Write(collection, CliJson.Default.StoreCollection);
            return ExitCodes.Success;
        }

        using var report = Report.ToStandardOutput();
        report.Remark(Plain.Text(collection.Folder));
        foreach (var item in collection.Items)
            report.Item(item);
        report.Remark($"{Plain.Size(collection.Freed)} {(collection.DryRun ? "would be freed" : "freed")}");
        return ExitCodes.Success;
    }
}
