using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Indexing;
using CodeGraph.Linking;
using CodeGraph.Storage;

namespace CodeGraph.Grains;

/// <summary>Links the files of a snapshot again to ask how one use was resolved. What the facts store knows is not parsed again, and nothing is stored.</summary>
internal sealed class UseExplainer(DataFolder folder, IndexerOptions options, TimeProvider time)
{
    /// <returns>Null where no name is used at the place.</returns>
    /// <exception cref="SourceUnreadableException">The files are not those that were indexed any more, or are gone.</exception>
    public async Task<Explanation?> Explain(Snapshot snapshot, SnapshotKey key, string path, int line, int? column, CancellationToken cancellation)
    {
        try
        {
            await using var tree = await OpenTree(snapshot.Properties, cancellation);
            if (tree.ContentId != key.Id)
                throw new SourceUnreadableException($"Files of '{tree.Root}' were changed since they were indexed. Index them again, and ask then.");
            using var facts = FactsStore.OpenForReading(folder.Facts(key.Repository));
            return await new Indexer(options, time).Explain(tree, facts, path, line, column ?? 0, new IndexTracker(time), cancellation);
        }
        catch (GitException exception)
        {
            throw new SourceUnreadableException(exception.Message);
        }
    }

    private Task<SourceTree> OpenTree(SnapshotProperties properties, CancellationToken cancellation)
    {
        var root = RepositorySource.IsUrl(properties.Source) ? new GitClone(folder.Clones).FolderOf(properties.Source) : properties.Source;
        if (!Directory.Exists(root))
            throw new SourceUnreadableException($"'{root}' is gone. Index the repository where it is now.");
        if (properties.Commit is null)
            return SourceTree.OpenFolder(root, Indexer.Sources, cancellation);
        return properties.WorkingTree ? SourceTree.OpenWorkingTree(root, Indexer.Sources, cancellation) : SourceTree.OpenCommit(root, properties.Commit, Indexer.Sources, cancellation);
    }
}
