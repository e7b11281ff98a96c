using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace CodeGraph.Benchmarks.Gateways;

/// <param name="Requests">How many were answered.</param>
/// <param name="Rate">How many in a second.</param>
/// <param name="Median">Milliseconds.</param>
/// <param name="Percentile99">Milliseconds.</param>
internal sealed record LoadResult(long Requests, double Rate, double Median, double Percentile99);

/// <summary>Load by wrk (Debian's package of that name), which asks for paths in turn.</summary>
internal static class Wrk
{
    public const int Connections = 32;
    public const int Seconds = 8;

    /// <exception cref="InvalidOperationException">It is not installed, or an answer was none.</exception>
    public static async Task<LoadResult> Run(string address, IReadOnlyList<string> paths, int seconds)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Script(paths));
            using var wrk = Start(["-t1", $"-c{Connections}", $"-d{seconds}s", "-s", script, address]);
            var output = await wrk.StandardOutput.ReadToEndAsync();
            await wrk.WaitForExitAsync();
            var numbers = output.Split('\n').FirstOrDefault(l => l.StartsWith("result ", StringComparison.Ordinal))?.Split(' ')[1..]
                .Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray() ?? throw new InvalidOperationException("wrk said nothing of its result: " + output);
            return numbers[4] > 0
                ? throw new InvalidOperationException($"{numbers[4]} answers were errors.")
                : new((long)numbers[0], numbers[0] / (numbers[1] / 1e6), numbers[2] / 1e3, numbers[3] / 1e3);
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("wrk is not installed: apt-get install wrk");
        }
    }

    private static string Script(IReadOnlyList<string> paths) => $$"""
        local paths = { {{string.Join(", ", paths.Select(p => $"\"{p}\""))}} }
        local at = 0
        local requests = {}
        function init() for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path) end end
        function request() at = at % #requests + 1; return requests[at] end
        function done(summary, latency)
          local errors = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
          io.write(string.format("result %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors))
        end
        """;
}
