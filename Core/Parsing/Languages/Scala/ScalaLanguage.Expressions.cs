using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Scala;

/// <summary>Calls, member accesses, lambdas, patterns and comprehensions.</summary>
internal sealed partial class ScalaLanguage
{
    private KindSet bindings = null!, bindingKind = null!, callExpressions = null!, stablePaths = null!, patternTypes = null!, namedPatterns = null!;

    private void DescribeExpressions(NodeTable table)
    {
        bindings = table.Kinds("bindings");
        bindingKind = table.Kinds("binding");
        callExpressions = table.Kinds("call_expression");
        stablePaths = table.Kinds("stable_identifier", "interpolated_string_expression");
        patternTypes = table.Kinds("type_identifier", "stable_type_identifier", "generic_type", "compound_type", "infix_type", "function_type", "tuple_type", "annotated_type", "projected_type");
        namedPatterns = table.Kinds("named_pattern");

        table.Call("call_expression", "function", null);
        table.New("instance_expression", null, "arguments");
        table.Member("field_expression", "value", "field");
        table.Wrapper("generic_function", "function");
        table.Wrapper("parenthesized_expression");
        table.Wrapper("ascription_expression");
        table.Literal("integer_literal", "floating_point_literal", "boolean_literal", "character_literal", "string", "interpolated_string_expression", "unit", "null_literal", "tuple_expression");

        table.Scope(ScopeKind.Block, "block", "indented_block", "for_expression", "colon_argument");
        table.On(Call, "call_expression");
        table.On(Infix, "infix_expression");
        table.On(Postfix, "postfix_expression");
        table.On(Assignment, "assignment_expression");
        table.On(Lambda, "lambda_expression");
        table.On(Case, "case_clause");
        table.On(Enumerator, "enumerator");
        table.On((facts, node) => facts.Consume(facts.FirstNamedChild(node)), "interpolated_string_expression");
    }

    private void Call(FactsBuilder facts, int node)
    {
        var list = facts.Child(node, arguments);
        var callee = facts.Child(node, function);
        var count = facts.Is(list, argumentLists) ? facts.ArgumentCount(list) : 1;
        if (facts.Is(callee, identifiers) && facts.Text(callee).SequenceEqual("this"u8))
            facts.AddReference(callee, "this"u8, ReferenceRole.Call, Operand.This, count, ReferenceFlags.New);
        else
            facts.SetCall(facts.NameLeaf(callee), count);
    }

    // `a add b` calls `a.add(b)`.
    private void Infix(FactsBuilder facts, int node)
    {
        var leaf = facts.Child(node, operatorField);
        facts.SetCall(leaf, 1);
        facts.SetMember(leaf, facts.Child(node, left));
    }

    private void Postfix(FactsBuilder facts, int node)
    {
        var leaf = facts.LastNamedChild(node);
        if (!facts.Is(leaf, identifiers))
            return;
        facts.SetCall(leaf, 0);
        facts.SetMember(leaf, facts.FirstNamedChild(node));
    }

    // In an argument list `name = value` names a parameter.
    private void Assignment(FactsBuilder facts, int node)
    {
        var leaf = facts.NameLeaf(facts.Child(node, left));
        facts.SetRole(leaf, ReferenceRole.Write);
        var list = facts.Parent(node);
        if (!facts.Is(list, argumentLists) || leaf != facts.Child(node, left))
            return;
        facts.AddReferenceFlags(leaf, ReferenceFlags.Key);
        if (facts.Is(facts.Parent(list), callExpressions))
            facts.SetMember(leaf, facts.Child(facts.Parent(list), function));
        else if (facts.Is(facts.Parent(list), creations))
            facts.SetMember(leaf, facts.FirstNamedChild(facts.Parent(list)));
    }

    private void Lambda(FactsBuilder facts, int node)
    {
        var holder = facts.Parent(node);
        var target = facts[node].Field == value ? facts.Child(holder, pattern) : -1;
        var named = facts.Is(target, identifiers) ? facts.FindAround(target, node) : -1;
        facts.OpenScope(node, ScopeKind.Function, named >= 0 && facts.DefinitionAt(named).BodyScope < 0 ? named : -1);
        var list = facts.Child(node, parameters);
        if (facts.Is(list, identifiers))
            Declare(facts, SymbolKind.Parameter, list, list);
        if (!facts.Is(list, bindings))
            return;
        foreach (var child in facts.Children(list))
        {
            if (facts.Is(child, bindingKind) && facts.Child(child, name) >= 0)
                facts.SetOrigin(facts.Define(SymbolKind.Parameter, facts.Child(child, name), child), facts.Child(child, type));
        }
    }

    private void Case(FactsBuilder facts, int node)
    {
        facts.OpenScope(node, ScopeKind.Block);
        var target = facts.Child(node, pattern);
        if (target >= 0)
            BindPattern(facts, target, node, SymbolKind.Variable, facts[target].End);
    }

    private void Enumerator(FactsBuilder facts, int node)
    {
        var target = facts.FirstNamedChild(node);
        if (target < 0)
            return;
        var source = facts.NextSibling(target);
        if (source < 0)
            return;
        var loops = facts.Text(node)[(facts[target].End - facts[node].Start)..].TrimStart(" \t\r\n"u8).StartsWith("<-"u8);
        if (facts.Is(target, identifiers))
            facts.SetOrigin(facts.Define(SymbolKind.Variable, target, target, visibleFrom: facts[source].End), -1, source, element: loops);
        else
            BindPattern(facts, target, target, SymbolKind.Variable, facts[source].End);
    }

    /// <summary>Declares the names a pattern captures: those in lower case; the others are compared with.</summary>
    private void BindPattern(FactsBuilder facts, int target, int node, SymbolKind kind, int visibleFrom)
    {
        for (var at = target; at < facts[target].Next; at++)
        {
            if (facts.Is(at, stablePaths) || facts.Is(at, patternTypes))
            {
                at = facts[at].Next - 1;
                continue;
            }
            if (!facts.Is(at, identifiers) || facts[at].Field == operatorField)
                continue;
            if (facts.Is(facts.Parent(at), namedPatterns) && facts.FirstNamedChild(facts.Parent(at)) == at)
            {
                facts.SetRole(at, ReferenceRole.Read, ReferenceFlags.Key);
                continue;
            }
            if (facts.Text(at) is not [(>= (byte)'a' and <= (byte)'z') or (byte)'_', ..] && !facts.Is(facts.Parent(at), nameLists))
                continue;
            var definition = facts.Define(kind, at, node, visibleFrom: visibleFrom);
            var typed = facts[at].Field == pattern ? facts.Child(facts.Parent(at), type) : -1;
            facts.SetOrigin(definition, typed > at ? typed : -1);
        }
    }
}
