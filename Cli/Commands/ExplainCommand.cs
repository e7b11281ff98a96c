using System.CommandLine;
using System.Globalization;
using CodeGraph.Cli.CommandLine;
using CodeGraph.Cli.Output;
using CodeGraph.Git;
using CodeGraph.Grains;
using CodeGraph.Indexing;
using CodeGraph.Linking;
using CodeGraph.Model;

namespace CodeGraph.Cli.Commands;

/// <summary>Links the files as they are on disk and tells how one use of a name was resolved; nothing is stored, and what is stored is not used.</summary>
internal sealed class ExplainCommand : Command
{
    private readonly Argument<string> place = new("place") { Description = "path:line:column, or path:line for the line's first call (the first name where it calls nothing)." };
    private readonly Option<string> folder = new("--folder", "-C")
    {
        Description = "A folder of the repository. Default: the current one.",
        DefaultValueFactory = _ => ".",
        HelpName = "folder",
    };

    private readonly Option<bool> json = CommandLine.Options.CreateJson();

    public ExplainCommand()
        : base("explain", "Why a name leads where it leads, step by step, or what was missing. Reads the files as they are on disk.")
    {
        Arguments.Add(place);
        Options.Add(folder);
        Options.Add(json);
        SetAction(Run);
    }

    private async Task<int> Run(ParseResult arguments, CancellationToken cancellation)
    {
        using var interrupt = new Interrupt();
        var folder = FolderSource.Find(arguments.GetValue(this.folder)!);
        var (path, line, column) = Parse(arguments.GetRequiredValue(place));
        var tracker = new IndexTracker(TimeProvider.System);
        tracker.Enter(IndexStage.Listing);
        var root = (await GitRepository.Discover(folder, interrupt.Token))?.Root ?? folder;
        await using var tree = await SourceTree.Open(root, null, Indexer.Sources, interrupt.Token);
        var file = FindFile(tree, folder, path);
        var explained = await ProgressLine.Show(new Indexer(new IndexerOptions(), TimeProvider.System).Explain(tree, null, file, line, column, tracker, interrupt.Token), tracker)
            ?? throw new CommandFailure(
                "unknownPlace", $"No name is used at {file}:{line}{(column > 0 ? $":{column}" : "")}.",
                "Definitions have no reason to tell, only uses have: give the line and column of one.", ExitCodes.NoSingleMatch);
        var source = new ExplanationSource(root, tree.Commit, tree.ContentId != tree.Commit);
        if (arguments.GetValue(json))
        {
            JsonOutput.Write(new ExplanationDocument(source, explained), CliJson.Default.ExplanationDocument);
            return ExitCodes.Success;
        }

        using var report = Report.ToStandardOutput();
        Print(report, source, explained);
        return ExitCodes.Success;
    }

    private static (string Path, int Line, int Column) Parse(string place)
    {
        var parts = place.Split(':');
        var numbers = parts.Reverse().TakeWhile(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)).Take(2).Reverse().Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var path = string.Join(':', parts[..^numbers.Length]);
        return path.Length > 0 && numbers is [> 0, ..] and not [_, 0]
            ? (path, numbers[0], numbers.Length > 1 ? numbers[1] : 0)
            : throw new CommandFailure("usage", $"'{place}' is no place.", "Give path:line:column or path:line, both from 1.", ExitCodes.Usage);
    }

    // A path is that of the repository, or one from the current folder.
    private static string FindFile(SourceTree tree, string folder, string path)
    {
        var paths = tree.Files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var given = path.Replace('\\', '/');
        foreach (var candidate in (string[])[given, Path.GetRelativePath(tree.Root, Path.Combine(folder, path)).Replace('\\', '/')])
        {
            if (paths.Contains(candidate))
                return candidate;
        }

        var near = paths.Where(p => Path.GetFileName(p) == Path.GetFileName(given)).Order(StringComparer.Ordinal).Take(5).ToList();
        throw new CommandFailure(
            "unknownFile", $"'{path}' is no source file of {tree.Root}.", near.Count == 0 ? null : "Did you mean: " + string.Join(", ", near), ExitCodes.NoSingleMatch);
    }

    private static void Print(Report report, ExplanationSource source, Explanation explained)
    {
        report.Remark($"{explained.Role.ToWire()} of {Plain.Text(explained.Name)} at {Plain.Text(explained.Path)}:{explained.Line}:{explained.Column}");
        report.Remark($"{Plain.Text(source.Folder)} @ {(source.Commit is { } commit ? commit[..Math.Min(12, commit.Length)] : "no commit")}{(source.WorkingTree ? " with the files as they are on disk" : "")}");
        foreach (var step in explained.Steps)
            report.Step(step.Text, step.Path, step.Line, step.Column);
        report.EndRows();
        report.Remark(explained.State == ReferenceState.Resolved ? $"resolved, {explained.Tier.ToWire()}:" : explained.State.ToWire() + (explained.Targets.Count > 0 ? ":" : ""));
        foreach (var target in explained.Targets)
            report.Step(target.Text, target.Path, target.Line, target.Column);
    }
}
