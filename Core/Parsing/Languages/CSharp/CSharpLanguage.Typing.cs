using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.CSharp;

/// <summary>The expressions of a file, for the types of what stands left of dots and between parentheses.</summary>
internal sealed partial class CSharpLanguage
{
    private KindSet argumentLists2 = null!, typeArgumentLists = null!, thisBase = null!, baseToken = null!, switchArms = null!,
        initializerExpressions = null!, methods = null!, memberBindings = null!, elementBindings = null!, withInitializers = null!, subpatterns = null!, patternKinds = null!;

    private void DescribeTyping(NodeTable table)
    {
        argumentLists2 = table.Kinds("argument_list", "bracketed_argument_list");
        typeArgumentLists = table.Kinds("type_argument_list");
        thisBase = table.Tokens("this", "base");
        baseToken = table.Tokens("base");
        switchArms = table.Kinds("switch_expression_arm");
        withInitializers = table.Kinds("with_initializer");
        subpatterns = table.Kinds("subpattern");
        patternKinds = table.Kinds("recursive_pattern", "declaration_pattern", "var_pattern", "list_pattern", "negated_pattern", "and_pattern", "or_pattern", "parenthesized_pattern");
        initializerExpressions = table.Kinds("initializer_expression");
        methods = table.Kinds("method_declaration", "local_function_statement", "property_declaration", "indexer_declaration", "operator_declaration", "conversion_operator_declaration");
        memberBindings = table.Kinds("member_binding_expression");
        elementBindings = table.Kinds("element_binding_expression");

        table.Expression(NameExpression, "identifier");
        table.Expression(GenericExpression, "generic_name");
        table.Expression(MemberExpression, "member_access_expression", "qualified_name", "alias_qualified_name");
        table.Expression(ConditionalAccess, "conditional_access_expression");
        table.Expression(CallExpression, "invocation_expression");
        table.Expression(NewExpression, "object_creation_expression", "implicit_object_creation_expression");
        table.Expression(ConstructorCallExpression, "constructor_initializer", "argument_list");
        table.Expression(IndexExpression, "element_access_expression");
        table.Expression((facts, node) => Wrap(facts, node, ExpressionKind.Await, facts.FirstNamedChild(node)), "await_expression");
        table.Expression((facts, node) => Same(facts, node, facts.FirstNamedChild(node)), "parenthesized_expression", "checked_expression", "ref_expression", "postfix_unary_expression",
            "expression_element", "spread_element", "collection_element", "type_pattern", "type_parameter_constraint", "scoped_type", "ref_type");
        table.Expression(Prefix, "prefix_unary_expression");
        table.Expression((facts, node) => TypedValue(facts, node, facts.Child(node, type), facts.Child(node, value)), "cast_expression");
        table.Expression((facts, node) => TypedValue(facts, node, facts.Child(node, right), facts.Child(node, left)), "as_expression");
        table.Expression((facts, node) => TypedValue(facts, node, facts.Child(node, type), -1), "default_expression");
        table.Expression(BinaryExpression, "binary_expression");
        table.Expression(ConditionalExpression, "conditional_expression");
        table.Expression(SwitchExpression, "switch_expression");
        table.Expression(SwitchStatement, "switch_statement");
        table.Expression((facts, node) => Group(facts, node, ExpressionKind.Match), "is_pattern_expression");
        table.Expression((facts, node) => Wrap(facts, node, ExpressionKind.Assign, facts.Child(node, left), facts.Child(node, right)), "assignment_expression");
        table.Expression(DeclarationExpression, "declaration_expression");
        table.Expression(LambdaExpression, "lambda_expression", "anonymous_method_expression");
        table.Expression(Returned, "return_statement", "arrow_expression_clause");
        table.Expression((facts, node) => Wrap(facts, node, ExpressionKind.NewArray, facts.Child(node, type)), "array_creation_expression", "stackalloc_expression");
        table.Expression((facts, node) => Group(facts, node, ExpressionKind.Collection), "collection_expression");
        table.Expression((facts, node) => Group(facts, node, ExpressionKind.Initializer), "initializer_expression");
        table.Expression((facts, node) => Wrap(facts, node, ExpressionKind.Collection, facts.LastNamedChild(node)), "implicit_array_creation_expression");
        table.Expression(WithExpression, "with_expression");
        table.Expression(PatternExpression, "recursive_pattern");
        table.Expression(SubpatternExpression, "subpattern");
        table.Expression(DesignationExpression, "declaration_pattern", "var_pattern");
        table.Expression((facts, node) => Group(facts, node, ExpressionKind.ListPattern), "list_pattern");
        table.Expression((facts, node) => Group(facts, node, ExpressionKind.PatternGroup), "negated_pattern", "and_pattern", "or_pattern", "parenthesized_pattern");
        table.Expression(TupleExpression, "tuple_expression");
        table.Expression((facts, node) => Wrap(facts, node, ExpressionKind.Argument, facts.LastNamedChild(node)), "argument");
        table.Expression((facts, node) => Wrap(facts, node, ExpressionKind.ArrayType, facts.Child(node, type)), "array_type");
        table.Expression((facts, node) => Wrap(facts, node, ExpressionKind.NullableType, facts.Child(node, type)), "nullable_type");
        table.Expression(TupleTypeExpression, "tuple_type");
        table.Expression(PredefinedExpression, "predefined_type");
        Literal(table, BuiltIn.Null, "null_literal");
        Literal(table, BuiltIn.Char, "character_literal");
        Literal(table, BuiltIn.Boolean, "boolean_literal", "is_expression");
        Literal(table, BuiltIn.String, "interpolated_string_expression");
        Literal(table, BuiltIn.Range, "range_expression");
        table.Expression((facts, node) => facts.AddExpression(node, ExpressionKind.Literal, (int)(facts.Text(node).EndsWith("u8"u8) ? BuiltIn.Utf8 : BuiltIn.String)), "string_literal", "verbatim_string_literal", "raw_string_literal");
        Literal(table, BuiltIn.Type, "typeof_expression");
        Literal(table, BuiltIn.Default, "throw_expression");
        Literal(table, BuiltIn.Int32, "sizeof_expression");
        table.Expression((facts, node) => Number(facts, node, BuiltIn.Int32), "integer_literal");
        table.Expression((facts, node) => Number(facts, node, BuiltIn.Double), "real_literal");
    }

    private static void Literal(NodeTable table, BuiltIn kind, params string[] kinds) =>
        table.Expression((facts, node) => facts.AddExpression(node, ExpressionKind.Literal, (int)kind), kinds);

    /// <summary>The expression of a child; keywords get theirs here.</summary>
    private int Inner(FactsBuilder facts, int node)
    {
        if (node < 0 || facts.ExpressionOf(node) >= 0)
            return facts.ExpressionOf(node);
        return facts.Is(node, thisBase) ? facts.AddExpression(node, facts.Is(node, baseToken) ? ExpressionKind.Base : ExpressionKind.This, -1) : -1;
    }

    private int InnerOrUnknown(FactsBuilder facts, int node) => Inner(facts, node) is >= 0 and var known ? known : facts.AddExpression(-1, ExpressionKind.Unknown, -1);

    private void NameExpression(FactsBuilder facts, int node)
    {
        var reference = facts.ReferenceOf(node);
        if (reference < 0)
            return;
        if (!facts.IsMemberLeaf(node))
            facts.AddExpression(node, ExpressionKind.Name, reference);
        else if (facts.Is(facts.Parent(node), assignments) || facts.Is(facts.Parent(node), withInitializers) || facts.Is(facts.Parent(node), subpatterns))
            facts.AddExpression(node, ExpressionKind.Key, reference);
    }

    private void GenericExpression(FactsBuilder facts, int node)
    {
        var leaf = facts.NameLeaf(node);
        if (leaf < 0 || facts.ReferenceOf(leaf) is not (>= 0 and var reference) || facts.IsMemberLeaf(leaf))
            return;
        TypeArguments(facts, facts.AddExpression(node, ExpressionKind.Name, reference), node);
    }

    private void TypeArguments(FactsBuilder facts, int expression, int nameNode)
    {
        if (!facts.Is(nameNode, genericNames))
            return;
        var list = facts.Child(nameNode, typeArgumentLists);
        if (list < 0)
            return;
        foreach (var child in facts.Children(list))
        {
            if (facts[child].IsNamed)
                facts.Adopt(expression, InnerOrUnknown(facts, child));
        }
        if (facts.CountNamedChildren(list) > 0)
            return;
        // `Foo<,>`
        for (var count = 1 + facts.Text(list).Count((byte)','); count > 0; count--)
            facts.Adopt(expression, facts.AddExpression(-1, ExpressionKind.Unknown, -1));
    }

    private void MemberExpression(FactsBuilder facts, int node)
    {
        var leaf = facts.NameLeaf(node);
        var reference = facts.ReferenceOf(leaf);
        if (reference < 0)
            return;
        var nameNode = facts.Child(node, name);
        if (!facts.IsMemberLeaf(leaf))
        {
            TypeArguments(facts, facts.AddExpression(node, ExpressionKind.Name, reference), nameNode);
            return;
        }
        var owner = facts.Child(node, expression);
        if (owner < 0)
            owner = facts.Child(node, qualifier) is >= 0 and var qualified ? qualified : facts.Child(node, alias);
        Member(facts, node, reference, owner, nameNode);
    }

    private void Member(FactsBuilder facts, int node, int reference, int owner, int nameNode, byte flags = 0)
    {
        var member = facts.AddExpression(node, ExpressionKind.Member, reference, flags);
        facts.Adopt(member, InnerOrUnknown(facts, owner));
        TypeArguments(facts, member, nameNode);
    }

    private void ConditionalAccess(FactsBuilder facts, int node)
    {
        var owner = facts.Child(node, condition);
        var access = facts.LastNamedChild(node);
        if (facts.Is(access, memberBindings) && facts.ReferenceOf(facts.NameLeaf(access)) is >= 0 and var reference)
        {
            Member(facts, node, reference, owner, facts.Child(access, name), Expression.IsConditional);
        }
        else if (facts.Is(access, elementBindings))
        {
            var index = facts.AddExpression(node, ExpressionKind.Index, -1, Expression.IsConditional);
            facts.Adopt(index, InnerOrUnknown(facts, owner));
            AdoptAll(facts, index, access);
        }
    }

    private void AdoptAll(FactsBuilder facts, int parent, int node)
    {
        foreach (var child in facts.Children(node))
            facts.Adopt(parent, Inner(facts, child));
    }

    // An argument keeps its place though nothing is known of its value.
    private void Wrap(FactsBuilder facts, int node, ExpressionKind kind, int child, int second = -1)
    {
        var subject = kind == ExpressionKind.Argument ? facts.ReferenceOf(facts.Child(node, name)) : -1;
        var expression = facts.AddExpression(node, kind, subject);
        facts.Adopt(expression, InnerOrUnknown(facts, child));
        if (second >= 0)
            facts.Adopt(expression, InnerOrUnknown(facts, second));
    }

    private void Group(FactsBuilder facts, int node, ExpressionKind kind)
    {
        var expression = facts.AddExpression(node, kind, -1);
        AdoptAll(facts, expression, node);
    }

    private void CallExpression(FactsBuilder facts, int node)
    {
        var callee = facts.Child(node, function);
        if (facts.Is(callee, identifiers) && facts.Text(callee).SequenceEqual("nameof"u8))
        {
            facts.AddExpression(node, ExpressionKind.Literal, (int)BuiltIn.String);
            return;
        }
        var call = facts.AddExpression(node, ExpressionKind.Call, -1);
        facts.Adopt(call, InnerOrUnknown(facts, callee));
        AdoptAll(facts, call, facts.Child(node, arguments));
    }

    private void NewExpression(FactsBuilder facts, int node)
    {
        var isImplicit = facts.Is(node, implicitCreations);
        var creation = facts.AddExpression(node, isImplicit ? ExpressionKind.ImplicitNew : ExpressionKind.New, isImplicit ? facts.ReferenceOf(node) : -1);
        if (!isImplicit)
            facts.Adopt(creation, InnerOrUnknown(facts, facts.Child(node, type)));
        AdoptAll(facts, creation, facts.Child(node, argumentLists2));
        facts.Adopt(creation, facts.ExpressionOf(facts.Child(node, initializerExpressions)));
    }

    private void ConstructorCallExpression(FactsBuilder facts, int node)
    {
        var list = node;
        var reference = facts.ReferenceOf(node);
        if (facts.Is(node, initializers))
        {
            list = facts.Child(node, argumentLists);
            foreach (var child in facts.Children(node))
                reference = Math.Max(reference, facts[child].IsNamed ? -1 : facts.ReferenceOf(child));
        }
        if (reference < 0)
            return;
        AdoptAll(facts, facts.AddExpression(node, ExpressionKind.ConstructorCall, reference), list);
    }

    private void IndexExpression(FactsBuilder facts, int node)
    {
        var index = facts.AddExpression(node, ExpressionKind.Index, -1);
        facts.Adopt(index, InnerOrUnknown(facts, facts.Child(node, expression)));
        AdoptAll(facts, index, facts.Child(node, argumentLists2));
    }

    private void Prefix(FactsBuilder facts, int node)
    {
        var text = facts.Text(node);
        if (text.StartsWith("!"u8))
            facts.AddExpression(node, ExpressionKind.Literal, (int)BuiltIn.Boolean);
        else if (!text.StartsWith("&"u8) && !text.StartsWith("*"u8) && !text.StartsWith("^"u8))
            Same(facts, node, facts.FirstNamedChild(node));
    }

    private void Same(FactsBuilder facts, int node, int child)
    {
        // `(this)` holds nothing but a keyword.
        if (child < 0)
            child = facts.Child(node, thisBase);
        if (Inner(facts, child) >= 0)
            facts.SameExpression(node, child);
    }

    private void TypedValue(FactsBuilder facts, int node, int typeNode, int valueNode)
    {
        if (typeNode < 0)
        {
            facts.AddExpression(node, ExpressionKind.Literal, (int)BuiltIn.Default);
            return;
        }
        Wrap(facts, node, ExpressionKind.Cast, typeNode, valueNode);
    }

    private void BinaryExpression(FactsBuilder facts, int node)
    {
        var first = facts.Child(node, left);
        var second = facts.Child(node, right);
        if (first < 0 || second < 0)
            return;
        var symbol = facts.Text(node)[(facts[first].End - facts[node].Start)..(facts[second].Start - facts[node].Start)].Trim(" \t\r\n"u8);
        if (symbol.SequenceEqual("??"u8))
            Wrap(facts, node, ExpressionKind.Choice, first, second);
        else if (symbol is [(byte)'=' or (byte)'!', ..] or [(byte)'<' or (byte)'>'] or [(byte)'<' or (byte)'>', (byte)'='] || symbol.SequenceEqual("&&"u8) || symbol.SequenceEqual("||"u8))
            facts.AddExpression(node, ExpressionKind.Literal, (int)BuiltIn.Boolean);
        else
            Wrap(facts, node, ExpressionKind.Operation, first, second);
    }

    private void ConditionalExpression(FactsBuilder facts, int node)
    {
        var choice = facts.AddExpression(node, ExpressionKind.Choice, -1);
        var first = true;
        foreach (var child in facts.Children(node))
        {
            if (!facts[child].IsNamed && !facts.Is(child, thisBase))
                continue;
            if (!first)
                facts.Adopt(choice, Inner(facts, child));
            first = false;
        }
    }

    private void SwitchExpression(FactsBuilder facts, int node)
    {
        var subject = facts.FirstNamedChild(node);
        var match = facts.AddExpression(-1, ExpressionKind.Match, -1);
        facts.Adopt(match, InnerOrUnknown(facts, subject));
        var choice = facts.AddExpression(node, ExpressionKind.Choice, -1);
        foreach (var arm in facts.Children(node))
        {
            if (!facts.Is(arm, switchArms))
                continue;
            var patternNode = facts.FirstNamedChild(arm);
            facts.Adopt(match, facts.ExpressionOf(patternNode));
            var result = facts.LastNamedChild(arm);
            if (result != patternNode)
                facts.Adopt(choice, Inner(facts, result));
        }
    }

    private void SwitchStatement(FactsBuilder facts, int node)
    {
        var match = facts.AddExpression(node, ExpressionKind.Match, -1);
        facts.Adopt(match, InnerOrUnknown(facts, facts.Child(node, value)));
        foreach (var section in facts.Children(facts.Child(node, body)))
        {
            foreach (var child in facts.Children(section))
            {
                if (facts.ExpressionOf(child) is >= 0 and var inner && facts.Is(child, patternKinds))
                    facts.Adopt(match, inner);
            }
        }
    }

    private void DeclarationExpression(FactsBuilder facts, int node)
    {
        var definition = facts.DefinitionOf(facts.Child(node, name));
        if (definition >= 0)
            facts.AddExpression(node, ExpressionKind.Local, definition);
    }

    private void LambdaExpression(FactsBuilder facts, int node)
    {
        var bodyNode = facts.Child(node, body);
        byte flags = 0;
        foreach (var child in facts.Children(node))
            flags |= facts.Is(child, modifier) && facts.Text(child).SequenceEqual("async"u8) ? Expression.IsAsync : (byte)0;
        if (bodyNode >= 0 && !facts.Is(bodyNode, blocks))
            flags |= Expression.HasExpressionBody;
        var lambda = facts.AddExpression(node, ExpressionKind.Lambda, facts.FirstExpressionIn(node), flags);
        var list = facts.Child(node, parameters);
        if (facts.Is(list, implicitParameters))
            facts.Adopt(lambda, facts.AddExpression(-1, ExpressionKind.Parameter, facts.DefinitionOf(list)));
        else
        {
            foreach (var child in facts.Children(list))
            {
                if (facts.Is(child, parameterKind))
                    facts.Adopt(lambda, facts.AddExpression(-1, ExpressionKind.Parameter, facts.DefinitionOf(facts.Child(child, name))));
            }
        }
        if ((flags & Expression.HasExpressionBody) != 0)
            facts.Adopt(lambda, InnerOrUnknown(facts, bodyNode));
        foreach (var value in facts.ReturnsOf(node))
            facts.Adopt(lambda, value);
    }

    // What a lambda returns is a child of the lambda; what anything else returns has a node of its own.
    private void Returned(FactsBuilder facts, int node)
    {
        var value = facts.FirstNamedChild(node);
        if (value < 0 && facts.Child(node, thisBase) is >= 0 and var keyword)
            value = keyword;
        if (value < 0)
            return;
        var expression = InnerOrUnknown(facts, value);
        var around = facts.Parent(node);
        for (var depth = 0; depth < 200 && around >= 0; depth++, around = facts.Parent(around))
        {
            if (facts.Is(around, lambdas))
            {
                facts.NoteReturn(around, expression);
                return;
            }
            if (facts.Is(around, methods))
            {
                facts.Adopt(facts.AddExpression(-1, ExpressionKind.Return, facts.DefinitionOf(facts.Child(around, name))), expression);
                return;
            }
        }
    }

    private void WithExpression(FactsBuilder facts, int node)
    {
        var with = facts.AddExpression(node, ExpressionKind.With, -1);
        foreach (var child in facts.Children(node))
            facts.Adopt(with, facts.Is(child, withInitializers) ? facts.ExpressionOf(facts.FirstNamedChild(child)) : Inner(facts, child));
    }

    private void PatternExpression(FactsBuilder facts, int node)
    {
        var pattern = facts.AddExpression(node, ExpressionKind.Pattern, -1);
        facts.Adopt(pattern, InnerOrUnknown(facts, facts.Child(node, type)));
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, propertyPatterns))
                AdoptAll(facts, pattern, child);
        }
        facts.Adopt(pattern, Designated(facts, node));
    }

    // Where no type is written, the local has that of what the pattern is held against.
    private void DesignationExpression(FactsBuilder facts, int node)
    {
        if (facts.ExpressionOf(facts.Child(node, type)) < 0 && Designated(facts, node) is >= 0 and var local)
            facts.Adopt(facts.AddExpression(node, ExpressionKind.PatternGroup, -1), local);
    }

    private int Designated(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        return facts.Is(nameNode, identifiers) && facts.ExpressionOf(facts.Child(node, type)) < 0 && facts.DefinitionOf(nameNode) is >= 0 and var definition
            ? facts.AddExpression(-1, ExpressionKind.Local, definition) : -1;
    }

    private void SubpatternExpression(FactsBuilder facts, int node)
    {
        var pattern = facts.AddExpression(node, ExpressionKind.Subpattern, -1);
        var key = facts.FirstNamedChild(node);
        facts.Adopt(pattern, InnerOrUnknown(facts, key));
        if (facts.LastNamedChild(node) is var inner && inner != key && facts.Is(inner, patternKinds))
            facts.Adopt(pattern, facts.ExpressionOf(inner));
    }

    private void TupleTypeExpression(FactsBuilder facts, int node)
    {
        var names = new List<string>();
        foreach (var child in facts.Children(node))
        {
            if (facts[child].IsNamed)
                names.Add(System.Text.Encoding.UTF8.GetString(facts.Child(child, name) is >= 0 and var nameNode ? facts.Text(nameNode) : default));
        }
        var tuple = facts.AddExpression(node, ExpressionKind.TupleType, NamesOf(facts, names));
        foreach (var child in facts.Children(node))
        {
            if (facts[child].IsNamed)
                facts.Adopt(tuple, InnerOrUnknown(facts, facts.Child(child, type)));
        }
    }

    private static int NamesOf(FactsBuilder facts, List<string> names) => facts.Intern(System.Text.Encoding.UTF8.GetBytes(string.Join(',', names)));

    private void TupleExpression(FactsBuilder facts, int node)
    {
        var names = new List<string>();
        foreach (var child in facts.Children(node))
        {
            if (!facts[child].IsNamed)
                continue;
            var nameNode = facts.Child(child, name) is >= 0 and var written ? written : facts.NameLeaf(facts.LastNamedChild(child));
            names.Add(nameNode < 0 ? "" : System.Text.Encoding.UTF8.GetString(facts.Text(nameNode)));
        }
        var tuple = facts.AddExpression(node, ExpressionKind.Tuple, NamesOf(facts, names));
        AdoptAll(facts, tuple, node);
    }

    private static void Number(FactsBuilder facts, int node, BuiltIn kind)
    {
        var text = facts.Text(node);
        var isHex = text.StartsWith("0x"u8) || text.StartsWith("0X"u8);
        var (last, before) = ((char)(text[^1] | 32), text.Length > 1 ? (char)(text[^2] | 32) : ' ');
        kind = (last, before) switch
        {
            ('l', 'u') or ('u', 'l') => BuiltIn.UInt64,
            ('l', _) => BuiltIn.Int64,
            ('u', _) => BuiltIn.UInt32,
            ('f', _) when !isHex => BuiltIn.Single,
            ('d', _) when !isHex => BuiltIn.Double,
            ('m', _) => BuiltIn.Decimal,
            _ => kind,
        };
        facts.AddExpression(node, ExpressionKind.Literal, (int)kind);
    }

    private static void PredefinedExpression(FactsBuilder facts, int node)
    {
        var text = System.Text.Encoding.UTF8.GetString(facts.Text(node));
        BuiltIn? kind = text switch
        {
            "object" => BuiltIn.Object, "string" => BuiltIn.String, "bool" => BuiltIn.Boolean, "char" => BuiltIn.Char, "sbyte" => BuiltIn.SByte, "byte" => BuiltIn.Byte,
            "short" => BuiltIn.Int16, "ushort" => BuiltIn.UInt16, "int" => BuiltIn.Int32, "uint" => BuiltIn.UInt32, "long" => BuiltIn.Int64, "ulong" => BuiltIn.UInt64,
            "nint" => BuiltIn.IntPtr, "nuint" => BuiltIn.UIntPtr, "float" => BuiltIn.Single, "double" => BuiltIn.Double, "decimal" => BuiltIn.Decimal, "void" => BuiltIn.Void, _ => null,
        };
        if (kind is { } known)
            facts.AddExpression(node, ExpressionKind.Predefined, (int)known);
    }
}
