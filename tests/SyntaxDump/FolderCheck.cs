using System.Diagnostics;
using CodeGraph.Model;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Languages;

/// <summary>Extracts the facts of every file below folders and prints totals per language, exceptions, and the files with the most bytes in errors.</summary>
internal static class FolderCheck
{
    private sealed class Totals
    {
        public int Files, Definitions, References, Bound, Failures;
        public long Bytes, ErrorBytes;
        public TimeSpan Time;
        public List<(int ErrorBytes, string Path)> Worst = [];
    }

    public static void Run(IEnumerable<string> folders)
    {
        var totals = new SortedDictionary<Language, Totals>();
        using var parser = new FileParser(new ParseLimits());
        foreach (var path in folders.SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories)))
        {
            if (LanguageRegistry.Detect(path.Replace('\\', '/')) is { } language && !File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint))
                Add(totals.TryGetValue(language.Language, out var known) ? known : totals[language.Language] = new(), parser, language, path);
        }
        foreach (var (language, t) in totals)
        {
            Console.WriteLine($"{language}: {t.Files} files, {t.Bytes / 1e6:F1} MB in {t.Time.TotalSeconds:F1} s, {t.Definitions} definitions, {t.References} references ({t.Bound} bound), {t.ErrorBytes} bytes in errors, {t.Failures} failures");
            foreach (var (errorBytes, path) in t.Worst.OrderByDescending(w => w.ErrorBytes).Take(8))
                Console.WriteLine($"  {errorBytes} error bytes: {path}");
        }
    }

    private static void Add(Totals totals, FileParser parser, LanguageDefinition language, string path)
    {
        var source = File.ReadAllBytes(path);
        totals.Files++;
        totals.Bytes += source.Length;
        var clock = Stopwatch.StartNew();
        try
        {
            if (parser.Parse(language, source, out var facts) != ParseOutcome.Parsed)
            {
                totals.Failures++;
                Console.WriteLine($"over the limits: {path}");
                return;
            }
            totals.Definitions += facts!.Definitions.Length;
            totals.References += facts.References.Length;
            totals.Bound += facts.References.Count(r => r.Binding >= 0);
            totals.ErrorBytes += facts.ErrorBytes;
            if (facts.ErrorBytes > 0)
                totals.Worst.Add((facts.ErrorBytes, path));
        }
        // A tool that reports every failing file of a folder must outlive the first one.
        catch (Exception e)
        {
            totals.Failures++;
            Console.WriteLine($"{path}: {e}");
        }
        finally
        {
            totals.Time += clock.Elapsed;
        }
    }
}
