using CodeGraph.Git;
using CodeGraph.Indexing;
using CodeGraph.Storage;

// Indexes a folder into a data folder and reports the files done so far, a number a line, until it is killed.
var folder = new DataFolder(args[0]);
using var facts = FactsStore.OpenForWriting(folder.Facts("shop"));
await using var tree = await SourceTree.OpenCommit(args[1], null, Indexer.Sources);
var tracker = new IndexTracker(TimeProvider.System) { FileDone = done => Console.Out.Write($"{done}\n") };
var result = await new Indexer(new() { Threads = 2 }, TimeProvider.System).Build(tree, args[1], null, facts, tracker, CancellationToken.None);
SnapshotFileWriter.Write(folder.Snapshot("shop", tree.ContentId), result.Data);
