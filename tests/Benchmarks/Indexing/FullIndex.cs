using CodeGraph.Git;
using CodeGraph.Indexing;
using CodeGraph.Search;
using CodeGraph.Storage;

namespace CodeGraph.Benchmarks.Indexing;

/// <summary>Everything from a folder to a snapshot on the disk, as an index job does it: list, read, parse, store facts, link, store the snapshot.</summary>
internal static class FullIndex
{
    public static async Task<(IndexResult Result, IndexTracker Tracker, long SnapshotBytes)> Run(string folder, string home)
    {
        var data = new DataFolder(home);
        var tracker = new IndexTracker(TimeProvider.System);
        tracker.Enter(IndexStage.Listing);
        await using var tree = await SourceTree.OpenCommit(folder, null, Indexer.Sources);
        using var facts = FactsStore.OpenForWriting(data.Facts("benchmark"));
        using var text = TextIndexWriter.Open(data.Text("benchmark"));
        var result = await new Indexer(new(), TimeProvider.System) { Text = text }.Build(tree, folder, null, facts, tracker, CancellationToken.None);
        tracker.Enter(IndexStage.Storing);
        var bytes = SnapshotFileWriter.Write(SnapshotOf(home), result.Data);
        tracker.Leave();
        return (result, tracker, bytes);
    }

    public static string SnapshotOf(string home) => new DataFolder(home).Snapshot("benchmark", "snapshot");
}
