using System.Globalization;
using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Grains;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>What is indexed, how old it is, and what to run where it is not.</summary>
internal sealed class StatusTool() : McpTool(
    "status",
    "What is indexed",
    "Which repositories are indexed, at which commit, since when, and whether a job runs; for a folder that is not indexed, the command that does it.",
    "")
{
    public override async Task<string> Answer(ToolCall call, CancellationToken cancellation)
    {
        var text = new AnswerText(call.Budget);
        if (call.Arguments.OptionalText("repository") is { } named)
        {
            Tell(text, await call.Graph.GetRepository(named, cancellation), isDefault: false);
            return text.ToString();
        }
        var visible = await call.Graph.ListRepositories(cancellation);
        var main = call.Choice.FindDefault(visible);
        if (main is null && call.Choice.HowToIndex is { } command)
            text.Head($"{call.Choice.Folder} is not indexed. To index it, run: {command}");
        if (main is not null)
            Tell(text, await call.Graph.GetRepository(main.Name, cancellation), isDefault: true);
        foreach (var entry in visible.Where(e => e.Name != main?.Name))
        {
            if (!Tell(text, await call.Graph.GetRepository(entry.Name, cancellation), isDefault: false))
                break;
        }
        if (text.Rows < visible.Count)
            text.Remark($"left out: {Wording.Count(visible.Count - text.Rows, "repository", "repositories")}; name one, or give a larger budget");
        if (visible.Count == 0 && main is null)
            text.Remark("No repository is indexed so far. To index one, run: codegraph index <folder or git URL>");
        return text.ToString();
    }

    private static bool Tell(AnswerText text, RepositoryStatus status, bool isDefault)
    {
        var line = $"{status.Name}{(isDefault ? " (used where none is named)" : "")} from {OneLine.Of(status.Source ?? "")}: "
            + (status.Current is null ? $"not indexed yet; run: codegraph index '{OneLine.Of(status.Source ?? "")}'" : Indexed(status));
        return text.TryRow(line + Job(status));
    }

    private static string Indexed(RepositoryStatus status) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(status.Commit is { } commit ? "commit " + Wording.Short(commit) : "a folder without git")}{(status.Reference is { } reference ? $" ({OneLine.Of(reference, 80)})" : "")}"
        + $", indexed {status.IndexedAt?.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC, {status.Summary?.Files} files, {status.Summary?.Symbols} symbols, {status.Summary?.Unresolved} of {status.Summary?.References} uses unresolved");

    private static string Job(RepositoryStatus status) => status.Job switch
    {
        { Phase: IndexPhase.Failed, Message: var message } => "; the last run failed: " + OneLine.Of(message ?? ""),
        { Phase: IndexPhase.Cancelled } => "; the last run was cancelled",
        { Phase: IndexPhase.Done } or null => "",
        var job => string.Create(CultureInfo.InvariantCulture, $"; being indexed: {job.Phase.ToString().ToLowerInvariant()}, {job.Files} of {job.TotalFiles} files"),
    };
}
