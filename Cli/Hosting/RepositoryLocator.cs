using CodeGraph.Cli.CommandLine;
using CodeGraph.Client;
using CodeGraph.Grains;

namespace CodeGraph.Cli.Hosting;

/// <summary>Finds the repository a command is about: by name, by folder, or around the current folder.</summary>
internal static class RepositoryLocator
{
    private const int NamesShown = 10;

    /// <exception cref="CommandFailure">There is no such repository, or it has no snapshot yet.</exception>
    public static async Task<ISnapshotQueries> OpenSnapshot(ICodeGraph graph, string? nameOrFolder, string? commit, CancellationToken cancellation)
    {
        var entry = await Find(graph, nameOrFolder, cancellation);
        try
        {
            return (await graph.OpenSnapshot(entry.Name, commit, cancellation)).Queries;
        }
        catch (NotIndexedException exception)
        {
            throw new CommandFailure("notIndexed", exception.Message, $"Index it with: codegraph index {Quote(entry.Source)}");
        }
    }

    /// <exception cref="CommandFailure">There is no such repository.</exception>
    public static async Task<RepositoryEntry> Find(ICodeGraph graph, string? nameOrFolder, CancellationToken cancellation)
    {
        var all = await graph.ListRepositories(cancellation);
        if (nameOrFolder is null)
        {
            var current = RepositorySource.RealPath(Environment.CurrentDirectory);
            return FindAround(all, current) ?? throw new CommandFailure(
                "notIndexed", $"The current folder, {current}, is in no indexed repository.", "Index it with: codegraph index\n" + TellKnown(all));
        }

        if (all.FirstOrDefault(e => e.Name == nameOrFolder) is { } named)
            return named;
        if (RepositorySource.IsUrl(nameOrFolder))
            return all.FirstOrDefault(e => e.Source == RepositorySource.Normalize(nameOrFolder)) ?? throw Unknown(nameOrFolder, nameOrFolder, all);
        if (Directory.Exists(nameOrFolder) && RepositorySource.RealPath(nameOrFolder) is var folder)
            return FindAround(all, folder) ?? throw Unknown(nameOrFolder, folder, all);
        throw new CommandFailure(
            "unknownRepository", $"There is no repository '{nameOrFolder}', and no folder of that name.", TellKnown(all));
    }

    private static CommandFailure Unknown(string given, string source, IReadOnlyList<RepositoryEntry> all) =>
        new("notIndexed", $"'{given}' is in no indexed repository.", $"Index it with: codegraph index {Quote(source)}\n{TellKnown(all)}");

    /// <summary>The innermost indexed folder that holds this one.</summary>
    private static RepositoryEntry? FindAround(IReadOnlyList<RepositoryEntry> all, string folder)
    {
        for (var candidate = folder; candidate is not null; candidate = Path.GetDirectoryName(candidate))
        {
            if (all.FirstOrDefault(e => e.Source == candidate) is { } entry)
                return entry;
        }

        return null;
    }

    private static string TellKnown(IReadOnlyList<RepositoryEntry> all) => all.Count switch
    {
        0 => "No repository is indexed so far.",
        <= NamesShown => "Or name one with --repository: " + string.Join(", ", all.Select(e => e.Name)),
        _ => $"Or name one with --repository: {string.Join(", ", all.Take(NamesShown).Select(e => e.Name))} and {all.Count - NamesShown} more (codegraph status)",
    };

    private static string Quote(string text) => text.AsSpan().ContainsAny(" '\"$\\()&;*?[]") ? $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'" : text;
}
