using System.Diagnostics;
using CodeGraph.Model;
using CodeGraph.Storage;

namespace CodeGraph.Benchmarks.Indexing;

/// <summary>Wall times of <c>./codegraph</c> in seconds, its start included.</summary>
/// <param name="Index">One <c>codegraph index</c> from nothing.</param>
/// <param name="Callers">Median of <c>codegraph callers</c>, each time of another symbol.</param>
internal sealed record ProgramResult(double Index, double Callers, int CallersRuns);

/// <summary>Runs the program as a person does.</summary>
internal static class ProgramRuns
{
    private const int Queries = 20;

    /// <summary>The launcher.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Root(), "codegraph");

    /// <param name="snapshot">A snapshot of the folder, to know symbols from.</param>
    public static async Task<ProgramResult> Measure(string folder, string snapshot, string home)
    {
        await Run(home, "--version");
        var index = await Run(home, "index", folder);
        var symbols = MostCalled(snapshot, Queries);
        var callers = new List<double>();
        await Run(home, "callers", symbols[0], "--repository", folder);
        foreach (var symbol in symbols)
            callers.Add(await Run(home, "callers", symbol, "--repository", folder));
        return new(index, callers.Median(), callers.Count);
    }

    /// <summary>Ids of the callables that are used most.</summary>
    public static string[] MostCalled(string path, int count)
    {
        using var file = SnapshotFile.Open(path);
        using var lease = file.Lease();
        var snapshot = file.Snapshot;
        return [.. Enumerable.Range(0, snapshot.SymbolCount).Where(s => snapshot.Symbol(s).Kind.IsCallable()).OrderByDescending(s => snapshot.Incoming(s).Length).Take(count).Select(snapshot.Id)];
    }

    /// <summary>Seconds of one run.</summary>
    public static async Task<double> Run(string home, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CODEGRAPH_HOME"] = home;
        var began = Stopwatch.GetTimestamp();
        using var program = Process.Start(start)!;
        var errors = program.StandardError.ReadToEndAsync();
        await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return program.ExitCode == 0 ? seconds : throw new InvalidOperationException($"codegraph {string.Join(' ', arguments)}: {await errors}");
    }

    private static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (File.Exists(System.IO.Path.Combine(folder, "Orleans.CodeGraph.sln")))
                return folder;
        }
        throw new InvalidOperationException("The benchmark runs from its sources: no folder above it holds Orleans.CodeGraph.sln.");
    }
}
