using System.Numerics;
using System.Runtime.InteropServices;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Values;

/// <summary>
/// Propagates values along constraints until nothing changes. A node that passes <see cref="MaxValues"/> is given up: a use of it could mean
/// anything. The work is bounded by nodes times <see cref="MaxValues"/>.
/// </summary>
internal sealed partial class ValueSolver
{
    public const int MaxValues = 16;

    /// <summary>The room of a node's second value: for so many.</summary>
    private const int FewValues = 4;

    private const byte GivenUp = byte.MaxValue;

    private static readonly NodeState Unlinked = new() { Copies = -1, Attached = -1 };

    private readonly LinkContext context;
    private readonly LinkProgram program;
    private readonly EntityTable entities;
    private readonly MemberLookup members;
    private readonly ValueFlow flow;
    private readonly Nodes nodes;
    private readonly Dictionary<int, int> decorated;
    private readonly int[] firstNode;
    private readonly StringInterner keys = new();

    private List<Constraint> constraints = [];
    private List<CallSite> calls = [];
    private List<PassedValue> arguments = [];
    private List<(int File, Closure Closure)> closures = [];
    private int containers;

    // Values of nodes that hold several, behind one another with room for some more; most hold one.
    private readonly List<int> several = [];
    private NodeState[] states = [];
    private List<(int To, int Next)> copyLinks = [];
    private List<(int Constraint, int Next)> attachedLinks = [];
    private HashSet<long> dynamicCopies = [];

    // What is still to be done: a node has got a value, or a constraint (its complement) meets one that its node had before.
    private readonly Queue<(int Node, int Value)> work = new();
    private Dictionary<long, int> cells = [];
    private Stores?[] storesOf = [];
    private Dictionary<int, int> rests = [];
    private readonly Dictionary<long, int> properties = [];
    private HashSet<long> iterated = [];
    private readonly HashSet<int> stored = [];
    private int expected;
    private int links;
    private readonly int[] special;
    private readonly ArgumentGiver giver;
    private bool[] external = [];
    private int endOfFiles;
    private int count;

    /// <summary>Where each value of each node came from, while that is traced; and the node whose values are being passed on, -1 for none.</summary>
    private readonly Dictionary<(int Node, int Value), int>? origins;
    private int origin = -1;

    public ValueSolver(LinkContext context, ValueFlow flow, Dictionary<int, int> decorated, bool trace)
    {
        origins = trace ? [] : null;
        this.context = context;
        this.flow = flow;
        nodes = flow.Nodes;
        giver = new ArgumentGiver(context);
        this.decorated = decorated;
        program = context.Program;
        entities = program.Entities;
        members = new MemberLookup(entities);
        firstNode = new int[program.Files.Count];
        count = nodes.Count;
        special = [.. ((string[])["call", "apply", "bind", "prototype", "__call__", "__invoke", "__iter__", "__next__", "__getitem__"]).Select(program.FindName)];
        stored.UnionWith(special);
    }

    /// <summary>All of a node in one place, since a step looks at all of it.</summary>
    private struct NodeState
    {
        /// <summary>The only value; where there are several, the place of the first in the list of those.</summary>
        public int Value;

        /// <summary>The first of the copies from the node, and of the constraints on it, in the tables of links; -1 for none.</summary>
        public int Copies, Attached;

        public byte Count;
    }

    private enum Special
    {
        Call, Apply, Bind, Prototype, Callable, Invokable, Iterate, Next, GetItem,
    }

    /// <summary>What a node holds; empty where that is unknown.</summary>
    public ReadOnlySpan<int> Values(int node)
    {
        ref var state = ref states[node];
        return state.Count switch
        {
            GivenUp or 0 => [],
            1 => new ReadOnlySpan<int>(in state.Value),
            var count => CollectionsMarshal.AsSpan(several).Slice(state.Value, count),
        };
    }

    /// <summary>What a node holds that a file's constraints name.</summary>
    public ReadOnlySpan<int> ValuesOf(int file, int node)
    {
        node = Global(file, node);
        return Nodes.IsConstant(node) ? (int[])[AbstractValue.Symbol(Nodes.SymbolOf(node))] : Values(node);
    }

    /// <summary>Learns how many nodes a file has and under which names it stores values; called for all files before <see cref="Add"/>.</summary>
    public void Note(FileConstraints file)
    {
        expected += file.Count;
        links += file.Constraints.Count;
        foreach (var constraint in file.Constraints)
        {
            if (constraint.Kind is ConstraintKind.Store or ConstraintKind.StoreItem or ConstraintKind.StoreRest && constraint.Key >= 0)
                stored.Add(constraint.Key);
        }
    }

    /// <summary>Makes room for the nodes of all files, and for some that are found on the way.</summary>
    public void Reserve()
    {
        var files = count;
        Grow(count + expected + (expected / 4));
        copyLinks.EnsureCapacity(links);
        constraints.EnsureCapacity(links / 2);
        attachedLinks.EnsureCapacity(links / 2);
        dynamicCopies.EnsureCapacity(links / 2);
        cells.EnsureCapacity(links / 8);
        work.EnsureCapacity(links / 2);
        count = files;
    }

    /// <summary>Takes in what a file says. Called in the order of the files.</summary>
    public void Add(FileConstraints file)
    {
        var (call, argument, closure, container) = (calls.Count, arguments.Count, closures.Count, containers);
        firstNode[file.File] = count;
        count += file.Count;
        foreach (var passed in file.Arguments)
            arguments.Add(passed with { Node = Global(file.File, passed.Node) });
        foreach (var site in file.Calls)
            calls.Add(site with { Result = site.Result == Nodes.None ? Nodes.None : Global(file.File, site.Result), First = site.First + argument });
        foreach (var one in file.Closures)
            closures.Add((file.File, one with { Result = Global(file.File, one.Result), Given = one.Given == Nodes.None ? Nodes.None : Global(file.File, one.Given) }));
        containers += file.Containers;
        foreach (var (owner, name, symbol) in file.Properties)
            properties[((long)(owner + container) << 32) | (uint)name] = symbol;
        foreach (var constraint in file.Constraints)
        {
            var a = Global(file.File, constraint.A);
            switch (constraint.Kind)
            {
                case ConstraintKind.Seed or ConstraintKind.StoreRest when !flow.Matters(constraint.A):
                case ConstraintKind.Copy when !flow.Matters(constraint.B):
                    break;
                case ConstraintKind.Seed:
                    AddValue(a, Relocate(constraint.B));
                    break;
                case ConstraintKind.Copy:
                    AddCopy(a, Global(file.File, constraint.B));
                    break;
                case ConstraintKind.LoadStored when !stored.Contains(constraint.Key):
                    break;
                case ConstraintKind.LoadStored:
                    Attach(constraint with { Kind = ConstraintKind.Load, A = a, B = Global(file.File, constraint.B) });
                    break;
                case ConstraintKind.StoreRest:
                    StoreItem(Rest(a), Key(file.File, constraint.Key), Global(file.File, constraint.B));
                    break;
                case ConstraintKind.Call or ConstraintKind.CallMember:
                    Attach(constraint with { A = a, B = constraint.B + call });
                    break;
                default:
                    Attach(constraint with { A = a, B = Global(file.File, constraint.B), Key = Key(file.File, constraint.Key) });
                    break;
            }
        }

        int Relocate(int value) => AbstractValue.KindOf(value) switch
        {
            AbstractKind.Container => AbstractValue.Of(AbstractKind.Container, AbstractValue.IndexOf(value) + container),
            AbstractKind.Closure => AbstractValue.Of(AbstractKind.Closure, AbstractValue.IndexOf(value) + closure),
            _ => value,
        };
    }

    public void Solve(CancellationToken cancellation)
    {
        endOfFiles = count;
        for (var steps = 0; work.TryDequeue(out var item); steps++)
        {
            if ((steps & 0xFFFF) == 0)
                cancellation.ThrowIfCancellationRequested();
            var (node, value) = item;
            if (node < 0)
            {
                origin = constraints[~node].A;
                Apply(constraints[~node], value);
                continue;
            }
            var state = states[node];
            if (state.Count == GivenUp)
                continue;
            origin = node;
            var links = CollectionsMarshal.AsSpan(copyLinks);
            for (var link = state.Copies; link >= 0; link = links[link].Next)
                AddValue(links[link].To, value);
            for (var link = state.Attached; link >= 0; link = attachedLinks[link].Next)
                Apply(constraints[attachedLinks[link].Constraint], value);
        }
        SpreadExternal();
    }

    /// <summary>The definition of a property of a container; -1 for none.</summary>
    public int Property(int container, int name) => properties.GetValueOrDefault(((long)container << 32) | (uint)name, -1);

    /// <summary>A node may hold what comes from outside of the repository, of which nothing else is known.</summary>
    public bool IsExternal(int file, int node) => !Nodes.IsConstant(node) && external[Global(file, node)];

    // Once all copies are known, what is from outside spreads along them; what is taken from it or returned by it is from outside too.
    private void SpreadExternal()
    {
        external = new bool[count];
        external[nodes.External] = true;
        var open = new Stack<int>([nodes.External]);
        while (open.TryPop(out var node))
        {
            for (var link = states[node].Copies; link >= 0; link = copyLinks[link].Next)
                Mark(copyLinks[link].To);
            for (var link = states[node].Attached; link >= 0; link = attachedLinks[link].Next)
            {
                var constraint = constraints[attachedLinks[link].Constraint];
                if (constraint.Kind is ConstraintKind.Load or ConstraintKind.LoadItem)
                    Mark(constraint.B);
                else if (constraint.Kind == ConstraintKind.Call && calls[constraint.B].Result is >= 0 and var result)
                    Mark(result);
            }
        }

        void Mark(int node)
        {
            if (external[node])
                return;
            external[node] = true;
            open.Push(node);
        }
    }

    /// <summary>Gives up what only solving needs: the values stay.</summary>
    public void Release()
    {
        (constraints, calls, arguments, closures) = ([], [], [], []);
        (copyLinks, attachedLinks, dynamicCopies, iterated) = ([], [], [], []);
        (cells, rests, storesOf) = ([], [], []);
        work.TrimExcess();
    }

    /// <summary>The nodes through which a value came to a node of a file, with the file each belongs to.</summary>
    public List<(int Node, int File)> WayOf(int file, int node, int value)
    {
        var way = new List<(int, int)>();
        for (var at = Global(file, node); origins is not null && origins.TryGetValue((at, value), out var from) && from >= 0 && way.Count < MaxValues; at = from)
            way.Add((from, FileOf(from)));
        return way;
    }

    /// <summary>The number of a node within its file.</summary>
    public int Local(int file, int node) => node < nodes.Count ? node : ~(node - firstNode[file]);

    private int FileOf(int node)
    {
        if (node < nodes.Count || node >= endOfFiles)
            return -1;
        var found = -1;
        for (var file = 0; file < firstNode.Length; file++)
        {
            if (firstNode[file] > 0 && firstNode[file] <= node && (found < 0 || firstNode[file] >= firstNode[found]))
                found = file;
        }
        return found;
    }

    private int Global(int file, int node) => node >= 0 ? node : firstNode[file] + ~node;

    // Keys that are names of the program have their number; others follow far above.
    private int Key(int file, int key) => key >= -1 ? key : (1 << 28) + keys.Intern(program.Facts(file).Strings[-2 - key]);

    private void Grow(int needed)
    {
        var old = states.Length;
        if (needed > old)
        {
            var length = Math.Max(needed, old + (old / 2));
            Array.Resize(ref states, length);
            Array.Fill(states, Unlinked, old, length - old);
        }
        count = needed;
    }

    private int NewNode()
    {
        Grow(count + 1);
        return count - 1;
    }

    private void AddValue(int node, int value)
    {
        ref var state = ref states[node];
        switch (state.Count)
        {
            case GivenUp:
                return;
            case 0:
                state.Value = value;
                break;
            case 1 when state.Value == value:
                return;
            case 1:
                var only = state.Value;
                state.Value = Room(FewValues);
                (several[state.Value], several[state.Value + 1]) = (only, value);
                break;
            default:
                if (Values(node).Contains(value))
                    return;
                if (state.Count == MaxValues)
                {
                    state.Count = GivenUp;
                    return;
                }
                if (state.Count >= FewValues && BitOperations.IsPow2(state.Count))
                    MoveToLarger(ref state);
                several[state.Value + state.Count] = value;
                break;
        }
        state.Count++;
        origins?.TryAdd((node, value), origin);
        work.Enqueue((node, value));
    }

    private int Room(int count)
    {
        var place = several.Count;
        CollectionsMarshal.SetCount(several, place + count);
        return place;
    }

    // Room doubles: it is full where there are as many as a power of two.
    private void MoveToLarger(ref NodeState state)
    {
        var place = Room(2 * state.Count);
        CollectionsMarshal.AsSpan(several).Slice(state.Value, state.Count).CopyTo(CollectionsMarshal.AsSpan(several)[place..]);
        state.Value = place;
    }

    private void AddCopy(int from, int to)
    {
        if (Nodes.IsConstant(from))
        {
            AddValue(to, AbstractValue.Symbol(Nodes.SymbolOf(from)));
            return;
        }
        copyLinks.Add((to, states[from].Copies));
        states[from].Copies = copyLinks.Count - 1;
        var around = origin;
        origin = from;
        foreach (var value in Values(from))
            AddValue(to, value);
        origin = around;
    }

    // Found while solving: the same one may be found again.
    private void Connect(int from, int to)
    {
        if (Nodes.IsConstant(from))
        {
            if (flow.Matters(to))
                AddValue(to, AbstractValue.Symbol(Nodes.SymbolOf(from)));
            return;
        }
        if (from != to && flow.Matters(to) && dynamicCopies.Add(((long)from << 32) | (uint)to))
            AddCopy(from, to);
    }

    // Applied later: constraints that make others must not use the stack up.
    private void Attach(Constraint constraint)
    {
        constraints.Add(constraint);
        var index = constraints.Count - 1;
        if (Nodes.IsConstant(constraint.A))
        {
            work.Enqueue((~index, AbstractValue.Symbol(Nodes.SymbolOf(constraint.A))));
            return;
        }
        attachedLinks.Add((index, states[constraint.A].Attached));
        states[constraint.A].Attached = attachedLinks.Count - 1;
        foreach (var value in Values(constraint.A))
            work.Enqueue((~index, value));
    }

    private void Apply(in Constraint constraint, int value)
    {
        switch (constraint.Kind)
        {
            case ConstraintKind.Load:
                Load(value, constraint.Key, constraint.B);
                break;
            case ConstraintKind.Store:
                StoreMember(value, constraint.Key, constraint.B);
                break;
            case ConstraintKind.LoadItem:
                LoadItem(value, constraint.Key, constraint.B);
                break;
            case ConstraintKind.StoreItem:
                StoreItem(value, constraint.Key, constraint.B);
                break;
            case ConstraintKind.Call:
                Call(value, constraint.B);
                break;
            case ConstraintKind.CallMember:
                CallNative(value, constraint.B);
                break;
        }
    }

    private bool Is(int key, Special name) => key >= 0 && special[(int)name] == key;

    private ref Definition Definition(int symbol) => ref program.Definition(symbol);
}
