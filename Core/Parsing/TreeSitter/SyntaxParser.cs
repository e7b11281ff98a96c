namespace CodeGraph.Parsing.TreeSitter;

/// <summary>Parses UTF-8 bytes under a budget of memory and time. One per thread.</summary>
public sealed unsafe class SyntaxParser(ParseLimits limits) : IDisposable
{
    private readonly SyntaxParserHandle handle = SyntaxParserHandle.Create();

    /// <summary>The tree of the last successful <see cref="Parse"/>.</summary>
    public SyntaxTree Tree { get; } = new();

    public ParseOutcome Parse(Grammar grammar, ReadOnlyMemory<byte> source)
    {
        fixed (byte* bytes = source.Span, keep = grammar.Keep)
        {
            byte empty = 0;
            var budget = (ulong)(limits.BaseBytes + (long)limits.BytesPerSourceByte * source.Length);
            var status = NativeMethods.cg_parse(
                handle, grammar.Handle, bytes is null ? &empty : bytes, (uint)source.Length, keep, budget, (uint)limits.Milliseconds, out var nodes, out var count);
            switch (status)
            {
                case NativeMethods.CG_OK:
                    Tree.Fill(source, nodes, (int)count);
                    return ParseOutcome.Parsed;
                case NativeMethods.CG_MEMORY_LIMIT or NativeMethods.CG_OUT_OF_MEMORY:
                    return ParseOutcome.MemoryLimit;
                case NativeMethods.CG_TIME_LIMIT:
                    return ParseOutcome.TimeLimit;
                case NativeMethods.CG_PARSER_FAILED:
                    return ParseOutcome.ParserFailed;
                default:
                    throw new InvalidOperationException($"The grammar '{grammar.Name}' was built for another tree-sitter version.");
            }
        }
    }

    public void Dispose() => handle.Dispose();
}

/// <summary>A parse with tree-sitter's own allocator and nothing else: the yardstick that indexing is measured against.</summary>
public sealed unsafe class PlainParser : IDisposable
{
    private nint parser = NativeMethods.cg_plain_parser_new();

    /// <returns>The number of bytes the tree covers.</returns>
    public int Parse(Grammar grammar, ReadOnlySpan<byte> source)
    {
        fixed (byte* bytes = source)
        {
            byte empty = 0;
            return (int)NativeMethods.cg_plain_parse(parser, grammar.Handle, bytes is null ? &empty : bytes, (uint)source.Length);
        }
    }

    public void Dispose()
    {
        if (parser != 0)
            NativeMethods.cg_plain_parser_delete(parser);
        parser = 0;
    }
}
