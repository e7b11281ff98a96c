using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Go;

internal sealed partial class GoLanguage
{
    private void TypeSpec(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, name);
        var typeNode = facts.Child(node, type);
        if (nameNode < 0)
            return;
        var isStruct = facts.Is(typeNode, structType);
        var isInterface = facts.Is(typeNode, interfaceType);
        var isAlias = facts.Is(node, typeAlias);
        var kind = isAlias || (!isStruct && !isInterface) ? SymbolKind.TypeAlias : isStruct ? SymbolKind.Struct : SymbolKind.Interface;
        var bodyNode = isStruct ? facts.Child(typeNode, fieldList) : isInterface ? facts.FirstNamedChild(typeNode) : -1;
        var definition = DefineName(facts, kind, nameNode, node, bodyNode, facts.InFunction ? facts[nameNode].Start : 0);
        if (definition >= 0)
            facts.SetVisibility(definition, VisibilityOf(facts.Text(nameNode)));
        facts.OpenScope(node, ScopeKind.Type, definition);
        TypeParameters(facts, node);
        if (definition >= 0 && !isStruct && !isInterface)
            SetType(facts, definition, typeNode);
    }

    // The members of a struct without a name belong to the variable or field that has its type.
    private void AnonymousType(FactsBuilder facts, int node)
    {
        if (facts.Is(facts.Parent(node), typeSpec))
            return;
        var at = node;
        var parent = facts.Parent(at);
        while (facts.Is(parent, containers) || facts.Is(parent, pointers))
            (at, parent) = (parent, facts.Parent(parent));
        var owner = -1;
        if (facts.Is(parent, fieldDeclaration) || facts.Is(parent, varSpec) || facts.Is(parent, parameterDeclarations))
        {
            var nameNode = facts.Child(parent, name);
            owner = nameNode < 0 ? -1 : facts.FindInScope(facts.CurrentScope, facts.Text(nameNode));
        }
        else if (facts.Is(parent, composite))
        {
            owner = BoundName(facts, parent);
        }
        if (owner >= 0 && facts.DefinitionAt(owner).BodyScope >= 0)
            owner = -1;
        facts.OpenScope(node, ScopeKind.Type, owner);
    }

    private void Field(FactsBuilder facts, int node)
    {
        var typeNode = facts.Child(node, type);
        var named = false;
        foreach (var child in facts.Children(node))
        {
            if (facts[child].Field != name)
                continue;
            named = true;
            if (DefineName(facts, SymbolKind.Field, child, node) is >= 0 and var member)
            {
                facts.SetVisibility(member, VisibilityOf(facts.Text(child)));
                SetType(facts, member, typeNode);
            }
        }
        if (named)
            return;
        // An embedded field is named by its type, whose members are promoted.
        var leaf = facts.NameLeaf(typeNode);
        if (leaf < 0)
            return;
        var embedded = facts.Define(SymbolKind.Field, leaf, node);
        facts.KeepUse(leaf);
        facts.SetVisibility(embedded, VisibilityOf(facts.Text(leaf)));
        facts.SetOrigin(embedded, typeNode);
        facts.Inherit(typeNode);
    }

    // One type alone in an interface embeds it; unions and approximations only constrain.
    private void TypeElement(FactsBuilder facts, int node)
    {
        if (facts.Is(facts.Parent(node), interfaceType) && facts.CountNamedChildren(node) == 1)
            facts.Inherit(facts.FirstNamedChild(node));
    }

    /// <summary>Sets the declared type, and the elements' type of slices, arrays, maps, channels and generic containers.</summary>
    private void SetType(FactsBuilder facts, int definition, int typeNode, int valueNode = -1, int receiverNode = -1)
    {
        facts.SetOrigin(definition, typeNode, valueNode, receiverNode);
        facts.SetElementType(definition, ElementType(facts, typeNode));
    }

    private int ElementType(FactsBuilder facts, int typeNode)
    {
        var stripped = StripPointers(facts, typeNode);
        if (facts.Is(stripped, containers))
            return facts.Child(stripped, element) is >= 0 and var inner ? inner : facts.Child(stripped, value);
        var arguments = facts.Is(stripped, genericType) ? facts.Child(stripped, typeArguments) : -1;
        return arguments >= 0 && facts.CountNamedChildren(arguments) == 1 ? facts.FirstNamedChild(arguments) : -1;
    }

    private int StripPointers(FactsBuilder facts, int typeNode)
    {
        while (facts.Is(typeNode, pointers))
            typeNode = facts.FirstNamedChild(typeNode);
        return typeNode;
    }
}
