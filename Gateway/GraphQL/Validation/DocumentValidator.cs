using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Validation;

/// <summary>
/// Checks a document against the schema by all rules of section 5 of the specification. This file walks the document with the types at hand; the rules stand
/// beside it by the section's parts. Messages are those of the reference implementation, which clients and tools know.
/// </summary>
internal sealed partial class DocumentValidator
{
    private const int MostErrors = 100;

    private readonly GraphQLSchema schema;
    private readonly DocumentNode document;
    private readonly List<GraphQLError> errors = [];
    private readonly Dictionary<string, FragmentNode> fragments = new(StringComparer.Ordinal);
    private readonly Dictionary<DefinitionNode, List<FragmentUse>> spreads = [];
    private readonly Dictionary<DefinitionNode, List<VariableUse>> variableUses = [];
    private readonly FieldMerging merging;
    private List<VariableUse> currentVariables = [];

    private DocumentValidator(GraphQLSchema schema, DocumentNode document)
    {
        this.schema = schema;
        this.document = document;
        foreach (var fragment in document.Fragments)
            fragments[fragment.Name.Value] = fragment;
        merging = new(schema, fragments);
    }

    /// <returns>What is wrong; nothing where the document can be executed.</returns>
    public static IReadOnlyList<GraphQLError> Validate(GraphQLSchema schema, DocumentNode document)
    {
        var validator = new DocumentValidator(schema, document);
        try
        {
            validator.CheckDefinitions();
        }
        catch (ValidationAbortedException exception)
        {
            validator.errors.Add(GraphQLError.Of(ErrorCodes.Validation, exception.Message));
        }

        return validator.errors;
    }

    private void CheckDefinitions()
    {
        foreach (var definition in document.Definitions.OfType<TypeSystemNode>())
            Report($"The {(definition.Name is { } name ? $"\"{name}\"" : "schema")} definition is not executable.", definition);
        if (errors.Count > 0)
            return;

        CheckOperationNames();
        CheckFragmentNames();
        CheckFragmentCycles();
        foreach (var definition in document.Definitions)
            Visit(definition);
        CheckFragmentsAreUsed();
        foreach (var operation in document.Operations)
            CheckVariables(operation);
    }

    private void Visit(DefinitionNode definition)
    {
        variableUses.Add(definition, currentVariables = []);
        switch (definition)
        {
            case OperationNode operation:
                CheckSingleSubscriptionField(operation);
                CheckVariableDefinitions(operation);
                VisitDirectives(operation.Directives, DirectiveLocations.LocationOf(operation.Kind));
                VisitSelections(operation.Selections, schema.Root(operation.Kind));
                break;
            case FragmentNode fragment:
                CheckTypeName(fragment.Condition);
                CheckCondition(fragment.Condition, fragment.Name.Value);
                VisitDirectives(fragment.Directives, DirectiveLocations.FragmentDefinition);
                VisitSelections(fragment.Selections, Composite(schema.TypeOf(fragment.Condition)));
                break;
        }
    }

    private void VisitSelections(SelectionSetNode selections, NamedType? parent)
    {
        CheckMerging(selections, parent);
        VisitEach(selections, parent);
    }

    private void VisitEach(SelectionSetNode selections, NamedType? parent)
    {
        foreach (var selection in selections.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    VisitField(field, parent);
                    break;
                case FragmentSpreadNode spread:
                    CheckSpread(spread, parent);
                    VisitDirectives(spread.Directives, DirectiveLocations.FragmentSpread);
                    break;
                case InlineFragmentNode inline:
                    VisitInlineFragment(inline, parent);
                    break;
            }
        }
    }

    private void VisitField(FieldNode field, NamedType? parent)
    {
        var definition = parent is null ? null : schema.FieldOf(parent, field.Name.Value);
        if (parent is not null && definition is null)
            ReportUnknownField(field, parent);
        if (definition is not null)
            CheckLeaf(field, definition.Type);
        if (field.Name.Value is "__schema" or "__type")
            CheckIntrospectionDepth(field);

        CheckUniqueNames(field.Arguments, "argument");
        foreach (var argument in field.Arguments)
            VisitArgument(argument, definition?.Argument(argument.Name.Value), definition is null ? null : () => UnknownFieldArgument(argument, parent!, definition));
        VisitDirectives(field.Directives, DirectiveLocations.Field);
        if (field.Selections is { } selections)
            VisitSelections(selections, Composite(definition?.Type.Named));
        if (definition is not null)
            CheckRequiredArguments(definition.Arguments, field.Arguments, $"Field \"{definition.Name}\"", field);
    }

    private void VisitInlineFragment(InlineFragmentNode inline, NamedType? parent)
    {
        var type = parent;
        if (inline.Condition is { } condition)
        {
            CheckTypeName(condition);
            CheckCondition(condition, fragment: null);
            type = Composite(schema.TypeOf(condition));
            CheckOverlap(inline, type, parent);
        }

        VisitDirectives(inline.Directives, DirectiveLocations.InlineFragment);
        VisitEach(inline.Selections, type);
    }

    private void VisitArgument(ArgumentNode argument, InputValue? definition, Func<string>? unknown)
    {
        if (definition is null && unknown is not null)
            Report(unknown(), argument);
        VisitValue(argument.Value, definition?.Type, hasDefault: definition?.Default is not null, parent: null, isChecked: true);
    }

    private static NamedType? Composite(GraphQLType? type) => type is NamedType { IsComposite: true } composite ? composite : null;

    private void Report(string message, params ReadOnlySpan<Node> nodes)
    {
        if (errors.Count >= MostErrors)
            throw new ValidationAbortedException("Too many validation errors, error limit reached. Validation aborted.");
        var locations = new List<SourceLocation>(nodes.Length);
        foreach (var node in nodes)
            locations.Add(document.Source.LocationOf(node.Start));
        errors.Add(GraphQLError.Of(ErrorCodes.Validation, message, locations));
    }
}

/// <summary>There is no point in going on: too much is wrong, or it takes too much to find out.</summary>
internal sealed class ValidationAbortedException(string message) : Exception(message);
