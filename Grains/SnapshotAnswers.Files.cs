using System.Text;
using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Grains;

internal sealed partial class SnapshotAnswers
{
    public FilesAnswer Files(FilesQuery query, CancellationToken cancellation)
    {
        Check(query.Limit);
        var question = $"files {(query.Languages is null ? "all" : string.Join(',', query.Languages.Order()))} {query.Under}";
        var position = paging.PositionOf(query.Cursor, question);
        var under = new PathPrefix(query.Under);
        var wanted = new List<int>();
        var languages = new Dictionary<Language, LanguageInfo>();
        for (var file = 0; file < snapshot.FileCount; file++)
        {
            cancellation.ThrowIfCancellationRequested();
            var record = snapshot.File(file);
            if (query.Languages?.Contains(record.Language) == false || !under.Covers(snapshot.Path(file)))
                continue;
            wanted.Add(file);
            var sum = languages.GetValueOrDefault(record.Language) ?? new(record.Language, 0, 0, 0);
            languages[record.Language] = sum with { Files = sum.Files + 1, Lines = sum.Lines + record.Lines, Symbols = sum.Symbols + SymbolsOf(file) };
        }
        var page = wanted.Skip(position).Take(query.Limit).Select(FileOf).ToList();
        var next = paging.After(question, position, page.Count, wanted.Count);
        return new(source, page, [.. languages.Values.OrderByDescending(l => l.Lines).ThenBy(l => l.Language)], wanted.Count, next is not null, next);
    }

    public async Task<FileTextAnswer> FileText(FileTextQuery query, FileContents sources, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.StartLine);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.EndLine ?? query.StartLine, query.StartLine);
        var file = FindPath(query.Path);
        if (file < 0)
            return new(source, null, Language.None, null, null, snapshot.NearPaths(query.Path));
        var content = await sources.Read(snapshot, file, cancellation);
        var record = snapshot.File(file);
        var text = content.Bytes is { } bytes
            ? Lines(bytes.Span, query.StartLine, query.EndLine ?? int.MaxValue, record.Lines)
            : new SourceSlice(null, query.StartLine, query.StartLine, record.Lines, content.Problem);
        return new(source, snapshot.Path(file), record.Language, snapshot.Blob(file).ToString(), text, []);
    }

    /// <summary>Whole lines with their ends; empty where the text ends before them.</summary>
    private static SourceSlice Lines(ReadOnlySpan<byte> text, int first, int last, int lines)
    {
        var start = StartOf(text, 1, 0, first);
        var end = last == int.MaxValue ? text.Length : StartOf(text, first, start, last + 1);
        var shown = Encoding.UTF8.GetString(text[start..end]);
        var count = shown.AsSpan().TrimEnd('\n').Count('\n') + 1;
        return new(shown, first, Math.Max(first, Math.Min(last, first + count - 1)), lines, null);
    }

    /// <param name="line">The line that begins at <paramref name="at"/>.</param>
    private static int StartOf(ReadOnlySpan<byte> text, int line, int at, int wanted)
    {
        for (; line < wanted && at < text.Length; line++)
            at = text[at..].IndexOf((byte)'\n') is >= 0 and var end ? at + end + 1 : text.Length;
        return at;
    }

    private SnapshotFileInfo FileOf(int file)
    {
        var record = snapshot.File(file);
        return new(
            snapshot.Path(file), record.Language, snapshot.Blob(file).ToString(), record.Lines, SymbolsOf(file),
            snapshot.File(file + 1).FirstReference - record.FirstReference, record.ErrorBytes);
    }

    private int SymbolsOf(int file)
    {
        var (first, end) = snapshot.SymbolsOfFile(file);
        return end - first;
    }
}
