using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.CSharp;

/// <summary>
/// C# 13 (and extension blocks of C# 14 as far as the grammar reads them). Members and locals are visible by bare name inside of nested functions
/// and types; locals from their declaration on; everything else in the whole scope.
/// </summary>
internal sealed partial class CSharpLanguage : LanguageDefinition
{
    private byte name, type, body, parameters, typeParameters, returns, value, accessors, left, right, expression, function, arguments, alias, qualifier, condition;
    private KindSet identifiers = null!, attributes = null!, discards = null!;

    public override Language Language => Language.CSharp;

    public override string GrammarName => "c_sharp";

    public override IReadOnlyList<string> Extensions => [".cs", ".csx"];

    public override bool Simplify(Span<byte> source) => new CSharpSimplifier(source).Run();

    protected override void Describe(NodeTable table)
    {
        name = table.Field("name");
        type = table.Field("type");
        body = table.Field("body");
        parameters = table.Field("parameters");
        typeParameters = table.Field("type_parameters");
        returns = table.Field("returns");
        value = table.Field("value");
        accessors = table.Field("accessors");
        left = table.Field("left");
        right = table.Field("right");
        expression = table.Field("expression");
        function = table.Field("function");
        arguments = table.Field("arguments");
        alias = table.Field("alias");
        qualifier = table.Field("qualifier");
        condition = table.Field("condition");
        identifiers = table.Kinds("identifier");
        attributes = table.Kinds("attribute_list");
        discards = table.Kinds("discard");

        table.Identifier(ReferenceRole.Read, "identifier");
        table.Comment("comment");
        table.Annotations("attribute_list", "preproc_if");
        DescribeTypes(table);
        DescribeMembers(table);
        DescribeLocals(table);
        DescribeExpressions(table);
        DescribeNames(table);
        DescribeTyping(table);
    }

    /// <summary>What the modifiers of a declaration say.</summary>
    private readonly record struct Modifiers(DefinitionFlags Flags, Visibility Visibility, bool Const, bool Partial);

    private Modifiers ModifiersOf(FactsBuilder facts, int node)
    {
        var flags = DefinitionFlags.None;
        var visibility = Visibility.Default;
        var isConst = false;
        var partial = false;
        foreach (var child in facts.Children(node))
        {
            if (!facts.Is(child, modifier))
                continue;
            var text = facts.Text(child);
            if (text.SequenceEqual("public"u8))
                visibility = Visibility.Public;
            else if (text.SequenceEqual("private"u8))
                visibility = visibility == Visibility.Protected ? Visibility.Protected : Visibility.Private;
            else if (text.SequenceEqual("protected"u8))
                visibility = Visibility.Protected;
            else if (text.SequenceEqual("internal"u8))
                visibility = visibility == Visibility.Protected ? Visibility.Protected : Visibility.Internal;
            else if (text.SequenceEqual("static"u8))
                flags |= DefinitionFlags.Static;
            else if (text.SequenceEqual("abstract"u8))
                flags |= DefinitionFlags.Abstract;
            else if (text.SequenceEqual("override"u8))
                flags |= DefinitionFlags.Override;
            else if (text.SequenceEqual("async"u8))
                flags |= DefinitionFlags.Async;
            else if (text.SequenceEqual("file"u8))
                flags |= DefinitionFlags.FileLocal;
            else if (text.SequenceEqual("const"u8))
                isConst = true;
            else if (text.SequenceEqual("partial"u8))
                partial = true;
        }
        return new(isConst ? flags | DefinitionFlags.Static : flags, visibility, isConst, partial);
    }

    /// <summary>Defines a name unless the parser had to invent it; -1 then.</summary>
    private static int Declare(FactsBuilder facts, SymbolKind kind, int nameNode, int node, int body = -1, int scope = -1, int visibleFrom = 0, int name = -1)
    {
        if (nameNode < 0 || facts[nameNode].End == facts[nameNode].Start)
            return -1;
        return facts.Define(kind, nameNode, node, body, scope, visibleFrom, name);
    }

    private static void Apply(FactsBuilder facts, int definition, in Modifiers modifiers)
    {
        facts.AddFlags(definition, modifiers.Flags);
        facts.SetVisibility(definition, modifiers.Visibility);
    }

    /// <summary>The first byte after a node that is not blank; 0 at the end of the node's parent.</summary>
    private static byte ByteAfter(FactsBuilder facts, int node)
    {
        var parent = facts.Parent(node);
        var rest = facts.Text(parent)[(facts[node].End - facts[parent].Start)..].TrimStart(" \t\r\n"u8);
        return rest.IsEmpty ? (byte)0 : rest[0];
    }
}
