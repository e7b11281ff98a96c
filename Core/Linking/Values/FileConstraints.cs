namespace CodeGraph.Linking.Values;

internal enum ConstraintKind : byte
{
    /// <summary>Node A holds the value B.</summary>
    Seed,

    /// <summary>What node A holds, node B holds.</summary>
    Copy,

    /// <summary>Node B holds the member Key of what node A holds.</summary>
    Load,

    /// <summary>As <see cref="Load"/>, for a member that is only called, with nothing: it matters only where something is stored under the key.</summary>
    LoadStored,

    /// <summary>The member Key of what node A holds takes what node B holds.</summary>
    Store,

    /// <summary>As <see cref="Load"/>, for the item under a key, or any where Key is -1.</summary>
    LoadItem,

    /// <summary>As <see cref="Store"/>, for an item.</summary>
    StoreItem,

    /// <summary>The rest of the arguments, which the parameter of node A takes, hold under a key what node B holds.</summary>
    StoreRest,

    /// <summary>Call site B calls what node A holds.</summary>
    Call,

    /// <summary>Call site B calls a member of what node A holds.</summary>
    CallMember,
}

internal readonly record struct Constraint(ConstraintKind Kind, int A, int B, int Key);

/// <summary>What a call passes: the place or the name of a parameter (a global name), and the node of the value.</summary>
internal readonly record struct PassedValue(int Position, int Name, int Node);

/// <param name="Name">Global name of what is called, -1 where it has none.</param>
/// <param name="Result">The node of what the call returns; <see cref="Nodes.None"/> where nobody asks.</param>
/// <param name="First">Its first argument in the file's list.</param>
/// <param name="Count">Number of arguments.</param>
/// <param name="OfType">The function is taken from a type and not from an instance, so that the instance is the first argument.</param>
internal readonly record struct CallSite(int Name, int Result, int First, int Count, bool OfType);

/// <param name="Scope">The scope of the function.</param>
/// <param name="Result">The node of what it returns.</param>
/// <param name="Parameters">Symbols of its parameters.</param>
/// <param name="Given">The node of the list of all that it is given; <see cref="Nodes.None"/> where nobody asks.</param>
internal readonly record struct Closure(int Scope, int Result, int[] Parameters, int Given);

/// <summary>
/// What the code of one file says about values. Nodes from 0 up are those of <see cref="Nodes"/>; below, the complements of nodes of this file.
/// Containers and closures are numbered within the file.
/// </summary>
internal sealed class FileConstraints(int file, int references, int slots)
{
    public int File { get; } = file;

    public List<Constraint> Constraints { get; private set; } = [];

    public List<CallSite> Calls { get; private set; } = [];

    public List<PassedValue> Arguments { get; private set; } = [];

    public List<Closure> Closures { get; private set; } = [];

    public int Containers { get; set; }

    /// <summary>The definitions of what containers of this file hold: the container, the global name, the symbol.</summary>
    public List<(int Container, int Name, int Symbol)> Properties { get; private set; } = [];

    /// <summary>Nodes of this file.</summary>
    public int Count { get; set; }

    /// <summary>The node of what a reference denotes, of what calling it returns, and of a slot; <see cref="Nodes.None"/> where there is none.</summary>
    public int[] ReferenceNode { get; } = Filled(references);

    public int[] ResultNode { get; } = Filled(references);

    public int[] SlotNode { get; } = Filled(slots);

    /// <summary>Gives up what the solver has taken in; the nodes stay.</summary>
    public void Release() => (Constraints, Calls, Arguments, Closures, Properties) = ([], [], [], [], []);

    private static int[] Filled(int length)
    {
        var nodes = new int[length];
        Array.Fill(nodes, Nodes.None);
        return nodes;
    }
}
