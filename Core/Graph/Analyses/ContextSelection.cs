using CodeGraph.Model;

namespace CodeGraph.Graph.Analyses;

/// <summary>A symbol worth knowing beside another.</summary>
/// <param name="Symbol">-1 where it is the code of a file outside of any definition.</param>
/// <param name="Distance">0 for other parts, 1 for direct relations, 2 for those of callers and callees, and for siblings, which are reached through what encloses both.</param>
/// <param name="Uses">How much of the repository names it: what is used more comes first.</param>
/// <param name="Hop">The relation that led there; default for siblings and parts.</param>
public readonly record struct Related(int Symbol, int File, ContextRole Role, int Distance, int Uses, Hop Hop);

/// <param name="Symbols">The nearest first, and at one distance the most used; each once, in its first role.</param>
/// <param name="Unresolved">Uses of which nothing is known, any of which may be one more caller or callee.</param>
/// <param name="Ambiguous">Uses with several candidates that were met and not followed.</param>
public sealed record ContextSelectionResult(IReadOnlyList<Related> Symbols, int Unresolved, int Ambiguous);

/// <summary>What surrounds a symbol in the graph: parts, callers and callees to two levels, types it names, siblings.</summary>
public static class ContextSelection
{
    private const int Levels = 2;
    private const int MostHops = 2000;
    private const int MostSiblings = 500;

    /// <param name="parts">The symbol first, then what stands for the same thing.</param>
    public static ContextSelectionResult Of(Snapshot snapshot, IReadOnlyList<int> parts, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(parts);
        var traversal = new Traversal(snapshot);
        var options = new TraversalOptions(Levels, Limit: MostHops);
        var callers = traversal.Callers(parts, options, cancellation);
        var callees = traversal.Callees(parts, options, cancellation);
        var found = new List<Related>();
        var met = new HashSet<int>(parts);
        var files = new HashSet<int>();
        foreach (var part in parts.Skip(1))
            found.Add(new(part, snapshot.Symbol(part).File, ContextRole.Part, 0, snapshot.Incoming(part).Length, default));
        for (var distance = 1; distance <= Levels; distance++)
        {
            foreach (var hop in callers.Hops.Where(h => h.Distance == distance && !IsInside(h.From)))
            {
                if (hop.From >= 0 ? met.Add(hop.From) : files.Add(hop.File))
                    found.Add(new(hop.From, hop.File, ContextRole.Caller, distance, hop.From >= 0 ? snapshot.Incoming(hop.From).Length : 0, hop));
            }
            foreach (var hop in callees.Hops.Where(h => h.Distance == distance && !IsInside(h.To) && met.Add(h.To)))
                found.Add(new(hop.To, snapshot.Symbol(hop.To).File, ContextRole.Callee, distance, snapshot.Incoming(hop.To).Length, hop));
            if (distance == 1)
                AddTypes();
        }
        AddSiblings();
        return new([.. found.OrderBy(r => r.Distance).ThenByDescending(r => r.Uses).ThenBy(r => r.Symbol)], callers.Unresolved + callees.Unresolved, callers.Ambiguous + callees.Ambiguous);

        bool IsInside(int symbol) => symbol >= 0 && parts.Any(p => Exposure.IsInside(snapshot, symbol, p));

        void AddTypes()
        {
            foreach (var part in parts)
            {
                foreach (var holder in snapshot.Children(part).ToArray().Prepend(part))
                {
                    foreach (var reference in snapshot.Outgoing(holder))
                    {
                        var use = snapshot.Reference(reference);
                        if (use.State != ReferenceState.Resolved || use.Role is not (ReferenceRole.Type or ReferenceRole.Inherit))
                            continue;
                        foreach (var target in snapshot.TargetsOf(use))
                        {
                            if (snapshot.Symbol(target).Kind is SymbolKind.TypeParameter || !snapshot.Symbol(target).Kind.IsType() || IsInside(target) || !met.Add(target))
                                continue;
                            var hop = new Hop(use.From, snapshot.FileOfReference(reference), target, Traversal.KindOf(use.Role), use.Tier, use.Line, use.Column, 1);
                            found.Add(new(target, snapshot.Symbol(target).File, ContextRole.Type, 1, snapshot.Incoming(target).Length, hop));
                        }
                    }
                }
            }
        }

        void AddSiblings()
        {
            var (parent, file) = (snapshot.Symbol(parts[0]).Parent, snapshot.Symbol(parts[0]).File);
            var (first, end) = snapshot.SymbolsOfFile(file);
            var candidates = parent >= 0 ? snapshot.Children(parent).ToArray() : Enumerable.Range(first, end - first).Where(s => snapshot.Symbol(s).Parent < 0);
            foreach (var sibling in candidates.Where(s => !snapshot.IsLocal(s) && met.Add(s)).Take(MostSiblings))
                found.Add(new(sibling, snapshot.Symbol(sibling).File, ContextRole.Sibling, 2, snapshot.Incoming(sibling).Length, default));
        }
    }
}
