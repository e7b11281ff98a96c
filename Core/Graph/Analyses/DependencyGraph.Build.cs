using CodeGraph.Model;

namespace CodeGraph.Graph.Analyses;

public sealed partial class DependencyGraph
{
    /// <summary>The dependencies between the files of a snapshot, in one pass over its references.</summary>
    /// <param name="snapshot">The graph.</param>
    /// <param name="tiers">Relations of these tiers count.</param>
    /// <param name="cancellation">Asked file by file.</param>
    public static DependencyGraph OfFiles(Snapshot snapshot, TierSet tiers = TierSet.Certain, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var builder = new Builder(snapshot, tiers);
        var nodes = new string[snapshot.FileCount];
        var starts = new int[snapshot.FileCount + 1];
        for (var file = 0; file < nodes.Length; file++)
        {
            cancellation.ThrowIfCancellationRequested();
            nodes[file] = snapshot.Path(file);
            builder.Add(file);
            starts[file + 1] = builder.Entries.Count;
        }
        return new(nodes, starts, [.. builder.Entries]);
    }

    /// <summary>One row after the other: for each file the place of its entry in the row that is being made.</summary>
    private sealed class Builder
    {
        private readonly Snapshot snapshot;
        private readonly TierSet tiers;
        private readonly int[] entryOf;
        private readonly int[] lastUse;
        private readonly int[] relationStart;
        private readonly int[] relations;
        private int first;

        public Builder(Snapshot snapshot, TierSet tiers)
        {
            this.snapshot = snapshot;
            this.tiers = tiers;
            entryOf = new int[snapshot.FileCount];
            lastUse = new int[snapshot.FileCount];
            Array.Fill(entryOf, -1);
            Array.Fill(lastUse, -1);
            (relationStart, relations) = ByFile();
        }

        public List<Dependency> Entries { get; } = [];

        public void Add(int file)
        {
            first = Entries.Count;
            var end = snapshot.File(file + 1).FirstReference;
            for (var reference = snapshot.File(file).FirstReference; reference < end; reference++)
                AddUse(file, reference);
            foreach (var relation in relations.AsSpan(relationStart[file]..relationStart[file + 1]))
            {
                var record = snapshot.Relation(relation);
                if (tiers.Has(record.Tier))
                    Count(file, snapshot.Symbol(record.To).File, record.Kind, ~relation, record.To);
            }
            var row = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Entries)[first..];
            foreach (ref readonly var entry in row)
                entryOf[entry.To] = -1;
            row.Sort((a, b) => a.To.CompareTo(b.To));
        }

        private void AddUse(int file, int reference)
        {
            var use = snapshot.Reference(reference);
            if (use.State is not (ReferenceState.Resolved or ReferenceState.Ambiguous) || !tiers.Has(use.State == ReferenceState.Ambiguous ? Tier.Ambiguous : use.Tier))
                return;
            var kind = Traversal.KindOf(use.Role);
            if (snapshot.ModuleOf(use) is >= 0 and var module)
                Count(file, module, kind, reference, -1);
            foreach (var target in snapshot.TargetsOf(use))
            {
                var to = snapshot.Symbol(target).File;
                if (to == file || lastUse[to] == reference || snapshot.Symbol(target).Kind == SymbolKind.Namespace || (kind == RelationKind.Inherits && IsRelation(use.From, target)))
                    continue;
                lastUse[to] = reference;
                Count(file, to, kind, reference, target);
            }
        }

        private bool IsRelation(int from, int to)
        {
            if (from < 0)
                return false;
            var (at, end) = snapshot.RelationsFrom(from);
            for (; at < end; at++)
            {
                if (snapshot.Relation(at).To == to)
                    return true;
            }
            return false;
        }

        private void Count(int from, int to, RelationKind kind, int example, int target)
        {
            if (from == to)
                return;
            if (entryOf[to] < 0)
            {
                entryOf[to] = Entries.Count;
                Entries.Add(new(to, default, example, target));
            }
            var entry = Entries[entryOf[to]];
            Entries[entryOf[to]] = entry with { Counts = entry.Counts.With(kind) };
        }

        private (int[] Start, int[] Relations) ByFile()
        {
            var starts = new int[snapshot.FileCount + 2];
            for (var i = 0; i < snapshot.RelationCount; i++)
                starts[snapshot.Relation(i).File + 2]++;
            for (var file = 2; file < starts.Length; file++)
                starts[file] += starts[file - 1];
            var ordered = new int[snapshot.RelationCount];
            for (var i = 0; i < ordered.Length; i++)
                ordered[starts[snapshot.Relation(i).File + 1]++] = i;
            return (starts[..^1], ordered);
        }
    }
}
