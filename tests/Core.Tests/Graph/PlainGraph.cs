using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Tests.Graph;

/// <summary>The graph read the long way round: every question looks at every use.</summary>
internal sealed class PlainGraph
{
    public PlainGraph(Snapshot snapshot)
    {
        Snapshot = snapshot;
        Uses = [.. Enumerable.Range(0, snapshot.ReferenceCount).Select(r => (snapshot.Reference(r), snapshot.TargetsOf(snapshot.Reference(r)).ToArray(), FileOf(r)))];
    }

    public Snapshot Snapshot { get; }

    public IReadOnlyList<(ReferenceEntry Use, int[] Targets, int File)> Uses { get; }

    public bool Follows(in ReferenceEntry use, bool ambiguous) => use.State == ReferenceState.Resolved || (ambiguous && use.State == ReferenceState.Ambiguous);

    public bool CanBeCalled(int symbol) => Snapshot.Symbol(symbol).Kind is var kind && (kind.IsCallable() || kind.IsType());

    public IReadOnlySet<int> WithConstructors(IEnumerable<int> symbols)
    {
        var all = symbols.ToHashSet();
        for (var s = 0; s < Snapshot.SymbolCount; s++)
        {
            if (Snapshot.Symbol(s) is { Kind: SymbolKind.Constructor, Parent: >= 0 } c && all.Contains(c.Parent) && Snapshot.Symbol(c.Parent).Kind.IsType())
                all.Add(s);
        }
        return all;
    }

    public IReadOnlySet<int> WithMembers(IEnumerable<int> symbols)
    {
        var all = symbols.ToHashSet();
        for (var s = 0; s < Snapshot.SymbolCount; s++)
        {
            var parent = Snapshot.Symbol(s).Parent;
            if (parent >= 0 && all.Contains(parent) && Snapshot.Symbol(parent).Kind.IsType() && !Snapshot.IsLocal(s))
                all.Add(s);
        }
        return all;
    }

    public IEnumerable<int> Dependents(int symbol, bool ambiguous) => Uses.Where(u => Follows(u.Use, ambiguous) && u.Targets.Contains(symbol) && u.Use.From >= 0).Select(u => u.Use.From)
        .Concat(Enumerable.Range(0, Snapshot.RelationCount).Select(Snapshot.Relation).Where(r => r.To == symbol && (ambiguous || r.Tier != Tier.Ambiguous)).Select(r => r.From));

    public IEnumerable<int> Dependencies(int symbol, bool ambiguous) => Uses.Where(u => Follows(u.Use, ambiguous) && u.Use.From == symbol).SelectMany(u => u.Targets)
        .Concat(Enumerable.Range(0, Snapshot.RelationCount).Select(Snapshot.Relation).Where(r => r.From == symbol && (ambiguous || r.Tier != Tier.Ambiguous)).Select(r => r.To));

    public Dictionary<int, int> Distances(IEnumerable<int> roots, int most, Func<int, IEnumerable<int>> next)
    {
        var distances = roots.ToDictionary(r => r, _ => 0);
        for (var distance = 1; distance <= most; distance++)
        {
            var reached = distances.Where(d => d.Value == distance - 1).SelectMany(d => next(d.Key)).Where(s => !distances.ContainsKey(s)).Distinct().ToList();
            if (reached.Count == 0)
                break;
            foreach (var symbol in reached)
                distances[symbol] = distance;
        }
        return distances;
    }

    private int FileOf(int reference) => Enumerable.Range(0, Snapshot.FileCount).Last(f => Snapshot.File(f).FirstReference <= reference);
}
