using System.Text.Json.Nodes;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.Tests.GraphQL;

/// <summary>Requests that are valid by a schema, and data for them in which much is missing or fails.</summary>
internal sealed class RandomData(Random random, GraphQLSchema schema)
{
    private const int Deepest = 3;

    /// <summary>A selection of the fields of a type that take no arguments, as deep as <see cref="Deepest"/>.</summary>
    public string Selection(NamedType type, int depth = 0)
    {
        var fields = type is FieldsType { Fields: var all } ? all.Values.Where(f => f.Arguments.Count == 0 && (f.Type.Named.IsLeaf || depth < Deepest)).ToArray() : [];
        var chosen = fields.Length == 0 ? ["__typename"] : random.GetItems(fields, random.Next(1, 5)).Distinct().Select(f => Field(f, depth));
        var possible = type.IsAbstract ? random.GetItems(schema.PossibleTypes(type).OrderBy(t => t.Name, StringComparer.Ordinal).ToArray(), 2).Distinct().Select(t => $"... on {t} {Selection(t, depth + 1)}") : [];
        return $"{{ {string.Join(' ', chosen.Concat(possible))} }}";
    }

    public JsonNode? Value(GraphQLType type, int depth = 0)
    {
        if (random.Next(12) == 0)
            return null;
        if (random.Next(25) == 0)
            return new JsonObject { ["$error"] = "failed" };
        return type.Nullable switch
        {
            ListType list => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(list.Item, depth))]),
            ScalarType { Name: "Int" } => random.Next(10) == 0 ? "no number" : random.Next(100),
            ScalarType { Name: "Float" } => random.NextDouble(),
            ScalarType { Name: "Boolean" } => random.Next(2) == 0,
            ScalarType => "text",
            EnumType values => random.Next(10) == 0 ? "NONSENSE" : values.Values.Keys.First(),
            NamedType named => Object(named, depth + 1),
            _ => null,
        };
    }

    public JsonObject Object(NamedType type, int depth = 0)
    {
        var actual = random.GetItems(schema.PossibleTypes(type).OrderBy(t => t.Name, StringComparer.Ordinal).ToArray(), 1)[0];
        var json = new JsonObject { ["__typename"] = actual.Name };
        foreach (var field in actual.Fields.Values.Where(f => f.Arguments.Count == 0 && (f.Type.Named.IsLeaf || depth <= Deepest)))
            json[field.Name] = Value(field.Type, depth);
        return json;
    }

    private string Field(FieldDefinition field, int depth) => field.Type.Named.IsLeaf ? field.Name : $"{field.Name} {Selection(field.Type.Named, depth + 1)}";
}
