using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Java;

/// <summary>Classes, interfaces, enums, records, annotation types and anonymous classes.</summary>
internal sealed partial class JavaLanguage
{
    private KindSet interfaceKinds = null!, enumKinds = null!, recordKinds = null!, extendsInterfaces = null!, typeLists = null!, creations = null!, enumConstants = null!;

    private void DescribeTypes(NodeTable table)
    {
        interfaceKinds = table.Kinds("interface_declaration", "annotation_type_declaration");
        enumKinds = table.Kinds("enum_declaration");
        recordKinds = table.Kinds("record_declaration");
        extendsInterfaces = table.Kinds("extends_interfaces");
        typeLists = table.Kinds("type_list");
        creations = table.Kinds("object_creation_expression");
        enumConstants = table.Kinds("enum_constant");

        table.On(TypeDeclaration, "class_declaration", "interface_declaration", "annotation_type_declaration", "enum_declaration", "record_declaration");
        table.On(EnumConstant, "enum_constant");
        table.On(AnonymousBody, "class_body");
    }

    private void TypeDeclaration(FactsBuilder facts, int node)
    {
        var kind = facts.Is(node, interfaceKinds) ? SymbolKind.Interface
            : facts.Is(node, enumKinds) ? SymbolKind.Enum
            : facts.Is(node, recordKinds) ? SymbolKind.Record
            : SymbolKind.Class;
        var definition = Declare(facts, kind, facts.Child(node, name), node, facts.Child(node, body));
        if (definition >= 0)
            Apply(facts, definition, ModifiersOf(facts, node));
        facts.OpenScope(node, ScopeKind.Type, definition);
        TypeParameters(facts, node);
        Inherit(facts, facts.FirstNamedChild(facts.Child(node, superclass)), implements: false);
        InheritAll(facts, facts.Child(node, interfaces), implements: true);
        InheritAll(facts, facts.Child(node, extendsInterfaces), implements: false);
        if (kind == SymbolKind.Record)
            Parameters(facts, facts.Child(node, parameters), definition, SymbolKind.Property);
    }

    private void InheritAll(FactsBuilder facts, int clause, bool implements)
    {
        foreach (var child in facts.Children(facts.Child(clause, typeLists)))
        {
            if (facts[child].IsNamed)
                Inherit(facts, child, implements);
        }
    }

    private void Inherit(FactsBuilder facts, int typeNode, bool implements) =>
        facts.Inherit(facts.Is(typeNode, annotatedTypes) ? facts.LastNamedChild(typeNode) : typeNode, implements);

    private void TypeParameters(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(facts.Child(node, typeParameters)))
            Declare(facts, SymbolKind.TypeParameter, facts.Child(child, typeIdentifiers), child);
    }

    private void EnumConstant(FactsBuilder facts, int node)
    {
        var bodyNode = facts.Child(node, body);
        var constant = Declare(facts, SymbolKind.EnumMember, facts.Child(node, name), node, bodyNode);
        var list = facts.Child(node, arguments);
        var owner = facts.EnclosingType;
        if (list >= 0 && owner >= 0)
            facts.AddReference(list, facts.NameOf(owner), ReferenceRole.Call, Operand.None, facts.ArgumentCount(list), ReferenceFlags.New | ReferenceFlags.TypePosition);
        if (bodyNode >= 0 && constant >= 0)
            facts.OpenScope(node, ScopeKind.Type, constant);
    }

    /// <summary>An anonymous class has no name and so is no definition: its members belong to what is around it.</summary>
    private void AnonymousBody(FactsBuilder facts, int node)
    {
        if (!facts.Is(facts.Parent(node), creations))
            return;
        facts.OpenScope(node, ScopeKind.Type);
        facts.InheritUnnamed();
    }
}
