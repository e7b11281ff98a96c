using System.Runtime.InteropServices;
using CodeGraph.Model;

namespace CodeGraph.Parsing.Facts;

public sealed partial class FactsBuilder
{
    private readonly List<Definition> definitions = [];
    private readonly List<Description> descriptions = [];
    private readonly List<Pending> pending = [];
    private readonly List<Flow> flows = [];
    private readonly HashSet<int> selfParameters = [];

    private readonly Dictionary<int, int> useCounts = [];
    private readonly Dictionary<int, int> owners = [];
    private readonly Dictionary<int, int> memberScopes = [];
    private readonly List<(int Scope, int Name, DefinitionFlags Flags)> flagged = [];

    /// <summary>Nodes whose references exist only once the walk has passed them.</summary>
    private record struct Pending(int Definition, int TypeNode, int ValueNode, int ReceiverNode, int At, int ElementTypeNode = -1, bool IsElement = false);

    /// <summary>A definition made so far; valid until the next one is made.</summary>
    public ref Definition DefinitionAt(int definition) => ref CollectionsMarshal.AsSpan(definitions)[definition];

    private ref Description DescriptionAt(int definition) => ref CollectionsMarshal.AsSpan(descriptions)[definition];

    /// <summary>How often this was asked of a definition, this time included: work that its uses cause has a bound.</summary>
    public int CountUse(int definition) => useCounts[definition] = useCounts.GetValueOrDefault(definition) + 1;

    /// <summary>The simple name of a definition.</summary>
    public ReadOnlySpan<byte> NameOf(int definition) => strings[DefinitionAt(definition).Name];

    /// <summary>The innermost definition whose body is around the node being visited, -1 at file level.</summary>
    public int Enclosing => EnclosingOf(currentScope);

    /// <summary>The innermost enclosing definition that is a type, without a callable in between; -1 for none.</summary>
    public int EnclosingType
    {
        get
        {
            var definition = Enclosing;
            return definition >= 0 && DefinitionAt(definition).Kind.IsType() ? definition : -1;
        }
    }

    /// <summary>True inside of a function, where variables are locals.</summary>
    public bool InFunction
    {
        get
        {
            for (var scope = currentScope; scope >= 0; scope = scopes[scope].Parent)
            {
                switch (scopes[scope].Kind)
                {
                    case ScopeKind.Function:
                        return true;
                    case ScopeKind.Type or ScopeKind.Namespace:
                        return false;
                }
            }
            return false;
        }
    }

    /// <summary>
    /// Defines what <paramref name="nameNode"/> names. The leaf is consumed, the name bound in <paramref name="scope"/> (the current one by default).
    /// </summary>
    /// <param name="kind">What it is.</param>
    /// <param name="nameNode">The node with the name; its position is the definition's.</param>
    /// <param name="node">The whole definition, for span, signature and doc comment.</param>
    /// <param name="body">The body, which the signature leaves out; -1 for none.</param>
    /// <param name="scope">The scope to bind the name in; -1 for the current one.</param>
    /// <param name="visibleFrom">First byte that sees the name, for locals of languages without hoisting; 0 for the whole scope.</param>
    /// <param name="name">A name other than the node's text, as for operators; -1 for the text.</param>
    /// <param name="bind">False for names that no bare use reaches (C++ members defined out of line).</param>
    public int Define(SymbolKind kind, int nameNode, int node, int body = -1, int scope = -1, int visibleFrom = 0, int name = -1, bool bind = true)
    {
        Consume(nameNode);
        var boundName = name < 0 ? BoundName(nameNode) : name;
        if (name < 0)
            name = strings.Intern(Text(nameNode));
        var bindScope = ScopeFor(scope < 0 ? currentScope : scope, boundName);
        var (line, column) = Position(tree[nameNode].Start);
        var inner = kind is SymbolKind.Parameter or SymbolKind.TypeParameter || (kind is SymbolKind.Variable or SymbolKind.Constant && IsInFunction(bindScope));
        definitions.Add(new Definition
        {
            Kind = kind,
            Flags = inner ? DefinitionFlags.Local : DefinitionFlags.None,
            Name = name,
            Parent = EnclosingOf(bindScope),
            Scope = bindScope,
            BodyScope = -1,
            Line = line,
            Column = column,
            Start = tree[node].Start,
            End = tree[node].End,
            MinArity = 255,
            MaxArity = 255,
            DeclaredType = -1,
            ElementType = -1,
            Receiver = -1,
            Value = Operand.None,
            NextSame = -1,
        });
        descriptions.Add(new Description
        {
            StartLine = LineOf(tree[node].Start),
            EndLine = EndLineOf(node),
            Signature = inner ? -1 : SignatureOf(node, body),
            Documentation = inner ? -1 : DocumentationOf(node),
        });
        var definition = definitions.Count - 1;
        marks[nameNode].Slot = -2 - definition;
        if (bind)
            Bind(bindScope, boundName, definition, visibleFrom);
        return definition;
    }

    /// <summary>The definition that took its name from a leaf, -1 for none (or where the leaf has become a use since).</summary>
    public int DefinitionOf(int nameNode) => nameNode >= 0 && marks[nameNode].Slot < -1 ? -2 - marks[nameNode].Slot : -1;

    /// <summary>
    /// Declares a variable the way assignment does in languages without declarations: the first one defines it, a later one in the same scope
    /// writes to it. Returns the definition either way.
    /// </summary>
    public int DefineOrWrite(SymbolKind kind, int nameNode, int node, int scope = -1, int visibleFrom = 0)
    {
        var name = BoundName(nameNode);
        var bindScope = ScopeFor(scope < 0 ? currentScope : scope, name);
        if (bound.TryGetValue(Key(bindScope, name), out var at) && bindings[at].Target >= 0)
        {
            SetRole(nameNode, ReferenceRole.Write);
            return bindings[at].Target;
        }
        return Define(kind, nameNode, node, scope: bindScope, visibleFrom: visibleFrom);
    }

    /// <summary>Adds a member to a type or function by assignment: <c>self.x = ...</c>, <c>f.calls = 0</c>. A second one of that name is a write.</summary>
    public int DefineMember(int holder, SymbolKind kind, int nameNode, int node) => DefineOrWrite(kind, nameNode, node, MemberScope(holder));

    public void AddFlags(int definition, DefinitionFlags flags) => DefinitionAt(definition).Flags |= flags;

    public void SetVisibility(int definition, Visibility visibility) => DefinitionAt(definition).Visibility = visibility;

    /// <summary>How many arguments a callable takes; <paramref name="max"/> 254 or more means any number.</summary>
    public void SetArity(int definition, int min, int max)
    {
        ref var target = ref DefinitionAt(definition);
        target.MinArity = (byte)Math.Min(min, 254);
        target.MaxArity = (byte)Math.Min(max, 254);
        if (max >= 254)
            target.Flags |= DefinitionFlags.Variadic;
    }

    /// <summary>
    /// The nodes of a definition's declared (or return) type, first value (of a callable: what it returns) and owning type; any may be -1.
    /// Said more than once, the first value that is a name, a call or the current instance stays.
    /// </summary>
    /// <param name="definition">The definition; the complement of a scope for what a function without a name returns.</param>
    /// <param name="typeNode">The declared type.</param>
    /// <param name="valueNode">The value, or a part of one, see <see cref="Part"/>.</param>
    /// <param name="receiverNode">The type it belongs to.</param>
    /// <param name="element">The value is an element of what is in <paramref name="valueNode"/>: loops, positional destructuring.</param>
    public void SetOrigin(int definition, int typeNode, int valueNode = -1, int receiverNode = -1, bool element = false) =>
        pending.Add(new Pending(definition, typeNode, valueNode, receiverNode, position, IsElement: element));

    /// <summary>The expression in <paramref name="valueNode"/> (a function, class or object without a name of its own) is named by a definition.</summary>
    public void SetOwner(int valueNode, int definition)
    {
        if (valueNode >= 0 && definition >= 0)
            owners[valueNode] = definition;
    }

    /// <summary>The definition that names an expression, as <see cref="SetOwner"/> said; -1 for none.</summary>
    public int OwnerOf(int valueNode) => owners.GetValueOrDefault(valueNode, -1);

    /// <summary>
    /// The scope in which members of a definition live that are written outside of its body (<c>F.x = ...</c>, <c>this.x = ...</c> in a constructor
    /// function): that of the body where the body is a type's, else one of its own.
    /// </summary>
    public int MemberScope(int definition)
    {
        var target = DefinitionAt(definition);
        if (target.BodyScope >= 0 && scopes[target.BodyScope].Kind == ScopeKind.Type)
            return target.BodyScope;
        if (!memberScopes.TryGetValue(definition, out var scope))
        {
            scope = AddScope(new Scope(ScopeKind.Type, target.Scope, definition), -1);
            memberScopes.Add(definition, scope);
        }
        return scope;
    }

    /// <summary>Adds flags to all that a scope binds to a name, wherever in the file that is: <c>export { a }</c> above or below of <c>a</c>.</summary>
    public void AddFlagsByName(int scope, ReadOnlySpan<byte> name, DefinitionFlags flags) => flagged.Add((scope, strings.Intern(name), flags));

    /// <summary>Lets a definition reach to the end of another node, as a declaration that holds for the rest of its file.</summary>
    public void ExtendTo(int definition, int node)
    {
        DefinitionAt(definition).End = tree[node].End;
        DescriptionAt(definition).EndLine = EndLineOf(node);
    }

    /// <summary>The declared type is a container (array, slice, map, pointer, list) of the type in <paramref name="typeNode"/>.</summary>
    public void SetElementType(int definition, int typeNode)
    {
        if (typeNode >= 0)
            pending.Add(new Pending(definition, -1, -1, -1, position, typeNode));
    }

    /// <summary>The parameter stands for the current instance.</summary>
    public void MarkSelf(int parameter) => selfParameters.Add(parameter);

    public bool IsSelf(int parameter) => selfParameters.Contains(parameter);

    /// <summary>Gives a definition a doc comment found elsewhere than before it (Python's docstrings).</summary>
    public void SetDocumentation(int definition, ReadOnlySpan<byte> text) => DescriptionAt(definition).Documentation = CleanComment(text);

    private void StartDefinitions()
    {
        definitions.Clear();
        descriptions.Clear();
        pending.Clear();
        flows.Clear();
        selfParameters.Clear();
        useCounts.Clear();
        owners.Clear();
        memberScopes.Clear();
        flagged.Clear();
    }

    private int EnclosingOf(int scope)
    {
        for (; scope >= 0; scope = scopes[scope].Parent)
        {
            if (scopes[scope].Owner >= 0)
                return scopes[scope].Owner;
        }
        return -1;
    }

    private bool IsInFunction(int scope)
    {
        for (; scope >= 0; scope = scopes[scope].Parent)
        {
            switch (scopes[scope].Kind)
            {
                // What a block binds is not seen outside of it, at file level neither.
                case ScopeKind.Function or ScopeKind.Block:
                    return true;
                case ScopeKind.Type or ScopeKind.Namespace:
                    return false;
            }
        }
        return false;
    }

    private void ResolvePending()
    {
        foreach (var (scope, name, flags) in flagged)
        {
            for (var at = bound.GetValueOrDefault(Key(scope, name), -1); at >= 0; at = bindings[at].Next)
            {
                if (bindings[at].Target >= 0)
                    AddFlags(bindings[at].Target, flags);
            }
        }
        ResolveObjects();
        foreach (var (definition, typeNode, valueNode, receiverNode, at, elementTypeNode, isElement) in pending)
        {
            if (definition < 0)
            {
                AddFlow(flows, definition, OperandOf(valueNode));
                continue;
            }
            ref var target = ref DefinitionAt(definition);
            if (typeNode >= 0)
                target.DeclaredType = SlotOf(NameLeaf(typeNode));
            if (receiverNode >= 0)
                target.Receiver = SlotOf(NameLeaf(receiverNode));
            if (elementTypeNode >= 0)
                target.ElementType = SlotOf(NameLeaf(elementTypeNode));
            if (valueNode == -1)
                continue;
            var value = isElement ? ElementOf(OperandOf(valueNode)) : OperandOf(valueNode);
            NoteAssigned(definition, at, value);
            if (!TellsSomething(target.Value))
                target.Value = value;
            else if (value != target.Value)
                AddFlow(flows, definition, value);
        }
    }

    private static void AddFlow(List<Flow> list, int definition, Operand value)
    {
        if (TellsSomething(value))
            list.Add(new Flow(definition, value));
    }

    private static bool TellsSomething(Operand value) => value.Kind is not (OperandKind.None or OperandKind.Literal or OperandKind.Unknown);
}
