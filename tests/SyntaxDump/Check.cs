using System.Diagnostics;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Facts;
using CodeGraph.Parsing.Languages;

namespace CodeGraph.SyntaxDump;

/// <summary>Reads every file of a folder in our languages and reports, a language a line, how much was found and what went wrong.</summary>
internal static class Check
{
    private sealed class Counts
    {
        public int Files, Definitions, References, Imports, Skipped;
        public long Bytes, ErrorBytes;
    }

    public static void Run(string folder)
    {
        using var parser = new FileParser(new ParseLimits());
        var languages = new SortedDictionary<string, Counts>(StringComparer.Ordinal);
        var watch = Stopwatch.StartNew();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (LanguageRegistry.Detect(path.Replace('\\', '/')) is not { } language || new FileInfo(path).LinkTarget is not null)
                continue;
            var name = language.Language.ToString();
            if (!languages.TryGetValue(name, out var counts))
                languages.Add(name, counts = new Counts());
            var source = File.ReadAllBytes(path);
            var started = watch.ElapsedMilliseconds;
            FileFacts? facts;
            try
            {
                if (parser.Parse(language, source, out facts) != ParseOutcome.Parsed)
                {
                    counts.Skipped++;
                    continue;
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                Console.WriteLine($"{path}: {exception}");
                continue;
            }
            if (watch.ElapsedMilliseconds - started > 2000)
                Console.WriteLine($"{path}: {watch.ElapsedMilliseconds - started} ms for {source.Length} bytes");
            counts.Files++;
            counts.Bytes += source.Length;
            counts.Definitions += facts!.Definitions.Length;
            counts.References += facts.References.Length;
            counts.Imports += facts.Imports.Length;
            counts.ErrorBytes += facts.ErrorBytes;
        }
        foreach (var (name, c) in languages)
            Console.WriteLine($"{name}: {c.Files} files, {c.Bytes} bytes, {c.Definitions} definitions, {c.References} references, {c.Imports} imports, {c.ErrorBytes} bytes in errors, {c.Skipped} not parsed");
        Console.WriteLine($"{watch.ElapsedMilliseconds} ms");
    }
}
