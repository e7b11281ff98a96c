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
        private readonly VisitedSet ambiguousUses;
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

        public Walk(Traversal owner, TraversalOptions options, CancellationToken cancellation)
        {
            this.owner = owner;
            this.options = options;
            this.cancellation = cancellation;
            reached = new(owner.snapshot.SymbolCount);
            files = new(owner.snapshot.FileCount);
            fileLevel = new(owner.snapshot.FileCount);
            names = new(owner.snapshot.NameCount);
            ambiguousUses = new(owner.snapshot.ReferenceCount);
            told = new(owner.snapshot.ReferenceCount);
        }

        public int Unresolved { get; set; }

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

        /// <summary>Whether the walk goes along a use; an ambiguous one is counted, once.</summary>
        public bool Follows(in ReferenceEntry use, int reference)
        {
            if (use.State == ReferenceState.Resolved)
                return true;
            if (use.State != ReferenceState.Ambiguous)
                return false;
            if (ambiguousUses.Add(reference))
                ambiguous++;
            return options.IncludeAmbiguous;
        }

        /// <summary>Whether a use with several targets is met through the first of them.</summary>
        public bool IsNew(int reference) => told.Add(reference);

        public bool Follows(in RelationRecord relation)
        {
            if (relation.Tier != Tier.Ambiguous)
                return true;
            ambiguous++;
            return options.IncludeAmbiguous;
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
            if (hops.Count < options.Limit)
                hops.Add(owner.HopOf(reference, use, target, depth + 1));
        }

        public void Take(in RelationRecord relation)
        {
            Count(owner.snapshot.Symbol(relation.From).File);
            if (hops.Count < options.Limit)
                hops.Add(owner.HopOf(relation, depth + 1));
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

        public TraversalResult ToResult() => new(hops, total, Unresolved, ambiguous, fileCount);

        public void Dispose()
        {
            ArrayPool<int>.Shared.Return(queue);
            reached.Dispose();
            files.Dispose();
            fileLevel.Dispose();
            names.Dispose();
            ambiguousUses.Dispose();
            told.Dispose();
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
