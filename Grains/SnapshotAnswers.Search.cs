using CodeGraph.Git;
using CodeGraph.Search;

namespace CodeGraph.Grains;

internal sealed partial class SnapshotAnswers
{
    public SearchAnswer Search(SymbolSearcher searcher, SearchQuery query, CancellationToken cancellation)
    {
        Check(query.Limit);
        try
        {
            var found = searcher.Search(
                new(query.Text, query.Kinds, query.PathPrefix, query.Languages, query.IncludeLocals, query.Limit, query.Cursor), cancellation);
            return new(source, [.. found.Symbols.Select(Info)], found.Total, found.NearNames, found.Cursor, [.. found.Similar.Select(Info)], null);
        }
        catch (PatternException exception)
        {
            return new(source, [], 0, [], null, [], exception.Message);
        }
    }

    public async Task<TextAnswer> SearchText(TextSearcher searcher, TextQuery query, CancellationToken cancellation)
    {
        try
        {
            var options = new PatternOptions(query.Fixed, (CaseRule)query.Case, query.WholeWord);
            var found = await searcher.Search(
                new(query.Pattern, options, query.Globs, query.Languages, query.Context, query.Limit, query.Cursor, query.CountAll), cancellation);
            return new(
                source, [.. found.Lines.Select(Line)], found.Total, found.TotalIsExact, found.Cursor is not null, found.Cursor, found.TimedOut, found.FilesRead,
                [.. found.Stale.Select(snapshot.Path)], found.NotIndexed, null);
        }
        catch (PatternException exception)
        {
            return new(source, [], 0, false, false, null, false, 0, [], 0, exception.Message);
        }
        catch (GitException exception)
        {
            throw new SourceUnreadableException(exception.Message);
        }
    }

    private TextLineInfo Line(TextLine line) => new(
        snapshot.Path(line.File), snapshot.File(line.File).Language, line.Line, line.Matches.Count > 0 ? line.Matches[0].Column : 1, line.Text, line.TextColumn,
        [.. line.Matches.Select(m => new MatchSpan(m.Column, m.Length))], line.Definition >= 0 ? snapshot.Id(line.Definition) : null,
        line.Enclosing >= 0 ? snapshot.Id(line.Enclosing) : null, line.Before, line.After);
}
