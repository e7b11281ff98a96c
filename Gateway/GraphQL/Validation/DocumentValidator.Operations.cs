using CodeGraph.Gateway.GraphQL.Execution;
using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Validation;

/// <summary>Section 5.2: operations.</summary>
internal sealed partial class DocumentValidator
{
    private void CheckOperationNames()
    {
        var seen = new Dictionary<string, NameNode>(StringComparer.Ordinal);
        var several = document.Operations.Skip(1).Any();
        foreach (var operation in document.Operations)
        {
            if (operation.Name is not { } name)
            {
                if (several)
                    Report("This anonymous operation must be the only defined operation.", operation);
            }
            else if (!seen.TryAdd(name.Value, name))
            {
                Report($"There can be only one operation named \"{name.Value}\".", seen[name.Value], name);
            }
        }
    }

    private void CheckSingleSubscriptionField(OperationNode operation)
    {
        if (operation.Kind != OperationKind.Subscription || schema.Root(OperationKind.Subscription) is not { } type)
            return;
        var fields = new OrderedDictionary<string, List<FieldNode>>(StringComparer.Ordinal);
        CollectRootFields(operation.Selections, type, fields, []);
        var subject = operation.Name is { } name ? $"Subscription \"{name.Value}\"" : "Anonymous Subscription";
        if (fields.Count > 1)
            Report($"{subject} must select only one top level field.", [.. fields.Values.Skip(1).SelectMany(nodes => nodes)]);
        foreach (var nodes in fields.Values.Where(nodes => nodes[0].Name.Value.StartsWith("__", StringComparison.Ordinal)))
            Report($"{subject} must not select an introspection top level field.", [.. nodes]);
    }

    private void CollectRootFields(SelectionSetNode selections, ObjectType type, OrderedDictionary<string, List<FieldNode>> fields, HashSet<string> visited)
    {
        foreach (var selection in selections.Selections.Where(s => Conditions.IsIncluded(s, new Dictionary<string, object?>())))
        {
            if (selection is FieldNode field)
            {
                if (!fields.TryGetValue(field.ResponseKey, out var nodes))
                    fields.Add(field.ResponseKey, nodes = []);
                nodes.Add(field);
            }
            else if (selection is InlineFragmentNode inline && Applies(inline.Condition, type))
            {
                CollectRootFields(inline.Selections, type, fields, visited);
            }
            else if (selection is FragmentSpreadNode spread && visited.Add(spread.Name.Value)
                && fragments.TryGetValue(spread.Name.Value, out var fragment) && Applies(fragment.Condition, type))
            {
                CollectRootFields(fragment.Selections, type, fields, visited);
            }
        }
    }

    private bool Applies(NamedTypeNode? condition, ObjectType type) =>
        condition is null || (Composite(schema.TypeOf(condition)) is { } composite && schema.IsPossible(composite, type));
}
