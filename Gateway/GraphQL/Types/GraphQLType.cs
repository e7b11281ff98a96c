namespace CodeGraph.Gateway.GraphQL.Types;

/// <summary>A type of the type system (section 3.4 of the specification); <c>ToString</c> writes it as documents refer to it.</summary>
internal abstract class GraphQLType
{
    /// <summary>The type without lists and non-null around it.</summary>
    public abstract NamedType Named { get; }

    /// <summary>The type without non-null around it.</summary>
    public GraphQLType Nullable => this is NonNullType nonNull ? nonNull.Type : this;

    public bool IsInput => Named is ScalarType or EnumType or InputObjectType;
}

internal sealed class ListType(GraphQLType item) : GraphQLType
{
    public GraphQLType Item => item;

    public override NamedType Named => item.Named;

    public override string ToString() => $"[{item}]";
}

internal sealed class NonNullType(GraphQLType type) : GraphQLType
{
    public GraphQLType Type => type;

    public override NamedType Named => type.Named;

    public override string ToString() => $"{type}!";
}

internal abstract class NamedType(string name, string? description) : GraphQLType
{
    public string Name => name;

    public string? Description => description;

    public override NamedType Named => this;

    public bool IsLeaf => this is ScalarType or EnumType;

    public bool IsComposite => this is FieldsType or UnionType;

    public bool IsAbstract => this is InterfaceType or UnionType;

    public override string ToString() => name;
}

/// <summary>An object or interface.</summary>
internal abstract class FieldsType(string name, string? description) : NamedType(name, description)
{
    public OrderedDictionary<string, FieldDefinition> Fields { get; } = new(StringComparer.Ordinal);

    public List<InterfaceType> Interfaces { get; } = [];
}

internal sealed class ObjectType(string name, string? description) : FieldsType(name, description);

internal sealed class InterfaceType(string name, string? description) : FieldsType(name, description);

internal sealed class UnionType(string name, string? description) : NamedType(name, description)
{
    public List<ObjectType> Members { get; } = [];
}

internal sealed class EnumType(string name, string? description) : NamedType(name, description)
{
    public OrderedDictionary<string, EnumValueDefinition> Values { get; } = new(StringComparer.Ordinal);
}

internal sealed class InputObjectType(string name, string? description, bool isOneOf) : NamedType(name, description)
{
    /// <summary>Whether exactly one field must be given.</summary>
    public bool IsOneOf => isOneOf;

    public OrderedDictionary<string, InputValue> Fields { get; } = new(StringComparer.Ordinal);
}
