using CodeGraph.Model;
using CodeGraph.Parsing.Facts;
using CodeGraph.Parsing.Languages.C;

namespace CodeGraph.Parsing.Languages.Cpp;

/// <summary>C++: namespaces that reopen, members defined outside of their class, templates, and declarations that look like calls.</summary>
internal sealed partial class CppLanguage : CFamilyLanguage
{
    private byte scope, right;
    private KindSet qualified = null!, destructor = null!, operatorCast = null!, operatorName = null!, template = null!, templateList = null!, templateFunction = null!, templateType = null!,
        classSpecifier = null!, bases = null!, baseTypes = null!, namespaceNames = null!, friend = null!, structuredBinding = null!, lambda = null!, virtualSpecifier = null!,
        pureVirtual = null!, numbers = null!, argumentList = null!, typeParameterKinds = null!, catchClause = null!, call = null!, requires = null!, enumClass = null!, initializers = null!, trailingType = null!;

    public override Language Language => Language.Cpp;

    public override string GrammarName => "cpp";

    public override IReadOnlyList<string> Extensions =>
        [".cc", ".cpp", ".cxx", ".c++", ".hpp", ".hh", ".hxx", ".h++", ".ipp", ".inl", ".tpp", ".txx", ".cppm", ".ixx"];

    protected override void Describe(NodeTable table)
    {
        base.Describe(table);
        Names(table);

        table.Identifier(ReferenceRole.Type, "namespace_identifier");
        table.Member("qualified_identifier", "scope", "name", ReferenceFlags.Path);
        table.New("new_expression", "type", "arguments");
        table.New("compound_literal_expression", "type", "value");
        table.This("this");
        table.Wrapper("class_specifier", "name");
        table.Wrapper("template_type", "name");
        table.Wrapper("template_function", "name");
        table.Wrapper("template_method", "name");
        table.Wrapper("dependent_name");
        table.Wrapper("dependent_type");
        table.Wrapper("destructor_name");
        table.Wrapper("co_await_expression", "argument");
        table.Wrapper("parameter_pack_expansion", "pattern");
        table.Spread("parameter_pack_expansion");
        table.Literal("raw_string_literal", "user_defined_literal");
        table.Wraps("template_declaration", "friend_declaration");
        table.Scope(ScopeKind.Block, "for_range_loop", "catch_clause", "requires_expression");

        table.On(Parameter, "optional_parameter_declaration", "variadic_parameter_declaration");
        table.On(Template, "template_declaration");
        table.On(Specifier, "class_specifier");
        table.On((facts, node) => facts.SectionVisibility = Access(facts.Text(node)), "access_specifier");
        table.On(Namespace, "namespace_definition");
        table.On(NamespaceAlias, "namespace_alias_definition");
        table.On(Using, "using_declaration");
        table.On(Alias, "alias_declaration");
        table.On(Concept, "concept_definition");
        table.On(Qualified, "qualified_identifier");
        table.On(RangeLoop, "for_range_loop");
        table.On(Lambda, "lambda_expression");
        table.On(Capture, "lambda_capture_initializer");
        table.On(FieldInitializer, "field_initializer");
        table.On(Call, "call_expression");
        table.On(OperatorCast, "operator_cast");
    }

    private void Names(NodeTable table)
    {
        scope = table.Field("scope");
        right = table.Field("right");
        DefaultValue = table.Field("default_value");
        DeclaratorWrappers = table.Kinds("pointer_declarator", "array_declarator", "function_declarator", "parenthesized_declarator", "attributed_declarator", "init_declarator",
            "reference_declarator", "variadic_declarator", "pointer_type_declarator");
        ParameterDeclarations = table.Kinds("parameter_declaration", "optional_parameter_declaration", "variadic_parameter_declaration");
        Specifiers = table.Kinds("struct_specifier", "union_specifier", "enum_specifier", "class_specifier");
        FunctionBodies = table.Kinds("function_definition", "lambda_expression");
        qualified = table.Kinds("qualified_identifier");
        destructor = table.Kinds("destructor_name");
        operatorCast = table.Kinds("operator_cast");
        operatorName = table.Kinds("operator_name");
        template = table.Kinds("template_declaration");
        templateList = table.Kinds("template_parameter_list");
        templateFunction = table.Kinds("template_function");
        templateType = table.Kinds("template_type");
        classSpecifier = table.Kinds("class_specifier");
        bases = table.Kinds("base_class_clause");
        baseTypes = table.Kinds("type_identifier", "qualified_identifier", "template_type");
        namespaceNames = table.Kinds("namespace_identifier");
        friend = table.Kinds("friend_declaration");
        structuredBinding = table.Kinds("structured_binding_declarator");
        lambda = table.Kinds("lambda_expression");
        virtualSpecifier = table.Kinds("virtual_specifier");
        pureVirtual = table.Kinds("pure_virtual_clause");
        numbers = table.Kinds("number_literal");
        argumentList = table.Kinds("argument_list");
        typeParameterKinds = table.Kinds("type_parameter_declaration", "variadic_type_parameter_declaration", "optional_type_parameter_declaration", "template_template_parameter_declaration");
        catchClause = table.Kinds("catch_clause");
        call = table.Kinds("call_expression");
        requires = table.Kinds("requires_expression");
        trailingType = table.Kinds("trailing_return_type");
        initializers = table.Kinds("field_initializer_list");
        enumClass = table.Tokens("class", "struct");
    }

    private static Visibility Access(ReadOnlySpan<byte> text) =>
        text.StartsWith("public"u8) ? Visibility.Public : text.StartsWith("protected"u8) ? Visibility.Protected : Visibility.Private;

    protected override bool IsSpecialName(FactsBuilder facts, int node) =>
        facts.Is(node, qualified) || facts.Is(node, destructor) || facts.Is(node, operatorName) || facts.Is(node, operatorCast) || facts.Is(node, templateFunction) || facts.Is(node, templateType);

    /// <summary>The innermost part of <c>a::b::c</c>, and the node of what qualifies it (-1 for none).</summary>
    private (int Last, int Qualifier) Unqualify(FactsBuilder facts, int node)
    {
        var qualifier = -1;
        for (var depth = 0; facts.Is(node, qualified) && depth < 200; depth++)
        {
            if (facts.Child(node, scope) is >= 0 and var outer)
                qualifier = outer;
            // A field may stand twice: `template` before the name is one as well.
            var inner = facts.LastNamedChild(node);
            if (inner == qualifier)
                break;
            node = inner;
        }
        return (facts.Is(node, templateFunction) || facts.Is(node, templateType) ? facts.NameLeaf(node) : node, qualifier);
    }

    protected override int DefinedLeaf(FactsBuilder facts, int nameNode) => nameNode < 0 ? -1 : Unqualify(facts, nameNode).Last;

    // a::b::c is a::(b::c) in the tree: b is a member of a, and c one of b.
    private void Qualified(FactsBuilder facts, int node)
    {
        var outer = facts.Child(node, scope);
        var rest = facts.LastNamedChild(node);
        if (rest == outer)
            return;
        var next = facts.Is(rest, qualified) ? facts.Child(rest, scope) : rest;
        var leaf = facts.NameLeaf(next);
        if (outer < 0)
        {
            facts.AddReferenceFlags(leaf, ReferenceFlags.Rooted);
            return;
        }
        if (facts.Is(rest, qualified))
        {
            facts.SetMember(leaf, outer);
            facts.AddReferenceFlags(leaf, ReferenceFlags.Path);
        }
    }
}
