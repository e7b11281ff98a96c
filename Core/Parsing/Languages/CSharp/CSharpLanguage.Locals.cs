using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.CSharp;

/// <summary>Local functions, lambdas, and every form that declares a local: patterns, loops, queries, deconstruction.</summary>
internal sealed partial class CSharpLanguage
{
    private KindSet functionKinds = null!, implicitParameters = null!, properties = null!, argumentKind = null!, tuples = null!, joinInto = null!;

    private void DescribeLocals(NodeTable table)
    {
        functionKinds = table.Kinds(
            "method_declaration", "constructor_declaration", "destructor_declaration", "operator_declaration", "conversion_operator_declaration", "accessor_declaration",
            "local_function_statement", "lambda_expression", "anonymous_method_expression", "catch_clause", "for_statement", "foreach_statement", "while_statement", "using_statement", "fixed_statement");
        implicitParameters = table.Kinds("implicit_parameter");
        properties = table.Kinds("property_declaration");
        argumentKind = table.Kinds("argument");
        tuples = table.Kinds("tuple_expression");
        joinInto = table.Kinds("join_into_clause");

        table.Scope(ScopeKind.Block, "for_statement", "while_statement", "using_statement", "fixed_statement", "catch_clause", "switch_body", "switch_section", "switch_expression_arm");
        table.On(Block, "block");
        table.On(LocalFunction, "local_function_statement");
        table.On(Lambda, "lambda_expression", "anonymous_method_expression");
        table.On(Foreach, "foreach_statement");
        table.On(Catch, "catch_declaration");
        table.On(Query, "query_expression");
        table.On(From, "from_clause");
        table.On(Join, "join_clause");
        table.On(Let, "let_clause");
        table.On(Designation, "declaration_pattern", "var_pattern", "recursive_pattern", "list_pattern", "parenthesized_variable_designation", "declaration_expression");
        table.On((facts, node) => facts.Consume(facts.FirstNamedChild(node)), "labeled_statement");
        table.On(Goto, "goto_statement");
    }

    /// <summary>Declares a local that is seen from <paramref name="visibleFrom"/> on; a discard declares nothing.</summary>
    private static int Local(FactsBuilder facts, SymbolKind kind, int nameNode, int node, int visibleFrom, int typeNode = -1, int valueNode = -1, bool element = false)
    {
        if (nameNode < 0)
            return -1;
        if (facts.Text(nameNode).SequenceEqual("_"u8))
        {
            facts.Consume(nameNode);
            return -1;
        }
        var definition = Declare(facts, kind, nameNode, node, visibleFrom: visibleFrom);
        if (definition < 0)
            return -1;
        // Top-level statements share the file's scope, but only they see their locals.
        if (kind != SymbolKind.Function)
            facts.AddFlags(definition, DefinitionFlags.Local);
        facts.SetOrigin(definition, typeNode, valueNode, element: element);
        return definition;
    }

    private void Block(FactsBuilder facts, int node)
    {
        if (!facts.Is(facts.Parent(node), functionKinds))
            facts.OpenScope(node, ScopeKind.Block);
    }

    private void LocalFunction(FactsBuilder facts, int node)
    {
        var container = facts.Parent(facts.Parent(node));
        var inExtension = container >= 0 && IsExtensionBlock(facts, container);
        var definition = Declare(facts, inExtension ? SymbolKind.Method : SymbolKind.Function, facts.Child(node, name), node, facts.Child(node, body), inExtension ? facts.NearestScope(ScopeKind.Type) : -1);
        if (definition >= 0)
            Apply(facts, definition, ModifiersOf(facts, node));
        Callable(facts, node, definition, facts.Child(node, type), facts.Child(node, parameters));
        if (!inExtension || definition < 0)
            return;
        facts.AddFlags(definition, DefinitionFlags.Extension);
        facts.SetOrigin(definition, -1, receiverNode: facts.Child(facts.Child(facts.Child(container, parameters), parameterKind), type));
    }

    private void Lambda(FactsBuilder facts, int node)
    {
        facts.SetTypeRole(facts.Child(node, type));
        facts.OpenScope(node, ScopeKind.Function, NamedLambda(facts, node));
        var list = facts.Child(node, parameters);
        if (facts.Is(list, implicitParameters))
            Declare(facts, SymbolKind.Parameter, list, list);
        else
            Parameters(facts, list, -1, SymbolKind.Parameter, out _);
    }

    /// <summary>The variable, field or property that starts with the lambda: the function is known by its name.</summary>
    private int NamedLambda(FactsBuilder facts, int node)
    {
        var holder = facts.Parent(node);
        if (!facts.Is(holder, declarators) && !(facts.Is(holder, properties) && facts[node].Field == value))
            return -1;
        var nameNode = facts.Child(holder, name);
        var definition = facts.Is(nameNode, identifiers) ? facts.FindAround(nameNode, node) : -1;
        if (definition < 0 || facts.DefinitionAt(definition).BodyScope >= 0)
            return -1;
        var list = facts.Child(node, parameters);
        facts.SetArity(definition, facts.Is(list, implicitParameters) ? 1 : facts.CountNamedChildren(list), facts.Is(list, implicitParameters) ? 1 : facts.CountNamedChildren(list));
        return definition;
    }

    private void Foreach(FactsBuilder facts, int node)
    {
        facts.OpenScope(node, ScopeKind.Block);
        var typeNode = facts.Child(node, type);
        var target = facts.Child(node, left);
        var source = facts.Child(node, right);
        facts.SetTypeRole(typeNode);
        if (source < 0)
            return;
        if (facts.Is(target, identifiers))
            Local(facts, SymbolKind.Variable, target, target, facts[source].End, typeNode, source, element: true);
        else if (facts.Is(target, tuplePatterns))
            Deconstruct(facts, target, target);
    }

    /// <summary><c>var (a, (b, c))</c>: every name below the pattern.</summary>
    private void Deconstruct(FactsBuilder facts, int pattern, int node)
    {
        for (var at = pattern; at >= 0 && at < facts[pattern].Next; at++)
        {
            if (facts.Is(at, identifiers) && facts[at].Field == name)
                Local(facts, SymbolKind.Variable, at, at, facts[node].End);
        }
    }

    private void Catch(FactsBuilder facts, int node)
    {
        facts.SetTypeRole(facts.Child(node, type));
        Local(facts, SymbolKind.Variable, facts.Child(node, name), node, facts[node].End, facts.Child(node, type));
    }

    private void Query(FactsBuilder facts, int node)
    {
        facts.OpenScope(node, ScopeKind.Block);
        // `select ... into x` starts the query anew; the source is what was selected, or grouped.
        var first = true;
        foreach (var child in facts.Children(node))
        {
            if (!first && facts.Is(child, identifiers))
                Local(facts, SymbolKind.Variable, child, child, facts[child].End);
            first = false;
        }
    }

    private void From(FactsBuilder facts, int node)
    {
        facts.SetTypeRole(facts.Child(node, type));
        Local(facts, SymbolKind.Variable, facts.Child(node, name), node, facts[node].End, facts.Child(node, type), facts.LastNamedChild(node), element: true);
    }

    private void Join(FactsBuilder facts, int node)
    {
        var typeNode = facts.Child(node, type);
        var nameNode = -1;
        var source = -1;
        foreach (var child in facts.Children(node))
        {
            if (!facts[child].IsNamed || child == typeNode)
                continue;
            if (nameNode < 0)
            {
                nameNode = child;
                continue;
            }
            source = child;
            break;
        }
        facts.SetTypeRole(typeNode);
        if (!facts.Is(nameNode, identifiers) || source < 0)
            return;
        Local(facts, SymbolKind.Variable, nameNode, node, facts[source].End, typeNode, source, element: true);
        var into = facts.Child(node, joinInto);
        if (into >= 0)
            Local(facts, SymbolKind.Variable, facts.FirstNamedChild(into), into, facts[node].End, -1, source);
    }

    private void Let(FactsBuilder facts, int node)
    {
        var nameNode = facts.FirstNamedChild(node);
        if (facts.Is(nameNode, identifiers))
            Local(facts, SymbolKind.Variable, nameNode, node, facts[node].End, -1, ValueOf(facts, facts.LastNamedChild(node)));
    }

    private void Designation(FactsBuilder facts, int node)
    {
        if (IsProduct(facts, node))
            return;
        var typeNode = facts.Child(node, type);
        facts.SetTypeRole(typeNode);
        foreach (var child in facts.Children(node))
        {
            if (facts[child].Field == name && facts.Is(child, identifiers))
                Local(facts, SymbolKind.Variable, child, node, facts[child].End, typeNode);
        }
    }

    // The grammar reads the argument `a * b` as the declaration of a pointer.
    private bool IsProduct(FactsBuilder facts, int node) =>
        facts.Is(node, declarationExpressions) && facts.Is(facts.Child(node, type), pointerTypes) && facts.Child(facts.Parent(node), outToken) < 0;

    private void Goto(FactsBuilder facts, int node)
    {
        var label = facts.FirstNamedChild(node);
        if (facts.Is(label, identifiers) && !facts.Text(node)["goto"u8.Length..].TrimStart(" \t\r\n"u8).StartsWith("case"u8))
            facts.Consume(label);
    }
}
