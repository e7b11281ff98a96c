using System.Text;
using System.Text.Json;
using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Execution;

/// <summary>The variables of a request by the types that its operation declares (<c>CoerceVariableValues</c>, section 6.1.2 of the specification).</summary>
internal sealed class VariableCoercion
{
    private const int MostErrors = 50;

    private readonly List<GraphQLError> errors = [];
    private readonly Stack<object> path = [];
    private readonly Source source;
    private VariableDefinitionNode current = null!;

    private VariableCoercion(Source source) => this.source = source;

    /// <param name="given">An object; undefined where none was sent.</param>
    /// <returns>The values and no errors, or errors.</returns>
    public static (Dictionary<string, object?> Values, IReadOnlyList<GraphQLError> Errors) Coerce(
        GraphQLSchema schema, DocumentNode document, OperationNode operation, JsonElement given)
    {
        var coercion = new VariableCoercion(document.Source);
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var definition in operation.Variables)
        {
            coercion.Coerce(definition, schema.TypeOf(definition.Type)!, given, values);
            if (coercion.errors.Count >= MostErrors)
            {
                coercion.errors.Add(GraphQLError.Of(ErrorCodes.Variables, "Too many errors processing variables, error limit reached. Execution aborted."));
                break;
            }
        }

        return (values, coercion.errors);
    }

    private void Coerce(VariableDefinitionNode definition, GraphQLType type, JsonElement given, Dictionary<string, object?> values)
    {
        current = definition;
        var name = definition.Variable.Name;
        if (given.ValueKind != JsonValueKind.Object || !given.TryGetProperty(name, out var json))
        {
            if (definition.Default is { } fallback)
                values[name] = InputCoercion.DefaultOf(fallback, type);
            else if (type is NonNullType)
                Report($"Variable \"${name}\" of required type \"{type}\" was not provided.");
        }
        else if (json.ValueKind == JsonValueKind.Null && type is NonNullType)
        {
            Report($"Variable \"${name}\" of non-null type \"{type}\" must not be null.");
        }
        else
        {
            values[name] = Value(json, type);
        }
    }

    private object? Value(JsonElement json, GraphQLType type)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            if (type is NonNullType)
                Invalid(json, $"Expected non-nullable type \"{type}\" not to be null.");
            return null;
        }

        switch (type.Nullable)
        {
            case ListType list:
                return List(json, list.Item);
            case InputObjectType input when json.ValueKind == JsonValueKind.Object:
                return Object(json, input);
            case InputObjectType input:
                return Invalid(json, $"Expected type \"{input.Name}\" to be an object.");
            case EnumType values:
                return Enumeration(json, values);
            case ScalarType scalar:
                try
                {
                    return scalar.Coercion.ParseValue(json);
                }
                catch (CoercionException exception)
                {
                    return Invalid(json, exception.Message);
                }

            default:
                throw new InvalidOperationException($"'{type}' is no input type; validation lets none through.");
        }
    }

    private List<object?> List(JsonElement json, GraphQLType item)
    {
        if (json.ValueKind != JsonValueKind.Array)
            return [Value(json, item)];
        var items = new List<object?>(json.GetArrayLength());
        foreach (var element in json.EnumerateArray())
        {
            items.Add(At(items.Count, () => Value(element, item)));
            if (errors.Count >= MostErrors)
                break;
        }

        return items;
    }

    private Dictionary<string, object?> Object(JsonElement json, InputObjectType type)
    {
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in type.Fields.Values)
        {
            if (json.TryGetProperty(field.Name, out var given))
                fields[field.Name] = At(field.Name, () => Value(given, field.Type));
            else if (field.Default is { } fallback)
                fields[field.Name] = InputCoercion.DefaultOf(fallback, field.Type);
            else if (field.Type is NonNullType)
                Invalid(json, $"Field \"{field.Name}\" of required type \"{field.Type}\" was not provided.");
        }

        foreach (var property in json.EnumerateObject().Where(p => !type.Fields.ContainsKey(p.Name)))
            Invalid(json, $"Field \"{property.Name}\" is not defined by type \"{type.Name}\"." + Suggestions.DidYouMean(property.Name, type.Fields.Keys));
        if (type.IsOneOf)
            CheckOneOf(json, type, fields);
        return fields;
    }

    private void CheckOneOf(JsonElement json, InputObjectType type, Dictionary<string, object?> fields)
    {
        if (fields.Count != 1)
            Invalid(json, $"Exactly one key must be specified for OneOf type \"{type.Name}\".");
        if (fields.Count > 0 && fields.First() is { Value: null } empty && json.TryGetProperty(empty.Key, out var value) && value.ValueKind == JsonValueKind.Null)
            At(empty.Key, () => Invalid(value, $"Field \"{empty.Key}\" must be non-null."));
    }

    private object? Enumeration(JsonElement json, EnumType type)
    {
        if (json.ValueKind != JsonValueKind.String)
            return Invalid(json, EnumMessages.NoName(type, "non-string", Inspection.Of(json)));
        var name = json.GetString()!;
        return type.Values.ContainsKey(name) ? name : Invalid(json, EnumMessages.Unknown(type, name));
    }

    private T At<T>(object key, Func<T> coerce)
    {
        path.Push(key);
        var value = coerce();
        path.Pop();
        return value;
    }

    private object? Invalid(JsonElement json, string reason)
    {
        var name = current.Variable.Name;
        var place = new StringBuilder();
        foreach (var key in path.Reverse())
            place.Append(key is int index ? $"[{index}]" : $".{key}");
        Report($"Variable \"${name}\" got invalid value {Inspection.Of(json)}{(place.Length > 0 ? $" at \"{name}{place}\"" : "")}; {reason}");
        return null;
    }

    private void Report(string message)
    {
        if (errors.Count < MostErrors)
            errors.Add(GraphQLError.Of(ErrorCodes.Variables, message, [source.LocationOf(current.Start)]));
    }
}
