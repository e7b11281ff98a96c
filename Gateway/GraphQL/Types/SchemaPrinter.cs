using CodeGraph.Gateway.GraphQL.Language;

namespace CodeGraph.Gateway.GraphQL.Types;

/// <summary>A schema in its definition language, without what the specification defines itself.</summary>
internal static class SchemaPrinter
{
    private const string Indentation = "  ";

    public static string Print(GraphQLSchema schema)
    {
        var directives = schema.Directives.Values.Where(d => !d.IsSpecified).Select(Directive);
        var types = schema.Types.Values.Where(t => !Scalars.IsSpecified(t.Name) && !t.Name.StartsWith("__", StringComparison.Ordinal)).Select(Type);
        return string.Join("\n\n", Roots(schema).Concat(directives).Concat(types)) + "\n";
    }

    /// <summary>The roots, where their names do not tell them.</summary>
    private static IEnumerable<string> Roots(GraphQLSchema schema)
    {
        var roots = Enum.GetValues<OperationKind>().Select(kind => (kind, Type: schema.Root(kind))).Where(r => r.Type is not null).ToList();
        if (schema.Description is null && roots.TrueForAll(r => r.Type!.Name == r.kind.ToString()))
            return [];
        var lines = roots.Select(r => $"  {r.kind.ToString().ToLowerInvariant()}: {r.Type}");
        return [$"{Description(schema.Description, "", isFirst: true)}schema {{\n{string.Join('\n', lines)}\n}}"];
    }

    private static string Type(NamedType type) => Description(type.Description, "", isFirst: true) + type switch
    {
        ScalarType scalar => $"scalar {type.Name}{(scalar.SpecifiedBy is { } url ? $" @specifiedBy(url: {StringNode.Quote(url)})" : "")}",
        UnionType union => $"union {type.Name} = {string.Join(" | ", union.Members)}",
        EnumType values => $"enum {type.Name}{Block(values.Values.Values, (v, first) => Described(v.Description, first) + v.Name + Deprecated(v.DeprecationReason))}",
        InputObjectType input => $"input {type.Name}{(input.IsOneOf ? " @oneOf" : "")}{Block(input.Fields.Values, (f, first) => Described(f.Description, first) + Input(f))}",
        FieldsType fields => $"{(type is ObjectType ? "type" : "interface")} {type.Name}{Implements(fields)}{Block(fields.Fields.Values, Field)}",
        _ => throw new InvalidOperationException($"'{type}' cannot be printed."),
    };

    private static string Implements(FieldsType type) => type.Interfaces.Count > 0 ? " implements " + string.Join(" & ", type.Interfaces) : "";

    private static string Field(FieldDefinition field, bool isFirst) =>
        $"{Described(field.Description, isFirst)}{field.Name}{Arguments(field.Arguments, Indentation)}: {field.Type}{Deprecated(field.DeprecationReason)}";

    private static string Arguments(IReadOnlyList<InputValue> arguments, string indentation)
    {
        if (arguments.Count == 0)
            return "";
        if (arguments.All(a => string.IsNullOrEmpty(a.Description)))
            return $"({string.Join(", ", arguments.Select(Input))})";
        var inner = indentation + Indentation;
        return $"(\n{string.Join('\n', arguments.Select((a, i) => Description(a.Description, inner, i == 0) + inner + Input(a)))}\n{indentation})";
    }

    private static string Input(InputValue value) => $"{value.Name}: {value.Type}{(value.Default is { } node ? $" = {node}" : "")}{Deprecated(value.DeprecationReason)}";

    private static string Directive(DirectiveDefinition directive) =>
        $"{Description(directive.Description, "", isFirst: true)}directive @{directive.Name}{Arguments(directive.Arguments, "")}"
        + $"{(directive.IsRepeatable ? " repeatable" : "")} on {string.Join(" | ", directive.Locations)}";

    private static string Block<T>(IEnumerable<T> items, Func<T, bool, string> print) => $" {{\n{string.Join('\n', items.Select((item, i) => print(item, i == 0)))}\n}}";

    private static string Described(string? description, bool isFirst) => Description(description, Indentation, isFirst) + Indentation;

    private static string Description(string? description, string indentation, bool isFirst)
    {
        if (description is null)
            return "";
        var text = BlockString.Print(description).Replace("\n", "\n" + indentation, StringComparison.Ordinal);
        return $"{(indentation.Length > 0 && !isFirst ? "\n" : "")}{indentation}{text}\n";
    }

    private static string Deprecated(string? reason) => reason switch
    {
        null => "",
        "No longer supported" => " @deprecated",
        _ => $" @deprecated(reason: {StringNode.Quote(reason)})",
    };
}
