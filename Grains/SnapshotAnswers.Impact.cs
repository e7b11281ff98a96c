using CodeGraph.Graph.Analyses;

namespace CodeGraph.Grains;

internal sealed partial class SnapshotAnswers
{
    public ImpactAnswer Impact(TraversalQuery query, CancellationToken cancellation)
    {
        var question = QuestionOf("impact", query);
        var options = Options(query) with { Limit = int.MaxValue };
        var position = paging.PositionOf(query.Cursor, question);
        var (resolution, parts, file) = ResolveSubject(query.Symbol);
        if (resolution.Match != Match.Found)
            return new(source, resolution, null, [], 0, 0, false, new(0, 0), [], [], 0, [], 0, 0, null);
        var impact = analyses.Get(question, () => new ImpactAnalysis(snapshot).Run(parts, options, file, cancellation));
        var found = impact.Dependents;
        var page = found.Hops.Skip(position).Take(query.Limit).Select(h => Relation(h, cancellation)).ToList();
        var next = paging.After(question, position, page.Count, found.Total);
        analyses.Turn(question, impact, next);
        return new(
            source, resolution, file >= 0 ? snapshot.Path(file) : null, page, found.Total, found.Files, next is not null,
            new(found.Unresolved, found.Ambiguous), [.. impact.Levels.Select(l => new ImpactDistance(l.Distance, l.Dependents, l.Tests, l.EntryPoints))],
            [.. impact.Tests.Take(query.Limit).Select(Test)], impact.TotalTests, [.. impact.EntryPoints.Take(query.Limit).Select(EntryPoint)], impact.TotalEntryPoints, found.OtherTiers, next);
    }

    /// <summary>A symbol, or a file by its path or the end of it.</summary>
    private (Resolution Resolution, IReadOnlyList<int> Parts, int File) ResolveSubject(string text)
    {
        var whole = new Resolution(Match.Found, null, [], []);
        var file = FindPath(text);
        if (file >= 0)
            return (whole, FileSymbols(file), file);
        var (resolution, parts) = Resolve(text);
        if (resolution.Match != Match.NotFound)
            return (resolution, parts, -1);

        // A file may be named by the end of its path, where that is enough to tell which.
        var ends = snapshot.FilesEndingWith(text);
        return ends.Count switch
        {
            1 => (whole, FileSymbols(ends[0]), ends[0]),
            > 1 => (resolution with { NearNames = [.. ends.Take(MostCandidates).Select(snapshot.Path)] }, [], -1),
            _ => (resolution, [], -1),
        };
    }

    private TestInfo Test(ReachedTest test) =>
        new(test.Symbol >= 0 ? Info(test.Symbol) : null, snapshot.Path(test.File), test.Distance, test.Evidence.Rule, test.Evidence.Detail);

    private EntryPointInfo EntryPoint(ReachedEntry entry) => new(entry.Symbol >= 0 ? Info(entry.Symbol) : null, snapshot.Path(entry.File), entry.Distance, entry.Rule);
}
