using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.CSharp;

/// <summary>Calls, constructions, member accesses, writes and initialisers.</summary>
internal sealed partial class CSharpLanguage
{
    private KindSet bracketedArguments = null!, events = null!, outToken = null!, assignments = null!, initializerLists = null!, withExpressions = null!, binary = null!, declarationExpressions = null!,
        arrayCreations = null!, returnStatements = null!, implicitCreations = null!, positionalPatterns = null!, propertyPatterns = null!, recursivePatterns = null!, objectCreations = null!, invocations = null!;

    private void DescribeExpressions(NodeTable table)
    {
        bracketedArguments = table.Kinds("bracketed_argument_list");
        events = table.Kinds("event_declaration");
        assignments = table.Kinds("assignment_expression");
        initializerLists = table.Kinds("initializer_expression");
        withExpressions = table.Kinds("with_expression");
        binary = table.Kinds("binary_expression");
        declarationExpressions = table.Kinds("declaration_expression");
        arrayCreations = table.Kinds("array_creation_expression");
        returnStatements = table.Kinds("return_statement");
        implicitCreations = table.Kinds("implicit_object_creation_expression");
        positionalPatterns = table.Kinds("positional_pattern_clause");
        propertyPatterns = table.Kinds("property_pattern_clause");
        recursivePatterns = table.Kinds("recursive_pattern");
        objectCreations = table.Kinds("object_creation_expression");
        invocations = table.Kinds("invocation_expression");
        outToken = table.Tokens("out");

        table.Member("member_access_expression", "expression", "name");
        table.Member("conditional_access_expression", "condition", null);
        table.Wrapper("member_binding_expression", "name");
        table.Call("invocation_expression", "function", "arguments");
        table.New("object_creation_expression", "type", "arguments");
        table.Index("element_access_expression", "expression");
        table.Cast("cast_expression", "type");
        table.Cast("as_expression", "right");
        table.Cast("default_expression", "type");
        table.Cast("recursive_pattern", "type");
        table.Wrapper("parenthesized_expression");
        table.Wrapper("await_expression");
        table.Wrapper("checked_expression");
        table.Wrapper("ref_expression");
        table.Wrapper("with_expression");
        table.Wrapper("postfix_unary_expression");
        table.ThisToken("this");
        table.SuperToken("base");
        table.Literal(
            "null_literal", "character_literal", "integer_literal", "real_literal", "boolean_literal", "string_literal", "verbatim_string_literal", "raw_string_literal",
            "interpolated_string_expression", "predefined_type", "typeof_expression", "sizeof_expression", "array_creation_expression", "implicit_array_creation_expression",
            "anonymous_object_creation_expression", "collection_expression", "stackalloc_expression");

        table.On(Invocation, "invocation_expression");
        table.On(Creation, "object_creation_expression");
        table.On(ImplicitCreation, "implicit_object_creation_expression");
        table.On((facts, node) => facts.SetTypeRole(facts.Child(node, type)), "array_creation_expression", "stackalloc_expression", "cast_expression", "default_expression", "typeof_expression", "sizeof_expression", "type_pattern", "refvalue_expression");
        table.On((facts, node) => facts.SetTypeRole(facts.Child(node, right)), "as_expression", "is_expression");
        table.On(Assignment, "assignment_expression");
        table.On(Step, "postfix_unary_expression", "prefix_unary_expression");
        table.On(Argument, "argument");
        table.On(Initializer, "initializer_expression");
        table.On(WithInitializer, "with_initializer");
        table.On(AnonymousObject, "anonymous_object_creation_expression");
        table.On(Subpattern, "subpattern");
    }

    /// <summary>The part of an initial value that says what it is: <c>a</c> in <c>a ?? b</c>.</summary>
    private int ValueOf(FactsBuilder facts, int node)
    {
        for (var depth = 0; depth < 8 && facts.Is(node, binary); depth++)
        {
            var first = facts.Child(node, left);
            if (first < 0 || !facts.Text(node)[(facts[first].End - facts[node].Start)..].TrimStart(" \t\r\n"u8).StartsWith("??"u8))
                break;
            node = first;
        }
        return node;
    }

    // `nameof(x)` is a string.
    private void Invocation(FactsBuilder facts, int node)
    {
        var callee = facts.Child(node, function);
        if (facts.Is(callee, identifiers) && facts.Text(callee).SequenceEqual("nameof"u8))
            facts.Consume(callee);
    }

    private void Creation(FactsBuilder facts, int node)
    {
        var typeNode = facts.Child(node, type);
        facts.AddReferenceFlags(facts.NameLeaf(typeNode), ReferenceFlags.TypePosition);
        facts.SetTypeRole(typeNode);
    }

    /// <summary><c>new(...)</c> calls the constructor of the type that is declared left of it; where none is, of a type not known here.</summary>
    private void ImplicitCreation(FactsBuilder facts, int node)
    {
        var list = facts.Child(node, argumentLists);
        var typeNode = TargetType(facts, node);
        var leaf = facts.NameLeaf(typeNode);
        var count = list < 0 ? 0 : facts.ArgumentCount(list);
        if (leaf < 0)
        {
            facts.AddReference(node, "new"u8, ReferenceRole.Call, Operand.Unknown, count, ReferenceFlags.New);
            return;
        }
        var owner = QualifierOf(facts, leaf);
        facts.AddReference(node, facts.Text(leaf), ReferenceRole.Call, owner < 0 ? Operand.None : facts.OperandOf(owner), count, ReferenceFlags.New | ReferenceFlags.TypePosition);
    }

    private int TargetType(FactsBuilder facts, int node)
    {
        var parent = facts.Parent(node);
        if (facts.Is(parent, declarators))
            return facts.Child(facts.Parent(parent), type);
        if (facts.Is(parent, properties) || facts.Is(parent, parameterKind))
            return facts.Child(parent, type);
        if (facts.Is(parent, arrow) || facts.Is(parent, returnStatements))
        {
            for (var at = parent; at >= 0; at = facts.Parent(at))
            {
                if (facts.Is(at, lambdas))
                    return -1;
                if (facts.Child(at, returns) is >= 0 and var returned)
                    return returned;
                if (facts.Is(at, localFunctions) || facts.Is(at, properties))
                    return facts.Child(at, type);
                if (facts.Is(at, functionKinds) && facts.Child(at, parameters) >= 0)
                    return facts.Child(at, type);
            }
        }
        return -1;
    }

    private void Assignment(FactsBuilder facts, int node)
    {
        var target = facts.Child(node, left);
        if (facts.Is(target, tuples))
        {
            foreach (var child in facts.Children(target))
            {
                if (facts.Is(child, argumentKind))
                    facts.SetRole(facts.NameLeaf(facts.LastNamedChild(child)), ReferenceRole.Write);
            }
            return;
        }
        if (facts.Is(target, identifiers) && facts.Text(target).SequenceEqual("_"u8))
            facts.Consume(target);
        else
            facts.SetRole(facts.NameLeaf(target), ReferenceRole.Write);
    }

    // `x++` and `--x` write; `x!` and `-x` do not.
    private void Step(FactsBuilder facts, int node)
    {
        var text = facts.Text(node);
        if (text.EndsWith("++"u8) || text.EndsWith("--"u8) || text.StartsWith("++"u8) || text.StartsWith("--"u8))
            facts.SetRole(facts.NameLeaf(facts.FirstNamedChild(node)), ReferenceRole.Write);
    }

    private void Argument(FactsBuilder facts, int node)
    {
        var key = facts.Child(node, name);
        if (key >= 0)
        {
            facts.SetRole(key, ReferenceRole.Write, ReferenceFlags.Key);
            // A parameter of what is called.
            var call = facts.Parent(facts.Parent(node));
            if (facts.Is(call, invocations))
                facts.SetMember(key, facts.Child(call, function));
            else if (facts.Is(call, objectCreations))
                facts.SetMember(key, facts.Child(call, type));
        }
        if (facts.Child(node, outToken) >= 0)
            facts.SetRole(facts.NameLeaf(facts.LastNamedChild(node)), ReferenceRole.Write);
    }

    /// <summary><c>{ Member = value }</c> after a creation, or nested as the value of another member.</summary>
    private void Initializer(FactsBuilder facts, int node)
    {
        var parent = facts.Parent(node);
        var built = facts.Is(parent, objectCreations) || facts.Is(parent, implicitCreations) ? parent : facts.Is(parent, assignments) ? facts.Child(parent, left) : -1;
        if (built < 0)
            return;
        foreach (var child in facts.Children(node))
        {
            var member = facts.Is(child, assignments) ? facts.Child(child, left) : -1;
            if (!facts.Is(member, identifiers))
                continue;
            facts.AddReferenceFlags(member, ReferenceFlags.Key);
            facts.SetMember(member, built);
        }
    }

    private void WithInitializer(FactsBuilder facts, int node)
    {
        var member = facts.FirstNamedChild(node);
        if (!facts.Is(member, identifiers))
            return;
        facts.SetRole(member, ReferenceRole.Write, ReferenceFlags.Key);
        facts.SetMember(member, facts.FirstNamedChild(facts.Parent(node)));
    }

    private void AnonymousObject(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, identifiers) && ByteAfter(facts, child) == (byte)'=')
                facts.SetRole(child, ReferenceRole.Write, ReferenceFlags.Key);
        }
    }

    /// <summary><c>{ Member: pattern }</c>: a member of the type the pattern around it names.</summary>
    private void Subpattern(FactsBuilder facts, int node)
    {
        var member = facts.FirstNamedChild(node);
        if (facts.CountNamedChildren(node) < 2)
            return;
        while (member >= 0 && !facts.Is(member, identifiers))
            member = facts.FirstNamedChild(member);
        if (member < 0)
            return;
        facts.SetRole(member, ReferenceRole.Read, ReferenceFlags.Key);
        var clause = facts.Parent(node);
        if (facts.Is(clause, propertyPatterns))
            facts.SetMember(member, facts.Parent(clause));
    }
}
