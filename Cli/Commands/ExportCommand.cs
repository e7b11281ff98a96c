using System.CommandLine;
using CodeGraph.Cli.CommandLine;
using CodeGraph.Cli.Output;
using CodeGraph.Export;
using CodeGraph.Git;
using CodeGraph.Grains;
using CodeGraph.Graph;
using CodeGraph.Indexing;

namespace CodeGraph.Cli.Commands;

/// <summary>Parses and links a folder and writes the graph as JSON lines; nothing is stored, and what is stored is used only where that is asked for.</summary>
internal sealed class ExportCommand : Command
{
    private readonly Argument<string> folder = new("folder") { Description = "Any folder, in a git repository or not. Paths are relative to it." };
    private readonly Option<string?> git = new("--git") { Description = "Export this commit, branch or tag of the repository instead of the files on disk.", HelpName = "ref" };

    private readonly Option<bool> stored = new("--stored") { Description = "Write what the stored snapshot of the folder's files or commit holds, instead of parsing and linking." };

    public ExportCommand()
        : base("export", "Write the whole graph of a folder as JSON lines (symbols, references, edges), without storing anything.")
    {
        Arguments.Add(folder);
        Options.Add(git);
        Options.Add(stored);
        Options.Add(new Option<bool>(CommandLine.Options.Json) { Description = "No effect: the output is JSON lines in any case." });
        SetAction(Run);
    }

    private async Task<int> Run(ParseResult arguments, CancellationToken cancellation)
    {
        using var interrupt = new Interrupt();
        var folder = FolderSource.Find(arguments.GetRequiredValue(this.folder));
        var tracker = new IndexTracker(TimeProvider.System);
        tracker.Enter(IndexStage.Listing);
        await using var tree = await Open(folder, arguments.GetValue(git), interrupt.Token);
        if (arguments.GetValue(stored))
        {
            await Console.Error.WriteLineAsync(await StoredExport.Write(folder, tree, interrupt.Token));
            return ExitCodes.Success;
        }

        var build = new Indexer(new IndexerOptions(), TimeProvider.System).Build(tree, folder, arguments.GetValue(git), null, tracker, interrupt.Token);
        var result = await ProgressLine.Show(build, tracker);
        var snapshot = new Snapshot(result.Data);
        using (var output = StandardOutput.OpenStream())
            new SnapshotExport(snapshot).Write(output, interrupt.Token);
        await Console.Error.WriteLineAsync(Summarize(snapshot, tracker.Elapsed));
        return ExitCodes.Success;
    }

    private static async Task<SourceTree> Open(string folder, string? reference, CancellationToken cancellation)
    {
        if (reference is null)
        {
            var tree = await SourceTree.Open(folder, null, Indexer.Sources, cancellation);
            if (tree.Files.Count > 0 || tree.Repository is null)
                return tree;

            // A folder that the repository around it ignores is still the folder that was asked for.
            await tree.DisposeAsync();
            return await SourceTree.OpenFolder(folder, Indexer.Sources, cancellation);
        }

        var commit = await SourceTree.OpenCommit(folder, reference, Indexer.Sources, cancellation);
        if (commit.Root == folder || commit.Repository is { IsBare: true })
            return commit;
        await commit.DisposeAsync();
        throw new CommandFailure("source", $"--git reads a whole commit, and '{folder}' is a part of its repository.", $"Give the root: codegraph export {commit.Root} --git {reference}");
    }

    private static string Summarize(Snapshot snapshot, TimeSpan elapsed)
    {
        var skipped = snapshot.Properties.Skipped.Values.Sum();
        var text = $"exported {Plain.Count(snapshot.FileCount, "file", "files")}, {Plain.Count(snapshot.SymbolCount, "symbol", "symbols")}, "
            + $"{Plain.Count(snapshot.ReferenceCount, "reference", "references")} in {Plain.Duration(elapsed)}";
        if (skipped > 0)
            text += $"; skipped {Plain.Count(skipped)}: {string.Join(", ", snapshot.Properties.Skipped.Select(s => $"{Plain.Count(s.Value)} {s.Key}"))}";
        return snapshot.Properties.Failed.Count == 0 ? text : $"{text}; not parsed: {Plain.Text(string.Join("; ", snapshot.Properties.Failed))}";
    }
}
