using CodeGraph.Cli.CommandLine;
using CodeGraph.Cli.Hosting;
using CodeGraph.Cli.Output;
using CodeGraph.Export;
using CodeGraph.Git;
using CodeGraph.Grains;
using CodeGraph.Graph;
using CodeGraph.Storage;

namespace CodeGraph.Cli.Commands;

/// <summary>Writes what a stored snapshot holds, in the form and order of an export that links anew: of equal content both are equal, byte for byte.</summary>
internal static class StoredExport
{
    /// <summary>Writes the snapshot of what is in the folder now, or of the commit that is checked out.</summary>
    /// <returns>What it was, in words.</returns>
    /// <exception cref="CommandFailure">No snapshot of it is stored.</exception>
    public static async Task<string> Write(string folder, SourceTree tree, CancellationToken cancellation)
    {
        await using var graph = await EmbeddedGraph.Open();
        var entry = await RepositoryLocator.Find(graph.Graph, folder, cancellation);
        if (RepositorySource.IsUrl(entry.Source) || RepositorySource.RealPath(entry.Source) != folder)
            throw new CommandFailure("source", $"A stored snapshot is of a whole repository, and '{folder}' is a part of {entry.Name}.", $"Give its root: codegraph export {entry.Source} --stored");
        var stored = await graph.Grains.GetGrain<IRepositoryGrain>(entry.Name).ListSnapshots();
        var id = new[] { tree.ContentId, tree.Commit }.FirstOrDefault(i => i is not null && stored.Contains(i)) ?? throw new CommandFailure(
            "notIndexed", $"No snapshot is stored of what is in '{folder}' now, nor of the commit that is checked out.",
            $"Index it with: codegraph index {folder}{(tree.ContentId == tree.Commit ? "" : " --working-tree")}");
        using var file = Open(entry.Name, id);
        using var lease = file.Lease();
        using (var output = StandardOutput.OpenStream())
            new SnapshotExport(file.Snapshot).Write(output, cancellation);
        return Describe(file.Snapshot, entry.Name, id);
    }

    private static SnapshotFile Open(string repository, string id)
    {
        try
        {
            return SnapshotFile.Open(DataFolder.Default().Snapshot(repository, id));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailure("notIndexed", $"The snapshot {repository}@{id} is gone.", "Make it anew with: codegraph index");
        }
    }

    private static string Describe(Snapshot snapshot, string repository, string id) =>
        $"exported {repository}@{id[..Math.Min(12, id.Length)]} as it is stored: {Plain.Count(snapshot.FileCount, "file", "files")}, "
        + $"{Plain.Count(snapshot.SymbolCount, "symbol", "symbols")}, {Plain.Count(snapshot.ReferenceCount, "reference", "references")}";
}
