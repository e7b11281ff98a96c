using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Swift;

/// <summary>Calls, member accesses, closures, patterns and writes.</summary>
internal sealed partial class SwiftLanguage
{
    private byte defaultValue;
    private KindSet suffixes = null!, argumentLists = null!, calls = null!, lambdaTypes = null!, lambdaParameterLists = null!, lambdaParameters = null!, scopedStatements = null!, prefixes = null!;

    private void DescribeExpressions(NodeTable table)
    {
        defaultValue = table.Field("default_value");
        suffixes = table.Kinds("call_suffix", "constructor_suffix");
        argumentLists = table.Kinds("value_arguments");
        calls = table.Kinds("call_expression", "constructor_expression");
        prefixes = table.Kinds("prefix_expression");
        lambdaTypes = table.Kinds("lambda_function_type");
        lambdaParameterLists = table.Kinds("lambda_function_type_parameters");
        lambdaParameters = table.Kinds("lambda_parameter");
        scopedStatements = table.Kinds("if_statement", "guard_statement", "do_statement", "repeat_while_statement");

        table.Call("call_expression", null, null);
        table.Call("constructor_expression", "constructed_type", null, ReferenceFlags.New | ReferenceFlags.TypePosition);
        table.Member("navigation_expression", "target", "suffix");
        table.Wrapper("navigation_suffix", "suffix");
        table.Wrapper("postfix_expression", "target");
        table.Wrapper("directly_assignable_expression");
        table.Wrapper("try_expression", "expr");
        table.Wrapper("await_expression", "expr");
        table.Wrapper("nil_coalescing_expression", "value");
        table.Cast("as_expression", null);
        table.This("self_expression");
        table.Super("super_expression");
        table.Literal(
            "integer_literal", "hex_literal", "oct_literal", "bin_literal", "real_literal", "boolean_literal", "line_string_literal", "multi_line_string_literal", "raw_string_literal",
            "regex_literal", "array_literal", "dictionary_literal");

        table.Scope(ScopeKind.Block, "if_statement", "while_statement", "switch_entry", "catch_block");
        table.On((facts, node) =>
        {
            if (facts.Is(facts.Parent(node), scopedStatements))
                facts.OpenScope(node, ScopeKind.Block);
        }, "statements");
        table.On(Call, "call_expression", "constructor_expression");
        table.On(Label, "value_argument_label");
        table.On(ImplicitMember, "prefix_expression");
        table.On(Lambda, "lambda_literal");
        table.On(Conditions, "if_statement", "guard_statement", "while_statement");
        table.On(For, "for_statement");
        table.On(Pattern, "pattern");
        table.On((facts, node) => facts.SetRole(facts.NameLeaf(facts.Child(node, target)), ReferenceRole.Write), "assignment");
    }

    private void Call(FactsBuilder facts, int node)
    {
        var callee = facts.FirstNamedChild(node);
        var leaf = facts.Is(callee, prefixes) ? facts.Child(callee, identifiers) : facts.NameLeaf(callee);
        var suffix = facts.Child(node, suffixes);
        var list = facts.Child(suffix, argumentLists);
        if (leaf < 0)
            return;
        // Indexing has the same form.
        if (list >= 0 && facts.Text(list).StartsWith("["u8))
        {
            facts.SetRole(leaf, ReferenceRole.Read);
            return;
        }
        var count = list < 0 ? 0 : facts.CountNamedChildren(list);
        foreach (var child in facts.Children(suffix))
            count += facts.Is(child, lambdas) ? 1 : 0;
        facts.SetCall(leaf, count, facts.Text(leaf).SequenceEqual("init"u8) ? ReferenceFlags.New : ReferenceFlags.None);
    }

    // `name:` before an argument names a parameter of what is called.
    private void Label(FactsBuilder facts, int node)
    {
        var leaf = facts.Child(node, identifiers);
        if (leaf < 0)
            return;
        facts.SetRole(leaf, ReferenceRole.Write, ReferenceFlags.Key);
        var call = facts.Parent(facts.Parent(facts.Parent(facts.Parent(node))));
        if (facts.Is(call, calls))
            facts.SetMember(leaf, facts.FirstNamedChild(call));
    }

    // `.name` is a member of a type that the context decides.
    private void ImplicitMember(FactsBuilder facts, int node)
    {
        if (facts.Text(node).StartsWith("."u8))
            facts.SetMember(facts.Child(node, identifiers), node);
    }

    private void Lambda(FactsBuilder facts, int node)
    {
        var holder = facts.Parent(node);
        var found = facts.Is(holder, properties) ? facts.FindAround(facts.Child(facts.Child(holder, patterns), boundIdentifier), node) : -1;
        var named = found >= 0 && facts.DefinitionAt(found).BodyScope < 0 ? found : -1;
        facts.OpenScope(node, ScopeKind.Function, named);
        var list = facts.Child(facts.Child(node, lambdaTypes), lambdaParameterLists);
        var count = 0;
        foreach (var child in facts.Children(list))
        {
            if (!facts.Is(child, lambdaParameters))
                continue;
            count++;
            facts.Consume(facts.Child(child, externalName));
            if (Declare(facts, SymbolKind.Parameter, ParameterName(facts, child), child) is >= 0 and var parameter)
                facts.SetOrigin(parameter, facts.Child(child, typeKinds));
        }
        if (named >= 0 && list >= 0)
            facts.SetArity(named, count, count);
    }

    /// <summary><c>if let a = x, let b</c>: the names stand among the conditions.</summary>
    private void Conditions(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(node))
        {
            if (facts[child].Field != boundIdentifier)
            {
                // The case in `if case .some(let x) = y`.
                var before = facts[child].Start - facts[node].Start;
                if (facts.Is(child, identifiers) && before > 0 && facts.Text(node)[before - 1] == (byte)'.')
                    facts.SetMember(child, node);
                continue;
            }
            var source = facts.NextSibling(child);
            var typeNode = facts.Is(source, annotations) ? facts.Child(source, typeKinds) : -1;
            if (facts.Is(source, annotations))
                source = facts.NextSibling(source);
            var hasValue = source >= 0 && facts.Text(node)[(facts[child].End - facts[node].Start)..(facts[source].Start - facts[node].Start)].Contains((byte)'=');
            var definition = Declare(facts, SymbolKind.Variable, child, child, visibleFrom: facts[hasValue ? source : child].End);
            if (definition >= 0)
                facts.SetOrigin(definition, typeNode, hasValue ? source : -1);
        }
    }

    private void For(FactsBuilder facts, int node)
    {
        facts.OpenScope(node, ScopeKind.Block);
        var pattern = facts.Child(node, item);
        var source = facts.Child(node, collection);
        if (pattern < 0 || source < 0)
            return;
        var nameNode = facts.Child(pattern, boundIdentifier);
        if (nameNode < 0)
            BindPattern(facts, pattern, pattern, SymbolKind.Variable, facts[source].End, all: true);
        else if (Declare(facts, SymbolKind.Variable, nameNode, pattern, visibleFrom: facts[source].End) is >= 0 and var definition)
            facts.SetOrigin(definition, facts.Child(facts.Child(node, annotations), typeKinds), source, element: true);
    }

    // Patterns of cases and catch clauses; those of declarations and loops are bound by them.
    private void Pattern(FactsBuilder facts, int node)
    {
        var parent = facts.Parent(node);
        if (!facts.Is(parent, patterns) && !facts.Is(parent, properties) && facts[node].Field != item)
            BindPattern(facts, node, node, SymbolKind.Variable, facts[node].End, all: false);
    }

    /// <summary>Declares the names below a pattern: all of them, or those that <c>let</c> or <c>var</c> introduces.</summary>
    private void BindPattern(FactsBuilder facts, int pattern, int node, SymbolKind kind, int visibleFrom, bool all)
    {
        for (var at = pattern; at < facts[pattern].Next; at++)
        {
            if (!facts.Is(at, identifiers))
                continue;
            var parent = facts.Parent(at);
            if (!facts.Is(parent, patterns))
                continue;
            var before = facts[at].Start - facts[parent].Start;
            if (before > 0 && facts.Text(parent)[before - 1] == (byte)'.')
            {
                facts.SetMember(at, parent);
                continue;
            }
            if (facts[at].Field != boundIdentifier && !all && !IsIntroduced(facts, parent, pattern))
                continue;
            var definition = Declare(facts, kind, at, node, visibleFrom: visibleFrom);
            if (definition < 0)
                continue;
            // `let x as T`.
            var typeNode = facts.Child(parent, typeKinds);
            if (typeNode < 0 && facts.Is(facts.Parent(parent), patterns))
                typeNode = facts.Child(facts.Parent(parent), typeKinds);
            facts.SetOrigin(definition, typeNode > at ? typeNode : -1);
        }
    }

    private bool IsIntroduced(FactsBuilder facts, int from, int root)
    {
        for (var at = from; facts.Is(at, patterns); at = facts.Parent(at))
        {
            if (facts.Child(at, bindings) >= 0)
                return true;
            if (at == root)
                break;
        }
        return false;
    }
}
