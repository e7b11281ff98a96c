using CodeGraph.Gateway.GraphQL.Execution;
using CodeGraph.Gateway.GraphQL.Language;

namespace CodeGraph.Gateway.GraphQL.Types;

/// <param name="DeprecationReason">Null where it is not deprecated.</param>
/// <param name="Cost">What it takes to answer it, for the limit of a request's cost.</param>
internal sealed record FieldDefinition(
    string Name, string? Description, IReadOnlyList<InputValue> Arguments, GraphQLType Type, string? DeprecationReason, FieldCost Cost)
{
    /// <summary>Answers the field; set before the schema is used.</summary>
    public FieldResolver Resolve { get; set; } = _ => throw new InvalidOperationException("The field has no resolver; bind one when the schema is made.");

    public InputValue? Argument(string name) => Arguments.FirstOrDefault(a => a.Name == name);
}

/// <summary>What a field costs: <c>@cost</c> and <c>@listSize</c> of the schema, after IBM's specification of GraphQL cost directives.</summary>
/// <param name="Weight">Of the field itself.</param>
/// <param name="AssumedSize">Items of its list where no argument says it.</param>
/// <param name="SlicingArgument">The argument that says how many items there are at most; null where none does.</param>
/// <param name="SizedFields">Fields of the answer whose lists have that size; none where the field itself is the list.</param>
internal sealed record FieldCost(int Weight, int AssumedSize, string? SlicingArgument, IReadOnlyList<string> SizedFields);

/// <summary>An argument, or a field of an input object.</summary>
/// <param name="Default">As the schema writes it; null where there is none.</param>
internal sealed record InputValue(string Name, string? Description, GraphQLType Type, ValueNode? Default, string? DeprecationReason)
{
    /// <summary>Whether it must be given.</summary>
    public bool IsRequired => Type is NonNullType && Default is null;
}

internal sealed record EnumValueDefinition(string Name, string? Description, string? DeprecationReason);

internal sealed record DirectiveDefinition(string Name, string? Description, IReadOnlyList<InputValue> Arguments, bool IsRepeatable, IReadOnlyList<string> Locations)
{
    /// <summary>Of the specification, so that it is in no printed schema.</summary>
    public bool IsSpecified => Name is "skip" or "include" or "deprecated" or "specifiedBy" or "oneOf";
}
