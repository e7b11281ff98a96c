using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Java;

/// <summary>Java up to 24. Members are visible by bare name in nested functions and types; methods and variables do not share their names.</summary>
internal sealed partial class JavaLanguage : LanguageDefinition
{
    // Members that no bare name reaches are bound from here on: beyond the end of every file.
    private const int Never = int.MaxValue;

    private byte name, type, body, parameters, typeParameters, superclass, interfaces, permits, value, left, right, arguments, objectField, constructor, key;
    private KindSet identifiers = null!, typeIdentifiers = null!, modifierList = null!, modifierTokens = null!, annotations = null!, staticToken = null!, asterisks = null!, annotatedTypes = null!;

    public override Language Language => Language.Java;

    public override string GrammarName => "java";

    public override IReadOnlyList<string> Extensions => [".java"];

    public override LexicalRules Rules => LexicalRules.MethodsAreApart;

    protected override void Describe(NodeTable table)
    {
        name = table.Field("name");
        type = table.Field("type");
        body = table.Field("body");
        parameters = table.Field("parameters");
        typeParameters = table.Field("type_parameters");
        superclass = table.Field("superclass");
        interfaces = table.Field("interfaces");
        permits = table.Field("permits");
        value = table.Field("value");
        left = table.Field("left");
        right = table.Field("right");
        arguments = table.Field("arguments");
        objectField = table.Field("object");
        constructor = table.Field("constructor");
        key = table.Field("key");
        identifiers = table.Kinds("identifier");
        typeIdentifiers = table.Kinds("type_identifier");
        modifierList = table.Kinds("modifiers");
        annotations = table.Kinds("annotation", "marker_annotation");
        asterisks = table.Kinds("asterisk");
        annotatedTypes = table.Kinds("annotated_type");
        staticToken = table.Tokens("static");
        modifierTokens = table.Tokens("public", "protected", "private", "abstract", "static", "final");

        table.Identifier(ReferenceRole.Read, "identifier");
        table.Identifier(ReferenceRole.Type, "type_identifier");
        table.Comment("line_comment", "block_comment");
        table.Annotations("annotation", "marker_annotation");
        table.Wrapper("generic_type");
        table.Member("scoped_type_identifier", null, null, ReferenceFlags.Path);
        table.Member("scoped_identifier", "scope", "name", ReferenceFlags.Path);

        table.On(Package, "package_declaration");
        table.On(ImportDeclaration, "import_declaration");
        table.On(Module, "module_declaration");
        table.On((facts, node) => facts.SkipChildren(), "requires_module_directive", "exports_module_directive", "opens_module_directive");
        table.On((facts, node) => facts.SetTypeRole(node), "uses_module_directive", "provides_module_directive");
        DescribeTypes(table);
        DescribeMembers(table);
        DescribeLocals(table);
        DescribeExpressions(table);
    }

    private static void Package(FactsBuilder facts, int node)
    {
        var path = facts.LastNamedChild(node);
        if (path < 0)
            return;
        facts.DeclarePackage(facts.Text(path));
        facts.ConsumeAll(path);
    }

    private void ImportDeclaration(FactsBuilder facts, int node)
    {
        var star = facts.Child(node, asterisks);
        var flags = facts.Child(node, staticToken) >= 0 ? ImportFlags.Static : ImportFlags.None;
        var path = facts.FirstNamedChild(node);
        var leaf = facts.NameLeaf(path);
        if (leaf < 0)
            return;
        for (var at = path; at < facts[path].Next; at++)
        {
            if (facts.Is(at, identifiers))
                facts.SetRole(at, ReferenceRole.Import);
        }
        if (star >= 0)
        {
            facts.Import(ImportKind.Star, facts.Text(path), default, default, leaf, flags);
            return;
        }
        var module = leaf == path ? default : facts.Text(facts.FirstNamedChild(path));
        facts.Import(ImportKind.Member, module, facts.Text(leaf), facts.Text(leaf), leaf, flags);
    }

    private void Module(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        if (Declare(facts, SymbolKind.Module, nameNode, node, facts.Child(node, body)) >= 0)
            facts.ConsumeAll(nameNode);
    }

    /// <summary>Defines a name unless the parser had to invent it; -1 then.</summary>
    private static int Declare(FactsBuilder facts, SymbolKind kind, int nameNode, int node, int body = -1, int scope = -1, int visibleFrom = 0)
    {
        if (nameNode < 0 || facts[nameNode].End == facts[nameNode].Start)
            return -1;
        return facts.Define(kind, nameNode, node, body, scope, visibleFrom);
    }

    /// <summary>What the modifiers of a declaration say.</summary>
    private readonly record struct Modifiers(DefinitionFlags Flags, Visibility Visibility, bool Final);

    private Modifiers ModifiersOf(FactsBuilder facts, int node)
    {
        var flags = DefinitionFlags.None;
        var visibility = Visibility.Default;
        var final = false;
        foreach (var child in facts.Children(facts.Child(node, modifierList)))
        {
            var text = facts.Text(child);
            if (facts.Is(child, annotations))
                flags |= facts.Child(child, name) is >= 0 and var of && facts.Text(of).SequenceEqual("Override"u8) ? DefinitionFlags.Override : DefinitionFlags.None;
            else if (!facts.Is(child, modifierTokens))
                continue;
            else if (text.SequenceEqual("public"u8))
                visibility = Visibility.Public;
            else if (text.SequenceEqual("private"u8))
                visibility = Visibility.Private;
            else if (text.SequenceEqual("protected"u8))
                visibility = Visibility.Protected;
            else if (text.SequenceEqual("static"u8))
                flags |= DefinitionFlags.Static;
            else if (text.SequenceEqual("abstract"u8))
                flags |= DefinitionFlags.Abstract;
            else
                final = true;
        }
        return new(flags, visibility, final);
    }

    private static void Apply(FactsBuilder facts, int definition, in Modifiers modifiers)
    {
        facts.AddFlags(definition, modifiers.Flags);
        facts.SetVisibility(definition, modifiers.Visibility);
    }

    /// <summary>The node of a declared type; -1 for <c>var</c>, which is none.</summary>
    private int DeclaredType(FactsBuilder facts, int typeNode)
    {
        if (!facts.Is(typeNode, typeIdentifiers) || !facts.Text(typeNode).SequenceEqual("var"u8))
            return typeNode;
        facts.Consume(typeNode);
        return -1;
    }
}
