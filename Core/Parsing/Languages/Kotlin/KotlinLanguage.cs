using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Kotlin;

/// <summary>Kotlin 2: extensions, companions, primary constructors. A construction looks like a call.</summary>
internal sealed partial class KotlinLanguage : LanguageDefinition
{
    // Members that no bare name reaches are bound from here on: beyond the end of every file.
    private const int Never = int.MaxValue;

    private byte name, left, label, typeField;
    private KindSet identifiers = null!, modifierList = null!, typeKinds = null!, qualified = null!, expressionsAfter = null!;

    public override Language Language => Language.Kotlin;

    public override string GrammarName => "kotlin";

    public override IReadOnlyList<string> Extensions => [".kt", ".kts"];

    protected override void Describe(NodeTable table)
    {
        name = table.Field("name");
        left = table.Field("left");
        label = table.Field("label");
        typeField = table.Field("type");
        identifiers = table.Kinds("identifier");
        modifierList = table.Kinds("modifiers");
        typeKinds = table.Kinds("user_type", "nullable_type", "function_type", "non_nullable_type", "parenthesized_type");
        qualified = table.Kinds("qualified_identifier");
        // What may follow the variable of a property without being its value.
        expressionsAfter = table.Kinds("type_constraints", "property_delegate", "getter", "setter", "modifiers", "type_parameters", "variable_declaration", "multi_variable_declaration", "user_type", "nullable_type", "function_type", "non_nullable_type", "parenthesized_type");

        table.Identifier(ReferenceRole.Read, "identifier");
        table.Comment("line_comment", "block_comment");
        table.Annotations("annotation");
        table.Path("user_type");
        table.Path("qualified_identifier");
        table.Wrapper("nullable_type");
        table.Wrapper("non_nullable_type");
        table.Wrapper("parenthesized_type");

        table.On(Package, "package_header");
        table.On(ImportDeclaration, "import");
        table.On(UserType, "user_type");
        DescribeDeclarations(table);
        DescribeExpressions(table);
    }

    private void Package(FactsBuilder facts, int node)
    {
        var path = facts.Child(node, qualified);
        if (path < 0)
            return;
        facts.DeclarePackage(facts.Text(path));
        facts.ConsumeAll(path);
    }

    private void ImportDeclaration(FactsBuilder facts, int node)
    {
        var path = facts.Child(node, qualified);
        var leaf = facts.NameLeaf(path);
        if (leaf < 0)
            return;
        foreach (var child in facts.Children(path))
            facts.SetRole(child, ReferenceRole.Import);
        if (facts.Text(node).TrimEnd("; \t\r\n"u8).EndsWith("*"u8))
        {
            facts.Import(ImportKind.Star, facts.Text(path), default, default, leaf);
            return;
        }
        var alias = facts.Child(node, identifiers);
        facts.Consume(alias);
        var module = facts.Text(path)[..(facts[leaf].Start - facts[path].Start)].TrimEnd(". \t"u8);
        facts.Import(ImportKind.Member, module, facts.Text(leaf), facts.Text(alias < 0 ? leaf : alias), leaf);
    }

    private void UserType(FactsBuilder facts, int node)
    {
        // `Type::member` may as well be `value::member`.
        if (facts.Is(facts.Parent(node), callableReferences))
            return;
        foreach (var child in facts.Children(node))
        {
            if (facts.Is(child, identifiers))
                facts.SetTypeRole(child);
        }
    }

    /// <summary>Defines a name unless the parser had to invent it; -1 then.</summary>
    private static int Declare(FactsBuilder facts, SymbolKind kind, int nameNode, int node, int body = -1, int scope = -1, int visibleFrom = 0, int name = -1)
    {
        if (nameNode < 0 || facts[nameNode].End == facts[nameNode].Start)
            return -1;
        return facts.Define(kind, nameNode, node, body, scope, visibleFrom, name);
    }

    /// <summary>What the modifiers of a declaration say.</summary>
    private readonly record struct Modifiers(DefinitionFlags Flags, Visibility Visibility, bool Const, bool Enum);

    private Modifiers ModifiersOf(FactsBuilder facts, int node)
    {
        var flags = DefinitionFlags.None;
        var visibility = Visibility.Default;
        var isConst = false;
        var isEnum = false;
        foreach (var child in facts.Children(facts.Child(node, modifierList)))
        {
            var text = facts.Text(child);
            if (text.SequenceEqual("public"u8))
                visibility = Visibility.Public;
            else if (text.SequenceEqual("private"u8))
                visibility = Visibility.Private;
            else if (text.SequenceEqual("protected"u8))
                visibility = Visibility.Protected;
            else if (text.SequenceEqual("internal"u8))
                visibility = Visibility.Internal;
            else if (text.SequenceEqual("abstract"u8))
                flags |= DefinitionFlags.Abstract;
            else if (text.SequenceEqual("override"u8))
                flags |= DefinitionFlags.Override;
            else if (text.SequenceEqual("suspend"u8))
                flags |= DefinitionFlags.Async;
            else if (text.SequenceEqual("expect"u8))
                flags |= DefinitionFlags.DeclarationOnly;
            else if (text.SequenceEqual("const"u8))
                isConst = true;
            else if (text.SequenceEqual("enum"u8))
                isEnum = true;
        }
        return new(flags, visibility, isConst, isEnum);
    }

    private static void Apply(FactsBuilder facts, int definition, in Modifiers modifiers)
    {
        facts.AddFlags(definition, modifiers.Flags);
        facts.SetVisibility(definition, modifiers.Visibility);
    }
}
