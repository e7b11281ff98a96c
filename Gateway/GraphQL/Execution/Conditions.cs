using CodeGraph.Gateway.GraphQL.Language;

namespace CodeGraph.Gateway.GraphQL.Execution;

/// <summary>The directives <c>@skip</c> and <c>@include</c> (section 3.13 of the specification).</summary>
internal static class Conditions
{
    public static bool IsIncluded(SelectionNode selection, IReadOnlyDictionary<string, object?> variables)
    {
        foreach (var directive in selection.Directives)
        {
            if (directive.Name.Value is "skip" or "include" && IsTrue(directive, variables) == (directive.Name.Value == "skip"))
                return false;
        }

        return true;
    }

    /// <summary>A valid document gives the argument a boolean.</summary>
    private static bool IsTrue(DirectiveNode directive, IReadOnlyDictionary<string, object?> variables) => directive.Arguments[0].Value switch
    {
        BooleanNode literal => literal.Value,
        VariableNode variable => variables.GetValueOrDefault(variable.Name) is true,
        _ => false,
    };
}
