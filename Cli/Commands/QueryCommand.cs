using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using CodeGraph.Cli.CommandLine;
using CodeGraph.Cli.Hosting;
using CodeGraph.Cli.Output;
using CodeGraph.Grains;

namespace CodeGraph.Cli.Commands;

/// <summary>A command that asks a snapshot one question and prints the answer.</summary>
internal abstract class QueryCommand<TAnswer> : Command
{
    private readonly Option<string?> repository = CommandLine.Options.CreateRepository();
    private readonly Option<string?> commit = CommandLine.Options.CreateCommit();
    private readonly Option<bool> json = CommandLine.Options.CreateJson();

    protected QueryCommand(string name, string description)
        : base(name, description) => SetAction(Run);

    /// <summary>Adds the command's own arguments and options, and then those that every query has.</summary>
    protected void Take(IReadOnlyList<Argument> arguments, params ReadOnlySpan<Option> options)
    {
        foreach (var argument in arguments)
            Arguments.Add(argument);
        foreach (var option in options)
            Options.Add(option);
        Options.Add(repository);
        Options.Add(commit);
        Options.Add(json);
    }

    protected static Argument<string> SymbolArgument(string name = "symbol") => new(name)
    {
        Description = "A name (exact), the end of a qualified name (Foo.bar), path#name, or a symbol's id.",
    };

    protected abstract Task<TAnswer> Ask(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation);

    /// <summary>Why the answer holds nothing, where the name is unknown or fits several symbols; null where there is an answer.</summary>
    protected abstract Misunderstanding? FindMisunderstanding(TAnswer answer, ParseResult arguments);

    /// <summary>How the command ends with an answer that is no misunderstanding.</summary>
    protected virtual int ExitCodeOf(TAnswer answer) => ExitCodes.Success;

    protected abstract void Print(TAnswer answer, ParseResult arguments, Report report);

    protected abstract JsonTypeInfo<TAnswer> JsonType();

    /// <summary>Writes an answer that is too long to hold, where the command line asks for that; null where it does not.</summary>
    protected virtual Task<int>? Stream(ISnapshotQueries snapshot, ParseResult arguments, CancellationToken cancellation) => null;

    private async Task<int> Run(ParseResult arguments, CancellationToken cancellation)
    {
        await using var graph = await EmbeddedGraph.Open();
        var snapshot = await RepositoryLocator.OpenSnapshot(graph.Graph, arguments.GetValue(repository), arguments.GetValue(commit), cancellation);
        if (Stream(snapshot, arguments, cancellation) is { } streaming)
            return await streaming;
        var answer = await Ask(snapshot, arguments, cancellation);
        var misunderstanding = FindMisunderstanding(answer, arguments);
        if (arguments.GetValue(json))
        {
            JsonOutput.Write(answer, JsonType());
        }
        else if (misunderstanding is null)
        {
            using var report = Report.ToStandardOutput();
            Print(answer, arguments, report);
        }
        else
        {
            // Not among the results: whoever reads them through a pipe must not take a candidate for an answer.
            using var report = Report.ToStandardError();
            misunderstanding.Print(report);
        }

        return misunderstanding is null ? ExitCodeOf(answer) : ExitCodes.NoSingleMatch;
    }
}
