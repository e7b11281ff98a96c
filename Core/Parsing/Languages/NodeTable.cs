using CodeGraph.Model;
using CodeGraph.Parsing.Facts;
using CodeGraph.Parsing.TreeSitter;

namespace CodeGraph.Parsing.Languages;

/// <summary>Extracts the facts of one node; called before its children are visited.</summary>
public delegate void NodeHandler(FactsBuilder facts, int node);

/// <summary>What the walker does by itself with a node kind.</summary>
public enum NodeShape : byte
{
    None = 0,

    /// <summary>A name leaf: becomes a reference unless a handler consumed it.</summary>
    Identifier,

    /// <summary><c>object.name</c>.</summary>
    Member,

    /// <summary>Has the value, and the name, of one of its children: parentheses, await, generic arguments around a name.</summary>
    Wrapper,

    /// <summary><c>function(arguments)</c>.</summary>
    Call,

    /// <summary><c>new type(arguments)</c>.</summary>
    New,

    /// <summary>Names one after the other as children, each a member of the one before: <c>a.b.c</c> in types; the last is its name.</summary>
    Path,

    /// <summary><c>object[key]</c>.</summary>
    Index,

    /// <summary>A value seen as the type it names: <c>(T) x</c>, <c>x as T</c>, <c>x.(T)</c>.</summary>
    Cast,

    This,
    Super,
    Literal,
    Comment,

    /// <summary>A function or class as a value.</summary>
    Function,

    /// <summary>A list, tuple, dictionary or object: its named children are the entries.</summary>
    Collection,

    /// <summary>A collection of values of its first named child.</summary>
    Comprehension,

    /// <summary>One of several values, see <see cref="LanguageDefinition.IsAlternative"/>.</summary>
    Choice,
}

/// <summary>One row of the table.</summary>
/// <param name="Shape">What the walker does by itself.</param>
/// <param name="Role">The role of an identifier that nothing else says more about.</param>
/// <param name="First">Field of the object (member, index), the function (call), the type (new) or the wrapped child; 0 for the first named child.</param>
/// <param name="Second">Field of the name (member) or the arguments (call, new); 0 for the last named child (member) or none (call, new).</param>
/// <param name="Flags">Flags of references made from it.</param>
public readonly record struct NodeRow(NodeShape Shape, ReferenceRole Role, byte First, byte Second, ReferenceFlags Flags);

/// <summary>The node-kind table of one language, indexed by the grammar's symbol numbers.</summary>
public sealed class NodeTable(Grammar grammar)
{
    private readonly NodeHandler?[] handlers = new NodeHandler?[grammar.SymbolCount];
    private readonly NodeHandler?[] expressionHandlers = new NodeHandler?[grammar.SymbolCount];
    private readonly NodeRow[] rows = new NodeRow[grammar.SymbolCount];
    private readonly bool[] wraps = new bool[grammar.SymbolCount];
    private readonly bool[] spreads = new bool[grammar.SymbolCount];
    private readonly (byte Name, byte Value)[] namedArguments = new (byte, byte)[grammar.SymbolCount];
    private readonly (byte Key, byte Value)[] entries = new (byte, byte)[grammar.SymbolCount];
    private readonly bool[] annotations = new bool[grammar.SymbolCount];
    private readonly bool[] expressionsInTypes = new bool[grammar.SymbolCount];
    private readonly ControlKind[] controls = new ControlKind[grammar.SymbolCount];
    private readonly ControlShape[] complexity = new ControlShape[grammar.SymbolCount];
    private byte[][] keywords = [];

    public Grammar Grammar => grammar;

    /// <summary>A byte before names of variables that keeps them apart from all other names (PHP's <c>$</c>), though it is no part of the name; 0 for none.</summary>
    public byte Sigil { get; set; }

    internal NodeHandler? Handler(ushort symbol) => handlers[symbol];

    /// <summary>Facts of this language hold expressions.</summary>
    internal bool HasExpressions { get; private set; }

    internal NodeHandler? ExpressionHandler(ushort symbol) => expressionHandlers[symbol];

    /// <summary>Whether the language says which nodes branch and loop.</summary>
    internal bool HasComplexity { get; private set; }

    /// <summary>The field of an if that holds what runs otherwise; 0 where the grammar has none.</summary>
    internal byte AlternativeField { get; private set; }

    internal ControlShape ComplexityOf(ushort symbol) => symbol < complexity.Length ? complexity[symbol] : ControlShape.None;

    internal ref readonly NodeRow Row(ushort symbol) => ref rows[symbol];

    internal bool WrapsDefinition(ushort symbol) => symbol < wraps.Length && wraps[symbol];

    /// <summary>Facts of this language say which assignments reach a use.</summary>
    internal bool HasControl { get; private set; }

    /// <summary>The field in which a <see cref="ControlKind.Branch"/> has its first arm.</summary>
    internal byte ArmField { get; private set; }

    /// <summary>The field in which an <see cref="ControlKind.Iteration"/> has what it repeats.</summary>
    internal byte BodyField { get; private set; }

    internal ControlKind Control(ushort symbol) => controls[symbol];

    internal bool IsSpread(ushort symbol) => symbol < spreads.Length && spreads[symbol];

    internal bool IsAnnotation(ushort symbol) => symbol < annotations.Length && annotations[symbol];

    internal bool IsKeyword(ReadOnlySpan<byte> text)
    {
        foreach (var keyword in keywords)
        {
            if (text.SequenceEqual(keyword))
                return true;
        }
        return false;
    }

    internal bool IsExpressionInType(ushort symbol) => symbol < expressionsInTypes.Length && expressionsInTypes[symbol];

    /// <summary>The number of a field, for handlers.</summary>
    public byte Field(string name) => grammar.Field(name);

    /// <summary>The kind that handlers compare with; where a kind has several symbols, the set of all.</summary>
    public KindSet Kinds(params string[] names) => new(grammar.SymbolCount, names.SelectMany(grammar.Kind));

    /// <summary>Keeps keywords or operators in the trees, so that handlers can see them.</summary>
    public KindSet Tokens(params string[] texts) => new(grammar.SymbolCount, texts.SelectMany(grammar.Token));

    /// <summary>Calls a handler when a node of one of the kinds is entered; several handlers of one kind run in the order given.</summary>
    public void On(NodeHandler handler, params string[] kinds)
    {
        foreach (var symbol in kinds.SelectMany(grammar.Kind))
            handlers[symbol] += handler;
    }

    /// <summary>Says what expression a node is. Called after the walk, from the last node to the first: after the node's children, when all references are known.</summary>
    public void Expression(NodeHandler handler, params string[] kinds)
    {
        HasExpressions = true;
        foreach (var symbol in kinds.SelectMany(grammar.Kind))
            expressionHandlers[symbol] = handler;
    }

    /// <summary>Leaves that are names in the given role unless something around them says more.</summary>
    public void Identifier(ReferenceRole role, params string[] kinds) => Set(kinds, new(NodeShape.Identifier, role, 0, 0, role == ReferenceRole.Type ? ReferenceFlags.TypePosition : 0));

    /// <summary><paramref name="kind"/> is <c>object.name</c>; pass no fields for "first and last named child".</summary>
    public void Member(string kind, string? objectField, string? nameField, ReferenceFlags flags = ReferenceFlags.None) =>
        Set([kind], new(NodeShape.Member, default, Optional(objectField), Optional(nameField), flags));

    /// <summary>The node stands for one of its children; pass no field for the first named child.</summary>
    public void Wrapper(string kind, string? field = null) => Set([kind], new(NodeShape.Wrapper, default, Optional(field), 0, 0));

    /// <summary><paramref name="kind"/> calls what is in <paramref name="functionField"/> with the named children of <paramref name="argumentsField"/>.</summary>
    public void Call(string kind, string? functionField, string? argumentsField, ReferenceFlags flags = ReferenceFlags.None) =>
        Set([kind], new(NodeShape.Call, ReferenceRole.Call, Optional(functionField), Optional(argumentsField), flags));

    /// <summary><paramref name="kind"/> constructs the type in <paramref name="typeField"/>.</summary>
    public void New(string kind, string? typeField, string? argumentsField) =>
        Set([kind], new(NodeShape.New, ReferenceRole.Call, Optional(typeField), Optional(argumentsField), ReferenceFlags.New));

    /// <summary><paramref name="kind"/> holds the names of a dotted path, and perhaps type arguments, side by side.</summary>
    public void Path(string kind) => Set([kind], new(NodeShape.Path, default, 0, 0, ReferenceFlags.Path));

    public void Index(string kind, string? objectField, string? keyField = null) => Set([kind], new(NodeShape.Index, default, Optional(objectField), Optional(keyField), 0));

    /// <summary>
    /// The expression is an instance of the type in <paramref name="typeField"/> (pass no field for the last named child); its name is that of the
    /// value in <paramref name="valueField"/>, or of the first named child where the type is the last.
    /// </summary>
    public void Cast(string kind, string? typeField, string? valueField = null) =>
        Set([kind], new(NodeShape.Cast, default, Optional(typeField), Optional(valueField), 0));

    public void This(params string[] kinds) => Set(kinds, new(NodeShape.This, default, 0, 0, 0));

    public void Super(params string[] kinds) => Set(kinds, new(NodeShape.Super, default, 0, 0, 0));

    /// <summary>The current instance, in grammars where it is a keyword without a node kind of its own.</summary>
    public void ThisToken(string text) => SetTokens(text, new(NodeShape.This, default, 0, 0, 0));

    /// <summary>The current instance seen as its base type, where that is a keyword without a node kind of its own.</summary>
    public void SuperToken(string text) => SetTokens(text, new(NodeShape.Super, default, 0, 0, 0));

    public void Literal(params string[] kinds) => Set(kinds, new(NodeShape.Literal, default, 0, 0, 0));

    public void FunctionValue(params string[] kinds) => Set(kinds, new(NodeShape.Function, default, 0, 0, 0));

    public void Collection(params string[] kinds) => Set(kinds, new(NodeShape.Collection, default, 0, 0, 0));

    public void Comprehension(params string[] kinds) => Set(kinds, new(NodeShape.Comprehension, default, 0, 0, 0));

    public void Choice(params string[] kinds) => Set(kinds, new(NodeShape.Choice, default, 0, 0, 0));

    public void Comment(params string[] kinds) => Set(kinds, new(NodeShape.Comment, default, 0, 0, 0));

    /// <summary>Nodes around a definition that belong to it (decorators, <c>export</c>, <c>template</c>): its doc comment precedes them.</summary>
    public void Wraps(params string[] kinds)
    {
        foreach (var symbol in kinds.SelectMany(grammar.Kind))
            wraps[symbol] = true;
    }

    /// <summary>Arguments that stand for any number of arguments: <c>*args</c>, <c>...xs</c>.</summary>
    public void Spread(params string[] kinds)
    {
        foreach (var symbol in kinds.SelectMany(grammar.Kind))
            spreads[symbol] = true;
    }

    /// <summary>Attributes and annotations inside of a definition's node: its signature starts after them.</summary>
    public void Annotations(params string[] kinds)
    {
        foreach (var symbol in kinds.SelectMany(grammar.Kind))
            annotations[symbol] = true;
    }

    /// <summary>Parts of types whose names are no types: the length of an array.</summary>
    public void ExpressionsInTypes(params string[] kinds)
    {
        foreach (var symbol in kinds.SelectMany(grammar.Kind))
            expressionsInTypes[symbol] = true;
    }

    /// <summary>Words that the grammar takes for names and that are none (<c>true</c>, <c>null</c>): no references.</summary>
    public void Keywords(params string[] words) => keywords = [.. words.Select(System.Text.Encoding.UTF8.GetBytes)];

    /// <summary>An argument that says which parameter it is for: <c>name=value</c>.</summary>
    public void NamedArgument(string kind, string nameField, string valueField)
    {
        foreach (var symbol in grammar.Kind(kind))
            namedArguments[symbol] = (grammar.Field(nameField), grammar.Field(valueField));
    }

    /// <summary>An entry of a collection that has a key.</summary>
    public void Entry(string kind, string keyField, string valueField)
    {
        foreach (var symbol in grammar.Kind(kind))
            entries[symbol] = (grammar.Field(keyField), grammar.Field(valueField));
    }

    internal bool Entry(ushort symbol, out byte keyField, out byte valueField)
    {
        (keyField, valueField) = symbol < entries.Length ? entries[symbol] : default;
        return valueField != 0;
    }

    internal bool NamedArgument(ushort symbol, out byte nameField, out byte valueField)
    {
        (nameField, valueField) = symbol < namedArguments.Length ? namedArguments[symbol] : default;
        return valueField != 0;
    }

    /// <summary>Says what nodes do to the order in which statements run.</summary>
    public void Control(ControlKind kind, params string[] kinds)
    {
        HasControl = true;
        foreach (var symbol in kinds.SelectMany(grammar.Kind))
            controls[symbol] = kind;
    }

    /// <summary>The fields that hold the first arm of a branch, and what an iteration repeats.</summary>
    public void ControlFields(string arm, string body) => (ArmField, BodyField) = (grammar.Field(arm), grammar.Field(body));

    /// <summary>What nodes of these kinds do to the flow of control; all 11 grammars name the other way of an if alike.</summary>
    public void Complexity(ControlShape shape, params string[] kinds)
    {
        HasComplexity = true;
        AlternativeField = grammar.Field("alternative");
        foreach (var symbol in kinds.SelectMany(grammar.Kind))
            complexity[symbol] = shape;
    }

    /// <summary>Opens a scope over nodes of these kinds.</summary>
    public void Scope(ScopeKind kind, params string[] kinds) => On((facts, node) => facts.OpenScope(node, kind), kinds);

    private void Set(string[] kinds, NodeRow row)
    {
        foreach (var symbol in kinds.SelectMany(grammar.Kind))
            rows[symbol] = row;
    }

    private void SetTokens(string text, NodeRow row)
    {
        foreach (var symbol in grammar.Token(text))
            rows[symbol] = row;
    }

    private byte Optional(string? field) => field is null ? (byte)0 : grammar.Field(field);
}

/// <summary>A set of node kinds.</summary>
public sealed class KindSet
{
    private readonly bool[] members;

    internal KindSet(int symbolCount, IEnumerable<ushort> symbols)
    {
        members = new bool[symbolCount];
        foreach (var symbol in symbols)
            members[symbol] = true;
    }

    public bool Contains(ushort symbol) => symbol < members.Length && members[symbol];
}
