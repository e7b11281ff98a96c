using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Validation;

/// <param name="Type">The type of its place; null where that is not known.</param>
/// <param name="HasDefault">Whether its place has a default.</param>
/// <param name="Parent">The input object it is a field of.</param>
internal sealed record VariableUse(VariableNode Variable, GraphQLType? Type, bool HasDefault, InputObjectType? Parent);

/// <summary>Section 5.8: variables.</summary>
internal sealed partial class DocumentValidator
{
    private void CheckVariableDefinitions(OperationNode operation)
    {
        foreach (var group in operation.Variables.GroupBy(v => v.Variable.Name).Where(g => g.Skip(1).Any()))
            Report($"There can be only one variable named \"${group.Key}\".", [.. group.Select(v => new NameNode(v.Variable.Start + 1, v.Variable.Name))]);
        foreach (var variable in operation.Variables)
        {
            CheckTypeName(NamedOf(variable.Type));
            var type = schema.TypeOf(variable.Type);
            if (type is { IsInput: false })
                Report($"Variable \"${variable.Variable.Name}\" cannot be non-input type \"{variable.Type}\".", variable.Type);
            if (variable.Default is { } fallback)
                VisitValue(fallback, type is { IsInput: true } ? type : null, hasDefault: false, parent: null, isChecked: true);
            VisitDirectives(variable.Directives, DirectiveLocations.VariableDefinition);
        }
    }

    private void CheckVariables(OperationNode operation)
    {
        var defined = new Dictionary<string, VariableDefinitionNode>(StringComparer.Ordinal);
        foreach (var variable in operation.Variables)
            defined[variable.Variable.Name] = variable;
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var use in ReachedFrom(operation).Prepend<DefinitionNode>(operation).SelectMany(d => variableUses[d]))
        {
            merging.Spend(1);
            used.Add(use.Variable.Name);
            if (!defined.TryGetValue(use.Variable.Name, out var definition))
                Report($"Variable \"${use.Variable.Name}\" is not defined{(operation.Name is { } name ? $" by operation \"{name.Value}\"" : "")}.", use.Variable, operation);
            else
                CheckPosition(definition, use);
        }

        foreach (var variable in operation.Variables.Where(v => !used.Contains(v.Variable.Name)))
            Report($"Variable \"${variable.Variable.Name}\" is never used{(operation.Name is { } name ? $" in operation \"{name.Value}\"" : "")}.", variable);
    }

    private void CheckPosition(VariableDefinitionNode definition, VariableUse use)
    {
        if (use.Type is not { } place || schema.TypeOf(definition.Type) is not { } type)
            return;
        if (!IsAllowed(type, definition.Default, place, use.HasDefault))
            Report($"Variable \"${use.Variable.Name}\" of type \"{type}\" used in position expecting type \"{place}\".", definition, use.Variable);
        if (use.Parent is { IsOneOf: true } parent && type is not NonNullType)
            Report($"Variable \"${use.Variable.Name}\" is of type \"{type}\" but must be non-nullable to be used for OneOf Input Object \"{parent}\".", definition, use.Variable);
    }

    /// <summary><c>IsVariableUsageAllowed</c> of the specification.</summary>
    private static bool IsAllowed(GraphQLType type, ValueNode? fallback, GraphQLType place, bool placeHasDefault)
    {
        if (place is not NonNullType nonNull || type is NonNullType)
            return IsCompatible(type, place);
        return (fallback is not null and not NullNode || placeHasDefault) && IsCompatible(type, nonNull.Type);
    }

    private static bool IsCompatible(GraphQLType type, GraphQLType place) => (type, place) switch
    {
        (NonNullType one, NonNullType two) => IsCompatible(one.Type, two.Type),
        (_, NonNullType) => false,
        (NonNullType one, _) => IsCompatible(one.Type, place),
        (ListType one, ListType two) => IsCompatible(one.Item, two.Item),
        _ => type == place,
    };

    private static NamedTypeNode NamedOf(TypeNode node) => node switch
    {
        ListTypeNode list => NamedOf(list.Item),
        NonNullTypeNode nonNull => NamedOf(nonNull.Type),
        _ => (NamedTypeNode)node,
    };
}
