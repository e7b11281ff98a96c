using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CodeGraph.Benchmarks.Indexing;
using CodeGraph.Git;
using CodeGraph.Indexing;
using CodeGraph.Parsing.Languages;

namespace CodeGraph.Benchmarks.Editing;

/// <summary>
/// How long after an edit the answers know of it: <c>codegraph index --watch</c> runs over a copy of a repository whose files are edited one at a time.
/// Beside it, in the same run, an index from nothing, one without changes, and <c>git status</c>, which looks at the same files.
/// </summary>
internal static class EditBenchmark
{
    private const int Edits = 25;

    public static async Task<int> Run(string[] arguments)
    {
        var (folders, output) = BenchmarkArguments.Of(arguments);
        var text = new StringBuilder($"""
            # Edits

            Written by `dotnet run -c Release --project tests/Benchmarks -- edits FOLDER... --output FILE`. {IndexReport.Machine()}. Milliseconds from the end
            of writing one file until `codegraph index --watch` has recorded the snapshot that queries are answered from, the 10 ms in which it waits for more
            changes included; half a second passes between two edits; {Edits} edits of each kind in random files. Every other command with its start: `index` of the
            commit and `index --working-tree` where nothing changed, the first `--working-tree` after the commit was indexed, and the commit from nothing.

            | repository | commit | files | line of comment, median | p90 | line doubled, median | p90 | index, no change | of the working tree | git status | working tree of an indexed commit | index from nothing |
            |---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|

            """);
        foreach (var folder in folders)
        {
            Console.Error.WriteLine($"{folder} ...");
            var work = Directory.CreateTempSubdirectory("codegraph-edits-");
            text.Append(await Measure(folder, work.FullName));
            work.Delete(recursive: true);
        }
        Console.Write(text);
        if (output is not null)
            await File.WriteAllTextAsync(output, text.ToString());
        return 0;
    }

    private static async Task<string> Measure(string folder, string work)
    {
        var copy = Path.Combine(work, Path.GetFileName(folder));
        await Command(work, null, "git", "clone", "--quiet", folder, copy);
        await using var tree = await SourceTree.OpenWorkingTree(copy, Indexer.Sources);
        var files = tree.Files.Where(f => f.Size is > 500 and < 100_000 && LanguageRegistry.Detect(f.Path) is not null).Select(f => Path.Combine(copy, f.Path)).ToArray();
        var home = Path.Combine(work, "home");
        await Command(copy, home, ProgramRuns.Path, "--version");
        var nothing = await Command(copy, home, ProgramRuns.Path, "index");
        var workingTree = await Command(copy, home, ProgramRuns.Path, "index", "--working-tree");
        var (again, againOnDisk, status) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < 7; round++)
        {
            again.Add(await Command(copy, home, ProgramRuns.Path, "index"));
            againOnDisk.Add(await Command(copy, home, ProgramRuns.Path, "index", "--working-tree"));
            status.Add(await Command(copy, null, "git", "status", "--short"));
        }
        var (comments, doubles) = await Watch(copy, home, files);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {Path.GetFileName(folder)} | {tree.Commit?[..9]} | {tree.Files.Count} | {comments.Median():F0} | {comments.Percentile(90):F0} | {doubles.Median():F0} | {doubles.Percentile(90):F0} | {again.Median():F0} | {againOnDisk.Median():F0} | {status.Median():F0} | {workingTree:F0} | {nothing:F0} |\n");
    }

    private static async Task<(List<double> Comments, List<double> Doubles)> Watch(string copy, string home, string[] files)
    {
        using var watch = Start(copy, home, ProgramRuns.Path, "index", "--watch", "--json");
        var errors = watch.StandardError.ReadToEndAsync();
        await Next(watch);
        var random = new Random(1);
        var (comments, doubles) = (new List<double>(), new List<double>());

        // The first edits link from nothing, for the program has just started, and run code that is compiled meanwhile.
        for (var edit = -4; edit < 2 * Edits; edit++)
        {
            var file = files[random.Next(files.Length)];
            var before = await File.ReadAllTextAsync(file);
            var lines = before.Split('\n').ToList();
            var at = random.Next(lines.Count);
            if (edit % 2 == 0)
                lines.Add(file.EndsWith(".py", StringComparison.Ordinal) || file.EndsWith(".rb", StringComparison.Ordinal) ? "# edited" : "// edited");
            else
                lines.Insert(at, lines[at]);
            await File.WriteAllTextAsync(file, string.Join('\n', lines));
            var written = Stopwatch.GetTimestamp();
            await Next(watch);
            var elapsed = Stopwatch.GetElapsedTime(written).TotalMilliseconds;
            if (edit >= 0)
                (edit % 2 == 0 ? comments : doubles).Add(elapsed);

            // Nobody saves two files within a few milliseconds: what a run puts off until it is done is not to be counted with the next.
            await Command(copy, null, "sleep", "0.5");
        }
        await Command(copy, null, "kill", "-INT", watch.Id.ToString(CultureInfo.InvariantCulture));
        await watch.WaitForExitAsync();
        return watch.ExitCode == 0 ? (comments, doubles) : throw new InvalidOperationException(await errors);
    }

    private static async Task Next(Process watch)
    {
        var line = await watch.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await watch.StandardError.ReadToEndAsync());
        using var run = JsonDocument.Parse(line);
        if (run.RootElement.GetProperty("result").GetString() != "done")
            throw new InvalidOperationException(line);
    }

    /// <summary>Wall time of a command in milliseconds.</summary>
    private static async Task<double> Command(string folder, string? home, string program, params string[] arguments)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Start(folder, home, program, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var elapsed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return process.ExitCode == 0 ? elapsed : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await errors}");
    }

    private static Process Start(string folder, string? home, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        if (home is not null)
            start.Environment["CODEGRAPH_HOME"] = home;
        return Process.Start(start)!;
    }
}
