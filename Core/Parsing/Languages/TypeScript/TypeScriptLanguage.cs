using CodeGraph.Model;
using CodeGraph.Parsing.Facts;
using CodeGraph.Parsing.Languages.JavaScript;

namespace CodeGraph.Parsing.Languages.TypeScript;

/// <summary>TypeScript without JSX: what JavaScript has, with types, enums, namespaces and declarations.</summary>
internal partial class TypeScriptLanguage : EcmaScriptLanguage
{
    private byte pattern, constructorField, typeArguments, module;
    private KindSet classBodies = null!, accessibilityModifiers = null!, overrideModifiers = null!, thisKind = null!, optionalParameters = null!, extendsClauses = null!,
        implementsClauses = null!, extendsTypeClauses = null!, requireClauses = null!, ambients = null!, namespaces = null!, nestedNames = null!, enumAssignments = null!, typeAliases = null!;
    private KindSet abstractToken = null!, readonlyToken = null!, namespaceToken = null!;

    public override Language Language => Language.TypeScript;

    public override string GrammarName => "typescript";

    public override IReadOnlyList<string> Extensions => [".ts", ".mts", ".cts"];

    protected override string ClassFieldKind => "public_field_definition";

    protected override string ClassFieldName => "name";

    protected override string[] CastKinds => ["as_expression", "satisfies_expression"];

    protected override string[] TypedParameterKinds => ["required_parameter", "optional_parameter"];

    protected override bool HasJsx => false;

    public override LexicalRules Rules => base.Rules | LexicalRules.TypesAreApart;

    protected override string[] TransparentKinds => ["parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression"];

    protected override void Describe(NodeTable table)
    {
        type = table.Field("type");
        typeParameters = table.Field("type_parameters");
        returnType = table.Field("return_type");
        pattern = table.Field("pattern");
        constructorField = table.Field("constructor");
        typeArguments = table.Field("type_arguments");
        module = table.Field("module");
        classBodies = table.Kinds("class_body");
        accessibilityModifiers = table.Kinds("accessibility_modifier");
        overrideModifiers = table.Kinds("override_modifier");
        thisKind = table.Kinds("this");
        optionalParameters = table.Kinds("optional_parameter");
        extendsClauses = table.Kinds("extends_clause");
        implementsClauses = table.Kinds("implements_clause");
        extendsTypeClauses = table.Kinds("extends_type_clause");
        requireClauses = table.Kinds("import_require_clause");
        ambients = table.Kinds("ambient_declaration");
        namespaces = table.Kinds("internal_module", "module");
        nestedNames = table.Kinds("nested_identifier");
        enumAssignments = table.Kinds("enum_assignment");
        typeAliases = table.Kinds("type_alias_declaration");
        abstractToken = table.Tokens("abstract");
        readonlyToken = table.Tokens("readonly");
        namespaceToken = table.Tokens("namespace");
        base.Describe(table);
        table.Wraps("ambient_declaration");
        table.Wrapper("non_null_expression");
        table.Wrapper("satisfies_expression");
        table.Wrapper("instantiation_expression");
        table.Cast("as_expression", null);
        table.On(Class, "abstract_class_declaration");
        table.On(FunctionSignature, "function_signature");
        table.On(Enum, "enum_declaration");
        table.On(EnumBody, "enum_body");
        table.On(Namespace, "internal_module", "module");
        table.On(ImportAlias, "import_alias");
        table.On(ImportRequire, "import_require_clause");
        DescribeTypes(table);
    }

    protected override void Heritage(FactsBuilder facts, int node)
    {
        foreach (var clause in facts.Children(node))
        {
            var implements = facts.Is(clause, implementsClauses);
            foreach (var child in facts.Children(clause))
            {
                if (implements || facts[child].Field == value)
                    facts.Inherit(child, implements);
            }
        }
    }

    protected override void ClassModifiers(FactsBuilder facts, int node, int definition)
    {
        if (facts.Child(node, abstractToken) >= 0)
            facts.AddFlags(definition, DefinitionFlags.Abstract);
    }

    protected override void MemberModifiers(FactsBuilder facts, int node, int definition)
    {
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, accessibilityModifiers))
                facts.SetVisibility(definition, VisibilityOf(facts, child));
            else if (facts.Is(child, overrideModifiers))
                facts.AddFlags(definition, DefinitionFlags.Override);
            else if (facts.Is(child, abstractToken))
                facts.AddFlags(definition, DefinitionFlags.Abstract);
        }
    }

    private static Visibility VisibilityOf(FactsBuilder facts, int modifier) => facts.Text(modifier) switch
    {
        [(byte)'p', (byte)'u', ..] => Visibility.Public,
        [(byte)'p', (byte)'r', (byte)'o', ..] => Visibility.Protected,
        _ => Visibility.Private,
    };

    protected override void Parameter(FactsBuilder facts, int node, ref int min, ref int max)
    {
        var target = facts.Child(node, pattern);
        if (target < 0 || facts.Is(target, thisKind))
            return;
        var modifier = facts.Child(node, accessibilityModifiers);
        var typeNode = facts.Child(node, type);
        if (typeNode < 0)
            typeNode = ComponentProps(facts, facts.Parent(facts.Parent(node)));
        // `constructor(private a: A)` declares a field of the same name.
        if ((modifier >= 0 || facts.Child(node, readonlyToken) >= 0 || facts.Child(node, overrideModifiers) >= 0) && facts.Is(target, identifiers))
        {
            var field = facts.Define(SymbolKind.Field, target, node, scope: facts.ScopeAt(facts.CurrentScope).Parent);
            facts.SetOrigin(field, TypeOf(facts, typeNode), facts.Child(node, value));
            Annotate(facts, field, typeNode);
            if (modifier >= 0)
                facts.SetVisibility(field, VisibilityOf(facts, modifier));
        }
        // The object type of a pattern that takes the first argument apart is known by the function.
        if (max == 0 && !facts.Is(target, identifiers) && facts.ScopeAt(facts.CurrentScope).Owner is >= 0 and var owner)
            TypeLiterals(facts, typeNode, owner);
        var initial = facts.Child(node, value);
        DeclareParameter(facts, node, target, typeNode, initial, initial >= 0 || facts.Is(node, optionalParameters), ref min, ref max);
    }

    // `const Card: React.FC<Props> = ({ title }) => ...` says the parameter's type on the variable.
    private int ComponentProps(FactsBuilder facts, int functionNode)
    {
        var annotation = facts.Is(functionNode, arrows) ? facts.Child(facts.Parent(functionNode), type) : -1;
        var component = TypeOf(facts, annotation);
        if (!facts.Is(component, generics))
            return -1;
        var leaf = facts.Text(facts.NameLeaf(component));
        return leaf.SequenceEqual("FC"u8) || leaf.SequenceEqual("FunctionComponent"u8) ? facts.FirstNamedChild(facts.Child(component, typeArguments)) : -1;
    }

    private void FunctionSignature(FactsBuilder facts, int node)
    {
        if (facts.Child(node, name) is not (>= 0 and var nameNode))
            return;
        var definition = facts.Define(SymbolKind.Function, nameNode, node);
        facts.AddFlags(definition, ExportFlags(facts, node) | DefinitionFlags.DeclarationOnly);
        OpenFunction(facts, node, definition);
    }

    private void Enum(FactsBuilder facts, int node)
    {
        if (facts.Child(node, name) is not (>= 0 and var nameNode))
            return;
        var definition = facts.Define(SymbolKind.Enum, nameNode, node, facts.Child(node, body));
        facts.AddFlags(definition, ExportFlags(facts, node));
        facts.OpenScope(node, ScopeKind.Type, definition);
    }

    private void EnumBody(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(node))
        {
            var nameNode = facts.Is(child, enumAssignments) ? facts.Child(child, name) : facts[child].Field == name ? child : -1;
            if (MemberLeaf(facts, nameNode) is >= 0 and var leaf)
                facts.SetOrigin(facts.Define(SymbolKind.EnumMember, leaf, child), -1, facts.Child(child, value));
        }
    }

    private void Namespace(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (nameNode < 0)
            return;
        if (facts.Is(nameNode, strings))
        {
            // `declare module "m"`
            if (MemberLeaf(facts, nameNode) is >= 0 and var leaf)
                facts.OpenScope(node, ScopeKind.Namespace, facts.Define(SymbolKind.Module, leaf, node, facts.Child(node, body), bind: false));
            return;
        }
        // `namespace A.B` is a namespace inside of another.
        for (var at = nameNode; at < facts[nameNode].Next; at++)
        {
            if (facts[at].Next != at + 1)
                continue;
            var definition = facts.Define(SymbolKind.Namespace, at, node, facts.Child(node, body));
            facts.AddFlags(definition, DefinitionFlags.Open | (facts[at].Start == facts[nameNode].Start ? ExportFlags(facts, node) : DefinitionFlags.Exported));
            facts.OpenScope(node, ScopeKind.Namespace, definition);
        }
    }

    protected override bool SharesScope(FactsBuilder facts, int block) => facts.Is(facts.Parent(block), namespaces) || facts.Is(facts.Parent(block), ambients);

    // What is declared in an ambient namespace is exported by it.
    protected override DefinitionFlags ExportFlags(FactsBuilder facts, int node)
    {
        var outer = facts.Is(facts.Parent(node), ambients) ? facts.Parent(node) : node;
        var flags = base.ExportFlags(facts, outer);
        if (flags == DefinitionFlags.None && facts.Parent(outer) is >= 0 and var block && facts.Is(facts.Parent(block), namespaces) && facts.Is(facts.Parent(facts.Parent(block)), ambients))
            flags = DefinitionFlags.Exported;
        return flags;
    }

    // `import A = B.C` is one more name for a namespace, type or value.
    private void ImportAlias(FactsBuilder facts, int node)
    {
        var nameNode = facts.FirstNamedChild(node);
        var target = facts.LastNamedChild(node);
        if (nameNode < 0 || target == nameNode)
            return;
        var definition = facts.Define(SymbolKind.TypeAlias, nameNode, node);
        facts.AddFlags(definition, ExportFlags(facts, node));
        facts.SetOrigin(definition, target, target);
    }

    private void ImportRequire(FactsBuilder facts, int node)
    {
        var path = facts.Child(node, source);
        BindModule(facts, facts.FirstNamedChild(node), StringText(facts, path), facts.CurrentScope, ImportFlags.CommonJs);
        ImportSource(facts, path, ImportFlags.CommonJs);
    }

    protected override void ExportEquals(FactsBuilder facts, int node)
    {
        var exported = facts.FirstNamedChild(node);
        if (facts.Child(node, namespaceToken) >= 0)
            facts.AddFlags(facts.Define(SymbolKind.Namespace, exported, node, scope: 0, bind: false), DefinitionFlags.DeclarationOnly);
        else if (facts.Is(exported, identifiers))
            ExportName(facts, exported, "default"u8, ImportFlags.CommonJs);
    }
}

/// <summary>TypeScript with JSX, where <c>&lt;T&gt;x</c> is no cast.</summary>
internal sealed class TsxLanguage : TypeScriptLanguage
{
    public override Language Language => Language.Tsx;

    public override string GrammarName => "tsx";

    public override IReadOnlyList<string> Extensions => [".tsx"];

    protected override bool HasJsx => true;
}
