using System.Buffers;
using CodeGraph.Model;

namespace CodeGraph.Graph;

/// <param name="Found">Whether there is a chain; one without steps where start and goal share a symbol.</param>
/// <param name="Steps">The chain from the start, each step's distance being its number from 1.</param>
/// <param name="Unresolved">Uses met on the way from the start of which nothing is known.</param>
/// <param name="Ambiguous">Uses met on the way that have several candidates.</param>
/// <param name="OtherTiers">Resolved uses and relations that were met and not followed, as their tier was not asked for.</param>
public sealed record PathResult(bool Found, IReadOnlyList<Hop> Steps, int Unresolved, int Ambiguous, int OtherTiers);

public sealed partial class Traversal
{
    /// <summary>
    /// A shortest chain of uses and relations between symbols: two breadth-first walks that meet. A type's members count as the type at either end.
    /// </summary>
    public PathResult Path(
        IReadOnlyList<int> from, IReadOnlyList<int> to, TierSet tiers = TierSet.Certain, int maxLength = 32, CancellationToken cancellation = default)
    {
        using var start = new Side(this, from, forward: true, tiers);
        using var goal = new Side(this, to, forward: false, tiers);
        foreach (var symbol in start.Frontier)
        {
            if (goal.Has(symbol))
                return new(true, [], 0, 0, 0);
        }
        var meeting = -1;
        for (var length = 1; length <= maxLength && meeting < 0 && start.Frontier.Count > 0 && goal.Frontier.Count > 0; length++)
            meeting = start.Frontier.Count <= goal.Frontier.Count ? start.Expand(goal, cancellation) : goal.Expand(start, cancellation);
        var (ambiguous, otherTiers) = (start.Ambiguous + goal.Ambiguous, start.OtherTiers + goal.OtherTiers);
        if (meeting < 0)
            return new(false, [], start.Unresolved, ambiguous, otherTiers);
        var edges = new List<(int Edge, int From, int To)>();
        start.Trace(meeting, edges);
        edges.Reverse();
        goal.Trace(meeting, edges);
        return new(true, [.. edges.Select((e, i) => ToHop(e.Edge, e.To, i + 1))], start.Unresolved, ambiguous, otherTiers);
    }

    private Hop ToHop(int edge, int target, int distance) =>
        edge >= 0 ? HopOf(edge, snapshot.Reference(edge), target, distance) : HopOf(snapshot.Relation(~edge), distance);

    /// <summary>One of the two walks: for each symbol it met, the edge that led there (a reference, or the complement of a relation) and from where.</summary>
    private sealed class Side : IDisposable
    {
        private readonly Traversal owner;
        private readonly bool forward;
        private readonly TierSet tiers;
        private readonly VisitedSet met;
        private readonly int[] edge;
        private readonly int[] previous;
        private readonly int[] level;
        private List<int> next = [];
        private int depth;

        public Side(Traversal owner, IReadOnlyList<int> roots, bool forward, TierSet tiers)
        {
            this.owner = owner;
            this.forward = forward;
            this.tiers = tiers;
            var count = owner.snapshot.SymbolCount;
            met = new(count);
            edge = ArrayPool<int>.Shared.Rent(count);
            previous = ArrayPool<int>.Shared.Rent(count);
            level = ArrayPool<int>.Shared.Rent(count);
            foreach (var root in roots)
            {
                owner.AddMembers(root, symbol =>
                {
                    if (!met.Add(symbol))
                        return false;
                    previous[symbol] = -1;
                    level[symbol] = 0;
                    Frontier.Add(symbol);
                    return true;
                });
            }
        }

        public List<int> Frontier { get; private set; } = [];

        public int Unresolved { get; private set; }

        public int Ambiguous { get; private set; }

        public int OtherTiers { get; private set; }

        public bool Has(int symbol) => met.Contains(symbol);

        /// <summary>Goes one level on. Returns the symbol nearest to the other side's roots that both have met, or -1.</summary>
        public int Expand(Side other, CancellationToken cancellation)
        {
            depth++;
            next.Clear();
            var seen = 0;
            foreach (var symbol in Frontier)
            {
                if ((seen++ & 0xFFF) == 0)
                    cancellation.ThrowIfCancellationRequested();
                if (forward)
                    ExpandForward(symbol);
                else
                    ExpandBackward(symbol);
            }
            (Frontier, next) = (next, Frontier);
            var meeting = -1;
            foreach (var symbol in Frontier)
            {
                if (other.Has(symbol) && (meeting < 0 || other.level[symbol] < other.level[meeting]))
                    meeting = symbol;
            }
            return meeting;
        }

        /// <summary>Appends the edges from a symbol back to a root of this side, each in the direction of its relation.</summary>
        public void Trace(int symbol, List<(int Edge, int From, int To)> edges)
        {
            for (var at = symbol; previous[at] >= 0; at = previous[at])
                edges.Add(forward ? (edge[at], previous[at], at) : (edge[at], at, previous[at]));
        }

        public void Dispose()
        {
            met.Dispose();
            ArrayPool<int>.Shared.Return(edge);
            ArrayPool<int>.Shared.Return(previous);
            ArrayPool<int>.Shared.Return(level);
        }

        private void ExpandForward(int symbol)
        {
            foreach (var reference in owner.snapshot.Outgoing(symbol))
            {
                var use = owner.snapshot.Reference(reference);
                if (use.State == ReferenceState.Unresolved)
                    Unresolved++;
                if (use.State is not (ReferenceState.Resolved or ReferenceState.Ambiguous) || !Follows(TierOf(use)))
                    continue;
                foreach (var target in owner.snapshot.TargetsOf(use))
                    Reach(target, reference, symbol);
            }
            var (first, end) = owner.snapshot.RelationsFrom(symbol);
            for (var relation = first; relation < end; relation++)
            {
                if (Follows(owner.snapshot.Relation(relation).Tier))
                    Reach(owner.snapshot.Relation(relation).To, ~relation, symbol);
            }
        }

        private void ExpandBackward(int symbol)
        {
            foreach (var reference in owner.snapshot.Incoming(symbol))
            {
                var use = owner.snapshot.Reference(reference);
                if (use.From >= 0 && Follows(TierOf(use)))
                    Reach(use.From, reference, symbol);
            }
            foreach (var relation in owner.snapshot.RelationsTo(symbol))
            {
                if (Follows(owner.snapshot.Relation(relation).Tier))
                    Reach(owner.snapshot.Relation(relation).From, ~relation, symbol);
            }
        }

        private bool Follows(Tier tier)
        {
            var follows = tiers.Has(tier);
            if (tier == Tier.Ambiguous)
                Ambiguous++;
            else if (!follows)
                OtherTiers++;
            return follows;
        }

        private void Reach(int symbol, int by, int from)
        {
            if (!met.Add(symbol))
                return;
            edge[symbol] = by;
            previous[symbol] = from;
            level[symbol] = depth;
            next.Add(symbol);
        }
    }
}
