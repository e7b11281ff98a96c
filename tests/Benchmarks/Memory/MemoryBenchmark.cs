using System.Diagnostics;
using System.Globalization;
using System.Text;
using CodeGraph.Benchmarks.Indexing;
using CodeGraph.Storage;

namespace CodeGraph.Benchmarks.Memory;

/// <summary>What indexing holds at its peak, beside the size of the source and the length of the history, and what a server holds that serves a snapshot nobody asks about.</summary>
internal static class MemoryBenchmark
{
    private const int Commits = 20_000;

    private const int IdleSeconds = 5;

    public static async Task<int> Run(string[] arguments)
    {
        var (folders, output) = BenchmarkArguments.Of(arguments);
        var text = new StringBuilder();
        Line(text, $"# Memory");
        Line(text, $"");
        Line(text, $"Written by `dotnet run -c Release --project tests/Benchmarks -- memory FOLDER... --output FILE`. {IndexReport.Machine()}.");
        Line(text, $"");
        Line(text, $"## Indexing");
        Line(text, $"");
        Line(text, $"The most memory that a process held which indexes the repository from nothing and does nothing else (VmHWM), git's processes aside.");
        Line(text, $"");
        Line(text, $"| repository | files | source MB | symbols | peak MB | peak / source | seconds |");
        Line(text, $"|---|--:|--:|--:|--:|--:|--:|");
        foreach (var folder in folders)
            await Index(text, Path.GetFileName(folder), folder);
        Line(text, $"");
        Line(text, $"## The same files with a history");
        Line(text, $"");
        Line(text, $"One commit, and {Commits:N0} more that change files and take the changes back.");
        Line(text, $"");
        Line(text, $"| repository | files | source MB | symbols | peak MB | peak / source | seconds |");
        Line(text, $"|---|--:|--:|--:|--:|--:|--:|");
        await InTemporaryFolder(async work =>
        {
            foreach (var commits in (int[])[0, Commits])
            {
                var copy = Path.Combine(work, commits.ToString(CultureInfo.InvariantCulture));
                await LongHistory.Make(folders[0], copy, commits);
                await Index(text, string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(folders[0])}, {commits + 1:N0} commits"), copy);
            }
        });
        Line(text, $"");
        Line(text, $"## An idle server");
        Line(text, $"");
        Line(text, $"`codegraph serve` after it has answered one question about the snapshot, or none where it has none, and then been left alone for {IdleSeconds} s. Its own memory (Anonymous in");
        Line(text, $"smaps_rollup) and the pages of files that it has mapped; bytes a symbol are of its own memory, above that of the server without a snapshot.");
        Line(text, $"");
        Line(text, $"| repository | symbols | own MB | mapped MB | bytes a symbol (bound 150) |");
        Line(text, $"|---|--:|--:|--:|--:|");
        await Serve(text, folders);
        Console.Write(text);
        if (output is not null)
            await File.WriteAllTextAsync(output, text.ToString());
        return 0;
    }

    private static Task Index(StringBuilder text, string name, string folder) => InTemporaryFolder(async home =>
    {
        Console.Error.WriteLine($"{name} ...");
        var cold = await IndexBenchmark.Child(MeasurementsJson.Default.ColdResult, ColdIndex.Name, folder, home);
        using var file = SnapshotFile.Open(FullIndex.SnapshotOf(home));
        using var lease = file.Lease();
        var snapshot = file.Snapshot;
        var bytes = (double)snapshot.Properties.SourceBytes;
        Line(text, $"| {name} | {snapshot.FileCount} | {bytes / 1e6:F1} | {snapshot.SymbolCount} | {cold.PeakBytes / 1e6:F0} | {cold.PeakBytes / bytes:F1} | {cold.Seconds:F1} |");
    });

    private static async Task Serve(StringBuilder text, IReadOnlyList<string> folders)
    {
        var empty = default(ProcessMemory);
        await InTemporaryFolder(async home => empty = await Idle(home, null));
        Line(text, $"| none | 0 | {empty.Own / 1e6:F0} | {empty.Files / 1e6:F0} | |");
        foreach (var folder in folders)
        {
            await InTemporaryFolder(async home =>
            {
                await Program(home, "index", folder);
                var snapshots = Directory.GetFiles(Path.Combine(home, "repositories"), "*" + DataFolder.SnapshotSuffix, SearchOption.AllDirectories);
                using var file = SnapshotFile.Open(snapshots[0]);
                var symbols = file.Snapshot.SymbolCount;
                var held = await Idle(home, folder);
                Line(text, $"| {Path.GetFileName(folder)} | {symbols} | {held.Own / 1e6:F0} | {held.Files / 1e6:F0} | {(double)(held.Own - empty.Own) / symbols:F0} |");
            });
        }
    }

    private static async Task<ProcessMemory> Idle(string home, string? folder)
    {
        await using var server = await ServerRun.Start(home);
        if (folder is not null)
            (await server.Client.GetAsync($"/api/v1/repositories/{Path.GetFileName(folder)}/search?q=main")).EnsureSuccessStatusCode();
        await Sleep(IdleSeconds);
        return ProcessMemory.Of(server.ProcessId);
    }

    private static async Task Program(string home, params string[] arguments)
    {
        using var program = Start(home, arguments);
        var errors = program.StandardError.ReadToEndAsync();
        await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        if (program.ExitCode != 0)
            throw new InvalidOperationException($"codegraph {string.Join(' ', arguments)}: {await errors}");
    }

    private static Process Start(string home, params string[] arguments)
    {
        var start = new ProcessStartInfo(ProgramRuns.Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CODEGRAPH_HOME"] = home;
        return Process.Start(start)!;
    }

    private static async Task Sleep(int seconds)
    {
        using var sleep = Process.Start("sleep", seconds.ToString(CultureInfo.InvariantCulture));
        await sleep.WaitForExitAsync();
    }

    private static async Task InTemporaryFolder(Func<string, Task> work)
    {
        var folder = Directory.CreateTempSubdirectory("codegraph-memory-");
        try
        {
            await work(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
