using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Execution;

/// <summary>The fields that a selection asks of objects of one type, each response key once.</summary>
internal sealed record ObjectPlan(ObjectType Type, IReadOnlyList<FieldPlan> Fields);

/// <summary>A response key: the fields of the document that were merged into it, and what is below them. The same for all objects of the selection.</summary>
internal sealed class FieldPlan(string responseKey, FieldDefinition definition)
{
    private readonly Dictionary<ObjectType, ObjectPlan> below = [];

    public string ResponseKey => responseKey;

    public FieldDefinition Definition => definition;

    public List<FieldNode> Nodes { get; } = [];

    /// <summary>Coerced arguments.</summary>
    public IReadOnlyDictionary<string, object?> Arguments { get; set; } = new Dictionary<string, object?>();

    /// <summary>What is wrong with the arguments; null where nothing is.</summary>
    public GraphQLError? ArgumentError { get; set; }

    /// <summary>What is asked of answers that are objects of a type.</summary>
    public ObjectPlan Below(ObjectType type, FieldCollector collector)
    {
        if (!below.TryGetValue(type, out var plan))
            below.Add(type, plan = collector.Collect(type, [.. Nodes.Select(n => n.Selections!)]));
        return plan;
    }
}
