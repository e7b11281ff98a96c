using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CodeGraph.Benchmarks.Indexing;
using CodeGraph.Benchmarks.Store;
using CodeGraph.Graph;
using CodeGraph.Model;
using CodeGraph.Search;

namespace CodeGraph.Benchmarks.Search;

/// <summary>Text search beside ripgrep over the same files, what its index costs, and symbol search among a million symbols.</summary>
internal static class SearchBenchmark
{
    private const int Rounds = 3;
    private const long LargeBytes = 1_000_000_000;
    private const int Symbols = 1_000_000;
    private const int Page = 50;

    /// <summary>Folders that are measured by themselves; the others are in the large corpus only.</summary>
    private const int SingleFolders = 2;

    private static readonly (string Kind, string Pattern, bool Fixed)[] Patterns =
    [
        ("literal, rare", "TimeoutException", true), ("literal, common", "return null", true), ("literal, absent", "zqxjvkw", true),
        ("regex, required trigram", @"class \w+Factory\b", false), ("regex, required trigram", @"(add|remove)\w*Listener\(", false),
        ("regex, none required", "[0-9]{7}", false),
    ];

    public static async Task<int> Run(string[] arguments)
    {
        var (folders, output) = BenchmarkArguments.Of(arguments);
        var work = Directory.CreateTempSubdirectory("codegraph-search-");
        try
        {
            var report = new StringBuilder();
            Head(report);
            foreach (var folder in folders.Take(SingleFolders))
                await Texts(report, Path.GetFileName(folder), [folder], 1, work.FullName);
            await SymbolLatencies(report, folders[0], work.FullName);
            if (!arguments.Contains("--small"))
                await Texts(report, "all of them, repeated", folders, 0, work.FullName);
            if (output is not null)
                await File.WriteAllTextAsync(output, report.ToString());
            return 0;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static void Head(StringBuilder report)
    {
        Line(report, $"# Search");
        Line(report, $"");
        Line(report, $"Written by `dotnet run -c Release --project tests/Benchmarks -- search FOLDER... --output FILE`. {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, other work on the machine.");
        Line(report, $"");
        Line(report, $"The first page is {Page} lines with their text, searched in the process that holds the snapshot; all lines are counted by reading every candidate. ripgrep");
        Line(report, $"13 searches the same files, start included, and prints every line. Files are in the page cache. Medians of {Rounds}.");
        Line(report, $"The snapshots have files and no symbols, so no lines are put first.");
    }

    private static async Task Texts(StringBuilder report, string name, IReadOnlyList<string> folders, int copies, string work)
    {
        var place = Path.Combine(work, name.Split(' ')[0]);
        var corpus = new TextCorpus { Folder = Path.Combine(place, "files"), Segments = Path.Combine(place, "text") };
        Directory.CreateDirectory(corpus.Folder);
        foreach (var folder in folders)
            await corpus.Add(folder, Math.Max(1, copies), parse: copies > 0);
        if (copies == 0)
        {
            var needed = (int)Math.Ceiling((double)LargeBytes / corpus.Bytes);
            Directory.Delete(place, recursive: true);
            corpus = new TextCorpus { Folder = corpus.Folder, Segments = corpus.Segments };
            Directory.CreateDirectory(corpus.Folder);
            foreach (var folder in folders)
                await corpus.Add(folder, needed, parse: false);
        }
        using (var index = TextIndex.Open(corpus.Segments))
        {
            Line(report, $"");
            Line(report, $"## {name}");
            Line(report, $"");
            Line(report, $"{string.Join(", ", folders.Select(f => $"{Path.GetFileName(f)} {Commit(f)}"))}: {corpus.Files} files, {corpus.Bytes / 1e6:F1} MB. Index {index.Length / 1e6:F1} MB in {index.SegmentCount} segments, **{(double)index.Length / corpus.Bytes:P1}** of the sources.");
            var cost = corpus.Extracting + corpus.Writing;
            Line(report, $"Trigrams take {corpus.Extracting:F2} s of processor time and segments {corpus.Writing:F2} s ({corpus.Bytes / 1e6 / cost:F0} MB/s){(corpus.Parsing > 0 ? $"; parsing the same files into facts takes {corpus.Parsing:F2} s, so the text index adds **{cost / corpus.Parsing:P1}**" : "")}.");
        }
        await Compare(report, corpus);
        Directory.Delete(place, recursive: true);
    }

    private static async Task Compare(StringBuilder report, TextCorpus corpus)
    {
        var snapshot = corpus.ToSnapshot();
        var opening = Stopwatch.GetTimestamp();
        await using var searcher = new TextSearcher(snapshot, TextIndex.Open(corpus.Segments), corpus.Folder);
        Line(report, $"Opening and verifying the index: {Stopwatch.GetElapsedTime(opening).TotalMilliseconds:F0} ms.");
        Line(report, $"");
        Line(report, $"| | pattern | lines | files read for all | first page ms | all lines ms | ripgrep ms | ripgrep / first page |");
        Line(report, $"|---|---|--:|--:|--:|--:|--:|--:|");
        foreach (var (kind, pattern, isFixed) in Patterns)
        {
            var search = new TextSearch(pattern, new(isFixed), Limit: Page, TimeLimit: TimeSpan.FromMinutes(5));
            var all = await searcher.Search(search with { CountAll = true });
            var (pages, counts, others) = (new List<double>(), new List<double>(), new List<double>());
            var lines = 0;
            for (var round = 0; round < Rounds; round++)
            {
                pages.Add(await Milliseconds(() => searcher.Search(search)));
                counts.Add(await Milliseconds(() => searcher.Search(search with { CountAll = true })));
                others.Add(await Milliseconds(async () => lines = await Ripgrep(corpus.Folder, pattern, isFixed)));
            }
            var same = lines == all.Total ? $"{lines}" : $"{all.Total}, ripgrep {lines}";
            Line(report, $"| {kind} | `{pattern.Replace("|", "\\|", StringComparison.Ordinal)}` | {same} | {all.FilesRead} | {pages.Median():F1} | {counts.Median():F1} | {others.Median():F1} | {others.Median() / pages.Median():F1} |");
        }
    }

    private static async Task SymbolLatencies(StringBuilder report, string folder, string work)
    {
        var (result, _, _) = await FullIndex.Run(folder, Path.Combine(work, "home"));
        var one = new Snapshot(result.Data);
        var snapshot = new Snapshot(SnapshotEncoder.Encode(Tables.Of([one], (Symbols / one.SymbolCount) + 1, ownNames: true)));
        var start = Stopwatch.GetTimestamp();
        var searcher = new SymbolSearcher(snapshot);
        var names = Enumerable.Range(0, snapshot.SymbolCount).Where(s => !snapshot.IsLocal(s)).Select(snapshot.Name).Where(n => n.Length > 6).ToArray();
        Line(report, $"");
        Line(report, $"## Symbols");
        Line(report, $"");
        Line(report, $"{Path.GetFileName(folder)} repeated: {snapshot.SymbolCount} symbols, {snapshot.NameCount} distinct names; prepared in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms, once a snapshot. {Page} best and the total; milliseconds, of the clock and of the processor, which other work on the machine does not disturb.");
        Line(report, $"");
        Line(report, $"| query | processor p50 | p95 | clock p50 | p95 |");
        Line(report, $"|---|--:|--:|--:|--:|");
        Measure("exact name", n => n);
        Measure("beginning, 5 letters", n => n[..5]);
        Measure("beginning, 3 letters", n => n[..3]);
        Measure("beginning, 1 letter", n => n[..1]);
        Measure("inside, 5 letters", n => n[1..6]);
        Measure("humps", n => string.Concat(n[..1], string.Concat(n[1..].Where(char.IsUpper))));
        Measure("kind: class, 3 letters", n => n[..3], [SymbolKind.Class]);
        Measure("two letters swapped", n => string.Concat(n.AsSpan(0, 3), n.AsSpan(4, 1), n.AsSpan(3, 1), n.AsSpan(5)));

        void Measure(string query, Func<string, string> text, IReadOnlyCollection<SymbolKind>? kinds = null)
        {
            var sample = Enumerable.Range(0, 300).Select(i => text(names[(int)((long)i * names.Length / 300)])).ToArray();
            var (clock, processor) = (new List<double>(), new List<double>());
            foreach (var name in sample.Concat(sample))
            {
                var (began, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
                searcher.Search(new(name, kinds, Limit: Page));
                clock.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                processor.Add((Environment.CpuUsage.TotalTime - used).TotalMilliseconds);
            }
            clock.RemoveRange(0, sample.Length);
            processor.RemoveRange(0, sample.Length);
            Line(report, $"| {query} | {processor.Median():F2} | {processor.Percentile(95):F2} | {clock.Median():F2} | {clock.Percentile(95):F2} |");
        }
    }

    private static async Task<double> Milliseconds(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task<int> Ripgrep(string folder, string pattern, bool isFixed)
    {
        var start = new ProcessStartInfo("rg", ["--no-config", "--no-ignore", "--hidden", "--no-heading", "--color=never", "-a", "-n", .. isFixed ? (string[])["-F"] : [], "-e", pattern, folder]) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("rg does not start; install ripgrep.");
        var lines = 0;
        var buffer = new byte[1 << 16];
        for (int read; (read = await process.StandardOutput.BaseStream.ReadAsync(buffer)) > 0;)
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        await process.WaitForExitAsync();
        return lines;
    }

    private static string Commit(string folder)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", folder, "rev-parse", "--short=9", "HEAD"]) { RedirectStandardOutput = true })!;
        return git.StandardOutput.ReadToEnd().Trim();
    }

    private static void Line(StringBuilder report, FormattableString text)
    {
        var line = text.ToString(CultureInfo.InvariantCulture);
        Console.Error.WriteLine(line);
        report.Append(line).Append('\n');
    }
}
