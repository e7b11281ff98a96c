using System.Text;
using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Search;

/// <summary>A line that matches, by its place.</summary>
internal readonly record struct TextHit(ScanStep Step, int Line);

/// <summary>Fetches the lines of one page with what is around them.</summary>
internal sealed class TextPage(Snapshot snapshot, SnapshotContents contents, TextPattern pattern, SortedDictionary<int, List<int>> defining, int context)
{
    /// <summary>Of a longer line, the part around its first match is shown.</summary>
    private const int MaxLineLength = 1000;

    private const int ShownBeforeMatch = 100;

    /// <param name="hits">In the order of the page.</param>
    /// <param name="stale">Files whose content went away meanwhile are added.</param>
    public async Task<IReadOnlyList<TextLine>> Render(IReadOnlyList<TextHit> hits, SortedSet<int> stale, CancellationToken cancellation)
    {
        var page = new TextLine?[hits.Count];
        foreach (var file in hits.Index().GroupBy(h => h.Item.Step.File))
        {
            using var text = await contents.Read(snapshot.Path(file.Key), snapshot.Blob(file.Key), cancellation);
            if (text is null)
            {
                stale.Add(file.Key);
                continue;
            }
            var lines = new Lines(text.Utf8);
            foreach (var (index, hit) in file)
                page[index] = Describe(hit, lines);
        }
        return [.. page.OfType<TextLine>()];
    }

    private TextLine Describe(TextHit hit, Lines lines)
    {
        var whole = lines[hit.Line];
        var matches = pattern.MatchesIn(whole);
        var start = whole.Length > MaxLineLength && matches.Count > 0 ? Math.Max(0, Math.Min(matches[0].Start - ShownBeforeMatch, whole.Length - MaxLineLength)) : 0;
        if (start > 0 && char.IsLowSurrogate(whole[start]))
            start--;
        return new(
            hit.Step.File, hit.Line, Cut(whole[start..]), Column(whole, start), [.. matches.Select(m => new LineSpan(Column(whole, m.Start), Points(whole.AsSpan(m.Start, m.Length))))],
            hit.Step.Phase == 0 ? Definition(hit) : -1, Enclosing(hit), Range(Math.Max(1, hit.Line - context), hit.Line), Range(hit.Line + 1, Math.Min(lines.Count, hit.Line + context) + 1));

        IReadOnlyList<string> Range(int first, int end) => [.. Enumerable.Range(first, Math.Max(0, end - first)).Select(line => Cut(lines[line]))];
    }

    private int Definition(TextHit hit) => defining[hit.Step.File].Find(symbol => snapshot.Symbol(symbol).Line == hit.Line);

    /// <summary>Symbols are ordered as they begin, so that the last one that reaches over the line is the innermost.</summary>
    private int Enclosing(TextHit hit)
    {
        var (first, end) = snapshot.SymbolsOfFile(hit.Step.File);
        var innermost = -1;
        for (var symbol = first; symbol < end; symbol++)
        {
            var record = snapshot.Symbol(symbol);
            if (record.StartLine > hit.Line || record.EndLine < hit.Line || snapshot.IsLocal(symbol) || !(record.Kind.IsType() || record.Kind.IsCallable()))
                continue;
            if (innermost < 0 || record.StartLine >= snapshot.Symbol(innermost).StartLine)
                innermost = symbol;
        }
        return innermost;
    }

    private static string Cut(string line)
    {
        line = line.TrimEnd('\r');
        if (line.Length <= MaxLineLength)
            return line;
        return line[..(char.IsHighSurrogate(line[MaxLineLength - 1]) ? MaxLineLength - 1 : MaxLineLength)];
    }

    private static int Column(string line, int offset) => Points(line.AsSpan(0, offset)) + 1;

    private static int Points(ReadOnlySpan<char> text)
    {
        var points = text.Length;
        foreach (var c in text)
        {
            if (char.IsLowSurrogate(c))
                points--;
        }
        return points;
    }

    /// <summary>A text by lines, without their ends.</summary>
    private sealed class Lines
    {
        private readonly ReadOnlyMemory<byte> utf8;
        private readonly List<int> starts = [0];

        public Lines(ReadOnlyMemory<byte> utf8)
        {
            this.utf8 = utf8;
            var text = utf8.Span;
            for (var at = 0; text[at..].IndexOf((byte)'\n') is >= 0 and var next;)
                starts.Add(at += next + 1);
            if (starts[^1] < text.Length)
                starts.Add(text.Length + 1);
        }

        public int Count => starts.Count - 1;

        public string this[int line] => Encoding.UTF8.GetString(utf8.Span[starts[line - 1]..(starts[line] - 1)]);
    }
}
