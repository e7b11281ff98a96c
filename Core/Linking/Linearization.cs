namespace CodeGraph.Linking;

/// <summary>
/// The order in which members of a type are looked for in the types above it: C3 (Barrett et al., "A Monotonic Superclass Linearization for Dylan",
/// OOPSLA 1996), and depth first where the hierarchy allows no such order. A base that leads back to the type is passed over.
/// </summary>
internal static class Linearization
{
    /// <summary>Types in one order. Written hierarchies have a few dozen; a chain of thousands would cost its length squared.</summary>
    internal const int MaxLength = 256;

    /// <param name="bases">By type: its bases in the order in which they are named; negative ones are outside.</param>
    /// <returns>By type: itself and those above it; null for types without bases.</returns>
    public static int[]?[] Of(int[][] bases)
    {
        var orders = new int[]?[bases.Length];
        var done = new bool[bases.Length];
        var entered = new bool[bases.Length];
        var open = new Stack<(int Type, int Next)>();
        for (var start = 0; start < bases.Length; start++)
        {
            if (entered[start])
                continue;
            open.Push((start, 0));
            while (open.TryPop(out var top))
            {
                entered[top.Type] = true;
                var next = Array.FindIndex(bases[top.Type], top.Next, target => target >= 0 && !entered[target]);
                if (next >= 0)
                {
                    open.Push((top.Type, next + 1));
                    open.Push((bases[top.Type][next], 0));
                    continue;
                }
                orders[top.Type] = Order(top.Type, bases[top.Type], orders, done);
                done[top.Type] = true;
            }
        }
        return orders;
    }

    private static int[]? Order(int type, int[] bases, int[]?[] orders, bool[] done)
    {
        var above = Array.FindAll(bases, target => target >= 0 && done[target]);
        if (above.Length == 0)
            return null;
        var order = new List<int> { type };
        var lists = above.Select(target => orders[target] ?? [target]).ToList();
        if (lists.Count == 1)
        {
            order.AddRange(lists[0]);
        }
        else
        {
            lists.Add(above);
            if (!Merge(lists, order))
                order = [.. lists.SelectMany(list => list).Prepend(type).Distinct()];
        }
        return [.. order.Take(MaxLength)];
    }

    // Takes the first head that is in no other list's tail, again and again.
    private static bool Merge(List<int[]> lists, List<int> order)
    {
        // How many lists hold a type behind their head.
        var waiting = new Dictionary<int, int>();
        foreach (var list in lists)
        {
            foreach (var type in list.AsSpan(1))
                waiting[type] = waiting.GetValueOrDefault(type) + 1;
        }
        var at = new int[lists.Count];
        while (order.Count <= MaxLength)
        {
            var head = -1;
            var left = false;
            for (var i = 0; i < lists.Count && head < 0; i++)
            {
                left |= at[i] < lists[i].Length;
                if (at[i] < lists[i].Length && waiting.GetValueOrDefault(lists[i][at[i]]) == 0)
                    head = lists[i][at[i]];
            }
            if (head < 0)
                return !left;
            order.Add(head);
            for (var i = 0; i < lists.Count; i++)
            {
                if (at[i] < lists[i].Length && lists[i][at[i]] == head && ++at[i] < lists[i].Length)
                    waiting[lists[i][at[i]]]--;
            }
        }
        return true;
    }
}
