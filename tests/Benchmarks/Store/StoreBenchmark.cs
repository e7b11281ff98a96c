using System.Diagnostics;
using System.Globalization;
using System.Text;
using CodeGraph.Benchmarks.Indexing;
using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Indexing;
using CodeGraph.Storage;

namespace CodeGraph.Benchmarks.Store;

/// <summary>What the index of real repositories takes on the disk, part by part, against their source; and what storing, opening and asking a large one cost.</summary>
internal static class StoreBenchmark
{
    private const int Rounds = 3;

    /// <summary>Repositories whose times are taken: the first so many.</summary>
    private const int Timed = 3;

    /// <summary>Copies of all repositories behind one another make a graph of about so many symbols.</summary>
    private const int LargeSymbols = 1_000_000;

    public static async Task<int> Run(string[] arguments)
    {
        var (folders, output) = BenchmarkArguments.Of(arguments);
        var text = new StringBuilder("""
            # What the index takes

            Written by `dotnet run -c Release --project tests/Benchmarks -- store FOLDER... --output FILE`. Sizes in MB (10^6 bytes), of the files as they lie on the disk. Symbols, uses and lists are
            the packed columns; names include paths and modules; texts are signatures and documentation. Seconds are medians of three runs in one process.

            MACHINE.

            | repository | commit | source | facts | snapshot | symbols | uses | lists | names | texts | rest | index / source |
            |---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|

            """.Replace("MACHINE", IndexReport.Machine(), StringComparison.Ordinal));
        var sizes = new List<Sizes>();
        var costs = new StringBuilder();
        foreach (var folder in folders)
        {
            Console.Error.WriteLine($"{folder} ...");
            await InTemporaryFolder(async home =>
            {
                var (result, _, _) = await FullIndex.Run(folder, home);
                var size = Sizes.Of(Path.GetFileName(folder), result, new DataFolder(home));
                sizes.Add(size);
                text.Append(size.Row());
                if (sizes.Count <= Timed)
                    costs.Append(await Costs(folder, home));
            });
        }
        text.Append(Sizes.Sum(sizes).Row());
        text.Append(CultureInfo.InvariantCulture, $$"""

            Encoding is from the linked graph to the sections of the snapshot; facts are encoded and compressed on one thread here. Both are part of what indexing takes, of which parsing and linking are
            shown. An index without changes lists, decodes all facts, and links.

            | repository | parsing s | linking s, encoding included | encoding s | facts s | no change: all s | of it decoding facts |
            |---|--:|--:|--:|--:|--:|--:|
            {{costs}}
            """);
        text.Append(await Large(folders));
        Console.Write(text);
        if (output is not null)
            await File.WriteAllTextAsync(output, text.ToString());
        return 0;
    }

    private static async Task<string> Costs(string folder, string home)
    {
        List<double> parsing = [], linking = [], unchanged = [], decoding = [];
        for (var round = 0; round <= Rounds; round++)
        {
            await InTemporaryFolder(async fresh =>
            {
                var (_, cold, _) = await FullIndex.Run(folder, fresh);
                var start = Stopwatch.GetTimestamp();
                var (_, warm, _) = await FullIndex.Run(folder, home);
                if (round == 0)
                    return;
                unchanged.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                decoding.Add(warm.Stages[IndexStage.Parsing].TotalSeconds);
                parsing.Add(cold.Stages[IndexStage.Parsing].TotalSeconds);
                linking.Add(cold.Stages[IndexStage.Linking].TotalSeconds);
            });
        }
        using var file = SnapshotFile.Open(FullIndex.SnapshotOf(home));
        using var lease = file.Lease();
        var tables = Tables.Of([file.Snapshot], 1);
        var encoding = Times(() => SnapshotEncoder.Encode(tables));
        var facts = FactsSeconds(new DataFolder(home).Facts("benchmark"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {Path.GetFileName(folder)} | {parsing.Median():F2} | {linking.Median():F2} | {encoding:F2} | {facts:F2} | {unchanged.Median():F2} | {decoding.Median():F2} |\n");
    }

    private static double FactsSeconds(string path)
    {
        using var pack = FactsPack.TryOpen(path)!;
        var all = pack.Entries().Select(e => (e.Key, Facts: pack.Get(e.Key))).Where(f => f.Facts is not null).ToList();
        return Times(() =>
        {
            var block = new FactsBlockBuilder();
            foreach (var (key, facts) in all)
            {
                block.Add(key, facts!);
                if (block.IsFull)
                    block.Seal();
            }
            if (!block.IsEmpty)
                block.Seal();
        });
    }

    private static async Task<string> Large(IReadOnlyList<string> folders)
    {
        var text = "";
        await InTemporaryFolder(async home =>
        {
            var opened = new List<SnapshotFile>();
            foreach (var folder in folders)
            {
                var own = Path.Combine(home, Path.GetFileName(folder));
                await FullIndex.Run(folder, own);
                opened.Add(SnapshotFile.Open(FullIndex.SnapshotOf(own)));
            }
            var copies = (int)Math.Max(1, Math.Round((double)LargeSymbols / opened.Sum(f => f.Snapshot.SymbolCount)));
            var tables = Tables.Of([.. opened.Select(f => f.Snapshot)], copies);
            opened.ForEach(f => f.Dispose());
            var path = Path.Combine(home, "large.graph");
            var bytes = SnapshotFileWriter.Write(path, SnapshotEncoder.Encode(tables));
            var open = Times(() => SnapshotFile.Open(path).Dispose());
            text = string.Create(CultureInfo.InvariantCulture, $"""

                ## A large one

                All repositories above {copies} times side by side: {tables.Symbols.Length:N0} symbols, {tables.References.Length:N0} uses, {bytes / 1e6:F1} MB. Opened, every byte verified, in
                {open * 1000:F0} ms (bound 200), the pages being in memory. Queries of it, each of another symbol:

                {Queries(path)}
                """);
        });
        return text;
    }

    private static string Queries(string path)
    {
        using var file = SnapshotFile.Open(path);
        using var lease = file.Lease();
        var (snapshot, traversal) = (file.Snapshot, new Traversal(file.Snapshot));
        var symbols = Enumerable.Range(0, 2000).Select(i => (int)((long)i * snapshot.SymbolCount / 2000)).ToArray();
        var text = new StringBuilder("| milliseconds | p50 | p95 | longest |\n|---|--:|--:|--:|\n");
        Row("callers, 3 levels (bound p95 100)", s => traversal.Callers([s], new(3)));
        Row("impact, 3 levels", s => traversal.Impact([s], new(3)));
        Row("references", s => traversal.References([s], new()));
        Row("resolve an id", s => snapshot.FindId(snapshot.Id(s)));
        return text.ToString();

        void Row(string query, Action<int> ask)
        {
            Array.ForEach(symbols[..200], ask);
            var times = symbols.Select(s =>
            {
                var start = Stopwatch.GetTimestamp();
                ask(s);
                return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }).ToArray();
            text.Append(CultureInfo.InvariantCulture, $"| {query} | {times.Median():F3} | {times.Percentile(95):F2} | {times.Max():F1} |\n");
        }
    }

    private static double Times(Action action)
    {
        action();
        return Enumerable.Range(0, Rounds).Select(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            action();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }).Median();
    }

    private static async Task InTemporaryFolder(Func<string, Task> work)
    {
        var home = Directory.CreateTempSubdirectory("codegraph-benchmark-");
        try
        {
            await work(home.FullName);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
