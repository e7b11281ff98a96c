using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Execution;

/// <summary>Literals and arguments as resolvers get them: lists as <c>List</c>, objects as <c>Dictionary</c>, members of enumerations by name.</summary>
internal static class InputCoercion
{
    /// <summary>The arguments of a field or directive (<c>CoerceArgumentValues</c>, section 6.4.1 of the specification).</summary>
    /// <exception cref="GraphQLException">One is missing or null, as only variables can bring about in a valid document.</exception>
    public static Dictionary<string, object?> Arguments(
        IReadOnlyList<InputValue> definitions, IReadOnlyList<ArgumentNode> nodes, Node owner, IReadOnlyDictionary<string, object?> variables, Source source)
    {
        var values = new Dictionary<string, object?>(definitions.Count, StringComparer.Ordinal);
        foreach (var definition in definitions)
        {
            var node = nodes.FirstOrDefault(n => n.Name.Value == definition.Name)?.Value;
            if (node is null || IsMissing(node, variables))
            {
                if (definition.Default is { } fallback)
                    values[definition.Name] = DefaultOf(fallback, definition.Type);
                else if (definition.Type is NonNullType)
                    throw Missing(definition, node as VariableNode, source.LocationOf((node ?? owner).Start));
                continue;
            }

            var isNull = node is NullNode || (node is VariableNode variable && variables[variable.Name] is null);
            if (isNull && definition.Type is NonNullType)
                throw Error($"Argument \"{definition.Name}\" of non-null type \"{definition.Type}\" must not be null.", source.LocationOf(node.Start));
            values[definition.Name] = TryCoerce(node, definition.Type, variables, out var value)
                ? value
                : throw Error($"Argument \"{definition.Name}\" has invalid value {node}.", source.LocationOf(node.Start));
        }

        return values;
    }

    /// <summary>A default of the schema or of a variable, which holds no variables.</summary>
    public static object? DefaultOf(ValueNode node, GraphQLType type) => TryCoerce(node, type, new Dictionary<string, object?>(), out var value)
        ? value
        : throw new InvalidOperationException($"The default {node} is no {type}.");

    /// <returns>False where the literal is no value of the type.</returns>
    private static bool TryCoerce(ValueNode node, GraphQLType type, IReadOnlyDictionary<string, object?> variables, out object? value)
    {
        value = null;
        if (node is VariableNode variable)
            return variables.TryGetValue(variable.Name, out value) && (value is not null || type is not NonNullType);
        if (node is NullNode)
            return type is not NonNullType;
        switch (type.Nullable)
        {
            case ListType list:
                return TryCoerceList(node, list.Item, variables, out value);
            case InputObjectType input:
                return TryCoerceObject(node, input, variables, out value);
            case NamedType leaf:
                return TryCoerceLeaf(node, leaf, out value);
            default:
                return false;
        }
    }

    private static bool TryCoerceList(ValueNode node, GraphQLType type, IReadOnlyDictionary<string, object?> variables, out object? value)
    {
        var items = new List<object?>();
        value = items;
        foreach (var item in node is ListNode list ? list.Items : [node])
        {
            object? coerced = null;
            if (IsMissing(item, variables) ? type is NonNullType : !TryCoerce(item, type, variables, out coerced))
                return false;
            items.Add(coerced);
        }

        return true;
    }

    private static bool TryCoerceObject(ValueNode node, InputObjectType type, IReadOnlyDictionary<string, object?> variables, out object? value)
    {
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        value = fields;
        if (node is not ObjectNode given)
            return false;
        foreach (var field in type.Fields.Values)
        {
            var fieldNode = given.Fields.FirstOrDefault(f => f.Name.Value == field.Name)?.Value;
            if (fieldNode is not null && !IsMissing(fieldNode, variables))
            {
                if (!TryCoerce(fieldNode, field.Type, variables, out var coerced))
                    return false;
                fields[field.Name] = coerced;
            }
            else if (field.Default is { } fallback)
            {
                fields[field.Name] = DefaultOf(fallback, field.Type);
            }
            else if (field.Type is NonNullType)
            {
                return false;
            }
        }

        return !type.IsOneOf || (fields.Count == 1 && fields.Values.First() is not null);
    }

    private static bool TryCoerceLeaf(ValueNode node, NamedType type, out object? value)
    {
        value = null;
        if (type is EnumType values)
        {
            value = node.ToString();
            return node is EnumNode && values.Values.ContainsKey(node.ToString()!);
        }

        try
        {
            value = ((ScalarType)type).Coercion.ParseLiteral(node);
            return true;
        }
        catch (CoercionException)
        {
            return false;
        }
    }

    private static bool IsMissing(ValueNode node, IReadOnlyDictionary<string, object?> variables) => node is VariableNode variable && !variables.ContainsKey(variable.Name);

    private static GraphQLException Missing(InputValue definition, VariableNode? variable, SourceLocation location) => Error(
        $"Argument \"{definition.Name}\" of required type \"{definition.Type}\" was "
        + (variable is null ? "not provided." : $"provided the variable \"${variable.Name}\" which was not provided a runtime value."),
        location);

    private static GraphQLException Error(string message, SourceLocation location) => new(GraphQLError.Of(ErrorCodes.Variables, message, [location]));
}
