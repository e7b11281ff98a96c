namespace CodeGraph.Gateway.GraphQL.Language;

/// <summary>A node of a document; <see cref="Start"/> is the offset where it begins.</summary>
internal abstract class Node(int start)
{
    public int Start => start;
}

/// <summary>A whole document (section 2.2 of the specification).</summary>
internal sealed class DocumentNode(Source source, IReadOnlyList<DefinitionNode> definitions) : Node(0)
{
    public Source Source => source;

    public IReadOnlyList<DefinitionNode> Definitions => definitions;

    public IEnumerable<OperationNode> Operations => definitions.OfType<OperationNode>();

    public IEnumerable<FragmentNode> Fragments => definitions.OfType<FragmentNode>();
}

internal sealed class NameNode(int start, string value) : Node(start)
{
    public string Value => value;
}

internal abstract class DefinitionNode(int start, string? description) : Node(start)
{
    public string? Description => description;
}

internal enum OperationKind
{
    Query,
    Mutation,
    Subscription,
}

internal sealed class OperationNode(
    int start, string? description, OperationKind kind, NameNode? name, IReadOnlyList<VariableDefinitionNode> variables, IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode selections) : DefinitionNode(start, description)
{
    public OperationKind Kind => kind;

    public NameNode? Name => name;

    public IReadOnlyList<VariableDefinitionNode> Variables => variables;

    public IReadOnlyList<DirectiveNode> Directives => directives;

    public SelectionSetNode Selections => selections;
}

internal sealed class VariableDefinitionNode(
    int start, string? description, VariableNode variable, TypeNode type, ValueNode? defaultValue, IReadOnlyList<DirectiveNode> directives) : Node(start)
{
    public string? Description => description;

    public VariableNode Variable => variable;

    public TypeNode Type => type;

    public ValueNode? Default => defaultValue;

    public IReadOnlyList<DirectiveNode> Directives => directives;
}

internal sealed class FragmentNode(
    int start, string? description, NameNode name, NamedTypeNode condition, IReadOnlyList<DirectiveNode> directives, SelectionSetNode selections)
    : DefinitionNode(start, description)
{
    public NameNode Name => name;

    public NamedTypeNode Condition => condition;

    public IReadOnlyList<DirectiveNode> Directives => directives;

    public SelectionSetNode Selections => selections;
}

internal sealed class SelectionSetNode(int start, IReadOnlyList<SelectionNode> selections) : Node(start)
{
    public IReadOnlyList<SelectionNode> Selections => selections;
}

internal abstract class SelectionNode(int start, IReadOnlyList<DirectiveNode> directives) : Node(start)
{
    public IReadOnlyList<DirectiveNode> Directives => directives;
}

internal sealed class FieldNode(
    int start, NameNode? alias, NameNode name, IReadOnlyList<ArgumentNode> arguments, IReadOnlyList<DirectiveNode> directives, SelectionSetNode? selections)
    : SelectionNode(start, directives)
{
    public NameNode? Alias => alias;

    public NameNode Name => name;

    public IReadOnlyList<ArgumentNode> Arguments => arguments;

    public SelectionSetNode? Selections => selections;

    /// <summary>The name of the field in the response.</summary>
    public string ResponseKey => (alias ?? name).Value;
}

internal sealed class FragmentSpreadNode(int start, NameNode name, IReadOnlyList<DirectiveNode> directives) : SelectionNode(start, directives)
{
    public NameNode Name => name;
}

internal sealed class InlineFragmentNode(int start, NamedTypeNode? condition, IReadOnlyList<DirectiveNode> directives, SelectionSetNode selections)
    : SelectionNode(start, directives)
{
    public NamedTypeNode? Condition => condition;

    public SelectionSetNode Selections => selections;
}

/// <summary>An argument of a field or directive, and a field of an input object.</summary>
internal sealed class ArgumentNode(int start, NameNode name, ValueNode value) : Node(start)
{
    public NameNode Name => name;

    public ValueNode Value => value;
}

internal sealed class DirectiveNode(int start, NameNode name, IReadOnlyList<ArgumentNode> arguments) : Node(start)
{
    public NameNode Name => name;

    public IReadOnlyList<ArgumentNode> Arguments => arguments;
}
