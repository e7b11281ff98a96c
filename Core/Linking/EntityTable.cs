namespace CodeGraph.Linking;

/// <summary>
/// What has members: modules, namespaces and types. Parts written in several places (a partial class, a namespace, a package's files) are one
/// entity. Filled by one thread, then read by all.
/// </summary>
internal sealed class EntityTable
{
    public const int MaxSubtypes = 64;

    private readonly List<int> parents;
    private readonly List<int> names;
    private readonly List<int> symbols;
    private readonly List<bool> types;
    private readonly List<List<int>?> files;
    private readonly PairTable nested;

    /// <summary>By entity and name, the first node of its members of that name.</summary>
    private readonly PairTable memberHead;

    /// <summary>The last node of a name's members is known at the first.</summary>
    private readonly List<(int Symbol, int Next, int Last)> members;
    private readonly Dictionary<int, List<int>> derived = [];
    private int[][] bases = [];
    private int[]?[] orders = [];

    /// <param name="before">A table of about the same size; null for none.</param>
    public EntityTable(EntityTable? before)
    {
        var entities = before is null ? 0 : before.Count + (before.Count / 16);
        (parents, names, symbols, types, files) = (new(entities), new(entities), new(entities), new(entities), new(entities));
        members = new(before?.members.Count ?? 0);
        nested = new(before?.nested.Count ?? 0);
        memberHead = new(before?.memberHead.Count ?? 0);
    }

    public int Count => parents.Count;

    /// <summary>The entity around it, -1 for a root.</summary>
    public int Parent(int entity) => parents[entity];

    public int Name(int entity) => names[entity];

    public bool IsType(int entity) => types[entity];

    /// <summary>The first symbol that defines it, -1 where none does (a directory, a package).</summary>
    public int Symbol(int entity) => symbols[entity];

    /// <summary>Files whose file-level names are its members.</summary>
    public IReadOnlyList<int> Files(int entity) => files[entity] ?? (IReadOnlyList<int>)[];

    public ReadOnlySpan<int> Bases(int entity) => bases.Length == 0 || bases[entity] is null ? [] : bases[entity];

    public int Add(int parent, int name, bool isType, int symbol)
    {
        parents.Add(parent);
        names.Add(name);
        types.Add(isType);
        symbols.Add(symbol);
        files.Add(null);
        return parents.Count - 1;
    }

    /// <summary>Lets a symbol stand for an entity that has none yet.</summary>
    public void Represent(int entity, int symbol)
    {
        if (symbols[entity] < 0)
            symbols[entity] = symbol;
    }

    public void AddFile(int entity, int file) => (files[entity] ??= []).Add(file);

    /// <summary>The entity of that name inside of another, made if need be: how parts of namespaces and open types meet.</summary>
    /// <param name="key">The name under which it is found, where several of one name are told apart; -1 for the name.</param>
    public int GetOrAdd(int parent, int name, bool isType, int symbol, int key = -1)
    {
        if (key < 0)
            key = name;
        if (nested.Find(parent, key) is >= 0 and var known && (types[known] == isType || symbol < 0))
        {
            if (symbols[known] < 0)
                symbols[known] = symbol;
            return known;
        }
        var added = Add(parent, name, isType, symbol);
        nested.Set(parent, key, added);
        return added;
    }

    /// <summary>The namespace, module or open type of that name inside of another; -1 for none.</summary>
    public int Nested(int parent, int name) => nested.Find(parent, name);

    public void SetNested(int parent, int name, int entity) => nested.Set(parent, name, entity);

    public void AddMember(int entity, int name, int symbol)
    {
        var added = members.Count;
        members.Add((symbol, -1, added));
        var head = memberHead.GetOrAdd(entity, name, added);
        if (head == added)
            return;
        var nodes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(members);
        nodes[nodes[head].Last].Next = added;
        nodes[head].Last = added;
    }

    /// <summary>First node of the members of that name, -1 for none; follow it with <see cref="Next"/>.</summary>
    public int Members(int entity, int name) => memberHead.Find(entity, name);

    public int MemberSymbol(int node) => members[node].Symbol;

    public int Next(int node) => members[node].Next;

    public void SetBases(int[][] resolved)
    {
        bases = resolved;
        members.TrimExcess();
        orders = Linearization.Of(resolved);
        derived.Clear();
        for (var entity = 0; entity < bases.Length; entity++)
        {
            foreach (var target in Bases(entity))
            {
                if (target < 0)
                    continue;
                if (!derived.TryGetValue(target, out var list))
                    derived[target] = list = [];
                list.Add(entity);
            }
        }
    }

    /// <summary>All types above a type, in the order in which their members are looked for.</summary>
    public ReadOnlySpan<int> Above(int entity) => entity < orders.Length && orders[entity] is { } order ? order.AsSpan(1) : [];

    /// <summary>The types below a type, the nearest first; at most <see cref="MaxSubtypes"/>.</summary>
    public List<int> Subtypes(int entity)
    {
        var found = new List<int> { entity };
        for (var next = 0; next < found.Count; next++)
        {
            foreach (var below in derived.GetValueOrDefault(found[next]) ?? [])
            {
                if (found.Count > MaxSubtypes)
                    break;
                if (!found.Contains(below))
                    found.Add(below);
            }
        }
        found.RemoveAt(0);
        return found;
    }
}
