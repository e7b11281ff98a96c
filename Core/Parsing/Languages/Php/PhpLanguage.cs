using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Php;

/// <summary>
/// PHP 8: assignment declares, functions see no variables of what encloses them, and variables, told by their <c>$</c>, share no names with
/// functions, classes and constants. Names are those without the <c>$</c>.
/// </summary>
internal sealed partial class PhpLanguage : LanguageDefinition
{
    private const int MaxDepth = 200;

    private byte name, body, parameters, left, right, type, value, defaultValue, returnType, arguments, objectField, scopeField, function, alias;
    private KindSet names = null!, variables = null!, namespaceNames = null!, qualified = null!, relativeNames = null!, argumentKind = null!, argumentLists = null!, unpackings = null!,
        placeholders = null!, strings = null!, relativeScopes = null!;

    public override Language Language => Language.Php;

    public override string GrammarName => "php";

    public override IReadOnlyList<string> Extensions => [".php", ".phtml"];

    public override bool TracksValues => true;

    public override LexicalRules Rules => LexicalRules.MembersNeedReceiver | LexicalRules.FunctionsAreClosed;

    protected override void Describe(NodeTable table)
    {
        table.Sigil = (byte)'$';
        name = table.Field("name");
        body = table.Field("body");
        parameters = table.Field("parameters");
        left = table.Field("left");
        right = table.Field("right");
        type = table.Field("type");
        value = table.Field("value");
        defaultValue = table.Field("default_value");
        returnType = table.Field("return_type");
        arguments = table.Field("arguments");
        objectField = table.Field("object");
        scopeField = table.Field("scope");
        function = table.Field("function");
        alias = table.Field("alias");
        names = table.Kinds("name");
        variables = table.Kinds("variable_name");
        namespaceNames = table.Kinds("namespace_name");
        qualified = table.Kinds("qualified_name");
        relativeNames = table.Kinds("relative_name");
        argumentKind = table.Kinds("argument");
        argumentLists = table.Kinds("arguments");
        unpackings = table.Kinds("variadic_unpacking");
        placeholders = table.Kinds("variadic_placeholder");
        strings = table.Kinds("string", "encapsed_string");
        relativeScopes = table.Kinds("relative_scope");

        table.Identifier(ReferenceRole.Read, "name");
        table.Wrapper("variable_name");
        table.Wrapper("parenthesized_expression");
        table.Wrapper("clone_expression");
        table.Wrapper("error_suppression_expression");
        table.Wrapper("assignment_expression", "right");
        table.Wrapper("named_type");
        table.Wrapper("optional_type");
        table.Wrapper("by_ref");
        table.Member("qualified_name", null, null);
        table.Member("relative_name", null, null);
        table.Member("member_access_expression", "object", "name");
        table.Member("nullsafe_member_access_expression", "object", "name");
        table.Member("scoped_property_access_expression", "scope", "name");
        table.Member("class_constant_access_expression", null, null);
        table.Call("function_call_expression", "function", "arguments");
        table.Call("member_call_expression", "name", "arguments");
        table.Call("nullsafe_member_call_expression", "name", "arguments");
        table.Call("scoped_call_expression", "name", "arguments");
        table.New("object_creation_expression", null, null);
        table.Index("subscript_expression", null);
        table.Literal("string", "encapsed_string", "heredoc", "nowdoc", "integer", "float", "boolean", "null", "array_creation_expression");
        table.Comment("comment");
        table.Wraps("property_declaration", "const_declaration", "expression_statement");

        table.On(Variable, "variable_name");
        table.On(QualifiedName, "qualified_name", "relative_name");
        table.On(RelativeScope, "relative_scope");
        table.On(Call, "function_call_expression", "member_call_expression", "nullsafe_member_call_expression", "scoped_call_expression");
        table.On(Access, "member_access_expression", "nullsafe_member_access_expression", "scoped_property_access_expression", "class_constant_access_expression");
        table.On(Creation, "object_creation_expression");
        table.On(Attribute, "attribute");
        table.On((facts, node) => facts.SetRole(facts.Child(node, name), ReferenceRole.Write, ReferenceFlags.Key), "argument");
        table.On(DynamicVariable, "dynamic_variable_name");
        table.On(Binary, "binary_expression");
        table.On((facts, node) => facts.Consume(facts.FirstNamedChild(node)), "goto_statement", "named_label_statement");
        DescribeDeclarations(table);
        DescribeVariables(table);
        DescribeModules(table);
    }

    // `$this`; the leaf's own marks are read when it is reached.
    private void Variable(FactsBuilder facts, int node)
    {
        if (facts.Text(node).SequenceEqual("$this"u8))
            facts.SetThis(facts.FirstNamedChild(node));
    }

    /// <summary>Each part of a name is a member of the part before; the first of <c>\A\B</c> starts at the root.</summary>
    private void QualifiedName(FactsBuilder facts, int node)
    {
        if (facts.Is(facts.Parent(node), useClauseKind))
        {
            facts.ClearMember(facts.NameLeaf(node));
            return;
        }
        var before = -1;
        for (var at = node + 1; at < facts[node].Next; at++)
        {
            if (!facts.Is(at, names))
                continue;
            if (before < 0 && facts.Text(node) is [(byte)'\\', ..])
                facts.AddReferenceFlags(at, ReferenceFlags.Rooted);
            facts.SetMember(at, before);
            facts.AddReferenceFlags(at, ReferenceFlags.Path);
            if (before >= 0)
                facts.SetRole(before, ReferenceRole.Type, ReferenceFlags.TypePosition | ReferenceFlags.Path);
            before = at;
        }
    }

    private static void RelativeScope(FactsBuilder facts, int node) => facts.SetThis(node, super: facts.Text(node).SequenceEqual("parent"u8));

    private void Call(FactsBuilder facts, int node)
    {
        var callee = facts.Child(node, name);
        var leaf = facts.NameLeaf(callee < 0 ? facts.Child(node, function) : callee);
        facts.SetCall(leaf, CountArguments(facts, facts.Child(node, arguments)));
        if (callee < 0)
        {
            Define(facts, node, leaf);
            return;
        }
        var scope = facts.Child(node, scopeField);
        MarkClass(facts, scope);
        // `$a->$name()` calls what a variable holds.
        if (!facts.Is(callee, variables))
            facts.SetMember(leaf, scope < 0 ? facts.Child(node, objectField) : scope);
    }

    private void Access(FactsBuilder facts, int node)
    {
        var scope = facts.Child(node, scopeField);
        var isConstant = scope < 0 && facts.Child(node, objectField) < 0;
        if (isConstant)
            scope = facts.FirstNamedChild(node);
        MarkClass(facts, scope);
        var member = isConstant ? facts.LastNamedChild(node) : facts.Child(node, name);
        if (isConstant && facts.Text(member).SequenceEqual("class"u8))
            facts.Consume(member);
        else if (facts.Child(node, objectField) >= 0 && facts.Is(member, variables))
            facts.ClearMember(facts.NameLeaf(member));
    }

    // What stands left of `::` is a class.
    private void MarkClass(FactsBuilder facts, int node)
    {
        if (IsName(facts, node))
            facts.SetRole(facts.NameLeaf(node), ReferenceRole.Type, ReferenceFlags.TypePosition);
    }

    private bool IsName(FactsBuilder facts, int node) => facts.Is(node, names) || facts.Is(node, qualified) || facts.Is(node, relativeNames);

    private void Creation(FactsBuilder facts, int node)
    {
        var created = facts.FirstNamedChild(node);
        var leaf = facts.NameLeaf(created);
        if (leaf < 0 && !facts.Is(created, relativeScopes))
            return;
        var count = CountArguments(facts, facts.Child(node, argumentLists));
        var text = facts.Text(created);
        if (text.SequenceEqual("self"u8) || text.SequenceEqual("static"u8))
        {
            // The class by its own name.
            var owner = facts.ScopeAt(facts.NearestScope(ScopeKind.Type, ScopeKind.File)).Owner;
            facts.Consume(created);
            if (owner >= 0)
                facts.AddReference(created, facts.NameOf(owner), ReferenceRole.Call, Operand.None, count, ReferenceFlags.New);
            return;
        }
        facts.SetCall(leaf, count, ReferenceFlags.New);
    }

    private void Attribute(FactsBuilder facts, int node) =>
        facts.SetCall(facts.NameLeaf(facts.FirstNamedChild(node)), CountArguments(facts, facts.Child(node, parameters)), ReferenceFlags.New);

    /// <summary>-1 where unpacking hides the number, or where nothing is called: <c>f(...)</c>.</summary>
    private int CountArguments(FactsBuilder facts, int list)
    {
        var count = 0;
        foreach (var child in facts.Children(list))
        {
            if (facts.Is(child, placeholders) || facts.Is(facts.FirstNamedChild(child), unpackings))
                return -1;
            count += facts.Is(child, argumentKind) ? 1 : 0;
        }
        return count;
    }

    // `${name}` in a string.
    private void DynamicVariable(FactsBuilder facts, int node)
    {
        if (facts.Is(facts.FirstNamedChild(node), names))
            facts.Consume(facts.FirstNamedChild(node));
    }

    private void Binary(FactsBuilder facts, int node)
    {
        var tested = facts.Child(node, right);
        if (facts.Child(node, instanceofToken) >= 0 && IsName(facts, tested))
            facts.SetRole(facts.NameLeaf(tested), ReferenceRole.Type, ReferenceFlags.TypePosition);
    }

    private KindSet instanceofToken = null!;
}
