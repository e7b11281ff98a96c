using System.CommandLine;
using System.Globalization;
using CodeGraph.Cli.CommandLine;
using CodeGraph.Cli.Hosting;
using CodeGraph.Cli.Output;
using CodeGraph.Grains.Audit;

namespace CodeGraph.Cli.Commands;

/// <summary>The audit log of the data folder.</summary>
internal sealed class AuditCommand : Command
{
    public AuditCommand()
        : base("audit", "Who did what to repositories, accounts and the store: list the log, or check that nobody changed it.")
    {
        Subcommands.Add(new ListCommand());
        Subcommands.Add(new VerifyCommand());
    }

    private sealed class ListCommand : Command
    {
        private readonly Option<DateTimeOffset?> since = new("--since") { Description = "Entries of this time and later.", HelpName = "time" };
        private readonly Option<DateTimeOffset?> until = new("--until") { Description = "Entries before this time.", HelpName = "time" };
        private readonly Option<string?> actor = new("--actor") { Description = "Entries by or about the actor of this id, name or pseudonym.", HelpName = "actor" };
        private readonly Option<string?> action = new("--action") { Description = "Entries of this action (index.start), or of all on a thing (index).", HelpName = "action" };
        private readonly Option<string?> repository = new("--repository", "-r") { Description = "Entries about this repository.", HelpName = "name" };
        private readonly Option<int> limit = new("--limit", "-n")
        {
            Description = "Most entries to print.",
            DefaultValueFactory = _ => 100,
            HelpName = "1..1000",
            Validators = { result => CommandLine.Options.CheckRange(result, 1, 1000) },
        };

        private readonly Option<string?> cursor = CommandLine.Options.CreateCursor();
        private readonly Option<bool> json = CommandLine.Options.CreateJson();

        public ListCommand()
            : base("list", "Entries, the latest first: number, time, outcome, action, actor, repository, subject, detail.")
        {
            foreach (var option in (ReadOnlySpan<Option>)[since, until, actor, action, repository, limit, cursor, json])
                Options.Add(option);
            SetAction(Run);
        }

        private async Task<int> Run(ParseResult arguments, CancellationToken cancellation)
        {
            await using var graph = await EmbeddedGraph.Open();
            var query = new AuditQuery(
                arguments.GetValue(since), arguments.GetValue(until), arguments.GetValue(actor), arguments.GetValue(action), arguments.GetValue(repository),
                arguments.GetValue(limit), arguments.GetValue(cursor));
            var page = await graph.Graph.ReadAudit(query, cancellation);
            if (arguments.GetValue(json))
            {
                JsonOutput.Write(page, CliJson.Default.AuditPage);
                return ExitCodes.Success;
            }

            using var report = Report.ToStandardOutput();
            foreach (var entry in page.Entries)
            {
                report.Row(
                    entry.Sequence.ToString(CultureInfo.InvariantCulture), entry.Time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), entry.Outcome, entry.Action,
                    NameOf(entry.Actor), entry.Repository ?? "-", entry.Subject is { } subject ? NameOf(subject) : "-", entry.Detail ?? "");
            }

            report.Remark(page.Cursor is { } next ? $"more: --cursor {next}" : Plain.Count(page.Entries.Count, "entry", "entries"));
            return ExitCodes.Success;
        }

        private static string NameOf(AuditPerson person) => person.Name ?? person.Pseudonym;
    }

    private sealed class VerifyCommand : Command
    {
        private readonly Option<string?> checkpoint = new("--checkpoint")
        {
            Description = "An entry that was noted elsewhere, as an earlier verify printed it: shows that the log was not made anew since.",
            HelpName = "number:hash",
        };

        private readonly Option<bool> json = CommandLine.Options.CreateJson();

        public VerifyCommand()
            : base("verify", "Compute the chain of hashes anew; ends with 3 and names the first entry that is not as it was written.")
        {
            Options.Add(checkpoint);
            Options.Add(json);
            checkpoint.Validators.Add(result =>
            {
                if (result.Tokens is [{ Value: var text }] && Parse(text) is null)
                    result.AddError($"'{text}' is no checkpoint. --checkpoint takes a number, a colon and 64 hexadecimal digits, as 'codegraph audit verify' prints them.");
            });
            SetAction(Run);
        }

        private async Task<int> Run(ParseResult arguments, CancellationToken cancellation)
        {
            await using var graph = await EmbeddedGraph.Open();
            var expected = arguments.GetValue(checkpoint) is { } given ? Parse(given) : null;
            var verification = await graph.Graph.VerifyAudit(expected, cancellation);
            if (arguments.GetValue(json))
            {
                JsonOutput.Write(verification, CliJson.Default.AuditVerification);
                return verification.Intact ? ExitCodes.Success : ExitCodes.Failure;
            }

            using var report = Report.ToStandardOutput();
            if (verification.Intact)
                report.Remark($"{Plain.Count(verification.Entries, "entry", "entries")}, all as they were written");
            else
                report.Warning($"entry {verification.BrokenAt} is not as it was written: {Plain.Text(verification.Reason ?? "")}");
            if (verification.Head is { } head)
                report.Remark(string.Create(CultureInfo.InvariantCulture, $"checkpoint {head.Sequence}:{head.Hash}"));
            return verification.Intact ? ExitCodes.Success : ExitCodes.Failure;
        }

        private static AuditCheckpoint? Parse(string text) =>
            text.Split(':') is [var number, { Length: 64 } hash] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && hash.All(char.IsAsciiHexDigit)
                ? new(sequence, hash)
                : null;
    }
}
