using System.Diagnostics;
using CodeGraph.Graph;
using CodeGraph.Model;
using CodeGraph.Search;
using CodeGraph.Storage;

namespace CodeGraph.Benchmarks.Indexing;

/// <summary>Latencies of the query engine over a stored snapshot, each query once for many symbols after a round that is not counted.</summary>
internal static class SnapshotQueries
{
    public const string Name = "snapshot-queries";

    private const int Symbols = 2000;

    public static int Run(string path)
    {
        using var file = SnapshotFile.Open(path);
        using var lease = file.Lease();
        var snapshot = file.Snapshot;
        var traversal = new Traversal(snapshot);
        var searcher = new SymbolSearcher(snapshot);
        var callables = Sample(snapshot, s => snapshot.Symbol(s).Kind.IsCallable());
        var symbols = Sample(snapshot, s => !snapshot.IsLocal(s));
        var ids = Array.ConvertAll(callables, snapshot.Id);
        var names = Array.ConvertAll(symbols, snapshot.Name);
        MeasurementsJson.Print<IReadOnlyList<LatencyResult>>(
        [
            Measure("callers, by id", callables.Length, i => traversal.Callers(snapshot.PartsOf(snapshot.FindId(ids[i])), new())),
            Measure("callees, by id", callables.Length, i => traversal.Callees(snapshot.PartsOf(snapshot.FindId(ids[i])), new())),
            Measure("callers, 3 levels", callables.Length, i => traversal.Callers([callables[i]], new(3))),
            Measure("references", symbols.Length, i => traversal.References([symbols[i]], new())),
            Measure("resolve a name", names.Length, i => snapshot.Resolve(names[i])),
            Measure("search by a name's start", names.Length / 4, i => searcher.Search(new(names[i][..Math.Min(5, names[i].Length)]))),
            Measure("impact, all levels", symbols.Length / 4, i => traversal.Impact([symbols[i]], new(int.MaxValue))),
            Measure("path between two", callables.Length / 4, i => traversal.Path([callables[i]], [callables[^(i + 1)]])),
        ]);
        return 0;
    }

    /// <summary>Symbols spread evenly over the snapshot.</summary>
    private static int[] Sample(Snapshot snapshot, Func<int, bool> wanted)
    {
        var all = Enumerable.Range(0, snapshot.SymbolCount).Where(wanted).ToArray();
        return [.. Enumerable.Range(0, Math.Min(Symbols, all.Length)).Select(i => all[(long)i * all.Length / Math.Min(Symbols, all.Length)])];
    }

    private static LatencyResult Measure(string query, int count, Action<int> ask)
    {
        for (var i = 0; i < count; i++)
            ask(i);
        var microseconds = new double[count];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            ask(i);
            microseconds[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        return new(query, count, microseconds.Median(), microseconds.Percentile(95), microseconds.Max());
    }
}
