using CodeGraph.Parsing.Facts;
using CodeGraph.Parsing.Languages;
using CodeGraph.Parsing.TreeSitter;

namespace CodeGraph.Parsing;

/// <summary>Bytes in, facts out. One per thread; it keeps its buffers from file to file.</summary>
public sealed class FileParser(ParseLimits limits) : IDisposable
{
    private readonly SyntaxParser parser = new(limits);
    private readonly FactsBuilder builder = new();

    /// <summary>Parses one file. <paramref name="facts"/> is null unless the outcome is <see cref="ParseOutcome.Parsed"/>.</summary>
    public ParseOutcome Parse(LanguageDefinition language, ReadOnlyMemory<byte> source, out FileFacts? facts)
    {
        source = language.Prepare(source);
        facts = null;
        var outcome = parser.Parse(language.Table.Grammar, source);
        if (outcome != ParseOutcome.Parsed)
            return outcome;
        try
        {
            facts = builder.Extract(language, parser.Tree);
            if (facts.ErrorBytes > 0)
                facts = Simplified(language, source, facts) ?? facts;
            return ParseOutcome.Parsed;
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or ArgumentException or InvalidOperationException or NullReferenceException or OverflowException)
        {
            // Half-written source makes trees that no grammar's rules describe. It costs its own file, which is reported, and not the run.
            facts = null;
            return ParseOutcome.ExtractorFailed;
        }
    }

    /// <summary>The facts of the source as the language rewrites it, where that has fewer errors and not notably fewer definitions; else null.</summary>
    private FileFacts? Simplified(LanguageDefinition language, ReadOnlyMemory<byte> source, FileFacts first)
    {
        var copy = source.ToArray();
        if (!language.Simplify(copy) || parser.Parse(language.Table.Grammar, copy) != ParseOutcome.Parsed)
            return null;
        var second = builder.Extract(language, parser.Tree);
        if (second.ErrorBytes >= first.ErrorBytes)
            return null;
        // A branch that is left out takes its definitions along; that is worth it where the errors have swallowed the types around them.
        var healed = second.ErrorBytes <= first.ErrorBytes / 4 && second.Definitions.Length >= first.Definitions.Length / 4 * 3;
        return healed || second.Definitions.Length >= first.Definitions.Length ? second : null;
    }

    public void Dispose() => parser.Dispose();
}
