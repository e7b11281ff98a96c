using System.Diagnostics;
using CodeGraph.Git;
using CodeGraph.Indexing;

namespace CodeGraph.Benchmarks.Indexing;

/// <summary>Yardstick and index of one repository in turns, so that whatever else the machine does falls on both.</summary>
internal static class CorpusRounds
{
    public const string Name = "corpus-rounds";

    /// <summary>As <see cref="Indexer"/> does: a large file that comes last would keep one processor alone.</summary>
    private const long LargeFile = 256 * 1024;

    public static async Task<int> Run(string folder, int rounds)
    {
        await using var tree = await SourceTree.OpenCommit(folder, null, Indexer.Sources);
        List<Timing> yardsticks = [], indexes = [];
        var (first, result, files) = await Index(folder, tree);
        await Yardstick.Run(tree.Repository!, files);
        for (var round = 0; round < rounds; round++)
        {
            yardsticks.Add(await Time(() => Yardstick.Run(tree.Repository!, files)));
            (var index, result, _) = await Index(folder, tree);
            indexes.Add(index);
        }
        var (built, tracker, bytes) = result;
        MeasurementsJson.Print(new RoundsResult(
            tree.Commit!, files.Count, files.Sum(f => f.Size), rounds,
            yardsticks.Select(t => t.Seconds).Median(), yardsticks.Select(t => t.Processor).Median(),
            indexes.Select(t => t.Seconds).Median(), indexes.Select(t => t.Processor).Median(), first.Seconds,
            indexes[0].Stages!.Keys.ToDictionary(s => s, s => indexes.Select(t => t.Stages![s]).Median()),
            new Graph.Snapshot(built.Data).SymbolCount, new Graph.Snapshot(built.Data).ReferenceCount, bytes));
        return 0;
    }

    /// <summary>Indexes into a fresh folder.</summary>
    /// <returns>With the files that ended up in the graph, in the order in which they are read.</returns>
    private static async Task<(Timing Timing, (IndexResult, IndexTracker, long) Result, List<SourceFile> Files)> Index(string folder, SourceTree tree)
    {
        var home = Directory.CreateTempSubdirectory("codegraph-benchmark-");
        try
        {
            Task<(IndexResult Result, IndexTracker Tracker, long Bytes)> run = null!;
            var timing = await Time(() => run = FullIndex.Run(folder, home.FullName));
            var result = await run;
            var snapshot = new Graph.Snapshot(result.Result.Data);
            var indexed = Enumerable.Range(0, snapshot.FileCount).Select(snapshot.Path).ToHashSet(StringComparer.Ordinal);
            var files = tree.Files.Where(f => indexed.Contains(f.Path)).ToList();
            var ordered = files.Where(f => f.Size >= LargeFile).OrderByDescending(f => f.Size).Concat(files.Where(f => f.Size < LargeFile)).ToList();
            var stages = result.Tracker.Stages.Where(s => s.Key != IndexStage.Queued).ToDictionary(s => s.Key.ToString().ToLowerInvariant(), s => s.Value.TotalSeconds);
            return (timing with { Stages = stages }, result, ordered);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static async Task<Timing> Time(Func<Task> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        await work();
        return new(Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    private sealed record Timing(double Seconds, double Processor)
    {
        public Dictionary<string, double>? Stages { get; init; }
    }
}
