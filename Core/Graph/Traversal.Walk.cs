using System.Buffers;
using CodeGraph.Model;

namespace CodeGraph.Graph;

public sealed partial class Traversal
{
    /// <summary>The queue of a breadth-first walk, what was met, and what it found. All of it pooled; one thread.</summary>
    private sealed class Walk : IDisposable
    {
        private readonly Traversal owner;
        private readonly TraversalOptions options;
        private readonly CancellationToken cancellation;
        private readonly VisitedSet reached;
        private readonly VisitedSet files;
        private readonly VisitedSet fileLevel;
        private readonly VisitedSet names;
        private readonly VisitedSet leftUses;
        private readonly VisitedSet told;
        private readonly List<Hop> hops = [];
        private int[] queue = ArrayPool<int>.Shared.Rent(256);
        private int head;
        private int tail;
        private int levelEnd;
        private int depth;
        private int total;
        private int fileCount;
        private int ambiguous;
        private int otherTiers;

        public Walk(Traversal owner, TraversalOptions options, CancellationToken cancellation)
        {
            this.owner = owner;
            this.options = options;
            this.cancellation = cancellation;
            reached = new(owner.snapshot.SymbolCount);
            files = new(owner.snapshot.FileCount);
            fileLevel = new(owner.snapshot.FileCount);
            names = new(owner.snapshot.NameCount);
            leftUses = new(owner.snapshot.ReferenceCount);
            told = new(owner.snapshot.ReferenceCount);
        }

        public int Unresolved { get; set; }

        /// <summary>Sees every hop, on the page or not.</summary>
        public Action<Hop>? Visit { get; init; }

        /// <summary>Hops that wait to be taken as a part.</summary>
        public int Waiting => hops.Count;

        public void AddRoot(int symbol)
        {
            ReachWithConstructors(symbol);
            levelEnd = tail;
        }

        public void AddRootWithMembers(int root)
        {
            owner.AddMembers(root, symbol =>
            {
                if (!reached.Add(symbol))
                    return false;
                Enqueue(symbol);
                return true;
            });
            levelEnd = tail;
        }

        public bool Next(out int symbol)
        {
            if ((head & 0xFFF) == 0)
                cancellation.ThrowIfCancellationRequested();
            if (head == levelEnd)
            {
                depth++;
                levelEnd = tail;
            }
            var more = head < tail && depth < options.Depth;
            symbol = more ? queue[head++] : -1;
            return more;
        }

        /// <summary>Whether the walk goes along a use. An ambiguous one is counted, once, and so is one of a tier that was not asked for.</summary>
        public bool Follows(in ReferenceEntry use, int reference)
        {
            if (use.State is not (ReferenceState.Resolved or ReferenceState.Ambiguous))
                return false;
            var tier = TierOf(use);
            var follows = options.Tiers.Has(tier);
            if ((!follows || tier == Tier.Ambiguous) && leftUses.Add(reference))
                CountLeft(tier);
            return follows;
        }

        /// <summary>Whether a use with several targets is met through the first of them.</summary>
        public bool IsNew(int reference) => told.Add(reference);

        public bool Follows(in RelationRecord relation)
        {
            var follows = options.Tiers.Has(relation.Tier);
            if (!follows || relation.Tier == Tier.Ambiguous)
                CountLeft(relation.Tier);
            return follows;
        }

        /// <summary>Puts a symbol on the next level; false where it was met, or is no symbol.</summary>
        public bool Reach(int symbol)
        {
            if (symbol < 0 || !reached.Add(symbol))
                return false;
            Enqueue(symbol);
            return true;
        }

        /// <summary>As <see cref="Reach"/>; a type's constructors stand on its own level.</summary>
        public bool ReachWithConstructors(int symbol)
        {
            if (!Reach(symbol))
                return false;
            if (owner.snapshot.Symbol(symbol).Kind.IsType())
            {
                foreach (var child in owner.snapshot.Children(symbol))
                {
                    if (owner.snapshot.Symbol(child).Kind == SymbolKind.Constructor)
                        Reach(child);
                }
            }
            return true;
        }

        /// <summary>False where the file was met.</summary>
        public bool ReachFile(int file) => fileLevel.Add(file);

        public void Take(int reference, in ReferenceEntry use, int target)
        {
            Count(use.From >= 0 ? owner.snapshot.Symbol(use.From).File : owner.snapshot.FileOfReference(reference));
            if (IsOnPage || Visit is not null)
                Add(owner.HopOf(reference, use, target, depth + 1));
        }

        public void Take(in RelationRecord relation)
        {
            Count(owner.snapshot.Symbol(relation.From).File);
            if (IsOnPage || Visit is not null)
                Add(owner.HopOf(relation, depth + 1));
        }

        public void CountUnresolved(int name, bool callsOnly)
        {
            if (!names.Add(name))
                return;
            var uses = owner.snapshot.UnresolvedOf(name);
            if (!callsOnly)
            {
                Unresolved += uses.Length;
                return;
            }
            foreach (var use in uses)
            {
                if (owner.snapshot.Reference(use).Role == ReferenceRole.Call)
                    Unresolved++;
            }
        }

        public TraversalResult ToResult() => new(hops, total, Unresolved, ambiguous, otherTiers, fileCount);

        /// <summary>The hops since the last part; the walk lets go of them.</summary>
        public TraversalResult TakePart()
        {
            var part = ToResult() with { Hops = [.. hops] };
            hops.Clear();
            return part;
        }

        public void Dispose()
        {
            ArrayPool<int>.Shared.Return(queue);
            reached.Dispose();
            files.Dispose();
            fileLevel.Dispose();
            names.Dispose();
            leftUses.Dispose();
            told.Dispose();
        }

        /// <summary>Of the hop that was counted last.</summary>
        private bool IsOnPage => total > options.Skip && hops.Count < options.Limit;

        private void Add(in Hop hop)
        {
            if (IsOnPage)
                hops.Add(hop);
            Visit?.Invoke(hop);
        }

        private void CountLeft(Tier tier)
        {
            if (tier == Tier.Ambiguous)
                ambiguous++;
            else
                otherTiers++;
        }

        private void Count(int file)
        {
            total++;
            if (files.Add(file))
                fileCount++;
        }

        private void Enqueue(int symbol)
        {
            if (tail == queue.Length)
            {
                var larger = ArrayPool<int>.Shared.Rent(queue.Length * 2);
                queue.AsSpan(0, tail).CopyTo(larger);
                ArrayPool<int>.Shared.Return(queue);
                queue = larger;
            }
            queue[tail++] = symbol;
        }
    }
}
