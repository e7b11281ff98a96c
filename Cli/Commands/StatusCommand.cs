using System.CommandLine;
using System.Globalization;
using CodeGraph.Cli.Hosting;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;

namespace CodeGraph.Cli.Commands;

internal sealed class StatusCommand : Command
{
    private readonly Argument<string?> repository = new("repository") { Description = "Name or folder. Default: all repositories.", DefaultValueFactory = _ => null };
    private readonly Option<bool> json = CommandLine.Options.CreateJson();

    public StatusCommand()
        : base("status", "Show the indexed repositories: commit, size, and how the last run went.")
    {
        Arguments.Add(repository);
        Options.Add(json);
        SetAction(Run);
    }

    private async Task<int> Run(ParseResult arguments, CancellationToken cancellation)
    {
        await using var graph = await EmbeddedGraph.Open();
        var given = arguments.GetValue(repository);
        var entries = given is null
            ? await graph.Graph.ListRepositories(cancellation)
            : [await RepositoryLocator.Find(graph.Graph, given, cancellation)];
        var states = new List<RepositoryStatus>();
        foreach (var entry in entries)
            states.Add(await graph.Graph.GetRepository(entry.Name, cancellation));

        if (arguments.GetValue(json))
        {
            JsonOutput.Write(new StatusDocument(states), CliJson.Default.StatusDocument);
            return 0;
        }

        using var report = Report.ToStandardOutput();
        if (states.Count == 0)
            report.Remark("no repository is indexed so far; start with: codegraph index <folder or git URL>");
        foreach (var state in states)
            Print(report, state, withSummary: given is not null);
        return 0;
    }

    private static void Print(Report report, RepositoryStatus state, bool withSummary)
    {
        report.Remark(Plain.Text(state.Name));
        report.Field("source", state.Source ?? "");
        report.Field("snapshot", state.Current is null ? "none yet" : state.Commit is { } commit ? commit[..Math.Min(12, commit.Length)] : "a folder without git");
        if (state.Reference is { } reference)
            report.Field("ref", reference);
        if (state.IndexedAt is { } at)
            report.Field("indexed", at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        if (state.Job is { } job)
            report.Field("last run", job.Phase.ToString().ToLowerInvariant() + (job.Message is { } message ? ": " + message : ""));
        if (state.Summary is not { } summary)
            return;
        if (withSummary)
            SummaryText.Print(report, summary);
        else
            report.Field("holds", $"{Plain.Count(summary.Files, "file", "files")}, {Plain.Count(summary.Symbols, "symbol", "symbols")}, {Plain.Count(summary.References, "reference", "references")}");
    }
}
