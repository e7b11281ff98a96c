namespace CodeGraph.Linking;

/// <summary>Finds members along the hierarchy. One per thread: it remembers what it found.</summary>
internal sealed class MemberLookup(EntityTable entities)
{
    private readonly Dictionary<long, int> inherited = [];

    /// <summary>First node of the members of that name in a type, else in the first above it, in the order of <see cref="Linearization"/>, that has one; -1 for none.</summary>
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
        if (entities.Bases(entity).Contains(Value.ExternalType))
            return true;
        foreach (var type in entities.Above(entity))
        {
            if (entities.Bases(type).Contains(Value.ExternalType))
                return true;
        }
        return false;
    }

    private int FindInherited(int entity, int name)
    {
        foreach (var type in entities.Above(entity))
        {
            if (entities.Members(type, name) is >= 0 and var node)
                return node;
        }
        return -1;
    }
}
