using CodeGraph.Gateway.GraphQL.Language;

namespace CodeGraph.Gateway.GraphQL.Types;

/// <summary>A schema: all types by name, in the order of their definition, and what can be asked of them. Made by <see cref="SchemaBuilder"/>.</summary>
internal sealed class GraphQLSchema(
    string? description, OrderedDictionary<string, NamedType> types, OrderedDictionary<string, DirectiveDefinition> directives,
    IReadOnlyDictionary<OperationKind, ObjectType> roots)
{
    private readonly Dictionary<NamedType, HashSet<ObjectType>> possibleTypes =
        types.Values.Where(t => t.IsAbstract).ToDictionary(t => t, t => PossibleTypesOf(t, types));

    public string? Description => description;

    public OrderedDictionary<string, NamedType> Types => types;

    public OrderedDictionary<string, DirectiveDefinition> Directives => directives;

    /// <summary>Fields that every query may ask of the root: <c>__schema</c> and <c>__type</c>.</summary>
    public required FieldDefinition SchemaField { get; init; }

    public required FieldDefinition TypeField { get; init; }

    /// <summary>A field of every composite type.</summary>
    public required FieldDefinition TypeNameField { get; init; }

    /// <summary>The name of the object type that a value is of, where a field's type is an interface or a union; null where it is of none.</summary>
    public Func<object, string?> TypeNameOf { get; set; } = _ => null;

    public ObjectType Query => roots[OperationKind.Query];

    public ObjectType? Root(OperationKind kind) => roots.GetValueOrDefault(kind);

    /// <summary>The field of that name on a composite type, those of introspection included; null where it has none.</summary>
    public FieldDefinition? FieldOf(NamedType parent, string name) => name switch
    {
        "__typename" when parent.IsComposite => TypeNameField,
        "__schema" when parent == Query => SchemaField,
        "__type" when parent == Query => TypeField,
        _ => (parent as FieldsType)?.Fields.GetValueOrDefault(name),
    };

    /// <summary>The objects that a composite type may be at run time.</summary>
    public IReadOnlySet<ObjectType> PossibleTypes(NamedType type) => type is ObjectType single ? new HashSet<ObjectType> { single } : possibleTypes[type];

    public bool IsPossible(NamedType composite, ObjectType type) => composite == type || (possibleTypes.TryGetValue(composite, out var possible) && possible.Contains(type));

    /// <summary>Whether an object can be of both types.</summary>
    public bool Overlap(NamedType one, NamedType other) => one == other || PossibleTypes(one).Overlaps(PossibleTypes(other));

    /// <summary>The type that a document refers to; null where a name is unknown.</summary>
    public GraphQLType? TypeOf(TypeNode node) => node switch
    {
        NamedTypeNode named => types.GetValueOrDefault(named.Name),
        ListTypeNode list => TypeOf(list.Item) is { } item ? new ListType(item) : null,
        NonNullTypeNode nonNull => TypeOf(nonNull.Type) is { } type ? new NonNullType(type) : null,
        _ => null,
    };

    private static HashSet<ObjectType> PossibleTypesOf(NamedType type, OrderedDictionary<string, NamedType> types) => type is UnionType union
        ? [.. union.Members]
        : [.. types.Values.OfType<ObjectType>().Where(o => o.Interfaces.Contains(type))];
}
