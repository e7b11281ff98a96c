using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.C;

/// <summary>What C and C++ share: declarators around names, prototypes, tags, macros and includes.</summary>
internal abstract partial class CFamilyLanguage : LanguageDefinition
{
    protected byte Name, Body, Type, Declarator, Value, DefaultValue, Parameters, Arguments, Argument, Function, Left, Member, Path;
    protected KindSet Identifiers = null!, FieldIdentifiers = null!, TypeIdentifiers = null!, FunctionDefinition = null!, FunctionDeclarator = null!, DeclaratorWrappers = null!,
        PointerDeclarators = null!, InitDeclarator = null!, StorageClass = null!, TypeQualifier = null!, Specifiers = null!, Enums = null!, Structs = null!, TypeDefinition = null!,
        Declarations = null!, ParameterDeclarations = null!, ParameterList = null!, StringContent = null!, InitializerList = null!, CompoundLiteral = null!,
        InitializerPair = null!, FieldDesignator = null!, FieldExpression = null!, FieldDeclarations = null!, ArrayDeclarator = null!,
        FunctionBodies = null!;

    /// <summary>Bare names in a parameter list, as before C89; null where the grammar has none.</summary>
    protected KindSet? OldParameters { get; set; }

    /// <summary>Kinds whose name is not one leaf (C++).</summary>
    protected virtual bool IsSpecialName(FactsBuilder facts, int node) => false;

    public override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> source) => MacroMask.Apply(source);

    protected override void Describe(NodeTable table)
    {
        Names(table);

        table.Identifier(ReferenceRole.Read, "identifier", "field_identifier");
        table.Identifier(ReferenceRole.Type, "type_identifier");
        table.Member("field_expression", "argument", "field");
        table.Call("call_expression", "function", "arguments");
        table.Index("subscript_expression", "argument");
        table.Cast("cast_expression", "type");
        table.Wrapper("parenthesized_expression");
        table.Wrapper("pointer_expression", "argument");
        table.Wrapper("type_descriptor", "type");
        table.Wrapper("struct_specifier", "name");
        table.Wrapper("union_specifier", "name");
        table.Wrapper("enum_specifier", "name");
        table.Literal("number_literal", "string_literal", "char_literal", "true", "false", "null", "concatenated_string", "initializer_list");
        table.Comment("comment");
        table.Wraps("type_definition", "declaration", "field_declaration");
        table.Scope(ScopeKind.Block, "if_statement", "for_statement", "while_statement", "switch_statement");

        table.On(Include, "preproc_include");
        table.On(MacroDefinition, "preproc_def", "preproc_function_def");
        table.On(FunctionItem, "function_definition");
        table.On(FunctionType, "function_declarator");
        table.On(Parameter, "parameter_declaration");
        table.On(OldParameterNames, "parameter_list");
        table.On(Declaration, "declaration");
        table.On(Declaration, "field_declaration");
        table.On(TypeDefinitions, "type_definition");
        table.On(Specifier, "struct_specifier", "union_specifier", "enum_specifier");
        table.On(Enumerator, "enumerator");
        table.On(CompoundStatement, "compound_statement");
        table.On((facts, node) => Write(facts, facts.Child(node, Left)), "assignment_expression");
        table.On((facts, node) => Write(facts, facts.Child(node, Argument)), "update_expression");
        table.On(Designator, "field_designator");
        table.On((facts, node) => facts.SetMember(facts.Child(node, Member), facts.Child(node, Type)), "offsetof_expression");
        table.On((facts, node) => facts.ConsumeAll(node), "attribute_specifier", "attribute_declaration", "ms_declspec_modifier", "gnu_asm_goto_list");
    }

    private void Names(NodeTable table)
    {
        Name = table.Field("name");
        Body = table.Field("body");
        Type = table.Field("type");
        Declarator = table.Field("declarator");
        Value = table.Field("value");
        Parameters = table.Field("parameters");
        Arguments = table.Field("arguments");
        Argument = table.Field("argument");
        Function = table.Field("function");
        Left = table.Field("left");
        Member = table.Field("member");
        Path = table.Field("path");
        Identifiers = table.Kinds("identifier");
        FieldIdentifiers = table.Kinds("field_identifier");
        TypeIdentifiers = table.Kinds("type_identifier");
        FunctionDefinition = table.Kinds("function_definition");
        FunctionBodies = FunctionDefinition;
        FunctionDeclarator = table.Kinds("function_declarator");
        DeclaratorWrappers = table.Kinds("pointer_declarator", "array_declarator", "function_declarator", "parenthesized_declarator", "attributed_declarator", "init_declarator");
        PointerDeclarators = table.Kinds("pointer_declarator", "array_declarator");
        ArrayDeclarator = table.Kinds("array_declarator");
        InitDeclarator = table.Kinds("init_declarator");
        StorageClass = table.Kinds("storage_class_specifier");
        TypeQualifier = table.Kinds("type_qualifier");
        Specifiers = table.Kinds("struct_specifier", "union_specifier", "enum_specifier");
        Structs = table.Kinds("struct_specifier", "union_specifier");
        Enums = table.Kinds("enum_specifier");
        TypeDefinition = table.Kinds("type_definition");
        Declarations = table.Kinds("declaration");
        FieldDeclarations = table.Kinds("field_declaration");
        ParameterDeclarations = table.Kinds("parameter_declaration");
        ParameterList = table.Kinds("parameter_list");
        StringContent = table.Kinds("string_content");
        InitializerList = table.Kinds("initializer_list");
        InitializerPair = table.Kinds("initializer_pair");
        CompoundLiteral = table.Kinds("compound_literal_expression");
        FieldDesignator = table.Kinds("field_designator");
        FieldExpression = table.Kinds("field_expression");
    }

    protected bool HasStorage(FactsBuilder facts, int node, ReadOnlySpan<byte> text) => HasChild(facts, node, StorageClass, text);

    protected bool HasQualifier(FactsBuilder facts, int node, ReadOnlySpan<byte> text) => HasChild(facts, node, TypeQualifier, text);

    protected static bool HasChild(FactsBuilder facts, int node, KindSet kinds, ReadOnlySpan<byte> text)
    {
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, kinds) && facts.Text(child).SequenceEqual(text))
                return true;
        }
        return false;
    }
}
