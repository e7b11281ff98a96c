using CodeGraph.Gateway.GraphQL.Language;

namespace CodeGraph.Gateway.GraphQL.Validation;

/// <summary>Introspection leads around in circles: a short document could ask for an answer without end.</summary>
internal sealed partial class DocumentValidator
{
    private const int MostIntrospectionLists = 3;

    private void CheckIntrospectionDepth(FieldNode root)
    {
        if (IsTooDeep(root.Selections, lists: 0, visited: new(StringComparer.Ordinal)))
            Report("Maximum introspection depth exceeded", root);
    }

    /// <param name="selections">Where to look.</param>
    /// <param name="lists">Lists around it.</param>
    /// <param name="visited">Fragments with the most lists around them that they were looked at with.</param>
    private bool IsTooDeep(SelectionSetNode? selections, int lists, Dictionary<string, int> visited)
    {
        foreach (var selection in selections?.Selections ?? [])
        {
            merging.Spend(1);
            var found = selection switch
            {
                FieldNode { Name.Value: "fields" or "interfaces" or "possibleTypes" or "inputFields" } field =>
                    lists + 1 >= MostIntrospectionLists || IsTooDeep(field.Selections, lists + 1, visited),
                FieldNode field => IsTooDeep(field.Selections, lists, visited),
                InlineFragmentNode inline => IsTooDeep(inline.Selections, lists, visited),
                FragmentSpreadNode spread => IsTooDeep(spread.Name.Value, lists, visited),
                _ => false,
            };
            if (found)
                return true;
        }

        return false;
    }

    private bool IsTooDeep(string name, int lists, Dictionary<string, int> visited)
    {
        if ((visited.TryGetValue(name, out var most) && most >= lists) || !fragments.TryGetValue(name, out var fragment))
            return false;
        visited[name] = lists;
        return IsTooDeep(fragment.Selections, lists, visited);
    }
}
