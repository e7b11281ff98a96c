using System.Text;
using CodeGraph.Graph;
using CodeGraph.Storage;

namespace CodeGraph.Search;

/// <summary>
/// Searches the texts of a snapshot's files: the index names files that may match, their texts are read and matched line by line. Finds the lines that matching
/// all files would find. Any number of searches may run at once, each under a lease of the snapshot's file.
/// </summary>
public sealed class TextSearcher : IAsyncDisposable
{
    private readonly Snapshot snapshot;
    private readonly TextIndex index;
    private readonly CandidateFiles candidates;
    private readonly DefinitionLines definitions;
    private readonly SnapshotContents contents;
    private readonly ulong stamp;

    /// <param name="snapshot">What to search.</param>
    /// <param name="index">The text index of its repository; the searcher disposes it.</param>
    /// <param name="root">The folder that was indexed, or the clone of it.</param>
    public TextSearcher(Snapshot snapshot, TextIndex index, string root)
    {
        (this.snapshot, this.index) = (snapshot, index);
        using var lease = index.Lease();
        candidates = new(snapshot, index);
        definitions = new(snapshot);
        contents = new(root, snapshot.Data.BlobIdBytes == Model.BlobId.Sha256Length);
        stamp = SnapshotStamp.Of(snapshot);
    }

    /// <summary>The lines that match, a page at a time; the order is the same in every run, so that pages have no gaps and nothing twice.</summary>
    /// <exception cref="PatternException">The pattern, a glob, the cursor or a number is not valid; the message says what to do.</exception>
    /// <exception cref="Git.GitException">The repository is gone or damaged.</exception>
    public async Task<TextSearchResult> Search(TextSearch search, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(search);
        Check(search);
        var timeLimit = search.TimeLimit ?? TextSearch.DefaultTimeLimit;
        var pattern = new TextPattern(search.Pattern, search.Options, timeLimit);
        var filter = new PathFilter(search.Globs, search.Languages);
        var cursor = SearchCursor.Parse(search.Cursor, stamp, IdentityOf(search));
        using var lease = index.Lease();
        var files = candidates.Of(pattern.Query).ToArray();
        var defining = definitions.Of(pattern.Words, search.Options.Case != CaseRule.Sensitive);
        var lines = LinesOf(defining);
        var scan = new TextScan(snapshot, contents, pattern, filter, lines, timeLimit);
        var steps = Steps(files, lines, cursor);
        await scan.Run(steps, cursor is { } place ? AfterLine(steps, place) : 0, search.CountAll ? long.MaxValue : search.Limit + 1L, cancellation);
        return await Answer(search, pattern, cursor, steps, scan, defining, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        index.Dispose();
        await contents.DisposeAsync();
    }

    private static void Check(TextSearch search)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(search.Limit);
        ArgumentOutOfRangeException.ThrowIfNegative(search.Context);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(search.Context, TextSearch.MaxContext);
    }

    /// <summary>What must be the same for a cursor to mean the same.</summary>
    private static ulong IdentityOf(TextSearch search) => XxHash64.Hash(Encoding.UTF8.GetBytes(string.Join('\0', [
        search.Pattern, search.Options.ToString(), .. search.Globs ?? [], "\0", .. (search.Languages ?? []).Select(l => l.ToString())])));

    private SortedDictionary<int, HashSet<int>> LinesOf(SortedDictionary<int, List<int>> defining)
    {
        var lines = new SortedDictionary<int, HashSet<int>>();
        foreach (var (file, symbols) in defining)
            lines.Add(file, [.. symbols.Select(s => snapshot.Symbol(s).Line)]);
        return lines;
    }

    /// <summary>The steps that are left at the cursor's place, whose first may be begun.</summary>
    private static List<ScanStep> Steps(int[] files, SortedDictionary<int, HashSet<int>> defining, SearchCursor? cursor)
    {
        var (phase, file) = cursor is { } place ? ((int)(place.Major >> 32), (int)place.Major) : (0, 0);
        var steps = new List<ScanStep>(files.Length + defining.Count);
        if (phase == 0)
            steps.AddRange(files.Where(f => f >= file && defining.ContainsKey(f)).Select(f => new ScanStep(0, f)));
        steps.AddRange(files.Where(f => phase == 0 || f >= file).Select(f => new ScanStep(1, f)));
        return steps;
    }

    private static int AfterLine(List<ScanStep> steps, SearchCursor cursor) =>
        steps.Count > 0 && MajorOf(steps[0]) == cursor.Major ? (int)Math.Min(cursor.Minor, int.MaxValue) : 0;

    private static long MajorOf(ScanStep step) => ((long)step.Phase << 32) | (uint)step.File;

    private async Task<TextSearchResult> Answer(
        TextSearch search, TextPattern pattern, SearchCursor? cursor, List<ScanStep> steps, TextScan scan, SortedDictionary<int, List<int>> defining, CancellationToken cancellation)
    {
        var hits = new List<TextHit>();
        long counted = 0;
        for (var step = 0; step < scan.Done; step++)
        {
            var lines = scan.LinesOf(step);
            counted += lines.Count;
            foreach (var line in lines.Take(search.Limit - hits.Count))
                hits.Add(new(steps[step], line));
        }
        var seen = cursor?.Seen ?? 0;
        var complete = scan.Done == steps.Count;
        if (scan.TimedOut && scan.Done == 0)
            throw new PatternException($"Searching one file takes longer than {(search.TimeLimit ?? TextSearch.DefaultTimeLimit).TotalSeconds:0.#} s with this pattern. Use a simpler one.");
        var page = await new TextPage(snapshot, contents, pattern, defining, search.Context).Render(hits, scan.Stale, cancellation);
        SearchCursor? after = counted > hits.Count ? At(hits[^1].Step, hits[^1].Line)
            : complete ? null
            : At(steps[scan.Done - 1], int.MaxValue);
        return new(
            page, seen + counted, complete, after?.ToString(), scan.TimedOut, scan.FilesRead, [.. scan.Stale], candidates.NotIndexed);

        SearchCursor At(ScanStep step, int line) => new(stamp, IdentityOf(search), seen + hits.Count, MajorOf(step), line);
    }
}
