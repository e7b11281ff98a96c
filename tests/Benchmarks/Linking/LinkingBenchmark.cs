using System.Globalization;
using System.Text;
using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Indexing;
using CodeGraph.Model;

namespace CodeGraph.Benchmarks.Linking;

/// <summary>What becomes of the call sites of real repositories, and what linking costs beside parsing. One process, each repository some times; medians.</summary>
internal static class LinkingBenchmark
{
    private const int Rounds = 5;

    public static async Task<int> Run(string[] arguments)
    {
        var (folders, output) = BenchmarkArguments.Of(arguments);
        var text = new StringBuilder("""
            # Call sites by state and tier

            Written by `dotnet run -c Release --project tests/Benchmarks -- linking FOLDER... --output FILE`. Shares of all call sites, in percent; what is
            resolved is split by tier. Seconds are medians of five runs in one process; parsing is reading, parsing and extraction of all files.

            | repository | commit | call sites | exact | typed | unique | ambiguous | external | unresolved | parsing s | linking s | linking / parsing (bound 35 %) |
            |---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|

            """);
        foreach (var folder in folders)
        {
            Console.Error.WriteLine($"{folder} ...");
            text.Append(await Measure(folder));
        }

        Console.Write(text);
        if (output is not null)
            await File.WriteAllTextAsync(output, text.ToString());
        return 0;
    }

    private static async Task<string> Measure(string folder)
    {
        var parsing = new List<double>();
        var linking = new List<double>();
        IndexResult? last = null;
        string? commit = null;
        for (var round = 0; round <= Rounds; round++)
        {
            await using var tree = await SourceTree.Open(folder, null, Indexer.Sources);
            commit = tree.Commit;
            var tracker = new IndexTracker(TimeProvider.System);
            last = await new Indexer(new IndexerOptions(), TimeProvider.System).Build(tree, folder, null, null, tracker, CancellationToken.None);

            // The first is compiled while it runs.
            if (round == 0)
                continue;
            parsing.Add(tracker.Stages[IndexStage.Parsing].TotalSeconds);
            linking.Add(tracker.Stages[IndexStage.Linking].TotalSeconds);
        }

        var (parse, link) = (Median(parsing), Median(linking));
        var shares = Shares(last!.Data, out var sites);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {Path.GetFileName(folder)} | {commit?[..9]} | {sites} | {string.Join(" | ", shares.Select(s => s.ToString("F1", CultureInfo.InvariantCulture)))} | {parse:F2} | {link:F2} | {link / parse * 100:F0} % |\n");
    }

    private static double[] Shares(SnapshotData data, out int sites)
    {
        var counts = new int[6];
        var snapshot = new Snapshot(data);
        for (var use = 0; use < snapshot.ReferenceCount; use++)
        {
            var reference = snapshot.Reference(use);
            if (reference.Role == ReferenceRole.Call)
                counts[PlaceOf(reference.State, reference.Tier)]++;
        }

        var all = sites = counts.Sum();
        return [.. counts.Select(count => all == 0 ? 0 : count * 100.0 / all)];
    }

    private static int PlaceOf(ReferenceState state, Tier tier) => state switch
    {
        ReferenceState.Resolved when tier == Tier.Exact => 0,
        ReferenceState.Resolved when tier == Tier.Typed => 1,
        ReferenceState.Resolved => 2,
        ReferenceState.Ambiguous => 3,
        ReferenceState.External => 4,
        _ => 5,
    };

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
