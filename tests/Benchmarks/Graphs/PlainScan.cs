using CodeGraph.Graph;
using CodeGraph.Model;

namespace CodeGraph.Benchmarks.Graphs;

/// <summary>The yardstick: the same questions without any index, by a pass over all references for each level.</summary>
internal static class PlainScan
{
    /// <summary>How many uses lead to the symbol or to what leads to it.</summary>
    public static int Callers(Snapshot snapshot, int symbol, int levels) => Closure(snapshot, symbol, levels, callsOnly: true);

    public static int Impact(Snapshot snapshot, int symbol) => Closure(snapshot, symbol, int.MaxValue, callsOnly: false);

    /// <summary>Steps from one symbol to another; -1 for no way.</summary>
    public static int Path(Snapshot snapshot, int from, int to)
    {
        var reached = new bool[snapshot.SymbolCount];
        reached[from] = true;
        for (var length = 1; length <= 32; length++)
        {
            var next = (bool[])reached.Clone();
            var grown = false;
            for (var reference = 0; reference < snapshot.ReferenceCount; reference++)
            {
                var use = snapshot.Reference(reference);
                if (use.State != ReferenceState.Resolved || use.From < 0 || !reached[use.From])
                    continue;
                foreach (var target in snapshot.TargetsOf(use))
                {
                    grown |= !next[target];
                    next[target] = true;
                }
            }
            if (next[to])
                return length;
            if (!grown)
                return -1;
            reached = next;
        }
        return -1;
    }

    /// <summary>One pass over everything that an analysis has to look at.</summary>
    public static long Pass(Snapshot snapshot)
    {
        var sum = 0L;
        for (var reference = 0; reference < snapshot.ReferenceCount; reference++)
        {
            var use = snapshot.Reference(reference);
            if (use.State != ReferenceState.Resolved)
                continue;
            foreach (var target in snapshot.TargetsOf(use))
                sum += snapshot.Symbol(target).File;
        }
        return sum;
    }

    private static int Closure(Snapshot snapshot, int symbol, int levels, bool callsOnly)
    {
        var reached = new bool[snapshot.SymbolCount];
        reached[symbol] = true;
        var (count, grown) = (0, true);
        for (var level = 0; level < levels && grown; level++)
        {
            var next = (bool[])reached.Clone();
            (count, grown) = (0, false);
            for (var reference = 0; reference < snapshot.ReferenceCount; reference++)
            {
                var use = snapshot.Reference(reference);
                if (use.State != ReferenceState.Resolved || (callsOnly && use.Role != ReferenceRole.Call))
                    continue;
                foreach (var target in snapshot.TargetsOf(use))
                {
                    if (!reached[target])
                        continue;
                    count++;
                    if (use.From < 0 || next[use.From])
                        continue;
                    next[use.From] = grown = true;
                }
            }
            reached = next;
        }
        return count;
    }
}
