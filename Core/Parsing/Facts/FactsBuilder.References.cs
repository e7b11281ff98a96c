using System.Runtime.InteropServices;
using CodeGraph.Model;
using CodeGraph.Parsing.Languages;

namespace CodeGraph.Parsing.Facts;

public sealed partial class FactsBuilder
{
    private const int MaxOperandDepth = 64;

    private readonly List<Reference> references = [];
    private readonly List<int> offsets = [];
    private readonly List<int> boundNames = [];
    private readonly List<Import> imports = [];
    private readonly List<(int TypeNode, int BaseNode, int Definition)> implementing = [];
    private readonly List<(int Reference, int ObjectNode, bool Instance)> laterObjects = [];
    private int operandDepth;
    private readonly List<(int Reference, int Leaf)> writes = [];
    private readonly Dictionary<int, int> lookUps = [];
    private readonly List<(int GenericLeaf, int Position, int TypeNode)> applied = [];

    /// <summary>The leaf is not a use of a name (it is a definition's own, or syntax).</summary>
    public void Consume(int node)
    {
        if (node >= 0)
            marks[node].Flags |= Consumed;
    }

    /// <summary>The node stands for the current instance (or that as its base type) though its kind does not say so: PHP's <c>$this</c>, <c>parent</c>.</summary>
    public void SetThis(int node, bool super = false)
    {
        Consume(node);
        if (node >= 0)
            marks[node].Flags |= super ? StandsForSuper : StandsForThis;
    }

    /// <summary>Takes back that a leaf is a member: <c>$a->$name</c> reads a variable.</summary>
    public void ClearMember(int leaf)
    {
        if (leaf >= 0)
            marks[leaf].Flags &= unchecked((ushort)~IsMember);
    }

    /// <summary>A role was given to the leaf already.</summary>
    public bool IsMarked(int leaf) => (marks[leaf].Flags & (HasRole | Consumed)) != 0;

    /// <summary>An ancestor has dealt with the node.</summary>
    public bool IsConsumed(int node) => (marks[node].Flags & Consumed) != 0;

    /// <summary>The leaf is a use as well as the name of a definition: <c>{ a }</c>, as a literal or a pattern.</summary>
    public void KeepUse(int leaf)
    {
        if (leaf >= 0)
            marks[leaf].Flags &= unchecked((ushort)~Consumed);
    }

    /// <summary>A leaf of a kind that is no name elsewhere is one here: the <c>0</c> of <c>pair.0</c>.</summary>
    public void MarkName(int leaf)
    {
        if (leaf >= 0)
            marks[leaf].Flags |= IsName;
    }

    /// <summary>A type takes on a base outside of its own declaration: <c>impl Trait for T</c>.</summary>
    public void Implement(int typeNode, int baseNode) => implementing.Add((typeNode, baseNode, -1));

    /// <summary>A type parameter has a bound: what it stands for has the members of that.</summary>
    public void Bound(int definition, int baseNode) => implementing.Add((-1, baseNode, definition));

    /// <summary>The member that a leaf names belongs to what <c>this</c> is in another scope.</summary>
    public void LookFrom(int leaf, int scope)
    {
        if (leaf >= 0)
            lookUps[leaf] = scope;
    }

    /// <summary>Names below a node are looked up from outside of the current block: where a comprehension's first list comes from.</summary>
    public void LookOutside(int node)
    {
        for (var at = node; at >= 0 && at < tree[node].Next; at++)
            marks[at].Flags |= LooksOutside;
    }

    /// <summary>All name leaves below a node are not uses.</summary>
    public void ConsumeAll(int node)
    {
        for (var at = node; at >= 0 && at < tree[node].Next; at++)
            marks[at].Flags |= Consumed;
    }

    /// <summary>Says what the use of a name leaf does; the last one to say so wins.</summary>
    public void SetRole(int leaf, ReferenceRole role, ReferenceFlags flags = ReferenceFlags.None)
    {
        if (leaf < 0)
            return;
        marks[leaf].Flags |= HasRole;
        marks[leaf].Role = role;
        marks[leaf].ReferenceFlags |= flags;
    }

    /// <summary>Adds flags to the reference a leaf will become, whatever its role.</summary>
    public void AddReferenceFlags(int leaf, ReferenceFlags flags)
    {
        if (leaf >= 0)
            marks[leaf].ReferenceFlags |= flags;
    }

    /// <summary>The leaf names what is called. <paramref name="arguments"/> is -1 where a spread hides their number.</summary>
    public void SetCall(int leaf, int arguments, ReferenceFlags flags = ReferenceFlags.None)
    {
        if (leaf < 0)
            return;
        SetRole(leaf, ReferenceRole.Call, flags);
        marks[leaf].Arguments = (short)Math.Clamp(arguments, -1, short.MaxValue);
    }

    /// <summary>The leaf is a member of what stands in <paramref name="objectNode"/>, before or (in destructuring) after it.</summary>
    /// <param name="instance"><paramref name="objectNode"/> is a type, and the leaf a member of an instance of it.</param>
    public void SetMember(int leaf, int objectNode, bool instance = false)
    {
        if (leaf < 0 || objectNode < 0)
            return;
        marks[leaf].Flags |= instance ? (ushort)(IsMember | OfInstance) : IsMember;
        marks[leaf].ObjectNode = objectNode;
    }

    /// <summary>Every name in a type expression has the role <see cref="ReferenceRole.Type"/> unless something else was said.</summary>
    public void SetTypeRole(int node)
    {
        // A node marked before has its whole subtree marked: nested type arguments cost nothing twice.
        if (node < 0 || (marks[node].Flags & HasRole) != 0)
            return;
        for (var at = node; at < tree[node].Next; at++)
        {
            if (table.IsExpressionInType(tree[at].Symbol))
            {
                at = tree[at].Next - 1;
                continue;
            }
            if ((marks[at].Flags & (HasRole | Consumed)) == 0)
                SetRole(at, ReferenceRole.Type, ReferenceFlags.TypePosition);
        }
    }

    /// <summary>The type being defined has <paramref name="typeNode"/> as a base: marks its name and lets look-ups know that members are inherited.</summary>
    public void Inherit(int typeNode, bool implements = false)
    {
        var leaf = NameLeaf(typeNode);
        if (leaf < 0)
            return;
        SetRole(leaf, ReferenceRole.Inherit, ReferenceFlags.TypePosition | (implements ? ReferenceFlags.Implements : ReferenceFlags.None));
        if (scopes[currentScope].Kind == ScopeKind.Type)
            scopeHasBases[currentScope] = true;
    }

    /// <summary>The current scope inherits members though no base is named in it (the body of an anonymous class).</summary>
    public void InheritUnnamed() => scopeHasBases[currentScope] = true;

    /// <summary>
    /// Brings names in from elsewhere. The alias is bound in the current scope; <paramref name="at"/> gives the position, and the name leaves of
    /// the import become references of the role <see cref="ReferenceRole.Import"/> by <see cref="SetRole"/> where they should.
    /// </summary>
    /// <param name="bind">False where the alias is a name for others only: <c>export { a as b } from "m"</c>.</param>
    public int Import(ImportKind kind, ReadOnlySpan<byte> module, ReadOnlySpan<byte> name, ReadOnlySpan<byte> alias, int at, ImportFlags flags = ImportFlags.None, int scope = -1, bool bind = true)
    {
        var (line, column) = Position(tree[at].Start);
        if (scope < 0)
            scope = currentScope;
        var import = new Import
        {
            Kind = kind,
            Flags = flags,
            Module = strings.Intern(module),
            Name = name.IsEmpty ? -1 : strings.Intern(name),
            Alias = alias.IsEmpty ? -1 : strings.Intern(alias),
            Scope = bind ? scope : -1,
            Line = line,
            Column = column,
        };
        imports.Add(import);
        if (import.Alias >= 0 && bind)
            Bind(scope, import.Alias, ~(imports.Count - 1), 0);
        return imports.Count - 1;
    }

    /// <summary>Where the object stands whose key the leaf is, see <see cref="KeyPlace"/>.</summary>
    public void SetKeyPlace(int leaf, int place) => marks[leaf].Arguments = (short)(place + 1);

    /// <summary>The leaf that carries the name of an expression or type: <c>c</c> in <c>(a.b.c)</c>; -1 where it has none.</summary>
    public int NameLeaf(int node)
    {
        while (node >= 0)
        {
            var row = RowOf(node);
            switch (row.Shape)
            {
                case NodeShape.Identifier:
                    return node;
                case NodeShape.Member:
                    node = row.Second == 0 ? LastNamedChild(node) : Child(node, row.Second);
                    break;
                case NodeShape.Wrapper:
                    node = row.First == 0 ? FirstNamedChild(node) : Child(node, row.First);
                    break;
                case NodeShape.Path:
                    return LastName(node);
                case NodeShape.Cast:
                    node = row.Second != 0 ? Child(node, row.Second) : row.First == 0 ? FirstNamedChild(node) : -1;
                    break;
                default:
                    return (marks[node].Flags & IsName) != 0 ? node : -1;
            }
        }
        return -1;
    }

    /// <summary>What an expression is as far as names need it; everything inside of it must have been visited.</summary>
    public Operand OperandOf(int node)
    {
        // What is nested deeper than anybody writes is unknown; the stack stays small whatever the source.
        if (operandDepth == MaxOperandDepth)
            return Operand.Unknown;
        operandDepth++;
        var operand = node < -1 ? PartOperand(node) : OperandOfNode(node);
        operandDepth--;
        return operand;
    }

    private Operand OperandOfNode(int node)
    {
        while (node >= 0)
        {
            if ((marks[node].Flags & (StandsForThis | StandsForSuper)) != 0)
                return (marks[node].Flags & StandsForThis) != 0 ? Operand.This : Operand.Super;
            var row = RowOf(node);
            switch (row.Shape)
            {
                case NodeShape.Identifier or NodeShape.Member or NodeShape.Path:
                    var leaf = NameLeaf(node);
                    var slot = SlotOf(leaf);
                    if (slot < 0 && leaf >= 0 && (marks[leaf].Flags & (StandsForThis | StandsForSuper)) != 0)
                        return (marks[leaf].Flags & StandsForThis) != 0 ? Operand.This : Operand.Super;
                    return slot >= 0 ? new Operand(OperandKind.Name, slot) : leaf < 0 || table.IsKeyword(Text(leaf)) ? InstanceOperand(node, leaf, row) : Operand.Unknown;
                case NodeShape.Wrapper:
                    node = row.First == 0 ? FirstNamedChild(node) : Child(node, row.First);
                    continue;
                case NodeShape.Call or NodeShape.New:
                    var called = NameLeaf(row.First == 0 ? FirstNamedChild(node) : Child(node, row.First));
                    // `Type.new(...)` where the type's name is what is called.
                    if (called >= 0 && (marks[called].Flags & (Consumed | IsMember)) == (Consumed | IsMember))
                        called = NameLeaf(marks[called].ObjectNode);
                    var callee = SlotOf(called);
                    // A call of what a call returns carries its reference itself.
                    if (callee < 0)
                        callee = SlotOf(node);
                    if (callee < 0)
                        return Operand.Unknown;
                    // A handler knows better where indexing looks like a call (Swift's `a[0]`).
                    return new Operand(ReferenceAt(callee).Role == ReferenceRole.Read ? OperandKind.Element : OperandKind.Result, callee);
                case NodeShape.Function or NodeShape.Collection or NodeShape.Comprehension or NodeShape.Choice:
                    return ValueOf(node, row.Shape);
                case NodeShape.Index when language.TracksValues:
                    return ValueOf(node, row.Shape);
                case NodeShape.Index:
                    return ElementOf(OperandOf(row.First == 0 ? FirstNamedChild(node) : Child(node, row.First)));
                case NodeShape.Cast:
                    var type = row.First == 0 ? LastNamedChild(node) : Child(node, row.First);
                    if (row.First != 0 || type != FirstNamedChild(node))
                        return InstanceOf(type);
                    // `x as const` names no type.
                    node = type;
                    continue;
                case NodeShape.This:
                    // Kotlin's `this@Outer`.
                    return SlotOf(LastName(node)) is >= 0 and var named ? new Operand(OperandKind.Result, named) : Operand.This;
                case NodeShape.Super:
                    return Operand.Super;
                case NodeShape.Literal:
                    return Operand.Literal;
                default:
                    // A call that has no name leaf, as C#'s `new(...)`, carries its reference itself.
                    return SlotOf(node) is >= 0 and var own
                        ? new Operand(ReferenceAt(own).Role == ReferenceRole.Call ? OperandKind.Result : OperandKind.Name, own)
                        : Operand.Unknown;
            }
        }
        return Operand.None;
    }

    private int LastName(int node)
    {
        var last = -1;
        foreach (var child in Children(node))
        {
            if (RowOf(child).Shape == NodeShape.Identifier)
                last = child;
        }
        return last;
    }

    private Operand ElementOf(Operand container) => container.Kind switch
    {
        OperandKind.Name => new Operand(OperandKind.Element, container.Reference),
        OperandKind.Result => new Operand(OperandKind.ResultElement, container.Reference),
        OperandKind.Slot => Element(container, -1),
        _ => Operand.Unknown,
    };

    /// <summary>Makes a reference at once, for names that are not a leaf of their own (a name inside of a string, an implicit call).</summary>
    public int AddReference(int at, ReadOnlySpan<byte> name, ReferenceRole role, Operand qualifier, int arguments = -1, ReferenceFlags flags = ReferenceFlags.None, int start = -1)
    {
        var offset = start < 0 ? tree[at].Start : start;
        var (line, column) = Position(offset);
        references.Add(new Reference
        {
            Role = role,
            Flags = flags,
            Name = strings.Intern(name),
            Line = line,
            Column = column,
            Scope = lookUps.Count > 0 && lookUps.TryGetValue(at, out var other) ? other : (marks[at].Flags & LooksOutside) != 0 && scopes[currentScope].Kind == ScopeKind.Block ? scopes[currentScope].Parent : currentScope,
            Container = ContainerOf(currentScope),
            Qualifier = qualifier,
            Arguments = arguments,
            Binding = Reference.Free,
        });
        offsets.Add(offset);
        boundNames.Add(references[^1].Name);
        marks[at].Slot = references.Count;
        return references.Count - 1;
    }

    /// <summary>The generic type or function that a leaf names is applied to a type.</summary>
    public void ApplyType(int genericLeaf, int position, int typeNode)
    {
        if (genericLeaf >= 0 && typeNode >= 0)
            applied.Add((genericLeaf, position, typeNode));
    }

    private TypeArgument[] TypeArguments()
    {
        var found = new List<TypeArgument>();
        foreach (var (generic, position, type) in applied)
        {
            var argument = new TypeArgument(SlotOf(generic), position, SlotOf(NameLeaf(type)));
            if (argument is { Generic: >= 0, Type: >= 0 })
                found.Add(argument);
        }
        found.Sort((a, b) => a.Generic != b.Generic ? a.Generic.CompareTo(b.Generic) : a.Position.CompareTo(b.Position));
        return [.. found];
    }

    private Implementation[] Implementations()
    {
        var found = new List<Implementation>();
        foreach (var (typeNode, baseNode, definition) in implementing)
        {
            var implementation = new Implementation(SlotOf(NameLeaf(typeNode)), SlotOf(NameLeaf(baseNode)), definition);
            if (implementation is { Base: >= 0 } and ({ Type: >= 0 } or { Definition: >= 0 }))
                found.Add(implementation);
        }
        return [.. found];
    }

    private ref Reference ReferenceAt(int reference) => ref CollectionsMarshal.AsSpan(references)[reference];

    private int SlotOf(int node) => node < 0 ? -1 : Math.Max(marks[node].Slot, 0) - 1;

    // An instance is what constructing with the type's name gives.
    private Operand InstanceOf(int typeNode) => SlotOf(NameLeaf(typeNode)) is >= 0 and var slot ? new Operand(OperandKind.Result, slot) : Operand.Unknown;

    private void ResolveObjects()
    {
        foreach (var (reference, objectNode, instance) in laterObjects)
        {
            var qualifier = instance ? InstanceOf(objectNode) : OperandOf(objectNode);
            if (qualifier.Kind != OperandKind.None)
                ReferenceAt(reference).Qualifier = qualifier;
        }
    }

    // A keyword that the grammar takes for a name is the instance or a literal; `Outer.this` is an instance of Outer, `Outer.super` the same seen as
    // its base.
    private Operand InstanceOperand(int node, int leaf, in NodeRow row)
    {
        if (leaf >= 0 && (marks[leaf].Flags & StandsForSuper) != 0)
            return Operand.Super;
        if (leaf >= 0 && (marks[leaf].Flags & StandsForThis) != 0)
            return Operand.This;
        var nameNode = row.Shape != NodeShape.Member ? leaf : row.Second == 0 ? LastNamedChild(node) : Child(node, row.Second);
        if (nameNode < 0)
            return Operand.Unknown;
        var shape = RowOf(nameNode).Shape;
        if (shape == NodeShape.Super || Text(nameNode).SequenceEqual("super"u8))
            return Operand.Super;
        if (shape != NodeShape.This && !Text(nameNode).SequenceEqual("this"u8))
            return leaf >= 0 && char.IsAsciiLetter((char)Text(leaf)[0]) ? Operand.Literal : Operand.Unknown;
        if (row.Shape != NodeShape.Member)
            return Operand.This;
        var outer = SlotOf(NameLeaf(row.First == 0 ? FirstNamedChild(node) : Child(node, row.First)));
        return outer >= 0 ? new Operand(OperandKind.Result, outer) : Operand.Unknown;
    }

    private void StartReferences()
    {
        operandDepth = 0;
        references.Clear();
        offsets.Clear();
        boundNames.Clear();
        imports.Clear();
        implementing.Clear();
        laterObjects.Clear();
        StartValues();
        writes.Clear();
        lookUps.Clear();
        applied.Clear();
    }

    private void VisitLeaf(int node, in NodeRow row)
    {
        var mark = marks[node];
        if ((mark.Flags & Consumed) != 0 || table.IsKeyword(Text(node)))
            return;
        var qualifier = Operand.None;
        if ((mark.Flags & IsMember) != 0)
        {
            var instance = (mark.Flags & OfInstance) != 0;
            if (mark.ObjectNode > node)
                laterObjects.Add((references.Count, mark.ObjectNode, instance));
            else
                qualifier = instance ? InstanceOf(mark.ObjectNode) : OperandOf(mark.ObjectNode);
            if (qualifier.Kind == OperandKind.None)
                qualifier = Operand.Unknown;
        }
        var hasRole = (mark.Flags & HasRole) != 0;
        var role = hasRole ? mark.Role : row.Role;
        AddReference(node, Text(node), role, qualifier, role == ReferenceRole.Call ? mark.Arguments : (mark.ReferenceFlags & ReferenceFlags.Key) != 0 ? mark.Arguments - 1 : -1, mark.ReferenceFlags | (hasRole ? 0 : row.Flags));
        boundNames[^1] = BoundName(node);
        if (role == ReferenceRole.Write && qualifier.Kind == OperandKind.None && (mark.ReferenceFlags & ReferenceFlags.Key) == 0)
            writes.Add((references.Count - 1, node));
    }

    private void VisitMember(int node, in NodeRow row)
    {
        var objectNode = row.First == 0 ? FirstNamedChild(node) : Child(node, row.First);
        var leaf = NameLeaf(row.Second == 0 ? LastNamedChild(node) : Child(node, row.Second));
        if (leaf != objectNode)
            SetMember(leaf, objectNode);
        if (row.Flags != 0)
            AddReferenceFlags(leaf, row.Flags);
    }

    private void VisitPath(int node, in NodeRow row)
    {
        var before = -1;
        foreach (var child in Children(node))
        {
            if (RowOf(child).Shape != NodeShape.Identifier)
                continue;
            if (before >= 0)
            {
                SetMember(child, before);
                AddReferenceFlags(child, row.Flags);
            }
            before = child;
        }
    }

    private void VisitCall(int node, in NodeRow row)
    {
        var leaf = NameLeaf(row.First == 0 ? FirstNamedChild(node) : Child(node, row.First));
        var arguments = row.Second == 0 ? -1 : Child(node, row.Second);
        if (leaf >= 0)
            SetCall(leaf, row.Second == 0 ? -1 : arguments < 0 ? 0 : ArgumentCount(arguments), row.Flags);
        else if (language.TracksValues && arguments >= 0)
            marks[arguments].Flags |= AppliesBefore;
        if (arguments >= 0 && language.TracksValues)
            NoteArguments(leaf >= 0 ? leaf : node, arguments);
    }

    /// <summary>Number of arguments in a list; -1 where a spread hides it.</summary>
    public int ArgumentCount(int list)
    {
        var count = 0;
        foreach (var child in Children(list))
        {
            if (!tree[child].IsNamed || IsComment(child))
                continue;
            if (table.IsSpread(tree[child].Symbol))
                return -1;
            count++;
        }
        return count;
    }

    private int ContainerOf(int scope)
    {
        var type = -1;
        for (; scope >= 0; scope = scopes[scope].Parent)
        {
            var owner = scopes[scope].Owner;
            if (owner < 0)
                continue;
            var kind = DefinitionAt(owner).Kind;
            if (kind.IsCallable())
                return owner;
            // A field or variable that holds a lambda owns its scope; an accessor runs, an object that is a property's value does not.
            if (scopes[scope].Kind == ScopeKind.Function || (kind is SymbolKind.Property or SymbolKind.Event && scopes[scope].Kind != ScopeKind.Type))
                return owner;
            if (type < 0 && (kind.IsType() || (kind == SymbolKind.Module && scopes[scope].Kind == ScopeKind.Type)))
                type = owner;
        }
        return type;
    }
}
