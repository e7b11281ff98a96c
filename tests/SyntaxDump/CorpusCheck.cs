using System.Diagnostics;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Languages;

namespace CodeGraph.SyntaxDump;

/// <summary>Extracts the facts of every file below a folder in one process and sums up by language what came out.</summary>
internal static class CorpusCheck
{
    private sealed record Totals
    {
        public int Files, Refused, Definitions, References, Imports;
        public long Bytes, ErrorBytes;
        public TimeSpan Time;
    }

    /// <returns>False where a file threw.</returns>
    public static bool Run(string folder, string? only)
    {
        var totals = new SortedDictionary<string, Totals>(StringComparer.Ordinal);
        var worst = new List<(int ErrorBytes, int Bytes, string Path)>();
        var threw = 0;
        using var parser = new FileParser(new ParseLimits());
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var local = path.Replace('\\', '/');
            if (LanguageRegistry.Detect(local) is null)
                continue;
            var source = File.ReadAllBytes(path);
            var language = LanguageRegistry.DetectHeader(local, source)!;
            if (only is not null && !string.Equals(language.Language.ToString(), only, StringComparison.OrdinalIgnoreCase))
                continue;
            var name = language.Language.ToString();
            if (!totals.TryGetValue(name, out var sum))
                totals.Add(name, sum = new Totals());
            var clock = Stopwatch.StartNew();
            try
            {
                sum.Files++;
                sum.Bytes += source.Length;
                if (parser.Parse(language, source, out var facts) != ParseOutcome.Parsed || facts is null)
                {
                    sum.Refused++;
                    continue;
                }
                sum.Definitions += facts.Definitions.Length;
                sum.References += facts.References.Length;
                sum.Imports += facts.Imports.Length;
                sum.ErrorBytes += facts.ErrorBytes;
                if (facts.ErrorBytes > 0)
                    worst.Add((facts.ErrorBytes, source.Length, path));
            }
            catch (Exception e)
            {
                threw++;
                Console.WriteLine($"{path}: {e}");
            }
            finally
            {
                sum.Time += clock.Elapsed;
            }
        }
        foreach (var (name, sum) in totals)
        {
            Console.WriteLine($"{name}: {sum.Files} files, {sum.Bytes} bytes, {sum.Refused} over the limits, {sum.Definitions} definitions, {sum.References} references, "
                + $"{sum.Imports} imports, {sum.ErrorBytes} error bytes, {sum.Bytes / 1e6 / sum.Time.TotalSeconds:F1} MB/s");
        }
        foreach (var (errors, bytes, path) in worst.OrderByDescending(w => w.ErrorBytes).Take(12))
            Console.WriteLine($"  {errors} of {bytes} bytes in errors: {path}");
        Console.WriteLine($"{threw} files threw");
        return threw == 0;
    }
}
