using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Validation;

/// <summary>Sections 5.3 and 5.4: fields and their arguments.</summary>
internal sealed partial class DocumentValidator
{
    private void ReportUnknownField(FieldNode field, NamedType parent)
    {
        var name = field.Name.Value;
        var suggestion = Suggestions.DidYouMean(TypesWithField(parent, name), "to use an inline fragment on ");
        if (suggestion.Length == 0 && parent is FieldsType type)
            suggestion = Suggestions.DidYouMean(name, type.Fields.Keys);
        Report($"Cannot query field \"{name}\" on type \"{parent}\".{suggestion}", field);
    }

    /// <summary>Objects of an interface or union that have the field, and their interfaces that have it; the most common first.</summary>
    private List<string> TypesWithField(NamedType type, string field)
    {
        if (!type.IsAbstract)
            return [];
        var uses = new Dictionary<FieldsType, int>();
        foreach (var possible in schema.PossibleTypes(type).Where(o => o.Fields.ContainsKey(field)))
        {
            uses[possible] = 1;
            foreach (var shared in possible.Interfaces.Where(i => i.Fields.ContainsKey(field)))
                uses[shared] = uses.GetValueOrDefault(shared) + 1;
        }

        return [.. uses.OrderByDescending(u => u.Value).ThenByDescending(u => u.Key is InterfaceType ? schema.PossibleTypes(u.Key).Count : 0)
            .ThenBy(u => u.Key.Name, StringComparer.Ordinal).Select(u => u.Key.Name)];
    }

    private void CheckLeaf(FieldNode field, GraphQLType type)
    {
        var name = field.Name.Value;
        if (type.Named.IsLeaf && field.Selections is { } selections)
            Report($"Field \"{name}\" must not have a selection since type \"{type}\" has no subfields.", selections);
        else if (!type.Named.IsLeaf && field.Selections is null)
            Report($"Field \"{name}\" of type \"{type}\" must have a selection of subfields. Did you mean \"{name} {{ ... }}\"?", field);
    }

    private void CheckMerging(SelectionSetNode selections, NamedType? parent)
    {
        foreach (var conflict in merging.ConflictsIn(selections, parent))
        {
            Report(
                $"Fields \"{conflict.ResponseKey}\" conflict because {conflict.Reason}. Use different aliases on the fields to fetch both if this was intentional.",
                [.. conflict.Fields, .. conflict.OtherFields]);
        }
    }

    private static string UnknownFieldArgument(ArgumentNode argument, NamedType parent, FieldDefinition field) =>
        $"Unknown argument \"{argument.Name.Value}\" on field \"{parent}.{field.Name}\"."
        + Suggestions.DidYouMean(argument.Name.Value, field.Arguments.Select(a => a.Name));

    private void CheckRequiredArguments(IReadOnlyList<InputValue> definitions, IReadOnlyList<ArgumentNode> given, string subject, Node owner)
    {
        foreach (var definition in definitions.Where(d => d.IsRequired && given.All(a => a.Name.Value != d.Name)))
            Report($"{subject} argument \"{definition.Name}\" of type \"{definition.Type}\" is required, but it was not provided.", owner);
    }

    private void CheckUniqueNames(IReadOnlyList<ArgumentNode> given, string what)
    {
        foreach (var group in given.GroupBy(a => a.Name.Value).Where(g => g.Skip(1).Any()))
            Report($"There can be only one {what} named \"{group.Key}\".", [.. group.Select(a => a.Name)]);
    }
}
