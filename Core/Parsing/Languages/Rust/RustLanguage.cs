using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Rust;

/// <summary>
/// Rust: members live in <c>impl</c> blocks outside of their types, modules see only their own names, a second <c>let</c> shadows the first,
/// and macro arguments are bare tokens.
/// </summary>
internal sealed partial class RustLanguage : LanguageDefinition
{
    private byte name, body, type, typeParameters, typeArguments, parameters, returnType, value, pattern, left, path, list, alias, argument, field, trait, bounds, macro, arguments,
        function, element, consequence;
    private KindSet identifiers = null!, shorthand = null!, visibility = null!, modifiers = null!, selfParameter = null!, selfNode = null!, selfPlaces = null!, parameter = null!, closure = null!,
        functionItem = null!, functionType = null!, implItem = null!, traitItem = null!, foreignItem = null!, declarationList = null!, attributeItem = null!, attribute = null!,
        stringContent = null!, tokenTree = null!, macroInvocation = null!, scopedIdentifier = null!, useList = null!, scopedUseList = null!, useAs = null!, useWildcard = null!,
        binders = null!, tupleStruct = null!, structPattern = null!, fieldPattern = null!, mutable = null!, genericType = null!, references = null!, arrayType = null!,
        letDeclaration = null!, fieldExpression = null!, lifetime = null!, orderedFields = null!, pathRoots = null!, variadic = null!, integers = null!, assignment = null!, argumentList = null!, callExpression = null!, lifetimeOwners = null!, traitTypes = null!, typeBinding = null!, forLifetimes = null!, orPattern = null!, enumItem = null!, typeParameterKinds = null!, ifExpression = null!, tryExpression = null!, steps = null!;

    public override Language Language => Language.Rust;

    public override string GrammarName => "rust";

    public override IReadOnlyList<string> Extensions => [".rs"];

    public override LexicalRules Rules => LexicalRules.MembersNeedReceiver | LexicalRules.NamespacesAreClosed | LexicalRules.TypesPassOverValues;

    public override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> source) => MacroArguments.Expose(source);

    public override bool Simplify(Span<byte> source) => MacroArguments.Restore(source);

    protected override void Describe(NodeTable table)
    {
        Names(table);

        table.Identifier(ReferenceRole.Read, "identifier", "field_identifier", "crate", "super");
        table.Identifier(ReferenceRole.Type, "type_identifier");
        table.This("self");
        table.Member("field_expression", "value", "field");
        table.Member("scoped_identifier", "path", "name", ReferenceFlags.Path);
        table.Member("scoped_type_identifier", "path", "name", ReferenceFlags.Path);
        table.Call("call_expression", "function", "arguments");
        table.Call("macro_invocation", "macro", null, ReferenceFlags.Macro);
        table.New("struct_expression", "name", null);
        table.Index("index_expression", null);
        table.Index("try_expression", null);
        table.Cast("type_cast_expression", "type");
        table.Wrapper("await_expression");
        table.Wrapper("parenthesized_expression");
        table.Wrapper("reference_expression", "value");
        table.Wrapper("unary_expression");
        table.Wrapper("generic_function", "function");
        table.Wrapper("generic_type", "type");
        table.Wrapper("generic_type_with_turbofish", "type");
        table.Wrapper("reference_type", "type");
        table.Wrapper("pointer_type", "type");
        table.Wrapper("dynamic_type", "trait");
        table.Wrapper("abstract_type", "trait");
        table.Wrapper("bounded_type");
        table.Wrapper("bracketed_type");
        table.Wrapper("qualified_type", "type");
        table.Wrapper("higher_ranked_trait_bound", "type");
        table.Wrapper("removed_trait_bound");
        table.Wrapper("trait_bounds");
        table.Literal("integer_literal", "float_literal", "string_literal", "raw_string_literal", "char_literal", "boolean_literal", "array_expression", "tuple_expression", "unit_expression");
        table.Comment("line_comment", "block_comment");
        table.Scope(ScopeKind.Block, "while_expression", "for_expression", "match_arm");

        table.On(DocLinks, "line_comment", "block_comment");
        table.On(Lifetime, "lifetime");
        table.On(Label, "label");
        table.On(SelfValue, "self");
        table.On(Attribute, "attribute");
        table.On((facts, node) => facts.PassComment(node), "attribute_item");
        table.On((facts, node) => facts.ConsumeAll(node), "visibility_modifier");
        table.On(ModuleItem, "mod_item");
        table.On(TypeItem, "struct_item", "union_item", "enum_item", "trait_item");
        table.On(Variant, "enum_variant");
        table.On(Field, "field_declaration");
        table.On(OrderedFields, "ordered_field_declaration_list");
        table.On(Impl, "impl_item");
        table.On(AliasItem, "type_item", "associated_type");
        table.On(TypeParameter, "type_parameter", "const_parameter");
        table.On(WherePredicate, "where_predicate");
        table.On(TypeBinding, "type_binding");
        table.On(ValueItem, "const_item", "static_item");
        table.On((facts, node) => facts.SetRole(facts.NameLeaf(facts.Child(node, name)), ReferenceRole.Type, ReferenceFlags.TypePosition), "struct_expression");
        table.On(FunctionItem, "function_item", "function_signature_item");
        table.On(MacroDefinition, "macro_definition");
        table.On(Expansion, "macro_invocation", "call_expression");
        table.On(Closure, "closure_expression");
        table.On(FunctionType, "function_type");
        table.On(Block, "block");
        table.On(Let, "let_declaration");
        table.On(ConditionScope, "let_condition", "let_chain");
        table.On(LetCondition, "let_condition");
        table.On(MatchArm, "match_arm");
        table.On(For, "for_expression");
        table.On(Write, "assignment_expression", "compound_assignment_expr");
        table.On(Call, "call_expression");
        table.On(AppliedMethod, "generic_function");
        table.On((facts, node) => TupleMember(facts, node), "field_expression");
        table.On(FieldInitializer, "field_initializer");
        table.On(ShorthandInitializer, "shorthand_field_initializer");
        table.On(ShorthandPattern, "field_pattern");
        table.On(TokenTree, "token_tree");
        table.On(FormatNames, "string_literal");
        table.On((facts, node) => facts.AddReferenceFlags(facts.NameLeaf(facts.Child(node, path)), ReferenceFlags.TypePosition), "scoped_identifier", "scoped_type_identifier", "scoped_use_list");
        table.On(Use, "use_declaration");
        table.On(ExternCrate, "extern_crate_declaration");
    }

    private void Names(NodeTable table)
    {
        name = table.Field("name");
        body = table.Field("body");
        type = table.Field("type");
        typeParameters = table.Field("type_parameters");
        typeArguments = table.Field("type_arguments");
        parameters = table.Field("parameters");
        returnType = table.Field("return_type");
        value = table.Field("value");
        pattern = table.Field("pattern");
        left = table.Field("left");
        path = table.Field("path");
        list = table.Field("list");
        alias = table.Field("alias");
        argument = table.Field("argument");
        field = table.Field("field");
        trait = table.Field("trait");
        bounds = table.Field("bounds");
        macro = table.Field("macro");
        arguments = table.Field("arguments");
        function = table.Field("function");
        consequence = table.Field("consequence");
        element = table.Field("element");
        identifiers = table.Kinds("identifier");
        shorthand = table.Kinds("shorthand_field_identifier");
        visibility = table.Kinds("visibility_modifier");
        modifiers = table.Kinds("function_modifiers");
        selfParameter = table.Kinds("self_parameter");
        selfNode = table.Kinds("self");
        selfPlaces = table.Kinds("self_parameter", "visibility_modifier", "scoped_identifier", "scoped_type_identifier", "use_list", "scoped_use_list", "use_as_clause", "use_declaration", "use_wildcard");
        parameter = table.Kinds("parameter");
        closure = table.Kinds("closure_expression");
        functionItem = table.Kinds("function_item", "closure_expression");
        functionType = table.Kinds("function_type");
        implItem = table.Kinds("impl_item");
        traitItem = table.Kinds("trait_item");
        typeParameterKinds = table.Kinds("type_parameter", "const_parameter");
        enumItem = table.Kinds("enum_item");
        foreignItem = table.Kinds("foreign_mod_item");
        declarationList = table.Kinds("declaration_list");
        attributeItem = table.Kinds("attribute_item");
        attribute = table.Kinds("attribute");
        stringContent = table.Kinds("string_content");
        tokenTree = table.Kinds("token_tree");
        macroInvocation = table.Kinds("macro_invocation");
        scopedIdentifier = table.Kinds("scoped_identifier");
        useList = table.Kinds("use_list");
        scopedUseList = table.Kinds("scoped_use_list");
        useAs = table.Kinds("use_as_clause");
        useWildcard = table.Kinds("use_wildcard");
        binders = table.Kinds("mut_pattern", "ref_pattern", "reference_pattern", "tuple_pattern", "slice_pattern", "captured_pattern", "or_pattern");
        orPattern = table.Kinds("or_pattern");
        tupleStruct = table.Kinds("tuple_struct_pattern");
        structPattern = table.Kinds("struct_pattern");
        fieldPattern = table.Kinds("field_pattern");
        mutable = table.Kinds("mutable_specifier");
        genericType = table.Kinds("generic_type");
        references = table.Kinds("reference_type", "pointer_type");
        arrayType = table.Kinds("array_type");
        letDeclaration = table.Kinds("let_declaration");
        fieldExpression = table.Kinds("field_expression");
        lifetime = table.Kinds("lifetime");
        orderedFields = table.Kinds("ordered_field_declaration_list");
        pathRoots = table.Kinds("crate", "super", "self");
        variadic = table.Kinds("variadic_parameter");
        integers = table.Kinds("integer_literal");
        assignment = table.Kinds("assignment_expression");
        argumentList = table.Kinds("arguments");
        traitTypes = table.Kinds("abstract_type", "dynamic_type");
        typeBinding = table.Kinds("type_binding");
        lifetimeOwners = table.Kinds("lifetime_parameter");
        forLifetimes = table.Kinds("for_lifetimes");
        callExpression = table.Kinds("call_expression");
        ifExpression = table.Kinds("if_expression");
        tryExpression = table.Kinds("try_expression");
        steps = table.Kinds("try_expression", "index_expression");
    }

    private Visibility VisibilityOf(FactsBuilder facts, int node)
    {
        var modifier = facts.Child(node, visibility);
        return modifier < 0 ? Visibility.Private : facts.Text(modifier).Contains((byte)'(') ? Visibility.Internal : Visibility.Public;
    }

    private static bool IsUpper(ReadOnlySpan<byte> text) =>
        System.Text.Rune.DecodeFromUtf8(text, out var first, out _) == System.Buffers.OperationStatus.Done && System.Text.Rune.IsUpper(first);
}
