using CodeGraph.Model;
using CodeGraph.Parsing.Languages;

namespace CodeGraph.Parsing.Facts;

/// <summary>
/// Which assignments reach a use of a variable. Only variables that nothing but their own function (or the file's own statements) assigns are
/// told apart by place; what inner functions read is whatever the variable ever holds.
/// </summary>
public sealed partial class FactsBuilder
{
    /// <summary>Values of one use that are told apart; with more, all that the variable ever holds is meant.</summary>
    private const int MaxReaching = 16;

    // Deep nesting of loops and handlers joins much, and none of that is written by people.
    private const int MaxFlowSteps = 64;

    private readonly List<ReachingValue> reaching = [];
    private readonly List<Assigned> assignedValues = [];
    private readonly List<Assigned> assignedDefinitions = [];
    private readonly List<(int Parameter, Operand Value)> defaults = [];
    private readonly List<Variable> variables = [];
    private readonly List<Operand> versionValues = [];
    private readonly List<int> versionOwners = [];
    private readonly List<(int Node, int Variable)> assignments = [];
    private readonly List<(int Reference, int Variable, int Version)> uses = [];
    private readonly List<(int Reference, int Variable)> outerUses = [];
    private readonly Dictionary<int, Operand> reachingOf = [];
    private readonly VersionTable versions = new();
    private int[] variableOf = [];
    private ControlFlow? flow;

    /// <summary>A value that a statement gives to a variable.</summary>
    /// <param name="Variable">The variable.</param>
    /// <param name="At">The node of the statement, which assigns when it ends.</param>
    /// <param name="Value">The value.</param>
    private readonly record struct Assigned(int Variable, int At, Operand Value);

    private struct Variable
    {
        public int Definition, Context, Writes, Entry, Open;
        public int[]? Keys;
        public bool IsParameter, IsRedefined, IsShared, Differs;
    }

    /// <summary>A variable that started as a function takes another value; what it returns is not meant.</summary>
    public void Reassign(int definition, int valueNode) => reassigned.Add((definition, position, valueNode));

    /// <summary>The order of statements does not tell what a variable holds: it keeps its value from call to call, or another name stands for it.</summary>
    public void SetUnordered(int definition)
    {
        if (definition >= 0)
            unordered.Add(definition);
    }

    /// <summary>What is called with a variable may assign to it: it holds what it did, or something unknown.</summary>
    public void MayAssign(int leaf)
    {
        if (leaf >= 0)
            handed.Add(leaf);
    }

    private readonly List<(int Definition, int At, int ValueNode)> reassigned = [];
    private readonly HashSet<int> unordered = [];
    private readonly HashSet<int> handed = [];
    private ILookup<int, int> entries = Enumerable.Empty<int>().ToLookup(i => i);
    private bool unstructured;

    private void StartVersions()
    {
        reaching.Clear();
        assignedValues.Clear();
        assignedDefinitions.Clear();
        places.Clear();
        placeReads.Clear();
        placesOf.Clear();
        placeUses.Clear();
        defaults.Clear();
        variables.Clear();
        versionValues.Clear();
        versionOwners.Clear();
        assignments.Clear();
        uses.Clear();
        outerUses.Clear();
        reachingOf.Clear();
        reassigned.Clear();
        versions.Clear();
        unordered.Clear();
        handed.Clear();
        unstructured = false;
    }

    // The value of a parameter's own declaration is what it is where a call leaves it out.
    private void NoteAssigned(int definition, int at, Operand value)
    {
        if (!table.HasControl)
            return;
        ref var target = ref DefinitionAt(definition);
        if (target.Kind == SymbolKind.Parameter && functionScopes.TryGetValue(at, out var scope) && scope == target.Scope)
            defaults.Add((definition, value));
        else if (!target.Kind.IsCallable() && !target.Kind.IsType())
            assignedDefinitions.Add(new Assigned(definition, at, value));
    }

    private void ResolveVersions()
    {
        if (!table.HasControl)
            return;
        var several = FindVariables();
        if (!several && !stored.Exists(one => one.Target >= 0 && RowOf(one.Target).Shape == NodeShape.Index) && !passed.Exists(one => IsUpdate(one.Leaf)))
            return;
        foreach (var (definition, at, valueNode) in reassigned)
            assignedDefinitions.Add(new Assigned(definition, at, OperandOf(valueNode)));
        foreach (var (targetNode, at, valueNode) in stored)
        {
            var leaf = NameLeaf(targetNode);
            // The first assignment to a variable that nothing declares has become its definition.
            if (leaf >= 0 && DefinitionOf(leaf) is >= 0 and var declared)
                assignedDefinitions.Add(new Assigned(declared, at, OperandOf(valueNode)));
            else if (SlotOf(leaf) is >= 0 and var slot && ReferenceAt(slot) is { Qualifier.Kind: OperandKind.None, Binding: >= 0 and var written })
                assignedDefinitions.Add(new Assigned(written, at, OperandOf(valueNode)));
        }
        foreach (var (definition, at, value) in assignedDefinitions)
        {
            if (variableOf[definition] >= 0 || (definition < definitions.Count && MayHoldContainer(value) && VariableOf(definition) >= 0))
                assignedValues.Add(new Assigned(variableOf[definition], at, value));
        }
        FindPlaces();
        if (!several && places.Count == 0)
            return;
        FollowFlow();
        if (flow!.Steps > Limit || unstructured)
            return;
        ConcludePlaces();
        Conclude();
    }

    private long Limit => (long)MaxFlowSteps * (tree.Count + MaxFlowSteps);

    private bool MayHoldContainer(Operand value) => value.Kind == OperandKind.Slot && slots[value.Reference].Kind == SlotKind.Collection;

    private int NewVersionValue(Operand value, int variable)
    {
        versionValues.Add(value);
        versionOwners.Add(variable);
        return versionValues.Count - 1;
    }

    private void FollowFlow()
    {
        flow ??= new ControlFlow(versions) { FindAssigned = FindAssigned, Assigned = AssignValue };
        flow.Start(variables.Count);
        FindAssignments();
        assignedValues.Sort((a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.Variable.CompareTo(b.Variable));
        entries = Enumerable.Range(0, variables.Count).Where(i => variables[i].Entry >= 0).ToLookup(i => variables[i].Context);
        EnterContext(0);
        var next = 0;
        for (var node = 0; node < tree.Count && flow.Steps <= Limit; node++)
        {
            while (node >= flow.End)
                flow.Leave();
            var symbol = tree[node].Symbol;
            if (symbol >= table.Grammar.SymbolCount)
                continue;
            if (tree[node].Field != 0)
                EnterPart(node);
            var kind = table.Control(symbol);
            if (kind != ControlKind.None)
                EnterControl(kind, node);
            for (; next < assignedValues.Count && assignedValues[next].At == node; next++)
            {
                VariableRef(assignedValues[next].Variable).Open++;
                // What a loop assigns, it assigns where a round begins.
                if (kind != ControlKind.Iteration)
                    flow.Assign(next, node, tree[node].Next);
            }
            if (placeReads.Count > 0 && placeReads.TryGetValue(node, out var place) && valueOfNode.TryGetValue(node, out var item) && item.Kind == OperandKind.Slot
                && flow.Current(place) is not VersionTable.Undefined and var held)
                placeUses.Add((item.Reference, place, held));
            if (marks[node].Slot != 0)
                Meet(node);
        }
        while (flow.End != int.MaxValue)
            flow.Leave();
    }

    private void EnterPart(int node)
    {
        if (tree[node].Field == table.ArmField && table.Control(tree[tree[node].Parent].Symbol) is ControlKind.Branch)
        {
            flow!.Enter(ControlKind.Arm, node, tree[node].Next);
        }
        else if (tree[node].Field == table.BodyField && flow!.EnterBody() is >= 0 and var loop)
        {
            for (var i = FirstAssigned(loop); i < assignedValues.Count && assignedValues[i].At == loop; i++)
                AssignValue(i);
        }
    }

    private int FirstAssigned(int at)
    {
        int low = 0, high = assignedValues.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = assignedValues[middle].At < at ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private void EnterControl(ControlKind kind, int node)
    {
        unstructured |= kind == ControlKind.Goto;
        if (kind == ControlKind.Arm && language.IsLastArm(this, node))
            kind = ControlKind.LastArm;
        if (kind != ControlKind.Function)
        {
            flow!.Enter(kind, node, tree[node].Next, kind is ControlKind.Break or ControlKind.Continue && FirstNamedChild(node) >= 0 ? 0 : -1);
            return;
        }
        // The name is one of what is around the function.
        foreach (var child in Children(node))
        {
            if (marks[child].Slot < -1 && IsDefinedBy(node, -2 - marks[child].Slot))
                Meet(child);
        }
        var context = functionScopes.TryGetValue(node, out var scope) ? scope : -1;
        flow!.Enter(kind, node, tree[node].Next, context);
        if (context >= 0)
            EnterContext(context);
    }

    private void EnterContext(int context)
    {
        foreach (var variable in entries[context])
            flow!.Set(variable, variables[variable].Entry);
    }

    private bool IsDefinedBy(int node, int definition) => DefinitionAt(definition) is { BodyScope: >= 0 } defined && defined.Kind.IsCallable() && scopeNodes[defined.BodyScope] == node;

    private void FindAssignments()
    {
        for (var node = 0; node < tree.Count; node++)
        {
            if (marks[node].Slot != 0 && VariableAt(node, out var writes) is >= 0 and var variable && writes)
                assignments.Add((node, variable));
        }
    }

    /// <summary>The variable that a name leaf defines, writes to or reads; -1 for none.</summary>
    private int VariableAt(int node, out bool writes)
    {
        var slot = marks[node].Slot;
        writes = slot < 0;
        if (slot < -1)
            return Math.Max(variableOf[-2 - slot], -1);
        if (slot <= 0)
            return -1;
        ref var reference = ref ReferenceAt(slot - 1);
        writes = reference.Role == ReferenceRole.Write;
        return reference.Qualifier.Kind == OperandKind.None && reference.Binding >= 0 ? Math.Max(variableOf[reference.Binding], -1) : -1;
    }

    private int FindAssigned(int from, int end, List<int> found)
    {
        int low = 0, high = assignments.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = assignments[middle].Node < from ? (middle + 1, high) : (low, middle);
        }
        var once = new HashSet<int>();
        var first = low;
        for (; low < assignments.Count && assignments[low].Node < end; low++)
        {
            if (once.Add(assignments[low].Variable))
                found.Add(assignments[low].Variable);
        }
        return low - first;
    }

    private void AssignValue(int index)
    {
        var value = assignedValues[index];
        VariableRef(value.Variable).Open--;
        AssignVersion(value.Variable, value.Value);
    }

    private void AssignVersion(int variable, Operand value)
    {
        VariableRef(variable).IsShared |= flow!.Context != variables[variable].Context;
        flow.Set(variable, versions.Assigned(NewVersionValue(value, variable)));
    }

    private void Meet(int node)
    {
        var variable = VariableAt(node, out var writes);
        if (variable < 0)
            return;
        if (!writes)
        {
            MeetContainer(node);
            if (flow!.Context == variables[variable].Context && flow.Current(variable) is not VersionTable.Undefined and var version)
                uses.Add((marks[node].Slot - 1, variable, version));
            else
                outerUses.Add((marks[node].Slot - 1, variable));
            if (handed.Contains(node))
                MeetHanded(variable);
            return;
        }
        // A statement that says what it assigns does so when it ends.
        var definition = marks[node].Slot < -1 ? -2 - marks[node].Slot : -1;
        if (variables[variable].Open > 0 || (definition >= 0 && flow!.Context != variables[variable].Context && IsDefinedBy(tree[node].Parent, definition)))
            return;
        if (definition < 0)
            AssignVersion(variable, Operand.Unknown);
        else if (DefinitionAt(definition).Kind is var kind && (kind.IsType() || (kind.IsCallable() && !IsHoisted(DefinitionAt(definition)))))
            AssignVersion(variable, new Operand(OperandKind.Definition, definition));
        else if (kind != SymbolKind.Parameter && !kind.IsCallable())
            AssignVersion(variable, Operand.Unknown);
    }

    private void MeetHanded(int variable)
    {
        var either = versions.Joined();
        versions.Join(either, flow!.Current(variable));
        AssignVersion(variable, Operand.Unknown);
        versions.Join(either, flow.Current(variable));
        flow.Set(variable, either);
    }
}
