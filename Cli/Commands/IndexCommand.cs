using System.CommandLine;
using CodeGraph.Cli.CommandLine;
using CodeGraph.Cli.Hosting;
using CodeGraph.Cli.Output;
using CodeGraph.Client;
using CodeGraph.Grains;
using CodeGraph.Grains.Audit;

namespace CodeGraph.Cli.Commands;

internal sealed class IndexCommand : Command
{
    private readonly Argument<string> source = new("folder|url")
    {
        Description = "A folder (the repository it lies in is indexed) or a git URL. Default: the current folder.",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string?> reference = new("--ref") { Description = "Branch, tag or commit. Default: HEAD.", HelpName = "ref" };
    private readonly Option<bool> workingTree = new("--working-tree") { Description = "Index the files as they are on disk instead of a commit." };
    private readonly Option<bool> force = new("--force") { Description = "Index again even where a snapshot of the commit exists." };
    private readonly Option<bool> watch = new("--watch") { Description = "Go on until Ctrl-C: index again whenever files on disk change. Implies --working-tree." };
    private readonly Option<bool> poll = new("--poll") { Description = "With --watch: look every two seconds, for network drives, which tell no changes." };
    private readonly Option<bool> json = CommandLine.Options.CreateJson();

    public IndexCommand()
        : base("index", "Index a repository: parse what is new, link, and store a snapshot. Ctrl-C keeps what is parsed; the next run goes on from there.")
    {
        Arguments.Add(source);
        Options.Add(reference);
        Options.Add(workingTree);
        Options.Add(force);
        Options.Add(watch);
        Options.Add(poll);
        Options.Add(json);
        Validators.Add(result =>
        {
            if (result.GetValue(watch) && result.GetValue(reference) is not null)
                result.AddError("--watch follows the files on disk, and --ref a commit, which does not change: give one of them.");
            if (result.GetValue(poll) && !result.GetValue(watch))
                result.AddError("--poll says how to watch: give it with --watch.");
            if (result.GetValue(workingTree) && result.GetValue(reference) is not null)
                result.AddError("--working-tree reads the files on disk, and --ref a commit: give one of them.");
        });
        SetAction(Run);
    }

    private async Task<int> Run(ParseResult arguments, CancellationToken cancellation)
    {
        var source = arguments.GetRequiredValue(this.source);
        string normalized;
        try
        {
            normalized = RepositorySource.Normalize(source);
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new CommandFailure("source", exception.Message);
        }

        using var interrupt = new Interrupt();
        await using var graph = await EmbeddedGraph.Open();
        var watched = arguments.GetValue(watch);
        var request = new IndexRequest(source, arguments.GetValue(reference), arguments.GetValue(workingTree) || watched, arguments.GetValue(force));
        if (watched)
        {
            var entry = await graph.Grains.GetRepositories().Register(normalized, interrupt.Token);
            var repository = graph.Grains.GetGrain<IRepositoryGrain>(entry.Name);
            return await graph.Audit.Record(
                AuditActions.IndexStart, entry.Name, "watch",
                () => Watch(entry.Name, repository, request with { Source = normalized }, arguments.GetValue(poll), arguments.GetValue(json), interrupt.Token), interrupt.Token);
        }
        var (name, last) = await Follow(graph.Graph, request, interrupt.Token);
        return Report(name, last, arguments.GetValue(json));
    }

    private static async Task<(string Name, IndexProgress Last)> Follow(ICodeGraph graph, IndexRequest request, CancellationToken interrupted)
    {
        var (name, _) = await graph.StartIndex(request, interrupted);
        using var line = new ProgressLine();
        using var stop = interrupted.Register(() => _ = graph.CancelIndex(name, CancellationToken.None));

        // Not with the token of the interrupt: the job says itself when it has stopped, and what it has kept.
        IndexProgress? last = null;
        await foreach (var progress in graph.WatchIndex(name, CancellationToken.None))
        {
            last = progress;
            line.Show(progress);
        }

        if (last is not { Phase: IndexPhase.Done or IndexPhase.Failed or IndexPhase.Cancelled })
            last = (await graph.GetRepository(name, CancellationToken.None)).Job;
        return (name, last ?? throw new CommandFailure("index", "The index job ended without a result.", "Run the command again."));
    }

    /// <summary>Reports each run as it ends; a run that found nothing new is passed over. With <c>--json</c>, one document a line.</summary>
    private static async Task<int> Watch(string name, IRepositoryGrain repository, IndexRequest request, bool poll, bool json, CancellationToken interrupted)
    {
        var line = new ProgressLine();
        var isFirst = true;
        try
        {
            await foreach (var progress in repository.Follow(request, poll, interrupted))
            {
                line.Show(progress);
                if (progress.Phase is not (IndexPhase.Done or IndexPhase.Failed or IndexPhase.Cancelled))
                    continue;
                line.Dispose();
                line = new ProgressLine();
                if (isFirst || progress.Phase != IndexPhase.Done || !progress.Summary!.AlreadyIndexed)
                    ReportRun(name, progress, isFirst, json);
                isFirst = false;
            }
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            // Asked to stop: that is how watching ends.
        }
        catch (ArgumentException exception)
        {
            throw new CommandFailure("source", exception.Message);
        }
        finally
        {
            line.Dispose();
        }
        return ExitCodes.Success;
    }

    private static void ReportRun(string name, IndexProgress last, bool isFirst, bool json)
    {
        if (json)
        {
            JsonOutput.WriteLine(new IndexDocument(name, last.Phase, last.Elapsed, last.Message, last.Summary), CliJson.Default.IndexDocument);
            return;
        }
        if (last.Phase != IndexPhase.Done)
        {
            Console.Error.WriteLine($"codegraph: {last.Message ?? "The index job was stopped."} Watching goes on.");
            return;
        }
        if (isFirst)
            PrintSummary(name, last.Elapsed, last.Summary!);
        using var report = Output.Report.ToStandardOutput();
        if (isFirst)
            report.Remark("watching; Ctrl-C stops");
        else
            report.Remark($"{Plain.Count(last.Summary!.ParsedNow)} files parsed, {Plain.Count(last.Summary.Files)} in all, up to date after {Plain.Duration(last.Elapsed)}");
    }

    private static int Report(string name, IndexProgress last, bool json)
    {
        if (json)
            JsonOutput.Write(new IndexDocument(name, last.Phase, last.Elapsed, last.Message, last.Summary), CliJson.Default.IndexDocument);
        else if (last.Summary is { } summary && last.Phase == IndexPhase.Done)
            PrintSummary(name, last.Elapsed, summary);

        if (last.Phase == IndexPhase.Done)
            return ExitCodes.Success;
        if (last.Phase == IndexPhase.Cancelled)
            throw new CommandFailure("cancelled", "Stopped.", "What was parsed is kept; run the command again to go on.", ExitCodes.Cancelled) { IsWritten = json };
        throw new CommandFailure("index", last.Message ?? "The index job failed.") { IsWritten = json };
    }

    private static void PrintSummary(string name, TimeSpan elapsed, IndexSummary summary)
    {
        using var report = Output.Report.ToStandardOutput();
        var commit = summary.Commit is { } id ? $" @ {id[..Math.Min(12, id.Length)]}" : "";
        if (summary.AlreadyIndexed)
        {
            report.Remark($"{Plain.Text(name)}{commit} is indexed already; --force indexes it again");
            return;
        }

        report.Remark($"indexed {Plain.Text(name)}{commit} in {Plain.Duration(elapsed)}");
        SummaryText.Print(report, summary);
    }
}
