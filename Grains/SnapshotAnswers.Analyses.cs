using CodeGraph.Graph;
using CodeGraph.Graph.Analyses;
using CodeGraph.Model;

namespace CodeGraph.Grains;

internal sealed partial class SnapshotAnswers
{
    /// <summary>Computed once; by two threads at the same time at most twice.</summary>
    private PageRankResult? ranks;

    public UnreferencedAnswer Unreferenced(UnreferencedQuery query, CancellationToken cancellation)
    {
        Check(query.Limit);
        var question = $"unreferenced {Kinds(query.Kinds)} {query.UnexplainedOnly} {query.Under}";
        var position = paging.PositionOf(query.Cursor, question);
        var found = analyses.Get(question, () => new Unreferenced(snapshot).Find(new(query.Kinds, query.Under, query.UnexplainedOnly), cancellation));
        var page = found.Skip(position).Take(query.Limit).Select(u => new UnreferencedInfo(Info(u.Symbol), u.Reasons.ToWire(), u.UnresolvedUses, u.Members)).ToList();
        var next = paging.After(question, position, page.Count, found.Count);
        analyses.Turn(question, found, next);
        return new(source, page, found.Count, found.Count(u => u.Reasons == ReachReasons.None), next is not null, next);
    }

    public CentralAnswer Central(CentralQuery query, CancellationToken cancellation)
    {
        Check(query.Limit);
        var question = $"central {query.Files} {Kinds(query.Kinds)} {query.Under}";
        var position = paging.PositionOf(query.Cursor, question);
        var ranking = analyses.Get(question, () => Rank(query, cancellation));
        var (computed, order) = ranking;
        var page = order.Skip(position).Take(query.Limit)
            .Select(i => query.Files ? new CentralInfo(snapshot.Path(i), null, computed.Ranks[i]) : new(snapshot.Path(snapshot.Symbol(i).File), Info(i), computed.Ranks[i])).ToList();
        var next = paging.After(question, position, page.Count, order.Length);
        analyses.Turn(question, ranking, next);
        return new(source, page, order.Length, computed.Rounds, computed.Change, next is not null, next);
    }

    private Ranking Rank(CentralQuery query, CancellationToken cancellation)
    {
        var computed = query.Files
            ? Centrality.OfFiles(DependencyGraph.OfFiles(snapshot, cancellation: cancellation), cancellation)
            : ranks ??= Centrality.OfSymbols(snapshot, cancellation);
        var files = query.Under is { } under ? Enumerable.Range(0, snapshot.FileCount).Select(f => new PathPrefix(under).Covers(snapshot.Path(f))).ToArray() : null;
        var order = query.Files
            ? [.. Enumerable.Range(0, snapshot.FileCount).Where(f => files is null || files[f])]
            : Enumerable.Range(0, snapshot.SymbolCount).Where(s => IsRanked(s, query.Kinds, files)).ToArray();
        cancellation.ThrowIfCancellationRequested();
        Array.Sort(order, (a, b) => (computed.Ranks[b], a).CompareTo((computed.Ranks[a], b)));
        return new(computed, order);
    }

    private bool IsRanked(int symbol, IReadOnlyList<SymbolKind>? kinds, bool[]? files)
    {
        var record = snapshot.Symbol(symbol);
        return !snapshot.IsLocal(symbol) && (files is null || files[record.File]) && (kinds is null || kinds.Contains(record.Kind));
    }

    /// <param name="Order">Symbols or files, the most central first.</param>
    private sealed record Ranking(PageRankResult Computed, int[] Order);

    private static string Kinds(IReadOnlyList<SymbolKind>? kinds) => kinds is null ? "all" : string.Join(',', kinds.Order());
}
