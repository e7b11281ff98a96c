using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Go;

/// <summary>Go: one scope a package, methods outside of their types, <c>:=</c> defines only what its block does not have yet.</summary>
internal sealed partial class GoLanguage : LanguageDefinition
{
    private byte name, path, body, type, typeParameters, typeArguments, parameters, result, receiver, value, key, left, right, element, operand, alias, function, arguments;
    private KindSet identifiers = null!, typeIdentifiers = null!, genericType = null!, structType = null!, interfaceType = null!, fieldList = null!, parameterDeclarations = null!, rangeClause = null!, variadicParameter = null!, parameterList = null!,
        functions = null!, funcLiteral = null!, expressionList = null!, declares = null!, shortDeclaration = null!, varSpec = null!, selector = null!, containers = null!, pointers = null!,
        composite = null!, literalValue = null!, receive = null!, dot = null!,
        stringContent = null!, typeSpec = null!, fieldDeclaration = null!, call = null!, typeAlias = null!;

    public override Language Language => Language.Go;

    public override string GrammarName => "go";

    public override IReadOnlyList<string> Extensions => [".go"];

    public override LexicalRules Rules => LexicalRules.MembersNeedReceiver;

    protected override void Describe(NodeTable table)
    {
        Names(table);

        table.Identifier(ReferenceRole.Read, "identifier", "field_identifier");
        table.Identifier(ReferenceRole.Type, "type_identifier", "package_identifier");
        table.Member("selector_expression", "operand", "field");
        table.Member("qualified_type", "package", "name");
        table.Call("call_expression", "function", "arguments");
        table.New("composite_literal", "type", null);
        // A literal runs nothing: it only names its type.
        table.On((facts, node) => facts.SetRole(facts.NameLeaf(facts.Child(node, type)), ReferenceRole.Type, ReferenceFlags.TypePosition), "composite_literal");
        table.Spread("variadic_argument");
        table.Index("index_expression", "operand");
        table.Cast("type_conversion_expression", "type");
        table.Cast("type_assertion_expression", "type");
        table.Wrapper("slice_expression", "operand");
        table.Wrapper("parenthesized_expression");
        table.Wrapper("unary_expression", "operand");
        table.Wrapper("type_instantiation_expression", "type");
        table.Wrapper("generic_type", "type");
        table.Wrapper("pointer_type");
        table.Wrapper("parenthesized_type");
        table.Wrapper("type_elem");
        table.Wrapper("type_constraint");
        table.Literal("interpreted_string_literal", "raw_string_literal", "int_literal", "float_literal", "imaginary_literal", "rune_literal", "true", "false", "nil", "iota");
        table.Comment("comment");
        table.Wraps("type_declaration", "const_declaration", "var_declaration", "var_spec_list");
        table.Scope(ScopeKind.Block, "if_statement", "for_statement", "expression_switch_statement", "type_switch_statement", "select_statement", "expression_case", "type_case",
            "communication_case", "default_case");

        table.On(Package, "package_clause");
        table.On(ImportSpec, "import_spec");
        table.On(Function, "function_declaration");
        table.On(Method, "method_declaration");
        table.On(FunctionLiteral, "func_literal");
        table.On((facts, node) => facts.OpenScope(node, ScopeKind.Function), "function_type");
        table.On(Parameter, "parameter_declaration", "variadic_parameter_declaration");
        table.On(Block, "block");
        table.On(TypeSpec, "type_spec", "type_alias");
        table.On(AnonymousType, "struct_type", "interface_type");
        table.On(Field, "field_declaration");
        table.On(MethodElement, "method_elem");
        table.On(TypeElement, "type_elem");
        table.On(Variables, "var_spec", "const_spec");
        table.On(ShortVariables, "short_var_declaration");
        table.On(Assignment, "assignment_statement");
        table.On((facts, node) => Write(facts, facts.FirstNamedChild(node)), "inc_statement", "dec_statement");
        table.On(Range, "range_clause");
        table.On(Receive, "receive_statement");
        table.On(TypeSwitch, "type_switch_statement");
        table.On(DropNil, "type_case");
        table.On(NarrowedVariable, "type_case");
        table.On(Conversion, "type_conversion_expression");
        table.On(KeyedElement, "keyed_element");
    }

    private void Names(NodeTable table)
    {
        name = table.Field("name");
        path = table.Field("path");
        body = table.Field("body");
        type = table.Field("type");
        typeParameters = table.Field("type_parameters");
        typeArguments = table.Field("type_arguments");
        parameters = table.Field("parameters");
        result = table.Field("result");
        receiver = table.Field("receiver");
        value = table.Field("value");
        key = table.Field("key");
        left = table.Field("left");
        right = table.Field("right");
        element = table.Field("element");
        operand = table.Field("operand");
        alias = table.Field("alias");
        function = table.Field("function");
        identifiers = table.Kinds("identifier");
        typeIdentifiers = table.Kinds("type_identifier");
        genericType = table.Kinds("generic_type");
        structType = table.Kinds("struct_type");
        interfaceType = table.Kinds("interface_type");
        fieldList = table.Kinds("field_declaration_list");
        rangeClause = table.Kinds("range_clause");
        parameterDeclarations = table.Kinds("parameter_declaration", "variadic_parameter_declaration");
        variadicParameter = table.Kinds("variadic_parameter_declaration");
        parameterList = table.Kinds("parameter_list");
        functions = table.Kinds("function_declaration", "method_declaration", "func_literal");
        funcLiteral = table.Kinds("func_literal");
        expressionList = table.Kinds("expression_list");
        declares = table.Tokens(":=");
        shortDeclaration = table.Kinds("short_var_declaration");
        varSpec = table.Kinds("var_spec");
        selector = table.Kinds("selector_expression");
        containers = table.Kinds("slice_type", "array_type", "implicit_length_array_type", "map_type", "channel_type");
        pointers = table.Kinds("pointer_type", "parenthesized_type");
        composite = table.Kinds("composite_literal");
        literalValue = table.Kinds("literal_value");
        receive = table.Kinds("unary_expression");
        dot = table.Kinds("dot");
        stringContent = table.Kinds("interpreted_string_literal_content", "raw_string_literal_content");
        typeAlias = table.Kinds("type_alias");
        arguments = table.Field("arguments");
        typeSpec = table.Kinds("type_spec", "type_alias");
        fieldDeclaration = table.Kinds("field_declaration");
        call = table.Kinds("call_expression");
    }

    // Every file of a package is a part of it; no bare use reaches a package by its own name.
    private void Package(FactsBuilder facts, int node)
    {
        var nameNode = facts.FirstNamedChild(node);
        if (nameNode < 0)
            return;
        facts.DeclarePackage(facts.Text(nameNode));
        var definition = facts.Define(SymbolKind.Namespace, nameNode, node, bind: false);
        facts.AddFlags(definition, DefinitionFlags.Open);
    }

    private void ImportSpec(FactsBuilder facts, int node)
    {
        var text = facts.Child(facts.Child(node, path), stringContent);
        if (text < 0)
            return;
        var module = facts.Text(text);
        var nameNode = facts.Child(node, name);
        facts.Consume(nameNode);
        var last = PackageName(module, out var start);
        if (nameNode < 0)
            facts.Import(ImportKind.Module, module, default, last, text);
        else if (facts.Is(nameNode, dot))
            facts.Import(ImportKind.Star, module, default, default, text);
        else if (IsBlank(facts.Text(nameNode)))
            facts.Import(ImportKind.Include, module, default, default, text);
        else
            facts.Import(ImportKind.Module, module, default, facts.Text(nameNode), text);
        facts.AddReference(text, module[start..], ReferenceRole.Import, Operand.None, flags: ReferenceFlags.Path | ReferenceFlags.Rooted);
    }

    /// <summary>
    /// The name a package most likely has: the last segment of its path without a major version, and without the <c>go-</c> or <c>.go</c> that
    /// repositories carry and package names cannot.
    /// </summary>
    private static ReadOnlySpan<byte> PackageName(ReadOnlySpan<byte> module, out int start)
    {
        start = module.LastIndexOf((byte)'/') + 1;
        var last = module[start..];
        if (start > 0 && last.Length > 1 && last[0] == (byte)'v' && !last[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            var outer = module[..(start - 1)];
            start = outer.LastIndexOf((byte)'/') + 1;
            last = outer[start..];
        }
        var version = last.LastIndexOf(".v"u8);
        if (version > 0 && !last[(version + 2)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            last = last[..version];
        if (last.StartsWith("go-"u8) || last.StartsWith("go."u8))
            last = last[3..];
        else if (last.EndsWith("-go"u8) || last.EndsWith(".go"u8))
            last = last[..^3];
        var dash = last.LastIndexOf((byte)'-');
        return dash >= 0 && dash + 1 < last.Length ? last[(dash + 1)..] : last;
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.Length == 1 && text[0] == (byte)'_';

    private static Visibility VisibilityOf(ReadOnlySpan<byte> name) =>
        System.Text.Rune.DecodeFromUtf8(name, out var first, out _) == System.Buffers.OperationStatus.Done && System.Text.Rune.IsUpper(first) ? Visibility.Public : Visibility.Internal;
}
