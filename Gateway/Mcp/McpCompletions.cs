using CodeGraph.Client;
using CodeGraph.Gateway.Mcp.Tools;
using CodeGraph.Grains;
using ModelContextProtocol.Protocol;

namespace CodeGraph.Gateway.Mcp;

/// <summary>What an argument of a prompt or resource may become while it is typed. Where it cannot be told, nothing: a completion is no place for an error.</summary>
internal static class McpCompletions
{
    private const int Most = 20;
    private const int LongestText = 1024;

    public static async Task<CompleteResult> Of(CompleteRequestParams asked, ICodeGraph graph, RepositoryChoice choice, CancellationToken cancellation)
    {
        var (name, typed) = (asked.Argument.Name, asked.Argument.Value);
        if (name == "repository")
            return Begins((await graph.ListRepositories(cancellation)).Select(e => e.Name), typed);
        if (name is not ("symbol" or "target" or "id" or "path") || typed.Length is 0 or > LongestText)
            return new();
        try
        {
            var repository = await choice.NameOf(graph, asked.Context?.Arguments?.TryGetValue("repository", out var chosen) == true ? chosen : null, cancellation);
            var snapshot = (await graph.OpenSnapshot(repository, commit: null, cancellation)).Queries;
            return name == "path" ? await Paths(snapshot, typed, cancellation) : await Symbols(snapshot, typed, cancellation);
        }
        catch (Exception exception) when (ToolFailures.Explain(exception) is not null)
        {
            return new();
        }
    }

    private static async Task<CompleteResult> Symbols(ISnapshotQueries snapshot, string typed, CancellationToken cancellation)
    {
        var found = await snapshot.Search(new(typed, Limit: Most), cancellation);
        return new() { Completion = new() { Values = [.. found.Symbols.Select(s => s.Id)], Total = found.Total, HasMore = found.Cursor is not null } };
    }

    private static async Task<CompleteResult> Paths(ISnapshotQueries snapshot, string typed, CancellationToken cancellation)
    {
        var outline = await snapshot.Outline(typed, cancellation);
        IReadOnlyList<string> paths = outline.Path is { } path ? [path] : outline.NearPaths;
        return new() { Completion = new() { Values = [.. paths], Total = paths.Count } };
    }

    private static CompleteResult Begins(IEnumerable<string> names, string typed)
    {
        var fitting = names.Where(n => n.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).ToList();
        return new() { Completion = new() { Values = [.. fitting.Take(Most)], Total = fitting.Count, HasMore = fitting.Count > Most } };
    }
}
