using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Kotlin;

/// <summary>Calls, member accesses, lambdas, loops and writes.</summary>
internal sealed partial class KotlinLanguage
{
    private KindSet callableReferences = null!, annotatedLambdas = null!, calls = null!, lambdaParameterLists = null!, objectLiterals = null!;

    private void DescribeExpressions(NodeTable table)
    {
        callableReferences = table.Kinds("callable_reference");
        annotatedLambdas = table.Kinds("annotated_lambda");
        calls = table.Kinds("call_expression");
        objectLiterals = table.Kinds("object_literal");
        lambdaParameterLists = table.Kinds("lambda_parameters");

        table.Call("call_expression", null, null);
        table.Member("navigation_expression", null, null);
        table.Index("index_expression", null);
        table.Cast("as_expression", "right");
        table.Wrapper("parenthesized_expression");
        table.Wrapper("annotated_expression");
        table.Wrapper("unary_expression", "argument");
        table.Keywords("true", "false", "null");
        table.This("this_expression");
        table.Super("super_expression");
        table.Literal("string_literal", "multiline_string_literal", "character_literal", "number_literal", "float_literal", "collection_literal");

        table.Scope(ScopeKind.Block, "for_statement", "while_statement", "do_while_statement", "when_expression", "when_entry", "catch_block");
        table.On(Block, "block");
        table.On(Call, "call_expression");
        table.On(Construction, "value_arguments");
        table.On(Infix, "infix_expression");
        table.On(CallableReference, "callable_reference");
        table.On(Argument, "value_argument");
        table.On(Lambda, "lambda_literal");
        table.On(For, "for_statement");
        table.On(WhenSubject, "when_subject");
        table.On(Catch, "catch_block");
        table.On((facts, node) => facts.SetRole(facts.NameLeaf(facts.Child(node, left)), ReferenceRole.Write), "assignment");
        table.On(Unary, "unary_expression");
        table.On((facts, node) => facts.Consume(facts.Child(node, label)), "return_expression");
    }

    private void Block(FactsBuilder facts, int node)
    {
        if (!facts.Is(facts.Parent(node), functionBodies))
            facts.OpenScope(node, ScopeKind.Block);
    }

    private void Call(FactsBuilder facts, int node)
    {
        var leaf = facts.NameLeaf(facts.FirstNamedChild(node));
        var count = ArgumentsOf(facts, facts.Child(node, valueArguments));
        facts.SetCall(leaf, count < 0 ? -1 : count + (facts.Child(node, annotatedLambdas) >= 0 ? 1 : 0));
    }

    private static int ArgumentsOf(FactsBuilder facts, int list)
    {
        var count = 0;
        foreach (var child in facts.Children(list))
        {
            if (!facts[child].IsNamed)
                continue;
            if (facts.Text(child).StartsWith("*"u8))
                return -1;
            count++;
        }
        return count;
    }

    /// <summary>The base in <c>class A : B(x)</c> is called; an annotation is a type, and its arguments are only arguments.</summary>
    private void Construction(FactsBuilder facts, int list)
    {
        var specifier = facts.Is(facts.Parent(list), invocations) ? facts.Parent(facts.Parent(list)) : -1;
        if (specifier < 0 || !facts.Is(facts.Parent(specifier), specifierLists) || facts.Is(facts.Parent(facts.Parent(specifier)), objectLiterals))
            return;
        facts.AddReference(list, "super"u8, ReferenceRole.Call, Operand.Super, ArgumentsOf(facts, list), ReferenceFlags.New);
    }

    // `a to b` calls `a.to(b)`.
    private void Infix(FactsBuilder facts, int node)
    {
        var first = facts.FirstNamedChild(node);
        var leaf = first < 0 ? -1 : facts.NextSibling(first);
        if (!facts.Is(leaf, identifiers))
            return;
        facts.SetCall(leaf, 1);
        facts.SetMember(leaf, first);
    }

    private void CallableReference(FactsBuilder facts, int node)
    {
        var receiver = facts.FirstNamedChild(node);
        var leaf = facts.LastNamedChild(node);
        if (receiver != leaf && facts.Is(leaf, identifiers))
            facts.SetMember(leaf, receiver);
        facts.AddReferenceFlags(leaf, ReferenceFlags.AnyMeaning);
    }

    private void Argument(FactsBuilder facts, int node)
    {
        var key = facts.FirstNamedChild(node);
        if (!facts.Is(key, identifiers) || facts.CountNamedChildren(node) < 2)
            return;
        facts.SetRole(key, ReferenceRole.Write, ReferenceFlags.Key);
        var call = facts.Parent(facts.Parent(node));
        if (facts.Is(call, calls))
            facts.SetMember(key, facts.FirstNamedChild(call));
    }

    private void Lambda(FactsBuilder facts, int node)
    {
        var named = NamedLambda(facts, node);
        facts.OpenScope(node, ScopeKind.Function, named);
        var list = facts.Child(node, lambdaParameterLists);
        var count = 0;
        foreach (var child in facts.Children(list))
        {
            if (!facts[child].IsNamed)
                continue;
            count++;
            if (facts.Is(child, multiVariables))
            {
                Local(facts, child, facts[list].End);
                continue;
            }
            var nameNode = facts.Child(child, identifiers);
            if (nameNode < 0 || facts.Text(nameNode).SequenceEqual("_"u8))
            {
                facts.Consume(nameNode);
                continue;
            }
            facts.SetOrigin(facts.Define(SymbolKind.Parameter, nameNode, child), facts.Child(child, typeKinds));
        }
        if (named >= 0)
            facts.SetArity(named, list < 0 ? 0 : count, list < 0 ? 1 : count);
    }

    /// <summary>The property or variable that starts with the lambda: the function is known by its name.</summary>
    private int NamedLambda(FactsBuilder facts, int node)
    {
        var holder = facts.Parent(node);
        if (!facts.Is(holder, properties))
            return -1;
        var found = facts.FindAround(facts.Child(facts.Child(holder, variableKind), identifiers), node);
        return found >= 0 && facts.DefinitionAt(found).BodyScope < 0 ? found : -1;
    }

    private void For(FactsBuilder facts, int node)
    {
        var source = -1;
        var variable = -1;
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, variableKind) || facts.Is(child, multiVariables))
                variable = child;
            else if (variable >= 0 && source < 0 && facts[child].IsNamed)
                source = child;
        }
        if (variable >= 0 && source >= 0)
            Local(facts, variable, facts[source].End, source, element: true);
    }

    private void WhenSubject(FactsBuilder facts, int node)
    {
        var variable = facts.Child(node, variableKind);
        if (variable >= 0)
            Local(facts, variable, facts[node].End, facts.LastNamedChild(node));
    }

    private void Catch(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, identifiers);
        if (nameNode < 0)
            return;
        facts.SetOrigin(facts.Define(SymbolKind.Variable, nameNode, nameNode), facts.Child(node, typeKinds));
    }

    private void Unary(FactsBuilder facts, int node)
    {
        var text = facts.Text(node);
        if (text.EndsWith("++"u8) || text.EndsWith("--"u8) || text.StartsWith("++"u8) || text.StartsWith("--"u8))
            facts.SetRole(facts.NameLeaf(facts.FirstNamedChild(node)), ReferenceRole.Write);
    }
}
