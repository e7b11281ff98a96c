using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CodeGraph.Storage;

namespace CodeGraph.Cli.Tests;

/// <summary>
/// Processes are killed at random moments, as by a power cut of the process: the last complete state is always there, and the next run finishes the job. <c>CODEGRAPH_KILLS</c> sets how many
/// (20).
/// </summary>
public sealed class KillTests : IDisposable
{
    private const int Files = 200;

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("CODEGRAPH_KILLS") ?? "20", CultureInfo.InvariantCulture);

    private readonly Workspace workspace = new();
    private readonly Random random = new(11);

    public void Dispose() => workspace.Dispose();

    [Fact]
    public async Task Whatever_moment_a_process_is_killed_the_last_complete_state_is_there()
    {
        await workspace.Commit("many", [.. Enumerable.Range(0, Files).Select(i => ($"f{i}.py", Source(i, 0)))]);
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(0, (await workspace.Run("many", "index")).ExitCode);
        var whole = Stopwatch.GetElapsedTime(started);
        var killed = 0;
        for (var round = 1; round <= Kills; round++)
        {
            var before = Current();
            for (var change = 0; change < 20; change++)
            {
                var file = random.Next(Files);
                workspace.Write("many", ($"f{file}.py", Source(file, round)));
            }
            string[] command = round % 4 == 3 ? ["gc"] : round % 4 == 1 ? ["index", "--working-tree", "--force"] : ["index", "--working-tree"];
            killed += await RunAndKill(command, whole * random.NextDouble() * 1.1) ? 1 : 0;
            CheckWhole(before, mayMove: command[0] == "index");
        }
        Assert.True(killed > 0);

        Assert.Equal(0, (await workspace.Run("many", "index", "--working-tree")).ExitCode);
        var (stored, linked) = (await workspace.Run("many", "export", ".", "--stored"), await workspace.Run("many", "export", "."));
        Assert.True(stored.ExitCode == 0 && stored.Output == linked.Output, stored.Errors);
        Assert.Equal(0, (await workspace.Run(".", "gc")).ExitCode);
        var doctor = await workspace.Run(".", "doctor");
        Assert.True(doctor.ExitCode == 0 && doctor.Results.Length == 0, doctor.Output);
    }

    private static string Source(int file, int version) =>
        string.Concat(Enumerable.Range(0, 20).Select(i => $"def f{file}_{i}(a, b):\n    \"\"\"Version {version}.\"\"\"\n    return f{(file + i) % Files}_{i}(a, {version})\n"));

    /// <summary>Whether it was killed before it ended.</summary>
    private async Task<bool> RunAndKill(string[] command, TimeSpan after)
    {
        var start = new ProcessStartInfo("dotnet", [Shell.Program, .. command]) { WorkingDirectory = workspace.At("many"), RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CODEGRAPH_HOME"] = workspace.At("home");
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var ended = process.WaitForExit(after);
        if (!ended)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        Assert.True(!ended || process.ExitCode == 0, $"{string.Join(' ', command)}: {await output}{await errors}");
        return !ended;
    }

    /// <summary>The record names a snapshot that is whole, and facts can be read up to where they were torn.</summary>
    private void CheckWhole(string before, bool mayMove)
    {
        var current = Current();
        Assert.True(mayMove || current == before);
        var folder = new DataFolder(workspace.At("home"));
        using (var file = SnapshotFile.Open(folder.Snapshot("many", current)))
        using (file.Lease())
        {
            file.Snapshot.Verify();
            Assert.Equal(Files, file.Snapshot.FileCount);
        }
        using var facts = FactsStore.OpenForReading(folder.Facts("many"));
        Assert.True(facts.Count > 0);
    }

    private string Current()
    {
        using var record = JsonDocument.Parse(File.ReadAllBytes(Assert.Single(Directory.GetFiles(workspace.At("home/state/repository"), "many.json", SearchOption.AllDirectories))));
        return record.RootElement.GetProperty("state").GetProperty("snapshots").EnumerateArray().Last().GetProperty("id").GetString()!;
    }
}
