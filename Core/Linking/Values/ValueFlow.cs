using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Values;

/// <summary>
/// Which functions, types and instances the variables, parameters, members and results of dynamically typed code hold: inclusion constraints along
/// assignments, returns and arguments, with calls resolved on the fly; flow- and context-insensitive (Andersen, DIKU 1994; for Python, Salis et
/// al., "PyCG", ICSE 2021). Files are read in parallel and solved by one thread in their order, so the outcome does not depend on threads.
/// </summary>
internal sealed class ValueFlow
{
    private readonly LinkProgram program;
    private readonly Dictionary<int, int> decorated = [];
    private readonly Dictionary<int, int> lists = [];

    // By node of what a symbol holds: whether it can matter.
    private readonly bool[] matters;

    // Likewise: functions that return, and variables that are assigned, more than their definition says.
    private readonly bool[] holdsMore;
    private readonly Value[]?[] settled;
    private readonly FileConstraints?[] files;
    private ValueSolver? solver;

    private ValueFlow(LinkProgram program, int[] followed)
    {
        this.program = program;
        foreach (var file in followed)
            NumberLists(file, program.Facts(file));
        Nodes = new Nodes(program, followed, decorated.Count, lists.Count);
        (matters, holdsMore) = (new bool[Nodes.Symbols], new bool[Nodes.Symbols]);
        foreach (var file in followed)
            Note(file, program.Facts(file));
        settled = new Value[program.Files.Count][];
        files = new FileConstraints[program.Files.Count];
    }

    public Nodes Nodes { get; }

    /// <summary>Somebody asks what a variable holds.</summary>
    public void MarkRead(int symbol) => matters[Nodes.Held(symbol)] = true;

    /// <summary>Only what a local variable holds that somebody asks for can matter: no other file reaches it.</summary>
    public bool Matters(int node) => node < 0 || node >= matters.Length || matters[node];

    /// <summary>Follows values in files of one family: no value leads from one family to another, so that families are followed one after the other, and only one is in memory.</summary>
    /// <param name="context">The tables; they get the result, or null where the family's values are not followed.</param>
    /// <param name="files">All files of the family.</param>
    /// <param name="threads">Threads to read files on.</param>
    /// <param name="trace">Remember on which way each value came.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static void Run(LinkContext context, int[] files, int threads, bool trace, CancellationToken cancellation)
    {
        context.Values = null;
        if (files.Length == 0 || !context.Rules(files[0]).TracksValues)
            return;
        var flow = new ValueFlow(context.Program, files);
        var constraints = flow.files;
        Linker.ForEachFile(context, files, threads, cancellation, (resolver, file) =>
        {
            constraints[file] = ConstraintBuilder.Build(context, resolver, flow, file);
            flow.settled[file] = resolver.Settled(symbol => flow.Decorated(symbol) >= 0);
        });
        flow.solver = new ValueSolver(context, flow, flow.decorated, trace);
        foreach (var file in files)
            flow.solver.Note(constraints[file]!);
        flow.solver.Reserve();
        foreach (var file in files)
        {
            flow.solver.Add(constraints[file]!);
            constraints[file]!.Release();
        }
        flow.solver.Solve(cancellation);
        if (!trace)
            flow.solver.Release();
        context.Values = flow;
    }

    private void NumberLists(int file, FileFacts facts)
    {
        var first = program.FirstSymbol[file];
        foreach (var decoration in facts.Decorations)
            decorated.TryAdd(first + decoration.Definition, decorated.Count);
        foreach (ref var slot in facts.Slots.AsSpan())
        {
            if (slot is { Kind: SlotKind.Arguments, First: >= 0 })
                lists.TryAdd(first + slot.First, lists.Count);
        }
    }

    private void Note(int file, FileFacts facts)
    {
        var first = Nodes.FirstOf(file);
        for (var i = 0; i < facts.Definitions.Length; i++)
            matters[first + i] = (facts.Definitions[i].Flags & DefinitionFlags.Local) == 0;
        foreach (var flow in facts.Flows)
        {
            if (flow.Definition >= 0)
                holdsMore[first + flow.Definition] = true;
        }
        foreach (var store in facts.Stores)
        {
            if (store.Target.Kind == OperandKind.Name && facts.References[store.Target.Reference] is { Qualifier.Kind: OperandKind.None, Binding: >= 0 and var assigned })
                holdsMore[first + assigned] = true;
        }
    }

    /// <summary>The parameter that is all a function returns, as it is: what a call of it gives is what that call passes. -1 for none.</summary>
    public int Returned(int callable)
    {
        ref var definition = ref program.Definition(callable);
        if (definition.Value.Kind != OperandKind.Name || holdsMore[Nodes.Held(callable)] || (definition.Flags & DefinitionFlags.Async) != 0)
            return -1;
        var file = program.FileOf[callable];
        var facts = program.Facts(file);
        if (facts.References[definition.Value.Reference] is not { Qualifier.Kind: OperandKind.None, Binding: >= 0 and var parameter } || facts.TryReaching(definition.Value.Reference, out _))
            return -1;
        ref var returned = ref facts.Definitions[parameter];
        var symbol = program.FirstSymbol[file] + parameter;
        return returned.Kind == SymbolKind.Parameter && program.ParentOf[symbol] == callable && (returned.Flags & (DefinitionFlags.Variadic | DefinitionFlags.Part)) == 0 && !holdsMore[Nodes.Held(symbol)]
            && returned is { DeclaredType: < 0, Value.Kind: OperandKind.None or OperandKind.Literal or OperandKind.Unknown } ? symbol : -1;
    }

    /// <summary>What the references of a file denote, as far as values change nothing in it; null where that is not known. Given once.</summary>
    public Value[]? TakeSettled(int file) => Interlocked.Exchange(ref settled[file], null);

    /// <summary>The node of what the name of a decorated definition holds; -1 for others.</summary>
    public int Decorated(int symbol) => decorated.TryGetValue(symbol, out var index) ? Nodes.DecoratedAt(index) : -1;

    /// <summary>The node of the list of all that a function is given; <see cref="Nodes.None"/> where it does not ask.</summary>
    public int ListOf(int callable) => lists.TryGetValue(callable, out var index) ? Nodes.ListAt(index) : Nodes.None;

    /// <summary>What a variable holds.</summary>
    public ReadOnlySpan<int> Held(int symbol) => solver!.Values(Nodes.Held(symbol));

    /// <summary>What a reference of a file denotes.</summary>
    public ReadOnlySpan<int> OfReference(int file, int reference) => Of(file, files[file]?.ReferenceNode[reference] ?? Nodes.None);

    /// <summary>What an expression is.</summary>
    /// <param name="file">The file.</param>
    /// <param name="operand">The expression.</param>
    /// <param name="method">The method around it, -1 for none.</param>
    public ReadOnlySpan<int> Of(int file, Operand operand, int method)
    {
        if (files[file] is not { } constraints)
            return [];
        return operand.Kind switch
        {
            OperandKind.Name => Of(file, constraints.ReferenceNode[operand.Reference]),
            OperandKind.Result => Of(file, constraints.ResultNode[operand.Reference]),
            OperandKind.Slot => Of(file, constraints.SlotNode[operand.Reference]),
            OperandKind.This => method < 0 ? [] : solver!.Values(Nodes.This(method)),
            _ => [],
        };
    }

    /// <summary>A reference of a file, or what it is a member of, may denote something from outside of the repository.</summary>
    public bool IsExternal(int file, int reference)
    {
        if (files[file] is not { } constraints)
            return false;
        var qualifier = program.Facts(file).References[reference].Qualifier;
        return IsExternalNode(constraints.ReferenceNode[reference]) || IsExternalNode(qualifier.Kind switch
        {
            OperandKind.Name => constraints.ReferenceNode[qualifier.Reference],
            OperandKind.Result => constraints.ResultNode[qualifier.Reference],
            OperandKind.Slot => constraints.SlotNode[qualifier.Reference],
            _ => Nodes.None,
        });

        bool IsExternalNode(int node) => node != Nodes.None && solver!.IsExternal(file, node);
    }

    /// <summary>The definition of a member of a value that is a container; -1 for none.</summary>
    public int Property(int value, int name) =>
        AbstractValue.KindOf(value) == AbstractKind.Container ? solver!.Property(AbstractValue.IndexOf(value), name) : -1;

    /// <summary>What the name of a decorated function holds; empty where that is nothing of the repository.</summary>
    public ReadOnlySpan<int> OfDecorated(int symbol) => Decorated(symbol) is >= 0 and var node ? solver!.Values(node) : [];

    /// <summary>The nodes through which a value came to an expression, the nearest first, each with its file (-1 for what belongs to none).</summary>
    public List<(int Node, int File)> WayOf(int file, Operand operand, int value)
    {
        if (files[file] is not { } constraints)
            return [];
        var node = operand.Kind switch
        {
            OperandKind.Name => constraints.ReferenceNode[operand.Reference],
            OperandKind.Result => constraints.ResultNode[operand.Reference],
            OperandKind.Slot => constraints.SlotNode[operand.Reference],
            _ => Nodes.None,
        };
        return node == Nodes.None ? [] : solver!.WayOf(file, node, value);
    }

    /// <summary>The reference of a file that a node belongs to, and whether as the result of calling it; -1 for none.</summary>
    public int ReferenceAt(int file, int node, out bool result)
    {
        var local = solver!.Local(file, node);
        var found = Array.IndexOf(files[file]!.ReferenceNode, local);
        result = found < 0;
        return found >= 0 ? found : Array.IndexOf(files[file]!.ResultNode, local);
    }

    private ReadOnlySpan<int> Of(int file, int node) => node == Nodes.None ? [] : solver!.ValuesOf(file, node);
}
