using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking.Values;

/// <summary>Reads off a file's facts what its code says about values; other files are consulted for names only.</summary>
internal sealed class ConstraintBuilder
{
    private readonly LinkContext context;
    private readonly LinkProgram program;
    private readonly FileResolver resolver;
    private readonly ValueFlow flow;
    private readonly FileFacts facts;
    private readonly FileConstraints made;
    private readonly int first;
    private readonly int[] names;
    private readonly Dictionary<int, int> closures = [];
    private readonly HashSet<int> instances = [];
    private readonly Queue<int> reaching = new();
    private readonly Queue<int> late = new();
    private int seen = int.MaxValue;
    private readonly ArgumentGiver giver;
    private Dictionary<int, List<int>>? parametersOfScope;
    private HashSet<int>? closuresWithList;

    private ConstraintBuilder(LinkContext context, FileResolver resolver, ValueFlow flow, int file)
    {
        this.context = context;
        this.resolver = resolver;
        this.flow = flow;
        giver = new ArgumentGiver(context);
        program = context.Program;
        facts = program.Facts(file);
        first = program.FirstSymbol[file];
        names = program.NameOf[file];
        made = new FileConstraints(file, facts.References.Length, facts.Slots.Length);
        resolver.Open(file);
    }

    public static FileConstraints Build(LinkContext context, FileResolver resolver, ValueFlow flow, int file)
    {
        var builder = new ConstraintBuilder(context, resolver, flow, file);
        // First, in the order of the file: then what stands left of a dot is always known before what stands right of it, and nothing recurses far.
        builder.Receivers();
        builder.Definitions();
        builder.Assignments();
        builder.Calls();
        return builder.made;
    }

    private void Definitions()
    {
        for (var i = 0; i < facts.Definitions.Length; i++)
        {
            ref var definition = ref facts.Definitions[i];
            var symbol = first + i;
            // Without a declared type, the value itself tells.
            if (program.TypeOf[symbol] is >= 0 and var type && (definition.Flags & DefinitionFlags.HoldsFunction) == 0 && (definition.DeclaredType >= 0 || definition.Value.Kind == OperandKind.None))
                Seed(flow.Nodes.Held(symbol), AbstractValue.Instance(type));
            // A parameter of a constructor that is a field too.
            if (definition.Kind == SymbolKind.Parameter && FieldAt(i) is >= 0 and var field)
            {
                flow.MarkRead(symbol);
                Copy(flow.Nodes.Held(symbol), flow.Nodes.Held(first + field));
            }
            if (definition.Value.Kind != OperandKind.None)
                Copy(NodeOf(definition.Value, definition.BodyScope >= 0 && definition.Kind.IsCallable() ? definition.BodyScope : definition.Scope), flow.Nodes.Held(symbol));
        }
    }

    private int FieldAt(int parameter)
    {
        ref var definition = ref facts.Definitions[parameter];
        foreach (var other in (ReadOnlySpan<int>)[parameter - 1, parameter + 1])
        {
            if (other < facts.Definitions.Length && other >= 0 && facts.Definitions[other] is { Kind: SymbolKind.Field or SymbolKind.Property } field
                && field.Line == definition.Line && field.Column == definition.Column)
                return other;
        }
        return -1;
    }

    /// <summary>What a method is called on, which is at least an instance of its own type.</summary>
    private int ThisOf(int method)
    {
        var node = flow.Nodes.This(method);
        ref var definition = ref facts.Definitions[method - first];
        if (instances.Add(method) && program.ParentOf[method] is >= 0 and var owner && program.EntityOf[owner] is >= 0 and var entity && (definition.Flags & DefinitionFlags.Static) == 0)
            Seed(node, (definition.Flags & DefinitionFlags.ClassLevel) != 0 ? AbstractValue.Symbol(owner) : AbstractValue.Instance(entity));
        return node;
    }

    private void Assignments()
    {
        foreach (var (definition, value) in facts.Flows)
        {
            if (definition < 0)
                Copy(NodeOf(value, ~definition), made.Closures[ClosureOf(~definition)].Result);
            else
                Copy(NodeOf(value, facts.Definitions[definition].BodyScope is >= 0 and var body ? body : facts.Definitions[definition].Scope), flow.Nodes.Held(first + definition));
        }
        foreach (var (definition, value) in facts.Decorations)
            Copy(NodeOf(value, facts.Definitions[definition].Scope), flow.Decorated(first + definition));
        foreach (var store in facts.Stores)
            Assign(store);
    }

    private void Assign(Store store)
    {
        if (store.Target.Kind == OperandKind.Slot)
        {
            var slot = facts.Slots[store.Target.Reference];
            var scope = ScopeOf(slot.Operand);
            if (slot.Kind == SlotKind.Element)
                Add(ConstraintKind.StoreItem, NodeOf(slot.Operand, scope), NodeOf(store.Value, scope), Key(slot.First));
            return;
        }
        ref var reference = ref facts.References[store.Target.Reference];
        var value = NodeOf(store.Value, reference.Scope);
        if (reference.Qualifier.Kind != OperandKind.None)
            Add(ConstraintKind.Store, NodeOf(reference.Qualifier, reference.Scope), value, names[reference.Name]);
        else if (resolver.Denote(store.Target.Reference) is { Kind: ValueKind.Symbol, Index: var symbol } && !IsConstant(symbol))
            Copy(value, flow.Nodes.Held(symbol));
    }

    /// <summary>What is called must be known, and what stands left of a dot wherever the member is not known without it.</summary>
    private void Receivers()
    {
        for (var i = 0; i < facts.References.Length; i++)
        {
            ref var reference = ref facts.References[i];
            if (reference.Role == ReferenceRole.Call)
            {
                if (reference.Qualifier.Kind == OperandKind.None || (reference.Flags & ReferenceFlags.Applies) != 0)
                    NodeOf(i);
                else if (!IsFixed(reference.Qualifier) && resolver.Denote(i) is var called && (!IsCertain(called) || IsAbstract(called)))
                    NodeOf(reference.Qualifier, reference.Scope);
            }
            else if (reference.Qualifier.Kind != OperandKind.None && !IsFixed(reference.Qualifier) && !IsCertain(resolver.Denote(i)))
            {
                if ((reference.Flags & ReferenceFlags.Index) == 0)
                    NodeOf(i);
                else
                    NodeOf(reference.Qualifier, reference.Scope);
            }
        }
    }

    // Found without a guess.
    private static bool IsCertain(in Value value) => value.Kind is ValueKind.Symbol or ValueKind.Set or ValueKind.Entity && value.Tier is Tier.Exact or Tier.Typed;

    private static bool IsFixed(Operand qualifier) => qualifier.Kind is OperandKind.Literal or OperandKind.Unknown or OperandKind.Super;

    private void Calls()
    {
        var argument = 0;
        var arguments = facts.Arguments;
        var passed = new List<(int Call, int First, int Count)>();
        while (argument < arguments.Length)
        {
            var call = arguments[argument].Call;
            var start = made.Arguments.Count;
            for (; argument < arguments.Length && arguments[argument].Call == call; argument++)
            {
                ref var given = ref arguments[argument];
                var node = NodeOf(given.Value, facts.References[call].Scope);
                if (node != Nodes.None)
                    made.Arguments.Add(new PassedValue(given.Position, given.Name < 0 ? -1 : program.FindName(facts.Strings[given.Name]), node));
            }
            passed.Add((call, start, made.Arguments.Count - start));
        }
        Reaching();
        // From the last to the first: what a call is a member of stands before it, and may be asked for by it.
        var next = passed.Count - 1;
        for (var i = facts.References.Length - 1; i >= 0; i--)
        {
            while (next >= 0 && passed[next].Call > i)
                next--;
            if (facts.References[i].Role != ReferenceRole.Call)
                continue;
            var (start, count) = next >= 0 && passed[next].Call == i ? (passed[next].First, passed[next].Count) : (0, 0);
            seen = i;
            Call(i, start, count);
            Reaching();
        }
        // In a loop, what is used may be made below.
        while (late.TryDequeue(out var call))
        {
            var at = passed.BinarySearch((call, 0, 0), Comparer<(int Call, int, int)>.Create((a, b) => a.Call.CompareTo(b.Call)));
            var (start, count) = at >= 0 ? (passed[at].First, passed[at].Count) : (0, 0);
            Call(call, start, count);
            Reaching();
        }
    }

    private void Call(int index, int start, int count)
    {
        ref var reference = ref facts.References[index];
        var applies = (reference.Flags & ReferenceFlags.Applies) != 0;
        var result = made.ResultNode[index];
        // A call that passes nothing and whose result nobody uses says nothing about values.
        if (result == Nodes.None && count == 0)
        {
            CallOnly(index);
            return;
        }
        var isMember = !applies && reference.Qualifier.Kind != OperandKind.None;
        var ofType = isMember && reference.Qualifier.Kind == OperandKind.Name && resolver.Denote(reference.Qualifier.Reference) is { Kind: ValueKind.Symbol, Index: var type }
            && program.Definition(type).Kind.IsType();
        var callee = NodeOf(index);
        if (callee == flow.Nodes.External)
            Copy(callee, result);
        if (!ofType && Nodes.IsConstant(callee) && Definition(Nodes.SymbolOf(callee)).Kind.IsCallable())
        {
            PassDirectly(Nodes.SymbolOf(callee), start, count, result);
            if (result != Nodes.None && (reference.Flags & ReferenceFlags.New) != 0 && program.EntityOf[Nodes.SymbolOf(callee)] is >= 0 and var entity)
                Seed(result, AbstractValue.Instance(entity));
            return;
        }
        made.Calls.Add(new CallSite(applies ? -1 : names[reference.Name], result, start, count, ofType));
        if (callee != Nodes.None && callee != flow.Nodes.External)
            Add(ConstraintKind.Call, callee, made.Calls.Count - 1, -1);
        if (isMember && NativeMembers.Of(facts.Strings[reference.Name]) != NativeMember.None)
            Add(ConstraintKind.CallMember, NodeOf(reference.Qualifier, reference.Scope), made.Calls.Count - 1, -1);
        else if (count > 0 && LibraryFunction(index, isMember) is not NativeMember.None and var native)
            CallLibrary(native, made.Calls.Count - 1, start, count);
    }

    // What is stored in members and items may be called without anything going in or out.
    private void CallOnly(int index)
    {
        ref var reference = ref facts.References[index];
        if (made.ReferenceNode[index] != Nodes.None || reference.Qualifier.Kind == OperandKind.None || IsFixed(reference.Qualifier) || (reference.Flags & ReferenceFlags.Applies) != 0)
            return;
        var value = resolver.Denote(index);
        if (IsCertain(value))
        {
            if (IsAbstract(value))
                NodeOf(index);
            return;
        }
        var receiver = NodeOf(reference.Qualifier, reference.Scope);
        if (receiver == flow.Nodes.External || receiver == Nodes.None)
        {
            made.ReferenceNode[index] = receiver;
            return;
        }
        made.ReferenceNode[index] = NewNode();
        Add(ConstraintKind.LoadStored, receiver, made.ReferenceNode[index], names[reference.Name]);
    }

    private NativeMember LibraryFunction(int index, bool isMember)
    {
        ref var reference = ref facts.References[index];
        var family = program.FamilyOf(made.File);
        if (isMember)
            return reference.Qualifier.Kind == OperandKind.Name && resolver.Denote(reference.Qualifier.Reference).Kind is ValueKind.None or ValueKind.External
                ? NativeMembers.Static(family, facts.Strings[facts.References[reference.Qualifier.Reference].Name], facts.Strings[reference.Name]) : NativeMember.None;
        return resolver.Denote(index).Kind is ValueKind.None or ValueKind.External ? NativeMembers.Function(family, facts.Strings[reference.Name]) : NativeMember.None;
    }

    // A function that is known without its values.
    private void PassDirectly(int callable, int start, int count, int result)
    {
        giver.Open(callable);
        var list = flow.ListOf(callable);
        var returned = result == Nodes.None ? -1 : flow.Returned(callable);
        for (var i = start; i < start + count; i++)
        {
            var passed = made.Arguments[i];
            Add(ConstraintKind.StoreItem, list, passed.Node, -1);
            foreach (var (parameter, key) in giver.Takers(passed))
            {
                if (parameter == returned)
                {
                    Copy(passed.Node, result);
                    result = Nodes.None;
                }
                if (giver.PartOf(parameter) is >= 0 and var part)
                    Add(ConstraintKind.LoadItem, passed.Node, flow.Nodes.Held(parameter), part);
                else if (key == ArgumentGiver.Whole)
                    Copy(passed.Node, flow.Nodes.Held(parameter));
                else
                    Add(ConstraintKind.StoreRest, flow.Nodes.Held(parameter), passed.Node, key);
            }
        }
        if (result != Nodes.None)
            Copy(flow.Nodes.Held(callable), result);
    }

    // What the language's own functions hand on.
    private void CallLibrary(NativeMember native, int call, int start, int count)
    {
        var result = made.Calls[call].Result;
        if (native == NativeMember.MapOf && count < 2)
            native = NativeMember.Same;
        var (subject, function) = (made.Arguments[start].Node, made.Arguments[start].Node);
        if (count > 1 && native == NativeMember.Map)
            subject = made.Arguments[start + 1].Node;
        if (native == NativeMember.MapOf)
            function = made.Arguments[start + 1].Node;
        switch (native)
        {
            case NativeMember.Same when result != Nodes.None:
                Copy(subject, result);
                break;
            case NativeMember.Take when result != Nodes.None:
                Add(ConstraintKind.LoadItem, subject, result, -1);
                break;
            case NativeMember.PutAll:
                // `Object.assign(target, source)`
                for (var i = start + 1; i < start + count; i++)
                {
                    var assigned = NewNode();
                    Add(ConstraintKind.LoadItem, made.Arguments[i].Node, assigned, -1);
                    Add(ConstraintKind.StoreItem, subject, assigned, -1);
                }
                if (result != Nodes.None)
                    Copy(subject, result);
                break;
            case NativeMember.Map or NativeMember.MapOf:
                var item = NewNode();
                Add(ConstraintKind.LoadItem, subject, item, -1);
                made.Arguments.Add(new PassedValue(0, -1, item));
                var mapped = NewNode();
                made.Calls.Add(new CallSite(-1, mapped, made.Arguments.Count - 1, 1, false));
                Add(ConstraintKind.Call, function, made.Calls.Count - 1, -1);
                if (result != Nodes.None)
                    Add(ConstraintKind.StoreItem, NewContainer(result), mapped, -1);
                break;
        }
    }

    private int NewContainer(int node)
    {
        Seed(node, AbstractValue.Of(AbstractKind.Container, made.Containers++));
        return node;
    }

    private void Reaching()
    {
        while (reaching.TryDequeue(out var index))
        {
            if (facts.TryReaching(index, out var value))
                Copy(NodeOf(value, facts.References[index].Scope), made.ReferenceNode[index]);
        }
    }

    private int NodeOf(Operand operand, int scope)
    {
        switch (operand.Kind)
        {
            case OperandKind.Definition:
                return NodeOfSymbol(first + operand.Reference);
            case OperandKind.Name:
                return NodeOf(operand.Reference);
            case OperandKind.Result:
                return ResultOf(operand.Reference);
            case OperandKind.This:
                return resolver.EnclosingMethod(scope) is >= 0 and var method ? ThisOf(method) : Nodes.None;
            case OperandKind.Element or OperandKind.ResultElement:
                var item = NewNode();
                Add(ConstraintKind.LoadItem, operand.Kind == OperandKind.Element ? NodeOf(operand.Reference) : ResultOf(operand.Reference), item, -1);
                return item;
            case OperandKind.Slot:
                if (made.SlotNode[operand.Reference] == Nodes.None)
                {
                    made.SlotNode[operand.Reference] = NewNode();
                    FillSlot(facts.Slots[operand.Reference], made.SlotNode[operand.Reference], scope);
                }
                return made.SlotNode[operand.Reference];
            default:
                return Nodes.None;
        }
    }

    private void FillSlot(Slot slot, int node, int scope)
    {
        switch (slot.Kind)
        {
            case SlotKind.Function when slot.First >= 0:
                // What is decorated is meant without the decorators here.
                Seed(node, AbstractValue.Symbol(first + slot.First));
                break;
            case SlotKind.Function:
                Seed(node, AbstractValue.Of(AbstractKind.Closure, ClosureOf(~slot.First)));
                break;
            case SlotKind.Arguments when slot.First >= 0:
                Copy(NewContainer(flow.ListOf(first + slot.First)), node);
                break;
            case SlotKind.Arguments:
                Copy(made.Closures[ClosureOf(~slot.First)].Given, node);
                break;
            case SlotKind.Element:
                Add(ConstraintKind.LoadItem, NodeOf(slot.Operand, scope), node, Key(slot.First));
                break;
            case SlotKind.Collection:
                var container = made.Containers;
                NewContainer(node);
                foreach (ref var entry in facts.SlotEntries.AsSpan(slot.First, slot.Count))
                {
                    Add(ConstraintKind.StoreItem, node, NodeOf(entry.Value, scope), Key(entry.Key));
                    if (entry.Definition >= 0)
                        made.Properties.Add((container, names[facts.Definitions[entry.Definition].Name], first + entry.Definition));
                }
                break;
            default:
                foreach (ref var entry in facts.SlotEntries.AsSpan(slot.First, slot.Count))
                    Copy(NodeOf(entry.Value, scope), node);
                break;
        }
    }

    private int ClosureOf(int scope)
    {
        if (closures.TryGetValue(scope, out var known))
            return known;
        var parameters = (parametersOfScope ??= ParametersByScope()).GetValueOrDefault(scope) ?? [];
        var given = (closuresWithList ??= ClosuresWithList()).Contains(scope) ? NewContainer(NewNode()) : Nodes.None;
        made.Closures.Add(new Closure(scope, NewNode(), [.. parameters], given));
        return closures[scope] = made.Closures.Count - 1;
    }

    private HashSet<int> ClosuresWithList() =>
        [.. facts.Slots.Where(slot => slot is { Kind: SlotKind.Arguments, First: < 0 }).Select(slot => ~slot.First)];

    private Dictionary<int, List<int>> ParametersByScope()
    {
        var found = new Dictionary<int, List<int>>();
        for (var i = 0; i < facts.Definitions.Length; i++)
        {
            if (facts.Definitions[i].Kind != SymbolKind.Parameter)
                continue;
            if (!found.TryGetValue(facts.Definitions[i].Scope, out var list))
                found[facts.Definitions[i].Scope] = list = [];
            list.Add(first + i);
        }
        return found;
    }

    private int ResultOf(int reference)
    {
        if (made.ResultNode[reference] == Nodes.None)
        {
            made.ResultNode[reference] = NewNode();
            if (reference >= seen && facts.References[reference].Role == ReferenceRole.Call)
                late.Enqueue(reference);
            // What is seen as a type, and never called, is an instance of it.
            if (facts.References[reference].Role != ReferenceRole.Call && resolver.EntityOf(resolver.Denote(reference)) is >= 0 and var entity)
                Seed(made.ResultNode[reference], AbstractValue.Instance(entity));
        }
        return made.ResultNode[reference];
    }

    private int NodeOf(int reference)
    {
        ref var known = ref made.ReferenceNode[reference];
        if (known == Nodes.None)
            known = FindNode(reference);
        return known;
    }

    private int FindNode(int index)
    {
        ref var reference = ref facts.References[index];
        if ((reference.Flags & ReferenceFlags.Applies) != 0)
            return NodeOf(reference.Qualifier, reference.Scope);
        if (facts.Reaching.Length > 0 && facts.TryReaching(index, out _))
        {
            // What it holds may need what it is used for: filled in later.
            reaching.Enqueue(index);
            return NewNode();
        }
        var value = resolver.Denote(index);
        // Functions of the repository have members of the library: call, apply, bind.
        if (value.Kind == ValueKind.External && (reference.Qualifier.Kind != OperandKind.Name || NodeOf(reference.Qualifier.Reference) is Nodes.None || NodeOf(reference.Qualifier.Reference) == flow.Nodes.External))
            return flow.Nodes.External;
        var certain = value.Tier is Tier.Exact or Tier.Typed;
        var isMember = reference.Qualifier.Kind is not (OperandKind.None or OperandKind.Literal or OperandKind.Unknown or OperandKind.Super);
        if (!isMember || (value.Kind != ValueKind.None && reference.Qualifier.Kind == OperandKind.Name && IsSpace(reference.Qualifier.Reference)))
            return certain ? Single(value) : Nodes.None;
        var known = certain ? Single(value) : Nodes.None;
        // What runs instead of a member without a body, the values at its receiver tell.
        if (known != Nodes.None && !IsAbstract(value))
            return known;
        var receiver = NodeOf(reference.Qualifier, reference.Scope);
        if (receiver == flow.Nodes.External || receiver == Nodes.None)
            return known == Nodes.None ? receiver : known;
        var node = NewNode();
        Copy(known, node);
        made.ReferenceNode[index] = node;
        Add(ConstraintKind.Load, receiver, node, names[reference.Name]);
        return node;
    }

    private bool IsAbstract(in Value value) => value.Kind == ValueKind.Symbol && resolver.IsAbstract(value.Index);

    // A module or type, whose members are what they are.
    private bool IsSpace(int reference)
    {
        var value = resolver.Denote(reference);
        return value.Kind == ValueKind.Entity || (value.Kind == ValueKind.Symbol && program.Definition(value.Index).Kind is var kind && (kind.IsType() || kind.IsNamespace()));
    }

    private int Single(in Value value)
    {
        if (value.Kind == ValueKind.Symbol)
            return NodeOfSymbol(value.Index);
        if (value.Kind != ValueKind.Set)
            return Nodes.None;
        var node = NewNode();
        foreach (var symbol in resolver.SetOf(value).ToArray())
        {
            // A construction is a call of the type.
            if (program.Definition(symbol).Kind != SymbolKind.Constructor)
                Copy(NodeOfSymbol(symbol), node);
        }
        return node;
    }

    private int NodeOfSymbol(int symbol)
    {
        if (IsConstant(symbol))
            return flow.Decorated(symbol) is >= 0 and var decorated ? decorated : Nodes.Constant(symbol);
        // The parameter that is the instance, where the language writes it.
        if (Definition(symbol).Kind == SymbolKind.Parameter && context.Rules(made.File).MethodsTakeInstance && program.ParentOf[symbol] is >= 0 and var method
            && program.FileOf[symbol] == made.File && ArgumentGiver.TakesInstance(context, method) && symbol == method + 1 && instances.Add(symbol))
            Copy(ThisOf(method), flow.Nodes.Held(symbol));
        flow.MarkRead(symbol);
        return flow.Nodes.Held(symbol);
    }

    private ref Definition Definition(int symbol) => ref program.Definition(symbol);

    private bool IsConstant(int symbol) => program.Definition(symbol).Kind is var kind && (kind.IsCallable() || kind.IsType() || kind.IsNamespace());

    private int ScopeOf(Operand operand) => operand.Kind is OperandKind.Name or OperandKind.Result ? facts.References[operand.Reference].Scope : 0;

    private int Key(int local) => local < 0 ? -1 : program.FindName(facts.Strings[local]) is >= 0 and var name ? name : -2 - local;

    private int NewNode() => ~made.Count++;

    private void Seed(int node, int value) => made.Constraints.Add(new Constraint(ConstraintKind.Seed, node, value, -1));

    private void Copy(int from, int to)
    {
        if (from != Nodes.None && to != Nodes.None && from != to)
            made.Constraints.Add(new Constraint(ConstraintKind.Copy, from, to, -1));
    }

    private void Add(ConstraintKind kind, int a, int b, int key)
    {
        if (a != Nodes.None && b != Nodes.None)
            made.Constraints.Add(new Constraint(kind, a, b, key));
    }
}
