using System.Globalization;
using System.Text;
using CodeGraph.Model;
using CodeGraph.Parsing.Languages;

namespace CodeGraph.Parsing.Facts;

/// <summary>Values without names of their own, for languages that pass functions and instances around without declaring types.</summary>
public sealed partial class FactsBuilder
{
    /// <summary>Entries of one container that are told apart; a table of data has thousands, and none of them is called.</summary>
    private const int MaxEntries = 256;

    /// <summary>Arguments of one call, and parameters, that are told apart.</summary>
    public const int MaxArguments = 254;

    /// <summary>Parts lie ever deeper in one another in what no person writes.</summary>
    private const int MaxPartDepth = 32;

    private const int RestKey = -2;

    private readonly List<Slot> slots = [];
    private readonly List<SlotEntry> slotEntries = [];
    private readonly List<Store> stores = [];
    private readonly List<Flow> decorations = [];
    private readonly Dictionary<int, Operand> valueOfNode = [];
    private readonly Dictionary<int, int> functionScopes = [];
    private readonly Dictionary<int, int> propertyOf = [];
    private readonly List<(int Source, int Key, int Depth)> parts = [];
    private readonly List<(int Leaf, int Position, int NameNode, int ValueNode)> passed = [];
    private readonly List<(int Target, int At, int Value)> stored = [];
    private readonly List<(int Object, int Key, int Value)> storedUnder = [];
    private readonly List<(int Definition, int ValueNode)> yielded = [];
    private readonly List<(int Definition, int[] Nodes)> decorated = [];
    private readonly List<(int At, int ValueNode, string? Member, int Scope)> implied = [];
    private readonly List<Argument> extraArguments = [];

    /// <summary>A part of a value, to be given to <see cref="SetOrigin"/> and others in place of a node.</summary>
    /// <param name="source">A node, or another part.</param>
    /// <param name="key">The key it stands under, or the position; empty where any can be meant.</param>
    /// <returns>Less than -1; -1 where nothing is to be known of it.</returns>
    public int Part(int source, ReadOnlySpan<byte> key)
    {
        if (source == -1 || !language.TracksValues)
            return -1;
        var depth = source < -1 ? parts[-2 - source].Depth + 1 : 0;
        if (depth > MaxPartDepth)
            return -1;
        parts.Add((source, key.IsEmpty ? -1 : strings.Intern(key), depth));
        return -1 - parts.Count;
    }

    /// <summary>The item at a position of a sequence.</summary>
    public int PartAt(int source, int index) => Part(source, Encoding.ASCII.GetBytes(index.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A sequence of items of a value, which ones is not known: what a starred name takes.</summary>
    public int Rest(int source)
    {
        var part = Part(source, default);
        if (part != -1)
            parts[^1] = parts[^1] with { Key = RestKey };
        return part;
    }

    /// <summary>What a function's <c>return</c> in the current scope is a value of: its definition, or the complement of its scope; -1 outside of functions.</summary>
    public int Returning
    {
        get
        {
            var scope = NearestScope(ScopeKind.Function);
            return scope == 0 ? -1 : scopes[scope].Owner is >= 0 and var owner ? owner : language.TracksValues ? ~scope : -1;
        }
    }

    /// <summary>The function whose <see cref="Returning"/> this is gives the value in a node to whoever iterates over what it returns.</summary>
    public void Yield(int definition, int valueNode)
    {
        if (definition != -1 && valueNode >= 0 && language.TracksValues)
            yielded.Add((definition, valueNode));
    }

    /// <summary>Assigns to what is no definition of this place: a member, an element, a variable declared elsewhere.</summary>
    public void Store(int targetNode, int valueNode)
    {
        if (targetNode >= 0 && valueNode != -1 && language.TracksValues)
            stored.Add((targetNode, position, valueNode));
    }

    /// <summary>Assigns to an item or member of a value, whose name is not written as one: <c>Object.defineProperty(o, "name", { value: f })</c>.</summary>
    public void StoreUnder(int objectNode, ReadOnlySpan<byte> key, int valueNode)
    {
        if (objectNode >= 0 && valueNode >= 0 && !key.IsEmpty && language.TracksValues)
            storedUnder.Add((objectNode, strings.Intern(key), valueNode));
    }

    /// <summary>The name of a definition holds what the decorators make of it, the nearest of which comes last.</summary>
    public void Decorate(int definition, int[] nodes)
    {
        if (nodes.Length == 0)
            return;
        decorated.Add((definition, nodes));
        AddFlags(definition, DefinitionFlags.Decorated);
    }

    /// <summary>A call that is not written out: of the value in a node, or of its member of a name.</summary>
    /// <param name="at">The node whose position it gets.</param>
    /// <param name="valueNode">What is called, or whose member is.</param>
    /// <param name="member">The member; null for the value itself.</param>
    public void ImplyCall(int at, int valueNode, string? member = null)
    {
        if (valueNode >= 0 && language.TracksValues)
            implied.Add((at, valueNode, member, currentScope));
    }

    /// <summary>An entry that is a use as well (<c>{ a }</c>, or a key that names a member of what is expected) defines a property.</summary>
    public void SetProperty(int entry, int definition)
    {
        if (language.TracksValues)
            propertyOf[entry] = definition;
    }

    private void StartValues()
    {
        propertyOf.Clear();
        slots.Clear();
        slotEntries.Clear();
        stores.Clear();
        decorations.Clear();
        valueOfNode.Clear();
        functionScopes.Clear();
        parts.Clear();
        passed.Clear();
        stored.Clear();
        storedUnder.Clear();
        yielded.Clear();
        decorated.Clear();
        implied.Clear();
        extraArguments.Clear();
    }

    /// <summary>The value of an expression that is no name; made once.</summary>
    private Operand ValueOf(int node, NodeShape shape)
    {
        if (!language.TracksValues)
            return shape is NodeShape.Collection or NodeShape.Comprehension ? Operand.Literal : Operand.Unknown;
        if (!valueOfNode.TryGetValue(node, out var known))
        {
            // What contains itself, which no tree does, would be unknown.
            valueOfNode[node] = Operand.Unknown;
            valueOfNode[node] = known = shape switch
            {
                NodeShape.Function => FunctionValue(node),
                NodeShape.Choice => Alternatives(node),
                NodeShape.Index => IndexedValue(node),
                _ => Container(node, shape),
            };
        }
        return known;
    }

    private Operand Add(Slot slot)
    {
        slots.Add(slot);
        return new Operand(OperandKind.Slot, slots.Count - 1);
    }

    private Operand FunctionValue(int node)
    {
        if (functionScopes.TryGetValue(node, out var scope))
            return FunctionValue(scopes[scope].Owner is >= 0 and var owner ? owner : ~scope, named: true);
        return Operand.Unknown;
    }

    private Operand FunctionValue(int definition, bool named) => Add(new Slot(SlotKind.Function, Operand.None, definition, named ? 1 : 0));

    private Operand Alternatives(int node)
    {
        var found = new List<SlotEntry>();
        foreach (var child in Children(node))
        {
            if (tree[child].IsNamed && !IsComment(child) && language.IsAlternative(this, node, child) && OperandOf(child) is var value && TellsSomething(value))
                found.Add(new SlotEntry(-1, value));
        }
        return found.Count switch
        {
            0 => Operand.Unknown,
            1 => found[0].Value,
            _ => AddEntries(SlotKind.Choice, found),
        };
    }

    private Operand IndexedValue(int node)
    {
        var row = RowOf(node);
        var container = OperandOf(row.First == 0 ? FirstNamedChild(node) : Child(node, row.First));
        if (!TellsSomething(container))
            return Operand.Unknown;
        var index = row.Second == 0 ? -1 : Child(node, row.Second);
        // A slice is a sequence of items itself.
        if (index >= 0 && language.IsSlice(this, index))
            return AddEntries(SlotKind.Collection, [new SlotEntry(-1, Element(container, -1))]);
        var key = language.KeyText(this, index);
        return Element(container, key.IsEmpty ? -1 : strings.Intern(key));
    }

    private Operand Element(Operand container, int key) => TellsSomething(container) ? Add(new Slot(SlotKind.Element, container, key, 0)) : Operand.Unknown;

    private Operand PartOperand(int part)
    {
        var (source, key, _) = parts[-2 - part];
        if (key != RestKey)
            return Element(OperandOf(source), key);
        var item = Element(OperandOf(source), -1);
        return TellsSomething(item) ? AddEntries(SlotKind.Collection, [new SlotEntry(-1, item)]) : item;
    }

    private Operand Container(int node, NodeShape shape)
    {
        var found = new List<SlotEntry>();
        var position = 0;
        foreach (var child in Children(node))
        {
            if (!tree[child].IsNamed || IsComment(child))
                continue;
            if (found.Count == MaxEntries)
                return Operand.Literal;
            AddEntry(found, child, shape == NodeShape.Comprehension ? -1 : position);
            if (shape == NodeShape.Comprehension)
                break;
            if (position >= 0)
                position = table.IsSpread(tree[child].Symbol) ? -1 : position + 1;
        }
        // An empty one may be filled later.
        return AddEntries(SlotKind.Collection, found);
    }

    private void AddEntry(List<SlotEntry> found, int child, int position)
    {
        var symbol = tree[child].Symbol;
        Operand value;
        var (key, definition) = (-1, -1);
        if (table.Entry(symbol, out var keyField, out var valueField))
        {
            value = OperandOf(Child(child, valueField));
            key = InternKey(language.KeyText(this, Child(child, keyField)));
            // A key that is a use as well has said so apart.
            definition = KeyDefinition(Child(child, keyField)) is >= 0 and var own ? own : propertyOf.GetValueOrDefault(child, -1);
        }
        else if (table.IsSpread(symbol))
        {
            value = Element(OperandOf(FirstNamedChild(child)), -1);
        }
        else if (functionScopes.TryGetValue(child, out var scope) && scopes[scope] is { Kind: ScopeKind.Function, Owner: >= 0 and var method } && RowOf(child).Shape != NodeShape.Function)
        {
            value = FunctionValue(method, named: true);
            (key, definition) = (DefinitionAt(method).Name, method);
        }
        else
        {
            value = OperandOf(child);
            key = InternKey(language.KeyText(this, child, ofEntry: true));
            definition = key < 0 ? -1 : propertyOf.GetValueOrDefault(child, -1);
            if (key < 0 && position >= 0)
                key = InternKey(Encoding.ASCII.GetBytes(position.ToString(CultureInfo.InvariantCulture)));
        }
        // The last entry of a key replaces those before; the accessors of one property stay together.
        if (key >= 0 && found.FindIndex(entry => entry.Key == key) is >= 0 and var before && !(IsAccessor(definition) && IsAccessor(found[before].Definition)))
            found.RemoveAt(before);
        if (TellsSomething(value) || definition >= 0)
            found.Add(new SlotEntry(key, value, definition));
    }

    private bool IsAccessor(int definition) => definition >= 0 && (DefinitionAt(definition).Flags & DefinitionFlags.Accessor) != 0;

    private int KeyDefinition(int keyNode)
    {
        if (DefinitionOf(keyNode) is >= 0 and var named)
            return named;
        return keyNode >= 0 ? DefinitionOf(FirstNamedChild(keyNode)) : -1;
    }

    private int InternKey(ReadOnlySpan<byte> text) => text.IsEmpty ? -1 : strings.Intern(text);

    private Operand AddEntries(SlotKind kind, List<SlotEntry> found)
    {
        var first = slotEntries.Count;
        slotEntries.AddRange(found);
        return Add(new Slot(kind, Operand.None, first, found.Count));
    }

    /// <summary>The arguments begin: what is called has been walked and has no name.</summary>
    private void VisitApplied(int arguments)
    {
        var call = tree[arguments].Parent;
        var row = RowOf(call);
        var function = row.First == 0 ? FirstNamedChild(call) : Child(call, row.First);
        // A word that is called and is no name, as Ruby's super, carries its own reference.
        if (SlotOf(function) >= 0 && RowOf(function).Shape is not (NodeShape.Call or NodeShape.New))
        {
            marks[call].Slot = marks[function].Slot;
            return;
        }
        var value = OperandOf(function);
        if (!TellsSomething(value) || value.Kind is OperandKind.This or OperandKind.Super)
            return;
        // A function that is called where it is written leads nowhere; what it is given does.
        var flags = ReferenceFlags.Applies | (value.Kind == OperandKind.Slot && slots[value.Reference].Kind == SlotKind.Function ? ReferenceFlags.Implicit : 0);
        AddReference(call, "()"u8, ReferenceRole.Call, value, ArgumentCount(arguments), flags, tree[arguments].Start);
    }

    private void NoteArguments(int leaf, int list)
    {
        var (position, count) = (0, 0);
        foreach (var child in Children(list))
        {
            if (!tree[child].IsNamed || IsComment(child))
                continue;
            if (++count > MaxArguments)
                return;
            var symbol = tree[child].Symbol;
            if (table.IsSpread(symbol))
            {
                passed.Add((leaf, -1, -1, Part(FirstNamedChild(child), default)));
                position = int.MinValue;
                continue;
            }
            if (table.NamedArgument(symbol, out var nameField, out var valueField))
                passed.Add((leaf, -1, Child(child, nameField), Child(child, valueField)));
            else
                passed.Add((leaf, position < 0 ? -1 : position++, -1, child));
        }
    }

    private Argument[] Arguments()
    {
        foreach (var (leaf, position, nameNode, valueNode) in passed)
        {
            if (SlotOf(leaf) is not (>= 0 and var call) || valueNode == -1)
                continue;
            var value = OperandOf(valueNode);
            if (TellsSomething(value))
                extraArguments.Add(new Argument(call, position, nameNode < 0 ? -1 : strings.Intern(Text(nameNode)), value));
        }
        return [.. extraArguments.OrderBy(argument => argument.Call)];
    }

    private void ResolveStores()
    {
        foreach (var (targetNode, _, valueNode) in stored)
        {
            var value = OperandOf(valueNode);
            if (!TellsSomething(value))
                continue;
            var target = OperandOf(targetNode);
            if (targetNode >= 0 && DefinitionOf(NameLeaf(targetNode)) is >= 0 and var declared)
                AddFlow(flows, declared, value);
            else if (target.Kind is OperandKind.Name or OperandKind.Slot)
                stores.Add(new Store(target, value));
        }
        foreach (var (objectNode, key, valueNode) in storedUnder)
        {
            var (target, value) = (Element(OperandOf(objectNode), key), OperandOf(valueNode));
            if (target.Kind == OperandKind.Slot && TellsSomething(value))
                stores.Add(new Store(target, value));
        }
        foreach (var (definition, valueNode) in yielded)
        {
            var value = OperandOf(valueNode);
            if (TellsSomething(value))
                flows.Add(new Flow(definition, AddEntries(SlotKind.Collection, [new SlotEntry(-1, value)])));
        }
    }

    /// <summary>Makes the references of calls that are not written out; they follow all others.</summary>
    private void ResolveImplicit()
    {
        foreach (var (at, valueNode, member, scope) in implied)
        {
            var value = OperandOf(valueNode);
            if (TellsSomething(value))
                AddImplicit(at, member is null ? "()"u8 : Encoding.UTF8.GetBytes(member), value, scope, member is null ? ReferenceFlags.Applies : 0, member is null ? -1 : 0);
        }
        foreach (var (definition, nodes) in decorated)
            ResolveDecorators(definition, nodes);
    }

    private int AddImplicit(int at, ReadOnlySpan<byte> name, Operand qualifier, int scope, ReferenceFlags flags, int arguments)
    {
        var (around, slot) = (currentScope, marks[at].Slot);
        currentScope = scope;
        var reference = AddReference(at, name, ReferenceRole.Call, qualifier, arguments, flags | ReferenceFlags.Implicit);
        (currentScope, marks[at].Slot) = (around, slot);
        return reference;
    }

    private void ResolveDecorators(int definition, int[] nodes)
    {
        var value = FunctionValue(definition, named: false);
        for (var i = nodes.Length - 1; i >= 0; i--)
        {
            var call = SlotOf(NameLeaf(nodes[i]));
            if (call < 0)
            {
                var made = OperandOf(nodes[i]);
                if (!TellsSomething(made))
                    return;
                call = AddImplicit(tree[nodes[i]].Parent, "()"u8, made, DefinitionAt(definition).Scope, ReferenceFlags.Applies, 1);
            }
            extraArguments.Add(new Argument(call, 0, -1, value));
            value = new Operand(OperandKind.Result, call);
        }
        decorations.Add(new Flow(definition, value));
    }
}
