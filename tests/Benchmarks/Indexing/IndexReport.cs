using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace CodeGraph.Benchmarks.Indexing;

/// <summary>The measurements as a page of Markdown.</summary>
internal static class IndexReport
{
    private const double MaxRatio = 1.8;
    private const double MaxPeakBytes = 1.2e9;
    private const double MaxCallersMicroseconds = 1000;
    private const double MaxProgramSeconds = 0.2;

    public static string Write(IReadOnlyList<CorpusReport> corpora)
    {
        var text = new StringBuilder();
        Line(text, $"# Indexing and queries");
        Line(text, $"");
        Line(text, $"Written by `dotnet run -c Release --project tests/Benchmarks -- index FOLDER... --output FILE`. {Machine()}.");
        Line(text, $"");
        Line(text, $"The yardstick is git writing the contents of the same files into a pipe and tree-sitter parsing them on all processors, with its own allocator and");
        Line(text, $"nothing else. The index is everything from a folder to a snapshot on the disk: listing, reading, parsing, extraction, facts stored, linking, snapshot");
        Line(text, $"written, both flushed to the disk. Yardstick and index alternate in one process that is compiled just in time and has run each once before; medians.");
        Line(text, $"");
        Line(text, $"| repository | commit | files | MB | yardstick s | index s | ratio (bound {MaxRatio:F1}) | processors used | peak MB (bound {MaxPeakBytes / 1e6:F0}) | symbols | references | snapshot MB |");
        Line(text, $"|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (name, r, cold, _, _) in corpora)
        {
            Line(text, $"| {name} | {r.Commit[..9]} | {r.Files} | {r.Bytes / 1e6:F1} | {r.Yardstick:F2} | {r.Index:F2} | {Judge(r.Index / r.Yardstick, MaxRatio, "F2")} | {r.IndexProcessor / r.Index:F2} of {Environment.ProcessorCount} | {Judge(cold.PeakBytes, MaxPeakBytes, "F0", 1e6)} | {r.Symbols} | {r.References} | {r.SnapshotBytes / 1e6:F1} |");
        }
        Line(text, $"");
        Line(text, $"Seconds by stage, processor seconds of this program (git's are not in them), and first runs: in the process of the rounds, in a process that does nothing");
        Line(text, $"else, and as `./codegraph index`, start included. Peak memory is that of the process that does nothing else.");
        Line(text, $"");
        Line(text, $"| repository | rounds | listing | parsing | linking | storing | processor: yardstick | index | ratio | first round s | cold process s | `codegraph index` s |");
        Line(text, $"|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (name, r, cold, _, program) in corpora)
        {
            Line(text, $"| {name} | {r.Rounds} | {r.Stages["listing"]:F2} | {r.Stages["parsing"]:F2} | {r.Stages["linking"]:F2} | {r.Stages["storing"]:F2} | {r.YardstickProcessor:F2} | {r.IndexProcessor:F2} | {r.IndexProcessor / r.YardstickProcessor:F2} | {r.FirstIndex:F2} | {cold.Seconds:F2} | {program.Index:F2} |");
        }
        foreach (var corpus in corpora)
        {
            Line(text, $"");
            text.Append(Queries(corpus.Name, corpus.Latencies, corpus.Program));
        }
        return text.ToString();
    }

    public static string Queries(string name, IReadOnlyList<LatencyResult> latencies, ProgramResult program)
    {
        var text = new StringBuilder();
        Line(text, $"## Queries of {name}");
        Line(text, $"");
        Line(text, $"`./codegraph callers SYMBOL`, process start included, the {program.CallersRuns} most used symbols, median: {Judge(program.Callers, MaxProgramSeconds, "F0", 1e-3)} ms (bound {MaxProgramSeconds * 1e3:F0}).");
        Line(text, $"");
        Line(text, $"| in the process, microseconds | queries | p50 | p95 | longest |");
        Line(text, $"|---|--:|--:|--:|--:|");
        foreach (var l in latencies)
        {
            var median = l.Query.StartsWith("callers, by", StringComparison.Ordinal) ? Judge(l.Median, MaxCallersMicroseconds, "F1") + $" (bound {MaxCallersMicroseconds:F0})" : $"{l.Median:F1}";
            Line(text, $"| {l.Query} | {l.Count} | {median} | {l.Percentile95:F1} | {l.Longest:F0} |");
        }
        return text.ToString();
    }

    private static string Judge(double value, double bound, string format, double unit = 1)
    {
        var text = (value / unit).ToString(format, CultureInfo.InvariantCulture);
        return value <= bound ? text : $"**{text}, missed**";
    }

    internal static string Machine()
    {
        var model = Read("/proc/cpuinfo", "model name");
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;
        return $"Machine: {Environment.ProcessorCount} processors{(model is null ? "" : $" ({model})")}, {memory.ToString("F0", CultureInfo.InvariantCulture)} GB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}{Load()}";
    }

    /// <summary>What else ran: above the number of processors, times in seconds are too long, and the ratios and processor seconds alone tell something.</summary>
    private static string Load() => File.Exists("/proc/loadavg") ? $"; load average of the last 15 minutes {File.ReadAllText("/proc/loadavg").Split(' ')[2]}" : "";

    private static string? Read(string file, string key) =>
        File.Exists(file) && File.ReadLines(file).FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal)) is { } line ? line[(line.IndexOf(':') + 1)..].Trim() : null;

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
