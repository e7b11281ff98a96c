using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Execution;

/// <summary>
/// What an operation may take at most: the fields of its answer, each by its weight, times the sizes of the lists around them, as far as the schema
/// (<see cref="FieldCost"/>) and the arguments tell them. A fragment is counted each time it is spread, and looked at once.
/// </summary>
internal sealed class CostAnalysis
{
    /// <summary>No estimate goes beyond, so that none overflows.</summary>
    private const long Ceiling = 1_000_000_000_000;

    private static readonly SizedFields Unsized = new(0, []);

    private readonly GraphQLSchema schema;
    private readonly IReadOnlyDictionary<string, object?> variables;
    private readonly Dictionary<string, FragmentNode> fragments;
    private readonly Dictionary<(string Fragment, SizedFields Sized), Estimate> known = [];

    private CostAnalysis(GraphQLSchema schema, DocumentNode document, IReadOnlyDictionary<string, object?> variables)
    {
        this.schema = schema;
        this.variables = variables;
        fragments = document.Fragments.ToDictionary(f => f.Name.Value);
    }

    /// <param name="Cost">Never above 10^12.</param>
    /// <param name="Depth">Fields below one another.</param>
    public readonly record struct Estimate(long Cost, int Depth);

    public static Estimate Of(GraphQLSchema schema, DocumentNode document, OperationNode operation, IReadOnlyDictionary<string, object?> variables) =>
        new CostAnalysis(schema, document, variables).OfSelections(operation.Selections, schema.Root(operation.Kind)!, Unsized);

    private Estimate OfSelections(SelectionSetNode selections, NamedType parent, SizedFields sized)
    {
        var (cost, depth) = (0L, 0);
        foreach (var selection in selections.Selections.Where(s => Conditions.IsIncluded(s, variables)))
        {
            var estimate = selection switch
            {
                FieldNode field => OfField(field, schema.FieldOf(parent, field.Name.Value)!, sized),
                InlineFragmentNode inline => OfSelections(inline.Selections, inline.Condition is { } condition ? schema.Types[condition.Name] : parent, sized),
                _ => OfFragment(fragments[((FragmentSpreadNode)selection).Name.Value], sized),
            };
            cost = Math.Min(cost + estimate.Cost, Ceiling);
            depth = Math.Max(depth, estimate.Depth);
        }

        return new(cost, depth);
    }

    private Estimate OfFragment(FragmentNode fragment, SizedFields sized)
    {
        var key = (fragment.Name.Value, sized);
        if (!known.TryGetValue(key, out var estimate))
            known.Add(key, estimate = OfSelections(fragment.Selections, schema.Types[fragment.Condition.Name], sized));
        return estimate;
    }

    private Estimate OfField(FieldNode node, FieldDefinition field, SizedFields sized)
    {
        var items = !IsList(field.Type) ? 1
            : sized.Names.Contains(field.Name) ? sized.Size
            : field.Cost.SizedFields.Count == 0 ? SizeOf(node, field)
            : field.Cost.AssumedSize;
        if (node.Selections is not { } selections)
            return new(Math.Min(field.Cost.Weight + (IsList(field.Type) ? items : 0), Ceiling), 1);
        var below = OfSelections(selections, field.Type.Named, field.Cost.SizedFields.Count == 0 ? Unsized : new(SizeOf(node, field), field.Cost.SizedFields));
        return new(Math.Min(field.Cost.Weight + (items * below.Cost), Ceiling), below.Depth + 1);
    }

    /// <summary>How many items an argument allows; what the schema assumes where none says it.</summary>
    private int SizeOf(FieldNode node, FieldDefinition field)
    {
        if (field.Cost.SlicingArgument is not { } name)
            return field.Cost.AssumedSize;
        var given = node.Arguments.FirstOrDefault(a => a.Name.Value == name)?.Value;
        if (given is VariableNode variable && variables.TryGetValue(variable.Name, out var value))
            return value is int size ? Math.Max(size, 0) : field.Cost.AssumedSize;
        var literal = given is null or VariableNode ? field.Argument(name)?.Default : given;
        return literal is IntNode number ? Math.Max((int)Scalars.All["Int"].ParseLiteral(number), 0) : field.Cost.AssumedSize;
    }

    private static bool IsList(GraphQLType type) => type.Nullable is ListType;

    /// <summary>Fields of an object whose lists have the size that an argument of the field above says. Equal where the schema says so at one place, with one size.</summary>
    private sealed record SizedFields(int Size, IReadOnlyList<string> Names);
}
