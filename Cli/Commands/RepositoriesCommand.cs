using System.CommandLine;
using CodeGraph.Cli.CommandLine;
using CodeGraph.Cli.Hosting;
using CodeGraph.Cli.Output;
using CodeGraph.Client;
using CodeGraph.Grains;

namespace CodeGraph.Cli.Commands;

/// <summary>The registered repositories: what there is, and giving one up.</summary>
internal sealed class RepositoriesCommand : Command
{
    public RepositoriesCommand()
        : base("repositories", "List the registered repositories, or remove one.")
    {
        Subcommands.Add(new ListCommand());
        Subcommands.Add(new RemoveCommand());
    }

    private sealed class ListCommand : Command
    {
        private readonly Option<bool> json = CommandLine.Options.CreateJson();

        public ListCommand()
            : base("list", "Name, commit and source of each, one a line.")
        {
            Options.Add(json);
            SetAction(Run);
        }

        private async Task<int> Run(ParseResult arguments, CancellationToken cancellation)
        {
            await using var graph = await EmbeddedGraph.Open();
            var listed = new List<ListedRepository>();
            foreach (var entry in await graph.Graph.ListRepositories(cancellation))
            {
                var status = await graph.Graph.GetRepository(entry.Name, cancellation);
                listed.Add(new(entry.Name, entry.Source, status.Commit, await graph.Grains.GetGrain<IRepositoryGrain>(entry.Name).ListSnapshots()));
            }

            if (arguments.GetValue(json))
            {
                JsonOutput.Write(new RepositoriesDocument(listed), CliJson.Default.RepositoriesDocument);
                return ExitCodes.Success;
            }

            using var report = Report.ToStandardOutput();
            foreach (var repository in listed)
            {
                var commit = repository.Commit is { } id ? id[..Math.Min(12, id.Length)] : repository.Snapshots.Count > 0 ? "a folder without git" : "not indexed";
                report.Row(repository.Name, commit, Plain.Count(repository.Snapshots.Count, "snapshot", "snapshots"), repository.Source);
            }

            report.Remark(Plain.Count(listed.Count, "repository", "repositories"));
            return ExitCodes.Success;
        }
    }

    private sealed class RemoveCommand : Command
    {
        private readonly Argument<string> name = new("name") { Description = "The repository's name, as 'codegraph repositories list' shows it." };
        private readonly Option<bool> json = CommandLine.Options.CreateJson();

        public RemoveCommand()
            : base("remove", "Forget a repository: its snapshots, its clone, its record. Sources are not touched; its facts go with the next gc.")
        {
            Arguments.Add(name);
            Options.Add(json);
            SetAction(Run);
        }

        private async Task<int> Run(ParseResult arguments, CancellationToken cancellation)
        {
            await using var graph = await EmbeddedGraph.Open();
            var wanted = arguments.GetRequiredValue(name);
            try
            {
                await graph.Graph.RemoveRepository(wanted, cancellation);
            }
            catch (RepositoryNotFoundException exception)
            {
                var known = (await graph.Graph.ListRepositories(cancellation)).Select(e => e.Name).ToList();
                throw new CommandFailure(
                    "unknownRepository", exception.Message, known.Count == 0 ? "None is registered." : $"Registered are: {string.Join(", ", known)}", ExitCodes.NoSingleMatch);
            }

            if (arguments.GetValue(json))
            {
                JsonOutput.Write(new RemovedDocument(wanted), CliJson.Default.RemovedDocument);
                return ExitCodes.Success;
            }

            using var report = Report.ToStandardOutput();
            report.Remark($"{Plain.Text(wanted)} is removed; 'codegraph gc' drops its facts");
            return ExitCodes.Success;
        }
    }
}
