using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Grains;

/// <summary>Asks the query engine and puts its answers into wire records. Used under a lease of the snapshot's file.</summary>
internal sealed partial class SnapshotAnswers(Snapshot snapshot, SnapshotKey key)
{
    private const int MostCandidates = 50;

    private readonly Traversal traversal = new(snapshot);
    private readonly Paging paging = new(snapshot, key);
    private readonly KeptAnalyses analyses = new();
    private readonly AnswerSource source = new(key.Repository, snapshot.Properties.Commit, key.ToString(), snapshot.Properties.WorkingTree);

    public Snapshot Snapshot => snapshot;

    public SymbolAnswer GetSymbol(string symbol, CancellationToken cancellation)
    {
        var (resolution, parts) = Resolve(symbol);
        if (parts.Count == 0)
            return new(source, resolution, [], [], [], 0, 0, new(0, 0));
        var uses = traversal.CountUses(parts, cancellation);
        var members = parts.SelectMany(p => snapshot.Children(p).ToArray()).Where(c => !snapshot.IsLocal(c)).Select(Info);
        return new(
            source, resolution, [.. members], [.. parts.SelectMany(traversal.Bases).Select(h => Relation(h, cancellation))],
            [.. parts.SelectMany(traversal.Derived).Select(h => Relation(h, cancellation))],
            uses.Calls, uses.Others, new(uses.Unresolved, uses.Ambiguous));
    }

    public RelationsAnswer Callers(TraversalQuery query, CancellationToken cancellation) =>
        Relations("callers", query, (parts, options) => traversal.Callers(parts, options, cancellation), cancellation);

    public RelationsAnswer Callees(TraversalQuery query, CancellationToken cancellation) =>
        Relations("callees", query, (parts, options) => traversal.Callees(parts, options, cancellation), cancellation);

    public ReferencesAnswer References(ReferencesQuery query, CancellationToken cancellation)
    {
        Check(query.Limit);
        var tiers = TiersOf(query.Tiers, query.IncludeAmbiguous);
        var question = $"references {tiers} {query.Symbol.Trim()}";
        var position = paging.PositionOf(query.Cursor, question);
        var (resolution, parts) = Resolve(query.Symbol);
        if (parts.Count == 0)
            return new(source, resolution, [], 0, false, new(0, 0), 0, null);
        var found = analyses.Get(question, () => traversal.References(parts, new(Tiers: tiers, Limit: int.MaxValue), cancellation));
        var page = found.References.Skip(position).Take(query.Limit).Select(r => Use(r, cancellation)).ToList();
        var next = paging.After(question, position, page.Count, found.Total);
        analyses.Turn(question, found, next);
        return new(
            source, resolution, page, found.Total, next is not null, new(found.Unresolved, found.Ambiguous), found.OtherTiers, next);
    }

    public PathAnswer Path(PathQuery query, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(query.MaxLength);
        var (from, starts) = Resolve(query.From);
        var (to, goals) = Resolve(query.To);
        if (starts.Count == 0 || goals.Count == 0)
            return new(source, from, to, false, [], new(0, 0), 0);
        var found = traversal.Path(starts, goals, TiersOf(query.Tiers, query.IncludeAmbiguous), query.MaxLength, cancellation);
        return new(source, from, to, found.Found, [.. found.Steps.Select(h => Relation(h, cancellation))], new(found.Unresolved, found.Ambiguous), found.OtherTiers);
    }

    public OutlineAnswer Outline(string path, CancellationToken cancellation)
    {
        var file = FindPath(path);
        if (file < 0)
            return new(source, null, Language.None, 0, [], snapshot.NearPaths(path));
        var record = snapshot.File(file);
        return new(source, snapshot.Path(file), record.Language, record.Lines, Nodes(Graph.Outline.Of(snapshot, file), cancellation), []);
    }

    private RelationsAnswer Relations(string direction, TraversalQuery query, Func<IReadOnlyList<int>, TraversalOptions, TraversalResult> walk, CancellationToken cancellation)
    {
        var question = QuestionOf(direction, query);
        var options = Options(query) with { Skip = paging.PositionOf(query.Cursor, question) };
        var (resolution, parts) = Resolve(query.Symbol);
        if (parts.Count == 0)
            return new(source, resolution, [], 0, false, new(0, 0), 0, null);
        var found = walk(parts, options);
        var next = paging.After(question, options.Skip, found.Hops.Count, found.Total);
        return new(source, resolution, [.. found.Hops.Select(h => Relation(h, cancellation))], found.Total, next is not null, new(found.Unresolved, found.Ambiguous), found.OtherTiers, next);
    }

    private (Resolution Resolution, IReadOnlyList<int> Parts) Resolve(string text)
    {
        var found = snapshot.Resolve(text);
        if (found.Symbol >= 0)
            return (new(Match.Found, Info(found.Symbol), [], []), snapshot.PartsOf(found.Symbol));
        return found.Symbols.Count > 0
            ? (new(Match.Several, null, [.. found.Symbols.Take(MostCandidates).Select(Info)], []), [])
            : (new(Match.NotFound, null, [], found.NearNames), []);
    }

    private int FindPath(string path) => snapshot.FindFile(path.StartsWith("./", StringComparison.Ordinal) ? path.AsSpan(2) : path);

    private int[] FileSymbols(int file)
    {
        var (first, end) = snapshot.SymbolsOfFile(file);
        return [.. Enumerable.Range(first, end - first).Where(s => !snapshot.IsLocal(s))];
    }

    /// <summary>Inner nodes first, without recursion: the tree may be as deep as its source.</summary>
    private List<OutlineNode> Nodes(IReadOnlyList<OutlineItem> items, CancellationToken cancellation)
    {
        var roots = new List<OutlineNode>();
        var open = new Stack<(IReadOnlyList<OutlineItem> Items, List<OutlineNode> Into)>();
        open.Push((items, roots));
        while (open.TryPop(out var level))
        {
            foreach (var item in level.Items)
            {
                cancellation.ThrowIfCancellationRequested();
                var children = new List<OutlineNode>(item.Children.Count);
                level.Into.Add(new(Info(item.Symbol), children));
                if (item.Children.Count > 0)
                    open.Push((item.Children, children));
            }
        }
        return roots;
    }

    private SymbolInfo Info(int symbol)
    {
        var record = snapshot.Symbol(symbol);
        var file = snapshot.File(record.File);
        return new(
            snapshot.Id(symbol), record.Kind, snapshot.Name(symbol), snapshot.QualifiedName(symbol), file.Language, snapshot.Path(record.File), record.Line,
            record.Column, record.EndLine, snapshot.Text(record.Signature), snapshot.Text(record.Documentation), Metrics(symbol, record));
    }

    private RelationInfo Relation(Hop hop, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Relation(hop);
    }

    private RelationInfo Relation(Hop hop)
    {
        var path = snapshot.Path(hop.File);
        return new(hop.Kind, hop.From >= 0 ? Info(hop.From) : null, path, Info(hop.To), hop.Tier, new(path, hop.Line, hop.Column), hop.Distance);
    }

    private ReferenceInfo Use(int reference, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var use = snapshot.Reference(reference);
        var tier = use.State == ReferenceState.Ambiguous ? Tier.Ambiguous : use.Tier;
        return new(new(snapshot.Path(snapshot.FileOfReference(reference)), use.Line, use.Column), use.Role, tier, use.From >= 0 ? Info(use.From) : null);
    }

    private static TraversalOptions Options(TraversalQuery query)
    {
        Check(query.Limit);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Depth);
        return new(query.Depth, TiersOf(query.Tiers, query.IncludeAmbiguous), query.Limit);
    }

    private static void Check(int limit) => ArgumentOutOfRangeException.ThrowIfNegative(limit);
}
