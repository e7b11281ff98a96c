using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Scala;

/// <summary>Scala 2 and 3: classes, traits, objects, extensions, givens. A companion object is a second type of its class's name, marked static.</summary>
internal sealed partial class ScalaLanguage : LanguageDefinition
{
    // Members that no bare name reaches are bound from here on: beyond the end of every file.
    private const int Never = int.MaxValue;

    private byte name, body, type, typeParameters, classParameterField, parameters, extend, returnType, pattern, value, alias, left, function, arguments, operatorField, defaultValue;
    private KindSet identifiers = null!, modifierList = null!, accessModifiers = null!, wildcards = null!, selectors = null!, renamed = null!;

    public override Language Language => Language.Scala;

    public override string GrammarName => "scala";

    public override IReadOnlyList<string> Extensions => [".scala", ".sc"];

    protected override void Describe(NodeTable table)
    {
        name = table.Field("name");
        body = table.Field("body");
        type = table.Field("type");
        typeParameters = table.Field("type_parameters");
        classParameterField = table.Field("class_parameters");
        parameters = table.Field("parameters");
        extend = table.Field("extend");
        returnType = table.Field("return_type");
        pattern = table.Field("pattern");
        value = table.Field("value");
        alias = table.Field("alias");
        left = table.Field("left");
        function = table.Field("function");
        arguments = table.Field("arguments");
        operatorField = table.Field("operator");
        defaultValue = table.Field("default_value");
        identifiers = table.Kinds("identifier", "operator_identifier");
        modifierList = table.Kinds("modifiers");
        accessModifiers = table.Kinds("access_modifier");
        wildcards = table.Kinds("namespace_wildcard");
        selectors = table.Kinds("namespace_selectors");
        renamed = table.Kinds("arrow_renamed_identifier", "as_renamed_identifier");

        table.Identifier(ReferenceRole.Read, "identifier", "operator_identifier");
        table.Identifier(ReferenceRole.Type, "type_identifier");
        table.Keywords("this", "super", "type");
        table.Comment("comment", "block_comment");
        table.Annotations("annotation");
        table.Wrapper("generic_type", "type");
        table.Wrapper("annotated_type");
        table.Wrapper("compound_type", "base");
        table.Wrapper("lazy_parameter_type", "type");
        table.Wrapper("singleton_type");
        table.Member("stable_type_identifier", null, null, ReferenceFlags.Path);
        table.Member("stable_identifier", null, null);
        table.Member("projected_type", "type", "selector", ReferenceFlags.Path);

        table.On(Package, "package_clause");
        table.On(ImportDeclaration, "import_declaration", "export_declaration");
        table.On((facts, node) => facts.SetTypeRole(facts.Child(node, name)), "annotation");
        table.On((facts, node) => facts.ConsumeAll(node), "access_qualifier", "using_directive");
        DescribeDeclarations(table);
        DescribeExpressions(table);
    }

    private void Package(FactsBuilder facts, int node)
    {
        var path = facts.Child(node, name);
        if (path < 0)
            return;
        var bodyNode = facts.Child(node, body);
        if (bodyNode < 0)
        {
            facts.DeclarePackage(facts.Text(path));
            facts.ConsumeAll(path);
            return;
        }
        var definition = facts.Define(SymbolKind.Namespace, path, node, bodyNode);
        facts.AddFlags(definition, DefinitionFlags.Open);
        facts.ConsumeAll(path);
        facts.OpenScope(node, ScopeKind.Namespace, definition);
    }

    /// <summary><c>import a.b.C, d.{E, F => G}, h.*</c>: the names of all paths stand side by side.</summary>
    private void ImportDeclaration(FactsBuilder facts, int node)
    {
        int first = -1, last = -1, before = -1;
        foreach (var child in facts.Children(node))
        {
            if (!facts[child].IsNamed)
                continue;
            if (facts.Is(child, identifiers))
            {
                facts.SetRole(child, ReferenceRole.Import);
                if (first < 0)
                    first = child;
                if (last >= 0)
                    facts.SetMember(child, last);
                (before, last) = (last, child);
                if (ByteAfter(facts, child) == (byte)'.')
                    continue;
                facts.Import(ImportKind.Member, before < 0 ? default : Between(facts, first, before), facts.Text(child), facts.Text(child), child);
            }
            else if (last >= 0)
            {
                ImportAll(facts, child, first, last);
            }
            first = last = before = -1;
        }
    }

    private void ImportAll(FactsBuilder facts, int node, int first, int last)
    {
        if (facts.Is(node, wildcards))
        {
            facts.Import(ImportKind.Star, Between(facts, first, last), default, default, last);
        }
        else if (facts.Is(node, selectors))
        {
            foreach (var child in facts.Children(node))
                ImportAll(facts, child, first, last);
        }
        else if (facts.Is(node, identifiers))
        {
            facts.SetRole(node, ReferenceRole.Import);
            facts.SetMember(node, last);
            facts.Import(ImportKind.Member, Between(facts, first, last), facts.Text(node), facts.Text(node), node);
        }
        else if (facts.Is(node, renamed))
        {
            var nameNode = facts.Child(node, name);
            var aliasNode = facts.Child(node, alias);
            if (nameNode < 0)
                return;
            facts.SetRole(nameNode, ReferenceRole.Import);
            facts.SetMember(nameNode, last);
            // `X => _` hides X.
            if (!facts.Is(aliasNode, identifiers))
                return;
            facts.Consume(aliasNode);
            facts.Import(ImportKind.Member, Between(facts, first, last), facts.Text(nameNode), facts.Text(aliasNode), nameNode);
        }
    }

    private static ReadOnlySpan<byte> Between(FactsBuilder facts, int first, int last)
    {
        var parent = facts.Parent(first);
        return facts.Text(parent)[(facts[first].Start - facts[parent].Start)..(facts[last].End - facts[parent].Start)];
    }

    /// <summary>The first byte after a node that is not blank; 0 at the end of the node's parent.</summary>
    private static byte ByteAfter(FactsBuilder facts, int node)
    {
        var parent = facts.Parent(node);
        var rest = facts.Text(parent)[(facts[node].End - facts[parent].Start)..].TrimStart(" \t\r\n"u8);
        return rest.IsEmpty ? (byte)0 : rest[0];
    }

    /// <summary>Defines a name unless the parser had to invent it; -1 then.</summary>
    private static int Declare(FactsBuilder facts, SymbolKind kind, int nameNode, int node, int body = -1, int visibleFrom = 0)
    {
        if (nameNode < 0 || facts[nameNode].End == facts[nameNode].Start)
            return -1;
        return facts.Define(kind, nameNode, node, body, visibleFrom: visibleFrom);
    }

    private void Apply(FactsBuilder facts, int definition, int node)
    {
        var list = facts.Child(node, modifierList);
        foreach (var child in facts.Children(list))
        {
            var text = facts.Text(child);
            if (facts.Is(child, accessModifiers))
                facts.SetVisibility(definition, text.StartsWith("private"u8) ? Visibility.Private : Visibility.Protected);
            else if (text.SequenceEqual("abstract"u8))
                facts.AddFlags(definition, DefinitionFlags.Abstract);
            else if (text.SequenceEqual("override"u8))
                facts.AddFlags(definition, DefinitionFlags.Override);
        }
    }
}
