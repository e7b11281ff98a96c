using System.Diagnostics;
using System.Globalization;
using System.Text;
using CodeGraph.Benchmarks.Indexing;
using CodeGraph.Git;
using CodeGraph.Graph;
using CodeGraph.Graph.Analyses;
using CodeGraph.Indexing;
using CodeGraph.Model;

namespace CodeGraph.Benchmarks.Graphs;

/// <summary>Traversals and analyses of linked graphs, each against a plain scan of the same arrays. One process; every question is asked once before it is measured.</summary>
internal static class GraphBenchmark
{
    private const int Symbols = 1000;
    private const int Scans = 5;
    private const int Rounds = 3;

    public static async Task<int> Run(string[] arguments)
    {
        var (folders, output) = BenchmarkArguments.Of(arguments);
        var text = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # Traversals and analyses

            Written by `dotnet run -c Release --project tests/Benchmarks -- graph FOLDER... --output FILE`. {IndexReport.Machine()}.

            Milliseconds in the process, over arrays in memory. Traversals: {Symbols} callables spread evenly over the graph, and beside them the {Symbols / 10} most used
            symbols, which are the worst there are. The plain scan answers the same question for {Scans} of the most used without any index, by a pass over all
            references for each level; its median. Analyses: median of {Rounds} runs, and the same as multiples of one plain pass over all references and their targets.

            """));
        foreach (var folder in folders)
        {
            Console.Error.WriteLine($"{folder} ...");
            text.Append(await Measure(folder));
            GC.Collect();
        }
        Console.Write(text);
        if (output is not null)
            await File.WriteAllTextAsync(output, text.ToString());
        return 0;
    }

    private static async Task<string> Measure(string folder)
    {
        await using var tree = await SourceTree.Open(folder, null, Indexer.Sources);
        var result = await new Indexer(new IndexerOptions(), TimeProvider.System).Build(tree, folder, null, null, new IndexTracker(TimeProvider.System), CancellationToken.None);
        var snapshot = new Snapshot(result.Data);
        var text = new StringBuilder();
        var shown = Enumerable.Range(0, snapshot.SymbolCount).Count(s => !snapshot.IsLocal(s));
        Line(text, $"");
        Line(text, $"## {Path.GetFileName(folder)}{(tree.Commit is { } commit ? " @ " + commit[..9] : ", all as one folder")}");
        Line(text, $"");
        Line(text, $"{snapshot.FileCount:N0} files, {snapshot.SymbolCount:N0} symbols ({shown:N0} of them no locals), {snapshot.ReferenceCount:N0} references.");
        Line(text, $"");
        Line(text, $"| traversal | p50 | p95 | most used: p50 | p95 | longest | plain scan | scan / p95 of the most used |");
        Line(text, $"|---|--:|--:|--:|--:|--:|--:|--:|");
        Traversals(text, snapshot);
        Line(text, $"");
        Line(text, $"| analysis | ms | plain passes |");
        Line(text, $"|---|--:|--:|");
        Analyses(text, snapshot);
        return text.ToString();
    }

    private static void Traversals(StringBuilder text, Snapshot snapshot)
    {
        var all = Enumerable.Range(0, snapshot.SymbolCount).Where(s => snapshot.Symbol(s).Kind.IsCallable()).ToArray();
        var spread = Enumerable.Range(0, Math.Min(Symbols, all.Length)).Select(i => all[(long)i * all.Length / Math.Min(Symbols, all.Length)]).ToArray();
        var used = Enumerable.Range(0, snapshot.SymbolCount).Where(s => !snapshot.IsLocal(s) && (snapshot.Symbol(s).Kind.IsCallable() || snapshot.Symbol(s).Kind.IsType()))
            .OrderByDescending(s => snapshot.Incoming(s).Length).Take(Symbols / 10).ToArray();
        var traversal = new Traversal(snapshot);
        var impact = new ImpactAnalysis(snapshot);
        Row("callers, 3 levels", s => traversal.Callers([s], new(3)), s => PlainScan.Callers(snapshot, s, 3));
        Row("callees, 3 levels", s => traversal.Callees([s], new(3)), null);
        Row("impact, 16 levels, with tests and entry points", s => impact.Run([s], new(16)), s => PlainScan.Impact(snapshot, s));
        Row("path from another", s => traversal.Path([spread[s % spread.Length]], [s]), s => PlainScan.Path(snapshot, spread[s % spread.Length], s));
        Row("what surrounds it (context)", s => ContextSelection.Of(snapshot, [s]), s => PlainScan.Callers(snapshot, s, 2));

        void Row(string name, Action<int> ask, Func<int, int>? scan)
        {
            var (even, most) = (Times(spread, ask), Times(used, ask));
            var line = string.Create(
                CultureInfo.InvariantCulture, $"| {name} | {even.Median():F3} | {even.Percentile(95):F2} | {most.Median():F2} | {most.Percentile(95):F1} | {most.Max():F1} |");
            if (scan is null)
            {
                text.Append(line).AppendLine(" | |");
                return;
            }
            var plain = Times([.. used.Take(Scans)], s => scan(s)).Median();
            text.Append(line).AppendLine(string.Create(CultureInfo.InvariantCulture, $" {plain:F1} | {plain / most.Percentile(95):F1} |"));
        }
    }

    private static void Analyses(StringBuilder text, Snapshot snapshot)
    {
        var pass = Median(() => PlainScan.Pass(snapshot));
        Row("plain pass", pass);
        DependencyGraph files = null!;
        Row("dependencies of files", Median(() => files = DependencyGraph.OfFiles(snapshot)));
        Row("dependencies of folders, from those of files", Median(() => files.ByFolder(0)));
        Row("cycles of files, from the dependencies", Median(() => DependencyCycles.Find(files)));
        Row("central symbols", Median(() => Centrality.OfSymbols(snapshot)));
        Row("central files, from the dependencies", Median(() => Centrality.OfFiles(files)));
        Row("unreferenced definitions", Median(() => new Unreferenced(snapshot).Find(new())));

        void Row(string name, double milliseconds) =>
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {milliseconds:F0} | {milliseconds / pass:F1} |"));
    }

    private static double[] Times(int[] symbols, Action<int> ask)
    {
        foreach (var symbol in symbols)
            ask(symbol);
        return Array.ConvertAll(symbols, s => Time(() => ask(s)));
    }

    private static double Median(Action run)
    {
        run();
        return Enumerable.Range(0, Rounds).Select(_ => Time(run)).Median();
    }

    private static double Time(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
