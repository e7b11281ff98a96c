namespace CodeGraph.Gateway.GraphQL.Language;

/// <summary>A place in a document. Both are 1-based; columns count UTF-16 code units, as clients in JavaScript do.</summary>
internal readonly record struct SourceLocation(int Line, int Column);

/// <summary>The text of a document, which knows the line and column of each of its offsets.</summary>
internal sealed class Source(string text)
{
    private readonly Lazy<int[]> lineStarts = new(() => FindLineStarts(text));

    public string Text => text;

    public SourceLocation LocationOf(int offset)
    {
        var starts = lineStarts.Value;
        var found = Array.BinarySearch(starts, offset);
        var line = found >= 0 ? found : ~found - 1;
        return new(line + 1, offset - starts[line] + 1);
    }

    private static int[] FindLineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                starts.Add(i + 1);
        }

        return [.. starts];
    }
}
