using System.CommandLine;
using CodeGraph.Cli.CommandLine;
using CodeGraph.Cli.Hosting;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;

namespace CodeGraph.Cli.Commands;

internal sealed class DoctorCommand : Command
{
    private readonly Option<bool> repair = new("--repair") { Description = "Set aside or drop what is damaged, so that the next index makes it anew. Not while something is indexed." };
    private readonly Option<bool> json = CommandLine.Options.CreateJson();

    public DoctorCommand()
        : base("doctor", "Check every file of the data folder: records, snapshots, facts, texts. Ends with 3 where something is broken.")
    {
        Options.Add(repair);
        Options.Add(json);
        SetAction(Run);
    }

    private async Task<int> Run(ParseResult arguments, CancellationToken cancellation)
    {
        using var interrupt = new Interrupt();
        await using var graph = await EmbeddedGraph.Open();
        var check = await graph.Graph.CheckStore(arguments.GetValue(repair), interrupt.Token);
        var broken = check.Problems.Count(p => p.IsBroken);
        if (arguments.GetValue(json))
        {
            JsonOutput.Write(check, CliJson.Default.StoreCheck);
            return broken == 0 ? ExitCodes.Success : ExitCodes.Failure;
        }

        using var report = Report.ToStandardOutput();
        report.Remark($"{Plain.Text(check.Folder)}: {Plain.Count(check.Files, "file", "files")} checked");
        foreach (var problem in check.Problems)
            report.Problem(problem);
        report.Remark(Summarize(check, broken));
        return broken == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static string Summarize(StoreCheck check, int broken)
    {
        var repaired = check.Problems.Count(p => p.Repaired);
        if (check.Problems.Count == 0)
            return "all is whole, nothing is left over";
        if (broken > 0)
            return $"{Plain.Count(broken)} broken; --repair sets damaged files aside, and 'codegraph index' makes them anew";
        return repaired > 0 ? $"{Plain.Count(repaired)} repaired; 'codegraph index' makes anew what was set aside" : "nothing is broken; 'codegraph gc' removes what nobody needs";
    }
}
