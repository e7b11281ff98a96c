using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Validation;

/// <summary>Section 5.6: values.</summary>
internal sealed partial class DocumentValidator
{
    /// <param name="node">The value.</param>
    /// <param name="type">The type of its place; null where that is not known.</param>
    /// <param name="hasDefault">Whether its place has a default.</param>
    /// <param name="parent">The input object it is a field of.</param>
    /// <param name="isChecked">False below a value that was found wrong: the rest is still walked for its variables.</param>
    private void VisitValue(ValueNode node, GraphQLType? type, bool hasDefault, InputObjectType? parent, bool isChecked)
    {
        switch (node)
        {
            case VariableNode variable:
                currentVariables.Add(new(variable, type, hasDefault, parent));
                break;
            case ListNode list:
                VisitList(list, type, isChecked);
                break;
            case ObjectNode fields:
                VisitObject(fields, type, isChecked);
                break;
            case NullNode when isChecked && type is NonNullType:
                Report($"Expected value of type \"{type}\", found null.", node);
                break;
            case not NullNode when isChecked && type is not null:
                CheckLeafValue(node, type);
                break;
        }
    }

    private void VisitList(ListNode node, GraphQLType? type, bool isChecked)
    {
        var place = type?.Nullable;
        if (isChecked && place is not null and not ListType)
        {
            CheckLeafValue(node, place);
            isChecked = false;
        }

        foreach (var item in node.Items)
            VisitValue(item, place is ListType list ? list.Item : place, hasDefault: false, parent: null, isChecked);
    }

    private void VisitObject(ObjectNode node, GraphQLType? type, bool isChecked)
    {
        var input = type?.Named as InputObjectType;
        if (isChecked && input is not null)
        {
            CheckFields(node, input);
        }
        else if (isChecked && type is not null)
        {
            CheckLeafValue(node, type);
            isChecked = false;
        }

        CheckUniqueFields(node);
        foreach (var field in node.Fields)
        {
            var definition = input?.Fields.GetValueOrDefault(field.Name.Value);
            if (isChecked && input is not null && definition is null)
                Report($"Field \"{field.Name.Value}\" is not defined by type \"{input}\".{Suggestions.DidYouMean(field.Name.Value, input.Fields.Keys)}", field);
            VisitValue(field.Value, definition?.Type, hasDefault: definition?.Default is not null, input, isChecked);
        }
    }

    private void CheckUniqueFields(ObjectNode node)
    {
        var seen = new Dictionary<string, NameNode>(StringComparer.Ordinal);
        foreach (var name in node.Fields.Select(f => f.Name))
        {
            if (!seen.TryAdd(name.Value, name))
                Report($"There can be only one input field named \"{name.Value}\".", seen[name.Value], name);
        }
    }

    private void CheckFields(ObjectNode node, InputObjectType type)
    {
        var given = new Dictionary<string, ValueNode>(StringComparer.Ordinal);
        foreach (var field in node.Fields)
            given[field.Name.Value] = field.Value;
        foreach (var field in type.Fields.Values.Where(f => f.IsRequired && !given.ContainsKey(f.Name)))
            Report($"Field \"{type}.{field.Name}\" of required type \"{field.Type}\" was not provided.", node);
        if (!type.IsOneOf)
            return;
        if (given.Count != 1)
            Report($"OneOf Input Object \"{type}\" must specify exactly one key.", node);
        else if (given.Single() is { Value: NullNode } only)
            Report($"Field \"{type}.{only.Key}\" must be non-null.", node);
    }

    /// <summary>Checks a literal, which may be a list or object in the place of a leaf.</summary>
    private void CheckLeafValue(ValueNode node, GraphQLType place)
    {
        switch (place.Named)
        {
            case EnumType type when node is not EnumNode:
                Report(EnumMessages.NoName(type, "non-enum", node.ToString()!), node);
                break;
            case EnumType type when !type.Values.ContainsKey(node.ToString()!):
                Report(EnumMessages.Unknown(type, node.ToString()!), node);
                break;
            case ScalarType type:
                try
                {
                    type.Coercion.ParseLiteral(node);
                }
                catch (CoercionException exception)
                {
                    Report(exception.Message, node);
                }

                break;
            case InputObjectType:
                Report($"Expected value of type \"{place}\", found {node}.", node);
                break;
        }
    }
}
