using CodeGraph.Gateway.GraphQL.Execution;

namespace CodeGraph.Gateway.GraphQL.Types;

/// <summary>The answers to <c>__schema</c>, <c>__type</c> and <c>__typename</c> (section 4 of the specification).</summary>
internal static class Introspection
{
    public static void Bind(GraphQLSchema schema)
    {
        schema.SchemaField.Resolve = _ => new(schema);
        schema.TypeField.Resolve = context => new(schema.Types.GetValueOrDefault(context.Argument<string>("name")!));
        schema.TypeNameField.Resolve = context => new(context.ParentType.Name);

        Bind<GraphQLSchema>(schema, "__Schema", new()
        {
            ["description"] = (s, _) => s.Description,
            ["types"] = (s, _) => s.Types.Values,
            ["queryType"] = (s, _) => s.Query,
            ["mutationType"] = (s, _) => s.Root(Language.OperationKind.Mutation),
            ["subscriptionType"] = (s, _) => s.Root(Language.OperationKind.Subscription),
            ["directives"] = (s, _) => s.Directives.Values,
        });
        Bind<GraphQLType>(schema, "__Type", new()
        {
            ["kind"] = (t, _) => KindOf(t),
            ["name"] = (t, _) => (t as NamedType)?.Name,
            ["description"] = (t, _) => (t as NamedType)?.Description,
            ["specifiedByURL"] = (t, _) => (t as ScalarType)?.SpecifiedBy,
            ["fields"] = (t, c) => (t as FieldsType)?.Fields.Values.Where(f => IsShown(f.DeprecationReason, c)),
            ["interfaces"] = (t, _) => (t as FieldsType)?.Interfaces,
            ["possibleTypes"] = (t, _) => t is NamedType { IsAbstract: true } named ? schema.PossibleTypes(named) : null,
            ["enumValues"] = (t, c) => (t as EnumType)?.Values.Values.Where(v => IsShown(v.DeprecationReason, c)),
            ["inputFields"] = (t, c) => (t as InputObjectType)?.Fields.Values.Where(v => IsShown(v.DeprecationReason, c)),
            ["ofType"] = (t, _) => t switch { ListType list => list.Item, NonNullType nonNull => nonNull.Type, _ => null },
            ["isOneOf"] = (t, _) => (t as InputObjectType)?.IsOneOf,
        });
        Bind<FieldDefinition>(schema, "__Field", new()
        {
            ["name"] = (f, _) => f.Name,
            ["description"] = (f, _) => f.Description,
            ["args"] = (f, c) => f.Arguments.Where(a => IsShown(a.DeprecationReason, c)),
            ["type"] = (f, _) => f.Type,
            ["isDeprecated"] = (f, _) => f.DeprecationReason is not null,
            ["deprecationReason"] = (f, _) => f.DeprecationReason,
        });
        Bind<InputValue>(schema, "__InputValue", new()
        {
            ["name"] = (v, _) => v.Name,
            ["description"] = (v, _) => v.Description,
            ["type"] = (v, _) => v.Type,
            ["defaultValue"] = (v, _) => v.Default?.ToString(),
            ["isDeprecated"] = (v, _) => v.DeprecationReason is not null,
            ["deprecationReason"] = (v, _) => v.DeprecationReason,
        });
        Bind<EnumValueDefinition>(schema, "__EnumValue", new()
        {
            ["name"] = (v, _) => v.Name,
            ["description"] = (v, _) => v.Description,
            ["isDeprecated"] = (v, _) => v.DeprecationReason is not null,
            ["deprecationReason"] = (v, _) => v.DeprecationReason,
        });
        Bind<DirectiveDefinition>(schema, "__Directive", new()
        {
            ["name"] = (d, _) => d.Name,
            ["description"] = (d, _) => d.Description,
            ["isRepeatable"] = (d, _) => d.IsRepeatable,
            ["locations"] = (d, _) => d.Locations,
            ["args"] = (d, c) => d.Arguments.Where(a => IsShown(a.DeprecationReason, c)),
        });
    }

    private static void Bind<T>(GraphQLSchema schema, string type, Dictionary<string, Func<T, FieldContext, object?>> resolvers)
        where T : class
    {
        foreach (var field in ((ObjectType)schema.Types[type]).Fields.Values)
        {
            var resolve = resolvers[field.Name];
            field.Resolve = context => new(resolve((T)context.Source!, context));
        }
    }

    private static bool IsShown(string? deprecation, FieldContext context) => deprecation is null || context.Argument<bool?>("includeDeprecated") == true;

    private static string KindOf(GraphQLType type) => type switch
    {
        ScalarType => "SCALAR",
        ObjectType => "OBJECT",
        InterfaceType => "INTERFACE",
        UnionType => "UNION",
        EnumType => "ENUM",
        InputObjectType => "INPUT_OBJECT",
        ListType => "LIST",
        _ => "NON_NULL",
    };
}
