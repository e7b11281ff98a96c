using System.Diagnostics;
using System.Globalization;

namespace CodeGraph.Benchmarks.Indexing;

/// <summary>One index in a fresh process: peak memory is a process's, and so is what the first run pays for compilation.</summary>
internal static class ColdIndex
{
    public const string Name = "cold-index";

    public static async Task<int> Run(string folder, string home)
    {
        var start = Stopwatch.GetTimestamp();
        await FullIndex.Run(folder, home);
        MeasurementsJson.Print(new ColdResult(Stopwatch.GetElapsedTime(start).TotalSeconds, Environment.CpuUsage.TotalTime.TotalSeconds, PeakBytes()));
        return 0;
    }

    private static long PeakBytes()
    {
        const string status = "/proc/self/status";
        if (!File.Exists(status))
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
        var line = File.ReadLines(status).First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6, line.Length - 8).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
