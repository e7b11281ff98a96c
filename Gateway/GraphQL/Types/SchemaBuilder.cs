using CodeGraph.Gateway.GraphQL.Language;

namespace CodeGraph.Gateway.GraphQL.Types;

/// <summary>A schema from its definition language (section 3 of the specification). The schema is ours: what is wrong with it is a fault of the program.</summary>
internal sealed class SchemaBuilder
{
    private const string NoReason = "No longer supported";
    private static readonly ParserLimits Unlimited = new(int.MaxValue, MaxNesting: 64);

    private readonly OrderedDictionary<string, NamedType> types = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, DirectiveDefinition> directives = new(StringComparer.Ordinal);
    private readonly List<TypeDefinitionNode> definitions = [];
    private readonly DocumentNode document;

    private SchemaBuilder(DocumentNode document) => this.document = document;

    /// <param name="definition">Types, directives and maybe a <c>schema</c>; extensions are not meant for one's own schema.</param>
    /// <exception cref="InvalidOperationException">The definition names what it does not define, or defines it twice.</exception>
    public static GraphQLSchema Build(string definition) => new SchemaBuilder(Parser.Parse(definition, Unlimited)).Build();

    private GraphQLSchema Build()
    {
        var introspection = Parser.Parse(Resources.Read("Introspection.graphql"), Unlimited);
        foreach (var node in document.Definitions.Concat(introspection.Definitions))
            Declare(node);
        foreach (var node in definitions)
            Fill(node);
        foreach (var node in document.Definitions.Concat(introspection.Definitions).OfType<DirectiveDefinitionNode>())
            directives.Add(node.Name!, new(node.Name!, node.Description, InputValues(node.Arguments), node.IsRepeatable, node.Locations));

        var meta = ((ObjectType)types["__Meta"]).Fields;
        types.Remove("__Meta");
        var schema = new GraphQLSchema(document.Definitions.OfType<SchemaDefinitionNode>().SingleOrDefault()?.Description, types, directives, Roots())
        {
            SchemaField = meta["__schema"], TypeField = meta["__type"], TypeNameField = meta["__typename"],
        };
        Introspection.Bind(schema);
        return schema;
    }

    private void Declare(DefinitionNode node)
    {
        if (node is OperationNode or FragmentNode or TypeSystemNode { IsExtension: true })
            throw new InvalidOperationException("A schema consists of definitions; operations, fragments and extensions are none.");
        if (node is not TypeDefinitionNode type)
            return;
        var name = type.Name!;
        NamedType declared = type.Kind switch
        {
            TypeDefinitionKind.Object => new ObjectType(name, type.Description),
            TypeDefinitionKind.Interface => new InterfaceType(name, type.Description),
            TypeDefinitionKind.Union => new UnionType(name, type.Description),
            TypeDefinitionKind.Enum => new EnumType(name, type.Description),
            TypeDefinitionKind.Input => new InputObjectType(name, type.Description, Directive(type.Directives, "oneOf") is not null),
            _ => new ScalarType(
                name, type.Description, Text(type.Directives, "specifiedBy", "url"),
                Scalars.All.GetValueOrDefault(name) ?? throw new InvalidOperationException($"There is no scalar '{name}'; add it to Scalars.")),
        };
        if (!types.TryAdd(name, declared))
            throw new InvalidOperationException($"The schema defines '{name}' twice.");
        definitions.Add(type);
    }

    private void Fill(TypeDefinitionNode node)
    {
        switch (types[node.Name!])
        {
            case FieldsType type:
                type.Interfaces.AddRange(node.Interfaces.Select(i => Named<InterfaceType>(i.Name)));
                foreach (var field in node.Fields)
                    type.Fields.Add(field.Name, Field(field));
                break;
            case UnionType union:
                union.Members.AddRange(node.Members.Select(m => Named<ObjectType>(m.Name)));
                break;
            case EnumType type:
                foreach (var value in node.Values)
                    type.Values.Add(value.Name, new(value.Name, value.Description, Deprecation(value.Directives)));
                break;
            case InputObjectType input:
                foreach (var field in InputValues(node.InputFields))
                    input.Fields.Add(field.Name, field);
                break;
        }
    }

    private Dictionary<OperationKind, ObjectType> Roots()
    {
        if (document.Definitions.OfType<SchemaDefinitionNode>().SingleOrDefault() is { } schema)
            return schema.Operations.ToDictionary(o => o.Kind, o => Named<ObjectType>(o.Type.Name));
        return Enum.GetValues<OperationKind>().Where(kind => types.ContainsKey(kind.ToString())).ToDictionary(kind => kind, kind => Named<ObjectType>(kind.ToString()));
    }

    private FieldDefinition Field(FieldDefinitionNode node) =>
        new(node.Name, node.Description, InputValues(node.Arguments), TypeOf(node.Type), Deprecation(node.Directives), Cost(node.Directives));

    private List<InputValue> InputValues(IReadOnlyList<InputValueNode> nodes) =>
        [.. nodes.Select(n => new InputValue(n.Name, n.Description, TypeOf(n.Type), n.Default, Deprecation(n.Directives)))];

    private GraphQLType TypeOf(TypeNode node) => node switch
    {
        ListTypeNode list => new ListType(TypeOf(list.Item)),
        NonNullTypeNode nonNull => new NonNullType(TypeOf(nonNull.Type)),
        _ => Named<NamedType>(((NamedTypeNode)node).Name),
    };

    private T Named<T>(string name)
        where T : NamedType =>
        types.GetValueOrDefault(name) as T ?? throw new InvalidOperationException($"The schema has no {typeof(T).Name} of the name '{name}'.");

    private static string? Deprecation(IReadOnlyList<DirectiveNode> given) =>
        Directive(given, "deprecated") is null ? null : Text(given, "deprecated", "reason") ?? NoReason;

    private static FieldCost Cost(IReadOnlyList<DirectiveNode> given)
    {
        const int UsualSize = 10;
        var sized = Argument(given, "listSize", "sizedFields") is ListNode list ? list.Items.OfType<StringNode>().Select(i => i.Value).ToList() : [];
        return new(Number(given, "cost", "weight") ?? 1, Number(given, "listSize", "assumedSize") ?? UsualSize, Text(given, "listSize", "slicingArgument"), sized);
    }

    private static DirectiveNode? Directive(IReadOnlyList<DirectiveNode> given, string name) => given.FirstOrDefault(d => d.Name.Value == name);

    private static ValueNode? Argument(IReadOnlyList<DirectiveNode> given, string directive, string name) =>
        Directive(given, directive)?.Arguments.FirstOrDefault(a => a.Name.Value == name)?.Value;

    private static string? Text(IReadOnlyList<DirectiveNode> given, string directive, string name) => (Argument(given, directive, name) as StringNode)?.Value;

    private static int? Number(IReadOnlyList<DirectiveNode> given, string directive, string name) =>
        Argument(given, directive, name) is { } value ? (int)Scalars.All["Int"].ParseLiteral(value) : null;
}
