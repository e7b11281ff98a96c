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
        var outcome = parser.Parse(language.Table.Grammar, language.Prepare(source));
        facts = outcome == ParseOutcome.Parsed ? builder.Extract(language, parser.Tree) : null;
        return outcome;
    }

    public void Dispose() => parser.Dispose();
}
