using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace CodeGraph.Benchmarks.Indexing;

/// <summary>
/// Indexing against its yardstick, the parse alone, and queries of what was indexed. Every number comes from a process of its own: rounds that
/// alternate, one cold index, queries in memory, and the program itself with its start.
/// </summary>
internal static class IndexBenchmark
{
    private const int DefaultRounds = 5;

    public static async Task<int> Run(string[] arguments)
    {
        var rounds = Option("--rounds") is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : DefaultRounds;
        var output = Option("--output");
        var folders = arguments.Where((a, i) => !a.StartsWith("--", StringComparison.Ordinal) && (i == 0 || !arguments[i - 1].StartsWith("--", StringComparison.Ordinal)));
        var corpora = new List<CorpusReport>();
        foreach (var folder in folders.Select(Path.GetFullPath))
        {
            Console.Error.WriteLine($"{folder} ...");
            var measured = await Child(MeasurementsJson.Default.RoundsResult, CorpusRounds.Name, folder, rounds.ToString(CultureInfo.InvariantCulture));
            corpora.Add(await InTemporaryFolder(async home => new CorpusReport(
                Path.GetFileName(folder),
                measured,
                await Child(MeasurementsJson.Default.ColdResult, ColdIndex.Name, folder, home),
                await Child(MeasurementsJson.Default.IReadOnlyListLatencyResult, SnapshotQueries.Name, FullIndex.SnapshotOf(home)),
                await ProgramRuns.Measure(folder, FullIndex.SnapshotOf(home), Path.Combine(home, "program")))));
            Console.Error.WriteLine($"  {measured.Index:F2} s against {measured.Yardstick:F2} s: {measured.Index / measured.Yardstick:F2}");
        }
        var report = IndexReport.Write(corpora);
        Console.Write(report);
        if (output is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
            await File.WriteAllTextAsync(output, report);
        }
        return 0;

        string? Option(string name) => Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;
    }

    public static async Task<int> RunQueries(string folder)
    {
        folder = Path.GetFullPath(folder);
        Console.Write(await InTemporaryFolder(async home =>
        {
            await Child(MeasurementsJson.Default.ColdResult, ColdIndex.Name, folder, home);
            var latencies = await Child(MeasurementsJson.Default.IReadOnlyListLatencyResult, SnapshotQueries.Name, FullIndex.SnapshotOf(home));
            var program = await ProgramRuns.Measure(folder, FullIndex.SnapshotOf(home), Path.Combine(home, "program"));
            return IndexReport.Queries(Path.GetFileName(folder), latencies, program);
        }));
        return 0;
    }

    internal static async Task<T> Child<T>(JsonTypeInfo<T> type, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        var text = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        if (child.ExitCode != 0)
            throw new InvalidOperationException($"'{string.Join(' ', arguments)}' ended with {child.ExitCode}.");
        return System.Text.Json.JsonSerializer.Deserialize(text, type)!;
    }

    private static async Task<T> InTemporaryFolder<T>(Func<string, Task<T>> work)
    {
        var home = Directory.CreateTempSubdirectory("codegraph-benchmark-");
        try
        {
            return await work(home.FullName);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}

internal sealed record CorpusReport(string Name, RoundsResult Rounds, ColdResult Cold, IReadOnlyList<LatencyResult> Latencies, ProgramResult Program);
