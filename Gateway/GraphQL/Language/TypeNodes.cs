namespace CodeGraph.Gateway.GraphQL.Language;

/// <summary>A type as a document refers to it (section 2.11 of the specification); <c>ToString</c> writes it again.</summary>
internal abstract class TypeNode(int start) : Node(start);

internal sealed class NamedTypeNode(int start, string name) : TypeNode(start)
{
    public string Name => name;

    public override string ToString() => name;
}

internal sealed class ListTypeNode(int start, TypeNode item) : TypeNode(start)
{
    public TypeNode Item => item;

    public override string ToString() => $"[{item}]";
}

internal sealed class NonNullTypeNode(int start, TypeNode type) : TypeNode(start)
{
    public TypeNode Type => type;

    public override string ToString() => $"{type}!";
}

internal enum TypeDefinitionKind
{
    Scalar,
    Object,
    Interface,
    Union,
    Enum,
    Input,
}

/// <summary>What a definition of the type system has in common (section 3 of the specification).</summary>
internal abstract class TypeSystemNode(int start, string? description, string? name, bool isExtension, IReadOnlyList<DirectiveNode> directives)
    : DefinitionNode(start, description)
{
    /// <summary>Null of the schema itself.</summary>
    public string? Name => name;

    public bool IsExtension => isExtension;

    public IReadOnlyList<DirectiveNode> Directives => directives;
}

internal sealed class SchemaDefinitionNode(
    int start, string? description, bool isExtension, IReadOnlyList<DirectiveNode> directives, IReadOnlyList<(OperationKind Kind, NamedTypeNode Type)> operations)
    : TypeSystemNode(start, description, name: null, isExtension, directives)
{
    public IReadOnlyList<(OperationKind Kind, NamedTypeNode Type)> Operations => operations;
}

internal sealed class DirectiveDefinitionNode(
    int start, string? description, string name, IReadOnlyList<InputValueNode> arguments, bool isRepeatable, IReadOnlyList<string> locations)
    : TypeSystemNode(start, description, name, isExtension: false, directives: [])
{
    public IReadOnlyList<InputValueNode> Arguments => arguments;

    public bool IsRepeatable => isRepeatable;

    public IReadOnlyList<string> Locations => locations;
}

/// <summary>A type of any kind; lists that its kind does not have are empty.</summary>
internal sealed class TypeDefinitionNode(int start, string? description, TypeDefinitionKind kind, string name, bool isExtension, IReadOnlyList<DirectiveNode> directives)
    : TypeSystemNode(start, description, name, isExtension, directives)
{
    public TypeDefinitionKind Kind => kind;

    public IReadOnlyList<NamedTypeNode> Interfaces { get; init; } = [];

    public IReadOnlyList<FieldDefinitionNode> Fields { get; init; } = [];

    public IReadOnlyList<NamedTypeNode> Members { get; init; } = [];

    public IReadOnlyList<EnumValueNode> Values { get; init; } = [];

    public IReadOnlyList<InputValueNode> InputFields { get; init; } = [];

    public bool IsEmpty => Directives.Count + Interfaces.Count + Fields.Count + Members.Count + Values.Count + InputFields.Count == 0;
}

internal sealed class FieldDefinitionNode(
    int start, string? description, string name, IReadOnlyList<InputValueNode> arguments, TypeNode type, IReadOnlyList<DirectiveNode> directives) : Node(start)
{
    public string? Description => description;

    public string Name => name;

    public IReadOnlyList<InputValueNode> Arguments => arguments;

    public TypeNode Type => type;

    public IReadOnlyList<DirectiveNode> Directives => directives;
}

/// <summary>An argument of a field or directive, or a field of an input object, as it is defined.</summary>
internal sealed class InputValueNode(int start, string? description, string name, TypeNode type, ValueNode? defaultValue, IReadOnlyList<DirectiveNode> directives) : Node(start)
{
    public string? Description => description;

    public string Name => name;

    public TypeNode Type => type;

    public ValueNode? Default => defaultValue;

    public IReadOnlyList<DirectiveNode> Directives => directives;
}

internal sealed class EnumValueNode(int start, string? description, string name, IReadOnlyList<DirectiveNode> directives) : Node(start)
{
    public string? Description => description;

    public string Name => name;

    public IReadOnlyList<DirectiveNode> Directives => directives;
}
