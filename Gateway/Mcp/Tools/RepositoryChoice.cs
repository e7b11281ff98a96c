using CodeGraph.Client;
using CodeGraph.Grains;

namespace CodeGraph.Gateway.Mcp.Tools;

/// <summary>Which repository a call is about, where it does not say so.</summary>
/// <param name="Name">The name given at start; null where none was.</param>
/// <param name="Folder">The folder that the server was started in, or was given; null for a server of many.</param>
public sealed record RepositoryChoice(string? Name = null, string? Folder = null)
{
    private const int NamesShown = 20;

    /// <summary>How the folder is indexed; null where it is unknown which folder is meant.</summary>
    public string? HowToIndex => Folder is null ? null : $"codegraph index '{Folder.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>The repository of the start, the innermost one around the folder, or the only one there is; null where none of them is.</summary>
    public RepositoryEntry? FindDefault(IReadOnlyList<RepositoryEntry> visible)
    {
        if (Name is not null)
            return visible.FirstOrDefault(e => e.Name == Name);
        for (var folder = Folder; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (visible.FirstOrDefault(e => e.Source == folder) is { } around)
                return around;
        }
        return Folder is null && visible.Count == 1 ? visible[0] : null;
    }

    /// <exception cref="ToolFailure">It is left open which one is meant; the message says which there are.</exception>
    internal async Task<string> NameOf(ICodeGraph graph, string? given, CancellationToken cancellation)
    {
        if (given is not null)
            return given;
        var visible = await graph.ListRepositories(cancellation);
        return FindDefault(visible)?.Name ?? throw new ToolFailure(Explain(visible));
    }

    private string Explain(IReadOnlyList<RepositoryEntry> visible)
    {
        var known = visible.Count switch
        {
            0 => "No repository is indexed so far.",
            <= NamesShown => "Indexed: " + string.Join(", ", visible.Select(e => e.Name)) + ".",
            _ => $"Indexed: {string.Join(", ", visible.Take(NamesShown).Select(e => e.Name))} and {visible.Count - NamesShown} more (status lists them).",
        };
        if (Name is not null)
            return $"The repository '{Name}', which this server was started for, is not indexed. {known}";
        if (HowToIndex is { } command)
            return $"{Folder} is in no indexed repository. Index it with: {command}\n{known} 'repository' chooses one of those.";
        return visible.Count == 0 ? known + " Index one with: codegraph index <folder or git URL>" : $"Say which repository with 'repository'. {known}";
    }
}
