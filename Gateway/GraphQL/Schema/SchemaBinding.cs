using CodeGraph.Gateway.GraphQL.Execution;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Schema;

/// <summary>Ties object types of a schema to records: a field without a resolver of its own is the property of the same name.</summary>
internal sealed class SchemaBinding
{
    private readonly GraphQLSchema schema;
    private readonly Dictionary<Type, string> names = [];
    private readonly HashSet<ObjectType> bound = [];

    public SchemaBinding(GraphQLSchema schema)
    {
        this.schema = schema;
        schema.TypeNameOf = value => names.GetValueOrDefault(value.GetType());
    }

    /// <summary>An object type whose sources are records of one class.</summary>
    /// <param name="type">The type's name.</param>
    /// <param name="resolvers">Fields that are no property, or no plain one.</param>
    /// <exception cref="InvalidOperationException">A field has neither, or a resolver has no field.</exception>
    public SchemaBinding Bind<T>(string type, params ReadOnlySpan<(string Field, Func<T, FieldContext, ValueTask<object?>> Resolve)> resolvers)
        where T : class
    {
        names.Add(typeof(T), type);
        var fields = BeginType(type);
        foreach (var field in fields.Values)
        {
            if (Property<T>(field.Name) is { } resolve)
                field.Resolve = resolve;
            else if (!Contains(resolvers, field.Name))
                throw new InvalidOperationException($"'{type}.{field.Name}' is no property of {typeof(T).Name} and has no resolver.");
        }

        foreach (var (name, resolve) in resolvers)
            FieldOf(fields, type, name).Resolve = context => resolve((T)context.Source!, context);
        return this;
    }

    /// <summary>An object type that has no source: a root.</summary>
    public SchemaBinding BindRoot(string type, params ReadOnlySpan<(string Field, Func<FieldContext, ValueTask<object?>> Resolve)> resolvers)
    {
        var fields = BeginType(type);
        if (fields.Count != resolvers.Length)
            throw new InvalidOperationException($"'{type}' has {fields.Count} fields, and {resolvers.Length} have resolvers.");
        foreach (var (name, resolve) in resolvers)
            FieldOf(fields, type, name).Resolve = new FieldResolver(resolve);
        return this;
    }

    /// <exception cref="InvalidOperationException">A type was not bound.</exception>
    public GraphQLSchema Finish()
    {
        var missing = schema.Types.Values.OfType<ObjectType>().Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal) && !bound.Contains(t)).Select(t => t.Name).ToList();
        return missing.Count == 0 ? schema : throw new InvalidOperationException($"These types of the schema are not bound: {string.Join(", ", missing)}.");
    }

    private OrderedDictionary<string, FieldDefinition> BeginType(string name)
    {
        var type = (ObjectType)schema.Types[name];
        bound.Add(type);
        return type.Fields;
    }

    private static FieldResolver? Property<T>(string field) =>
        typeof(T).GetProperty(char.ToUpperInvariant(field[0]) + field[1..]) is { } property ? context => new(property.GetValue(context.Source)) : null;

    private static FieldDefinition FieldOf(OrderedDictionary<string, FieldDefinition> fields, string type, string name) =>
        fields.GetValueOrDefault(name) ?? throw new InvalidOperationException($"'{type}' has no field '{name}'.");

    private static bool Contains<T>(ReadOnlySpan<(string Field, Func<T, FieldContext, ValueTask<object?>> Resolve)> resolvers, string field)
    {
        foreach (var (name, _) in resolvers)
        {
            if (name == field)
                return true;
        }

        return false;
    }
}
