using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.CSharp;

/// <summary>Type names, attributes and what only looks like a name.</summary>
internal sealed partial class CSharpLanguage
{
    private KindSet qualifiedNames = null!, genericNames = null!, pointerTypes = null!;

    private void DescribeNames(NodeTable table)
    {
        qualifiedNames = table.Kinds("qualified_name");
        pointerTypes = table.Kinds("pointer_type");
        genericNames = table.Kinds("generic_name");

        table.Member("qualified_name", "qualifier", "name");
        table.Wrapper("alias_qualified_name", "name");
        table.Wrapper("generic_name");
        table.Cast("attribute", "name");
        table.Wrapper("nullable_type", "type");
        table.Wrapper("ref_type", "type");
        table.Wrapper("scoped_type", "type");

        table.ExpressionsInTypes("array_rank_specifier");

        table.On(QualifiedName, "qualified_name");
        table.On(AliasQualifiedName, "alias_qualified_name");
        table.On((facts, node) => facts.SetTypeRole(node), "type_argument_list", "function_pointer_type");
        table.On((facts, node) => facts.Consume(facts.Child(node, name)), "tuple_element");
        table.On(Attribute, "attribute");
        table.On(AttributeArgument, "attribute_argument");
        table.On((facts, node) => facts.ConsumeAll(facts.Child(node, condition)), "preproc_if", "preproc_elif");
        table.On((facts, node) => facts.SkipChildren(), "preproc_pragma", "calling_convention", "attribute_target_specifier");
    }

    /// <summary>What stands left of the last name of a qualified one; -1 for a simple one.</summary>
    private int QualifierOf(FactsBuilder facts, int leaf)
    {
        var at = facts.Parent(leaf);
        if (facts.Is(at, genericNames))
            at = facts.Parent(at);
        return facts.Is(at, qualifiedNames) && facts.NameLeaf(at) == leaf ? facts.Child(at, qualifier) : -1;
    }

    private void QualifiedName(FactsBuilder facts, int node)
    {
        var outer = facts.Parent(node);
        while (facts.Is(outer, qualifiedNames))
            outer = facts.Parent(outer);
        if (!facts.Is(outer, pointerTypes) || !IsProduct(facts, facts.Parent(outer)))
            facts.AddReferenceFlags(facts.NameLeaf(node), ReferenceFlags.Path);
    }

    private void AliasQualifiedName(FactsBuilder facts, int node)
    {
        var owner = facts.Child(node, alias);
        var leaf = facts.NameLeaf(node);
        if (owner < 0)
            return;
        if (facts.Text(owner).SequenceEqual("global"u8))
        {
            facts.Consume(owner);
            facts.AddReferenceFlags(leaf, ReferenceFlags.Rooted);
            return;
        }
        facts.SetMember(leaf, owner);
        facts.AddReferenceFlags(leaf, ReferenceFlags.Path);
    }

    private void Attribute(FactsBuilder facts, int node)
    {
        facts.SetTypeRole(facts.Child(node, name));
        facts.AddReferenceFlags(facts.NameLeaf(facts.Child(node, name)), ReferenceFlags.Attribute);
    }

    // `Name = value` sets a property of the attribute, `name: value` is an argument of its constructor.
    private void AttributeArgument(FactsBuilder facts, int node)
    {
        var key = facts.Child(node, name);
        if (key < 0)
            return;
        var owner = facts.Parent(facts.Parent(node));
        facts.SetRole(key, ReferenceRole.Write, ReferenceFlags.Key);
        facts.SetMember(key, ByteAfter(facts, key) == (byte)'=' ? owner : facts.Child(owner, name));
    }
}
