using CodeGraph.Client;
using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Grains;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>One call of a tool: its arguments, and the graph as its caller may see it.</summary>
internal sealed class ToolCall(ToolArguments arguments, ICodeGraph graph, RepositoryChoice choice)
{
    public const int DefaultBudget = 4000;

    /// <summary>So much that one row has room in any case, however long names and paths are: who goes on with a cursor always gets further.</summary>
    public const int LeastBudget = 1000;

    public const int MostBudget = 20_000;

    public ToolArguments Arguments => arguments;

    public ICodeGraph Graph => graph;

    public RepositoryChoice Choice => choice;

    /// <summary>Most tokens of the answer, by <see cref="TokenEstimate"/>.</summary>
    public int Budget { get; } = arguments.Integer("budget", LeastBudget, MostBudget, DefaultBudget);

    public string? Cursor => arguments.OptionalText("cursor");

    /// <summary>More rows than the budget has room for: a row of fewer tokens than this does not occur.</summary>
    public int RowLimit => (Budget / 8) + 1;

    /// <summary>The snapshot made last of the repository that the call is about.</summary>
    public async Task<ISnapshotQueries> Open(CancellationToken cancellation)
    {
        var name = await choice.NameOf(graph, arguments.OptionalText("repository"), cancellation);
        return (await graph.OpenSnapshot(name, commit: null, cancellation)).Queries;
    }
}
