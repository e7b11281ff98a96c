using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Execution;

/// <summary>Collects and merges fields (<c>CollectFields</c>, section 6.3.2 of the specification).</summary>
internal sealed class FieldCollector(ExecutionRequest request)
{
    public ObjectPlan Collect(ObjectType type, IReadOnlyList<SelectionSetNode> selections)
    {
        var fields = new OrderedDictionary<string, FieldPlan>(StringComparer.Ordinal);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var selection in selections)
            Collect(type, selection, fields, visited);
        foreach (var field in fields.Values)
            CoerceArguments(field);
        return new(type, [.. fields.Values]);
    }

    private void Collect(ObjectType type, SelectionSetNode selections, OrderedDictionary<string, FieldPlan> fields, HashSet<string> visited)
    {
        foreach (var selection in selections.Selections)
        {
            if (!Conditions.IsIncluded(selection, request.Variables))
                continue;
            switch (selection)
            {
                case FieldNode field when request.Schema.FieldOf(type, field.Name.Value) is { } definition:
                    if (!fields.TryGetValue(field.ResponseKey, out var plan))
                        fields.Add(field.ResponseKey, plan = new(field.ResponseKey, definition));
                    plan.Nodes.Add(field);
                    break;
                case InlineFragmentNode inline when Applies(inline.Condition, type):
                    Collect(type, inline.Selections, fields, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value):
                    var fragment = request.Fragments[spread.Name.Value];
                    if (Applies(fragment.Condition, type))
                        Collect(type, fragment.Selections, fields, visited);
                    break;
            }
        }
    }

    private bool Applies(NamedTypeNode? condition, ObjectType type) => condition is null || request.Schema.IsPossible(request.Schema.Types[condition.Name], type);

    private void CoerceArguments(FieldPlan field)
    {
        if (field.Definition.Arguments.Count == 0)
            return;
        try
        {
            field.Arguments = InputCoercion.Arguments(field.Definition.Arguments, field.Nodes[0].Arguments, field.Nodes[0], request.Variables, request.Document.Source);
        }
        catch (GraphQLException exception)
        {
            field.ArgumentError = exception.Error;
        }
    }
}
