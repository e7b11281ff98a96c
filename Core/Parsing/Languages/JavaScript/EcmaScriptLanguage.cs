using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.JavaScript;

/// <summary>
/// What JavaScript and TypeScript share: hoisting, modules of both kinds, destructuring, classes, and objects, functions and classes that get
/// their names by assignment.
/// </summary>
internal abstract partial class EcmaScriptLanguage : LanguageDefinition
{
    // The number of no field: what a grammar without the field has.
    protected const byte NoField = 255;

    // Values are found through at most so many parentheses and casts, and patterns to such a depth.
    protected const int MaxDepth = 200;

    protected byte name, left, right, value, body, parameters, parameter, function, arguments, objectField, property, key, source, alias, declaration;
    protected byte type = NoField, typeParameters = NoField, returnType = NoField;
    protected KindSet getToken = null!, setToken = null!;
    protected KindSet identifiers = null!, members = null!, calls = null!, strings = null!, templates = null!, functions = null!, arrows = null!, classExpressions = null!,
        objects = null!, transparent = null!, exports = null!, accessibility = null!;
    private KindSet returns = null!, pairs = null!, arrayPatterns = null!, objectPatterns = null!, pairPatterns = null!, defaultPatterns = null!, objectDefaults = null!,
        shorthandPatterns = null!, restPatterns = null!, methods = null!, classBodies = null!, classFields = null!, assignments = null!,
        computed = null!, awaits = null!, lexical = null!, staticBlocks = null!;
    private KindSet defaultToken = null!, constToken = null!, varToken = null!, asyncToken = null!, staticToken = null!;

    public override bool TracksValues => true;

    public override LexicalRules Rules => LexicalRules.MembersNeedReceiver;

    /// <summary>The kind of a field in a class body.</summary>
    protected abstract string ClassFieldKind { get; }

    /// <summary>The field that holds a class field's name.</summary>
    protected abstract string ClassFieldName { get; }

    /// <summary>Nodes that only wrap a value: parentheses, casts.</summary>
    protected virtual string[] TransparentKinds => ["parenthesized_expression"];

    /// <summary>Assigning to a member of what is not declared as an object of the file declares the member.</summary>
    protected virtual bool AssignmentDeclaresMembers => false;

    /// <summary>Nothing else says which members the objects have that functions are given.</summary>
    protected virtual bool KeysDeclareMembers => false;

    protected virtual bool HasJsx => true;

    protected override void Describe(NodeTable table)
    {
        DescribeNames(table);
        DescribeControl(table);
        DescribeExpected(table);
        table.Identifier(ReferenceRole.Read, "identifier", "property_identifier", "private_property_identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern");
        table.Member("member_expression", "object", "property");
        table.Index("subscript_expression", "object", "index");
        table.Call("call_expression", "function", "arguments");
        table.New("new_expression", "constructor", "arguments");
        table.Spread("spread_element");
        table.Wrapper("parenthesized_expression");
        table.Wrapper("await_expression");
        table.Wrapper("assignment_expression", "right");
        table.This("this");
        table.On(This, "this");
        table.Super("super");
        table.Literal("string", "template_string", "number", "true", "false", "null", "undefined", "regex");
        table.Collection("array", "object");
        table.Entry("pair", "key", "value");
        table.Choice("ternary_expression", "binary_expression");
        table.FunctionValue("function_expression", "generator_function", "arrow_function", "class");
        table.Comment("comment");
        table.Wraps("export_statement", "lexical_declaration", "variable_declaration", "expression_statement");

        // Catch clauses and loops bind in a scope around their block.
        table.Scope(ScopeKind.Block, "for_statement", "for_in_statement", "switch_body", "catch_clause");
        table.On(Block, "statement_block");
        table.On(Imports, "import_statement");
        table.On(Exports, "export_statement");
        table.On(Declarator, "variable_declarator");
        table.On(Loop, "for_in_statement");
        table.On(Catch, "catch_clause");
        table.On(Assignment, "assignment_expression", "augmented_assignment_expression");
        table.On((facts, node) => Write(facts, facts.FirstNamedChild(node)), "update_expression");
        table.On(FunctionDeclaration, "function_declaration", "generator_function_declaration");
        table.On(FunctionExpression, "function_expression", "generator_function", "arrow_function");
        table.On(Return, "return_statement");
        table.On((facts, node) => facts.Yield(facts.Returning, facts.FirstNamedChild(node)), "yield_expression");
        table.On(Class, "class_declaration", "class");
        table.On(Method, "method_definition");
        table.On(ClassField, ClassFieldKind);
        table.On((facts, node) => facts.OpenScope(node, ScopeKind.Function), "class_static_block");
        table.On((facts, node) => facts.DefineLabel(facts.FirstNamedChild(node), node), "labeled_statement");
        table.On(Jump, "break_statement", "continue_statement");
        table.On(Object, "object");
        table.On(Pair, "pair");
        table.On(Shorthand, "shorthand_property_identifier");
        table.On(IndexText, "string");
        table.On(CallExpression, "call_expression");
        table.On((facts, node) => facts.SetCall(facts.NameLeaf(facts.FirstNamedChild(node)), 1), "decorator");
        if (HasJsx)
            DescribeJsx(table);
    }

    public override bool HoistsFunctions => true;

    private void DescribeControl(NodeTable table)
    {
        table.ControlFields("consequence", "body");
        table.Control(ControlKind.Function, "function_declaration", "generator_function_declaration", "function_expression", "generator_function", "arrow_function", "method_definition",
            "class_static_block");
        table.Control(ControlKind.Later, ClassFieldKind);
        table.Control(ControlKind.Branch, "if_statement");
        table.Control(ControlKind.Switch, "switch_statement");
        table.Control(ControlKind.Arm, "switch_case");
        table.Control(ControlKind.LastArm, "else_clause", "switch_default");
        table.Control(ControlKind.Loop, "while_statement", "do_statement", "for_statement", "for_in_statement");
        table.Control(ControlKind.Try, "try_statement");
        table.Control(ControlKind.Handler, "catch_clause");
        table.Control(ControlKind.Finally, "finally_clause");
        table.Control(ControlKind.Maybe, "ternary_expression", "binary_expression", "augmented_assignment_expression", "labeled_statement", "with_statement");
        table.Control(ControlKind.Exit, "return_statement", "throw_statement");
        table.Control(ControlKind.Break, "break_statement");
        table.Control(ControlKind.Continue, "continue_statement");
    }

    private void DescribeNames(NodeTable table)
    {
        name = table.Field("name");
        left = table.Field("left");
        right = table.Field("right");
        value = table.Field("value");
        body = table.Field("body");
        parameters = table.Field("parameters");
        parameter = table.Field("parameter");
        function = table.Field("function");
        arguments = table.Field("arguments");
        objectField = table.Field("object");
        property = table.Field("property");
        key = table.Field("key");
        source = table.Field("source");
        index = table.Field("index");
        alias = table.Field("alias");
        declaration = table.Field("declaration");
        classFieldName = table.Field(ClassFieldName);

        identifiers = table.Kinds("identifier");
        members = table.Kinds("member_expression");
        calls = table.Kinds("call_expression");
        strings = table.Kinds("string");
        templates = table.Kinds("template_string");
        functions = table.Kinds("function_expression", "generator_function", "arrow_function");
        arrows = table.Kinds("arrow_function");
        classExpressions = table.Kinds("class");
        objects = table.Kinds("object");
        transparent = table.Kinds(TransparentKinds);
        exports = table.Kinds("export_statement");
        accessibility = table.Kinds();
        returns = table.Kinds("return_statement");
        pairs = table.Kinds("pair");
        lexical = table.Kinds("lexical_declaration");
        arrayPatterns = table.Kinds("array_pattern");
        objectPatterns = table.Kinds("object_pattern");
        pairPatterns = table.Kinds("pair_pattern");
        defaultPatterns = table.Kinds("assignment_pattern");
        objectDefaults = table.Kinds("object_assignment_pattern");
        shorthandPatterns = table.Kinds("shorthand_property_identifier_pattern");
        restPatterns = table.Kinds("rest_pattern");
        methods = table.Kinds("method_definition");
        classBodies = table.Kinds("class_body");
        classFields = table.Kinds(ClassFieldKind);
        staticBlocks = table.Kinds("class_static_block");
        assignments = table.Kinds("assignment_expression");
        subscripts = table.Kinds("subscript_expression");
        computed = table.Kinds("computed_property_name");
        awaits = table.Kinds("await_expression");
        importClauses = table.Kinds("import_clause");
        namedImports = table.Kinds("named_imports");
        namespaceImports = table.Kinds("namespace_import");
        exportClauses = table.Kinds("export_clause");
        namespaceExports = table.Kinds("namespace_export");
        importKeyword = table.Kinds("import");
        functionBodies = table.Kinds("function_declaration", "generator_function_declaration", "function_expression", "generator_function", "arrow_function", "method_definition", "class_static_block", "catch_clause");
        numbers = table.Kinds("number");
        propertyNames = table.Kinds("property_identifier", "private_property_identifier");
        arrays = table.Kinds("array");
        functionDeclarations = table.Kinds("function_declaration", "generator_function_declaration");
        heritages = table.Kinds("class_heritage");
        thisKinds = table.Kinds("this");
        superKinds = table.Kinds("super");
        substitutions = table.Kinds("template_substitution");
        shorthands = table.Kinds("shorthand_property_identifier");
        blocks = table.Kinds("statement_block");
        withStatements = table.Kinds("with_statement");
        singleStatements = table.Kinds("if_statement", "else_clause", "for_statement", "for_in_statement", "while_statement", "do_statement", "with_statement");
        comments = table.Kinds("comment");

        conditionField = table.Field("condition");
        choosing = table.Tokens("||", "&&", "??");
        defaultToken = table.Tokens("default");
        constToken = table.Tokens("const");
        letToken = table.Tokens("let");
        ofToken = table.Tokens("of");
        varToken = table.Tokens("var");
        asyncToken = table.Tokens("async");
        getToken = table.Tokens("get");
        setToken = table.Tokens("set");
        staticToken = table.Tokens("static");
    }

    /// <summary>An expression without the parentheses and casts around it.</summary>
    protected int Unwrap(FactsBuilder facts, int node)
    {
        for (var depth = 0; facts.Is(node, transparent) && depth < MaxDepth; depth++)
            node = facts.FirstNamedChild(node);
        return node;
    }

    /// <summary>The text between a string's quotes; empty for what is no plain string.</summary>
    protected ReadOnlySpan<byte> StringText(FactsBuilder facts, int node)
    {
        if (!facts.Is(node, strings) && !(facts.Is(node, templates) && facts.CountNamedChildren(node) <= 1))
            return default;
        var text = facts.Text(node);
        return text.Length >= 2 ? text[1..^1] : default;
    }

    /// <summary>
    /// The leaf that names a member: a string's inside for <c>"name"</c> and <c>["name"]</c>, the whole key for <c>[Symbol.iterator]</c>; -1 for none.
    /// </summary>
    protected int MemberLeaf(FactsBuilder facts, int nameNode)
    {
        if (facts.Is(nameNode, computed) && facts.Is(facts.FirstNamedChild(nameNode), strings))
            nameNode = facts.FirstNamedChild(nameNode);
        return facts.Is(nameNode, strings) ? facts.FirstNamedChild(nameNode) : nameNode;
    }

    internal override ReadOnlySpan<byte> KeyText(FactsBuilder facts, int node, bool ofEntry = false)
    {
        if (node < 0)
            return default;
        if (ofEntry)
            return facts.Is(node, shorthands) ? facts.Text(node) : default;
        if (facts.Is(node, computed))
            node = facts.FirstNamedChild(node);
        return facts.Is(node, numbers) || facts.Is(node, propertyNames) ? facts.Text(node) : StringText(facts, node);
    }

    internal override bool IsAlternative(FactsBuilder facts, int node, int child) =>
        facts.Is(node, binaries) ? facts.Child(node, choosing) >= 0 : facts[child].Field != conditionField;

    internal override ReadOnlySpan<byte> ArgumentList => "arguments"u8;

    internal override bool HasArgumentList(FactsBuilder facts, int functionNode) => !facts.Is(functionNode, arrows);

    private static void Jump(FactsBuilder facts, int node)
    {
        if (facts.FirstNamedChild(node) is >= 0 and var label)
            facts.UseLabel(label);
    }

    private void Block(FactsBuilder facts, int node)
    {
        if (!facts.Is(facts.Parent(node), functionBodies) && !SharesScope(facts, node))
            facts.OpenScope(node, ScopeKind.Block);
        if (facts.Is(facts.Parent(node), withStatements))
            SeeMembers(facts, Unwrap(facts, facts.Child(facts.Parent(node), objectField)));
    }

    // In `with (object)` the members of the object are names, as far as the file shows what the object is.
    private void SeeMembers(FactsBuilder facts, int value)
    {
        if (facts.Is(value, objects))
            facts.BindMembers(facts.ScopeOver(value));
        else if (facts.Is(value, identifiers) && facts.FindVisible(facts.Text(value)) is >= 0 and var holder)
            facts.BindMembers(facts.DefinitionAt(holder).BodyScope);
    }

    /// <summary>A block whose names belong to what is around it.</summary>
    protected virtual bool SharesScope(FactsBuilder facts, int block) => false;

    private KindSet functionBodies = null!, numbers = null!, choosing = null!, singleStatements = null!, withStatements = null!;
    private byte conditionField;
    private byte classFieldName;
}
