using System.CommandLine;
using System.Runtime.CompilerServices;
using CodeGraph.Cli.Hosting;
using CodeGraph.Client;
using CodeGraph.Gateway.Mcp;
using CodeGraph.Gateway.Mcp.Tools;
using CodeGraph.Grains;

namespace CodeGraph.Cli.Commands;

internal sealed class McpCommand : Command
{
    private readonly Option<string?> repository = CommandLine.Options.CreateRepository();

    public McpCommand()
        : base("mcp", "Serve the graph to an AI assistant over standard input and output (Model Context Protocol) until the input ends.")
    {
        Options.Add(repository);
        SetAction(Run);
    }

    private async Task<int> Run(ParseResult arguments, CancellationToken cancellation)
    {
        await using var graph = await EmbeddedGraph.Open();
        await Serve(graph.Graph, await Choose(graph.Graph, arguments.GetValue(repository), cancellation), cancellation);
        return 0;
    }

    /// <summary>By name where there is such a repository, else by folder. A folder need not be indexed yet: the server says how, and answers as soon as it is.</summary>
    private static async Task<RepositoryChoice> Choose(ICodeGraph graph, string? given, CancellationToken cancellation)
    {
        if (given is null)
            return new(Folder: RepositorySource.Normalize(Environment.CurrentDirectory));
        var entries = await graph.ListRepositories(cancellation);
        if (entries.FirstOrDefault(e => e.Name == given) is { } named)
            return new(named.Name);
        return Directory.Exists(given) ? new(Folder: RepositorySource.Normalize(given)) : new((await RepositoryLocator.Find(graph, given, cancellation)).Name);
    }

    /// <summary>Apart, so that no other command loads what this takes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task Serve(ICodeGraph graph, RepositoryChoice choice, CancellationToken cancellation) => McpStdio.Run(graph, choice, cancellation);
}
