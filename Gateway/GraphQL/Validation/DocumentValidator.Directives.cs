using CodeGraph.Gateway.GraphQL.Language;
using CodeGraph.Gateway.GraphQL.Types;

namespace CodeGraph.Gateway.GraphQL.Validation;

/// <summary>Section 5.7: directives.</summary>
internal sealed partial class DocumentValidator
{
    private void VisitDirectives(IReadOnlyList<DirectiveNode> directives, string location)
    {
        var seen = new Dictionary<string, DirectiveNode>(StringComparer.Ordinal);
        foreach (var directive in directives)
        {
            var name = directive.Name.Value;
            var definition = schema.Directives.GetValueOrDefault(name);
            if (definition is null)
                Report($"Unknown directive \"@{name}\".", directive);
            else if (!definition.Locations.Contains(location))
                Report($"Directive \"@{name}\" may not be used on {location}.", directive);
            if (definition is { IsRepeatable: false } && !seen.TryAdd(name, directive))
                Report($"The directive \"@{name}\" can only be used once at this location.", seen[name], directive);
            VisitDirective(directive, definition);
        }
    }

    private void VisitDirective(DirectiveNode directive, DirectiveDefinition? definition)
    {
        CheckUniqueNames(directive.Arguments, "argument");
        foreach (var argument in directive.Arguments)
        {
            var known = definition?.Arguments.FirstOrDefault(a => a.Name == argument.Name.Value);
            VisitArgument(argument, known, definition is null ? null : () => UnknownDirectiveArgument(argument, definition));
        }

        if (definition is not null)
            CheckRequiredArguments(definition.Arguments, directive.Arguments, $"Directive \"@{definition.Name}\"", directive);
    }

    private static string UnknownDirectiveArgument(ArgumentNode argument, DirectiveDefinition directive) =>
        $"Unknown argument \"{argument.Name.Value}\" on directive \"@{directive.Name}\"."
        + Suggestions.DidYouMean(argument.Name.Value, directive.Arguments.Select(a => a.Name));
}
