using CodeGraph.Client;
using CodeGraph.Gateway.Mcp.Tools;
using ModelContextProtocol.Server;

namespace CodeGraph.Gateway.Mcp;

/// <summary>The server on standard input and output, for an assistant that starts it as its child: <c>codegraph mcp</c>.</summary>
public static class McpStdio
{
    /// <summary>Serves until the input ends. Nothing but the protocol goes to the output.</summary>
    /// <param name="graph">The graph as the user of the process may see it.</param>
    /// <param name="choice">The repository that is meant where a call names none.</param>
    /// <param name="cancellation">Ends it before.</param>
    public static async Task Run(ICodeGraph graph, RepositoryChoice choice, CancellationToken cancellation)
    {
        var options = new McpFace(() => graph, choice, TimeProvider.System, isOwn: true).CreateOptions();
        await using var transport = new StdioServerTransport(options);
        await using var server = McpServer.Create(transport, options);
        await server.RunAsync(cancellation);
    }
}
