using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Java;

/// <summary>Calls, constructions, member accesses, method references, writes and annotations.</summary>
internal sealed partial class JavaLanguage
{
    private KindSet supers = null!;

    private void DescribeExpressions(NodeTable table)
    {
        supers = table.Kinds("super");

        table.Member("field_access", "object", "field");
        table.Call("method_invocation", "name", "arguments");
        table.New("object_creation_expression", "type", "arguments");
        table.Index("array_access", "array");
        table.Cast("cast_expression", "type");
        table.Cast("annotation", "name");
        table.Wrapper("parenthesized_expression");
        table.This("this");
        table.Super("super");
        table.Literal(
            "decimal_integer_literal", "hex_integer_literal", "octal_integer_literal", "binary_integer_literal", "decimal_floating_point_literal", "hex_floating_point_literal",
            "true", "false", "character_literal", "string_literal", "null_literal", "class_literal", "array_creation_expression", "array_initializer");

        table.On(Invocation, "method_invocation");
        table.On((facts, node) => facts.AddReferenceFlags(facts.NameLeaf(facts.Child(node, type)), ReferenceFlags.TypePosition), "object_creation_expression");
        table.On(MethodReference, "method_reference");
        table.On(ConstructorCall, "explicit_constructor_invocation");
        table.On((facts, node) => facts.SetRole(facts.NameLeaf(facts.Child(node, left)), ReferenceRole.Write), "assignment_expression");
        table.On((facts, node) => facts.SetRole(facts.NameLeaf(facts.FirstNamedChild(node)), ReferenceRole.Write), "update_expression");
        table.On((facts, node) => facts.SetTypeRole(facts.Child(node, name)), "annotation", "marker_annotation");
        table.On(AnnotationArgument, "element_value_pair");
    }

    private void Invocation(FactsBuilder facts, int node)
    {
        var receiver = facts.Child(node, objectField);
        // `Outer.super.run()` calls the method of a base.
        var super = receiver >= 0 ? facts.Child(node, supers) : -1;
        facts.SetMember(facts.Child(node, name), super >= 0 ? super : receiver);
    }

    /// <summary><c>Type::method</c> reads the method, <c>Type::new</c> the constructor.</summary>
    private void MethodReference(FactsBuilder facts, int node)
    {
        var target = facts.FirstNamedChild(node);
        var member = facts.LastNamedChild(node);
        if (member != target && facts.Is(member, identifiers))
        {
            facts.SetMember(member, target);
            facts.AddReferenceFlags(member, ReferenceFlags.AnyMeaning);
        }
        else
            facts.SetRole(facts.NameLeaf(target), ReferenceRole.Read, ReferenceFlags.New | ReferenceFlags.TypePosition);
    }

    private void ConstructorCall(FactsBuilder facts, int node)
    {
        var target = facts.Child(node, constructor);
        var list = facts.Child(node, arguments);
        if (target < 0 || list < 0)
            return;
        var isSuper = facts.Is(target, supers);
        facts.AddReference(target, facts.Text(target), ReferenceRole.Call, isSuper ? Operand.Super : Operand.This, facts.ArgumentCount(list), ReferenceFlags.New);
    }

    private void AnnotationArgument(FactsBuilder facts, int node)
    {
        var leaf = facts.Child(node, key);
        facts.SetRole(leaf, ReferenceRole.Write, ReferenceFlags.Key);
        facts.SetMember(leaf, facts.Parent(facts.Parent(node)));
    }
}
