namespace CodeGraph.Linking;

/// <summary>Finds members along the hierarchy. One per thread: it remembers what it found.</summary>
internal sealed class MemberLookup(EntityTable entities)
{
    private const int MaxDepth = 48;

    private readonly Dictionary<long, int> inherited = [];
    private readonly Dictionary<int, int[]> linearizations = [];

    /// <summary>First node of the members of that name in a type, else in the first of its bases, in the order of resolution, that has one; -1 for none.</summary>
    public int Find(int entity, int name)
    {
        var own = entities.Members(entity, name);
        if (own >= 0 || entities.Bases(entity).IsEmpty)
            return own;
        var key = ((long)entity << 32) | (uint)name;
        if (!inherited.TryGetValue(key, out var known))
            inherited[key] = known = FindInherited(entity, name);
        return known;
    }

    /// <summary>Some type above is none of the repository's: what is not found may be inherited from there.</summary>
    public bool HasExternalBase(int entity)
    {
        foreach (var type in Linearize(entity))
        {
            if (entities.Bases(type).Contains(Value.ExternalType))
                return true;
        }
        return false;
    }

    /// <summary>
    /// A type and all above it in the order in which members are looked for: C3 (Barrett et al., "A Monotonic Superclass Linearization for Dylan",
    /// OOPSLA 1996), and depth first where the hierarchy allows no such order.
    /// </summary>
    public int[] Linearize(int entity, int depth = 0)
    {
        if (linearizations.TryGetValue(entity, out var known))
            return known;
        linearizations[entity] = [entity];
        var lists = new List<List<int>>();
        foreach (var target in entities.Bases(entity))
        {
            if (target >= 0 && depth < MaxDepth)
                lists.Add([.. Linearize(target, depth + 1)]);
        }
        var order = new List<int> { entity };
        if (lists.Count == 1)
        {
            order.AddRange(lists[0].Where(type => type != entity));
        }
        else if (lists.Count > 1)
        {
            lists.Add([.. entities.Bases(entity).ToArray().Where(target => target >= 0)]);
            if (!Merge(lists, order))
                order = [.. lists.SelectMany(list => list).Prepend(entity).Distinct()];
        }
        return linearizations[entity] = [.. order];
    }

    // Takes the first head that is in no other list's tail, again and again.
    private static bool Merge(List<List<int>> lists, List<int> order)
    {
        var work = lists.ConvertAll(list => new List<int>(list));
        for (work.RemoveAll(list => list.Count == 0); work.Count > 0; work.RemoveAll(list => list.Count == 0))
        {
            var head = -1;
            foreach (var list in work)
            {
                if (work.TrueForAll(other => other.IndexOf(list[0], 1) < 0))
                {
                    head = list[0];
                    break;
                }
            }
            if (head < 0)
                return false;
            order.Add(head);
            foreach (var list in work)
            {
                if (list[0] == head)
                    list.RemoveAt(0);
            }
        }
        return true;
    }

    private int FindInherited(int entity, int name)
    {
        foreach (var type in Linearize(entity).AsSpan(1))
        {
            if (entities.Members(type, name) is >= 0 and var node)
                return node;
        }
        return -1;
    }
}
