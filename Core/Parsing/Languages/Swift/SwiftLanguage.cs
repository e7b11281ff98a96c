using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Swift;

/// <summary>
/// Swift 5 and 6. An extension is no definition of its own: its members name the extended type as their receiver. A construction looks like a call.
/// </summary>
internal sealed partial class SwiftLanguage : LanguageDefinition
{
    // Members that no bare name reaches are bound from here on: beyond the end of every file.
    private const int Never = int.MaxValue;

    private byte name, body, declarationKind, boundIdentifier, value, collection, item, target, externalName;
    private KindSet identifiers = null!, typeIdentifiers = null!, typeKinds = null!, modifierList = null!, paths = null!, importKinds = null!;

    public override Language Language => Language.Swift;

    public override string GrammarName => "swift";

    public override IReadOnlyList<string> Extensions => [".swift"];

    protected override void Describe(NodeTable table)
    {
        name = table.Field("name");
        body = table.Field("body");
        declarationKind = table.Field("declaration_kind");
        boundIdentifier = table.Field("bound_identifier");
        value = table.Field("value");
        collection = table.Field("collection");
        item = table.Field("item");
        target = table.Field("target");
        externalName = table.Field("external_name");
        identifiers = table.Kinds("simple_identifier");
        typeIdentifiers = table.Kinds("type_identifier");
        typeKinds = table.Kinds(
            "user_type", "optional_type", "tuple_type", "array_type", "dictionary_type", "function_type", "opaque_type", "existential_type", "protocol_composition_type", "metatype");
        modifierList = table.Kinds("modifiers");
        paths = table.Kinds("identifier");
        importKinds = table.Tokens("struct", "class", "enum", "protocol", "func", "typealias");

        table.Identifier(ReferenceRole.Read, "simple_identifier");
        table.Identifier(ReferenceRole.Type, "type_identifier");
        table.Keywords("_", "$0", "$1", "$2", "$3", "nil");
        table.Comment("comment", "multiline_comment");
        table.Annotations("attribute");
        table.Path("user_type");
        table.Path("identifier");
        table.Wrapper("optional_type", "wrapped");
        table.Wrapper("opaque_type");
        table.Wrapper("existential_type");

        table.On(ImportDeclaration, "import_declaration");
        table.On(Constraint, "inheritance_constraint", "equality_constraint");
        table.On((facts, node) => facts.SkipChildren(), "directive", "availability_condition", "operator_declaration", "precedence_group_declaration");
        DescribeDeclarations(table);
        DescribeExpressions(table);
    }

    private void ImportDeclaration(FactsBuilder facts, int node)
    {
        var path = facts.Child(node, paths);
        var leaf = facts.NameLeaf(path);
        if (leaf < 0)
            return;
        foreach (var child in facts.Children(path))
            facts.SetRole(child, ReferenceRole.Import);
        if (facts.Child(node, importKinds) < 0)
        {
            facts.Import(ImportKind.Star, facts.Text(path), default, default, leaf);
            return;
        }
        var module = facts.Text(path)[..(facts[leaf].Start - facts[path].Start)].TrimEnd("."u8);
        facts.Import(ImportKind.Member, module, facts.Text(leaf), facts.Text(leaf), leaf);
    }

    // The constrained type is a path of plain names.
    private void Constraint(FactsBuilder facts, int node) => facts.SetTypeRole(facts.FirstNamedChild(node));

    /// <summary>Defines a name unless the parser had to invent it or it is a blank; -1 then.</summary>
    private static int Declare(FactsBuilder facts, SymbolKind kind, int nameNode, int node, int body = -1, int visibleFrom = 0)
    {
        if (nameNode < 0 || facts[nameNode].End == facts[nameNode].Start || facts.Text(nameNode).SequenceEqual("_"u8))
            return -1;
        return facts.Define(kind, nameNode, node, body, visibleFrom: visibleFrom);
    }

    private void Apply(FactsBuilder facts, int definition, int node)
    {
        if (facts.Child(node, asyncToken) >= 0)
            facts.AddFlags(definition, DefinitionFlags.Async);
        foreach (var child in facts.Children(facts.Child(node, modifierList)))
        {
            var text = facts.Text(child);
            if (text.SequenceEqual("public"u8) || text.SequenceEqual("open"u8))
                facts.SetVisibility(definition, Visibility.Public);
            else if (text.SequenceEqual("internal"u8) || text.SequenceEqual("package"u8))
                facts.SetVisibility(definition, Visibility.Internal);
            else if (text.SequenceEqual("private"u8) || text.SequenceEqual("fileprivate"u8))
                facts.SetVisibility(definition, Visibility.Private);
            else if (text.SequenceEqual("static"u8) || text.SequenceEqual("class"u8))
                facts.AddFlags(definition, DefinitionFlags.Static);
            else if (text.SequenceEqual("override"u8))
                facts.AddFlags(definition, DefinitionFlags.Override);
        }
    }
}
