using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.C;

internal abstract partial class CFamilyLanguage
{
    private void TypeDefinitions(FactsBuilder facts, int node)
    {
        var typeNode = facts.Child(node, Type);
        var bodyNode = facts.Is(typeNode, Specifiers) ? facts.Child(typeNode, Body) : -1;
        var tag = bodyNode < 0 ? -1 : facts.Child(typeNode, Name);
        // The tag comes first, so that a name for both means the type with the members.
        if (tag >= 0)
            DefineType(facts, typeNode, tag, bodyNode);
        // `typedef struct { ... } name;` is the only name that its struct has.
        var unnamed = bodyNode >= 0 && tag < 0;
        foreach (var child in facts.Children(node))
        {
            if (facts[child].Field != Declarator)
                continue;
            var declared = Unwrap(facts, child);
            if (declared.Name < 0 || !IsName(facts, declared.Name))
                continue;
            var isNew = unnamed && !declared.IsPointer && declared.Function < 0;
            var definition = facts.Define(isNew ? SpecifierKind(facts, typeNode) : SymbolKind.TypeAlias, declared.Name, node, isNew ? bodyNode : -1);
            if (facts.EnclosingType >= 0)
                facts.SetVisibility(definition, facts.SectionVisibility);
            if (isNew)
            {
                unnamed = false;
                continue;
            }
            if (tag >= 0 && !facts.Text(tag).SequenceEqual(facts.Text(declared.Name)))
                facts.KeepUse(tag);
            if (!declared.IsFunctionPointer && declared.Function < 0)
                SetType(facts, definition, typeNode, declared.IsPointer);
        }
    }

    protected virtual SymbolKind SpecifierKind(FactsBuilder facts, int node) => facts.Is(node, Enums) ? SymbolKind.Enum : SymbolKind.Struct;

    protected void Specifier(FactsBuilder facts, int node)
    {
        var bodyNode = facts.Child(node, Body);
        var nameNode = facts.Child(node, Name);
        if (bodyNode < 0)
        {
            if (nameNode >= 0 && IsForward(facts, node))
                facts.AddFlags(DefineType(facts, node, nameNode, -1), DefinitionFlags.DeclarationOnly);
            return;
        }
        var definition = nameNode < 0 ? UnnamedOwner(facts, node) : facts.DefinitionOf(DefinedLeaf(facts, nameNode)) is >= 0 and var known ? known : DefineType(facts, node, nameNode, bodyNode);
        // The members of an unnamed struct or union inside of another are members of that one, and loose enumerators belong to the scope around.
        if (definition < 0 && (facts.Is(node, Enums) || facts.EnclosingType >= 0))
            return;
        facts.OpenScope(node, ScopeKind.Type, definition);
        AfterOpen(facts, node);
        OpenType(facts, node);
    }

    /// <summary>Called with the scope of a type open: bases, default visibility.</summary>
    protected virtual void OpenType(FactsBuilder facts, int node)
    {
    }

    /// <summary>A tag alone, as in <c>struct x;</c>, declares; with a declarator behind it, it refers.</summary>
    private bool IsForward(FactsBuilder facts, int node)
    {
        var parent = facts.Parent(node);
        if (facts[node].Field != Type)
            return facts[node].Field == 0;
        return (facts.Is(parent, FieldDeclarations) || facts.Is(parent, Declarations)) && facts.Child(parent, Declarator) < 0;
    }

    protected virtual int DefineType(FactsBuilder facts, int node, int nameNode, int bodyNode)
    {
        // A tag inside of a struct is as visible as the struct.
        var scope = facts.NearestScope(ScopeKind.File, ScopeKind.Function, ScopeKind.Block);
        return facts.Define(SpecifierKind(facts, node), nameNode, node, bodyNode, scope);
    }

    private int UnnamedOwner(FactsBuilder facts, int node)
    {
        var parent = facts.Parent(node);
        if (!facts.Is(parent, TypeDefinition) && !facts.Is(parent, Declarations) && !facts.Is(parent, FieldDeclarations))
            return -1;
        foreach (var child in facts.Children(parent))
        {
            if (facts[child].Field != Declarator)
                continue;
            var definition = facts.DefinitionOf(DefinedLeaf(facts, Unwrap(facts, child).Name));
            if (definition >= 0 && facts.DefinitionAt(definition).Kind != SymbolKind.TypeAlias)
                return definition;
        }
        return -1;
    }

    // The constants of a plain enum are names of the scope around it, though it is their parent.
    private void Enumerator(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, Name);
        if (nameNode < 0)
            return;
        var owner = facts.ScopeAt(facts.CurrentScope) is { Kind: ScopeKind.Type } own && own.Owner >= 0 && facts.DefinitionAt(own.Owner).Kind == SymbolKind.Enum ? own.Owner : -1;
        var outer = owner >= 0 && !IsScopedEnum(facts, node) ? OuterScope(facts) : facts.CurrentScope;
        var definition = facts.Define(SymbolKind.EnumMember, nameNode, node, scope: outer);
        if (owner >= 0)
            facts.DefinitionAt(definition).Parent = owner;
    }

    protected virtual bool IsScopedEnum(FactsBuilder facts, int enumerator) => false;

    protected virtual int OuterScope(FactsBuilder facts) => facts.NearestScope(ScopeKind.File, ScopeKind.Function, ScopeKind.Block);

    // The parameters and the top of the body are one scope.
    private void CompoundStatement(FactsBuilder facts, int node)
    {
        if (!facts.Is(facts.Parent(node), FunctionBodies))
            facts.OpenScope(node, ScopeKind.Block);
    }

    protected void Write(FactsBuilder facts, int target)
    {
        if (facts.NameLeaf(target) is >= 0 and var leaf && (leaf == target || facts.Is(target, FieldExpression)))
            facts.SetRole(leaf, ReferenceRole.Write);
    }

    private void Designator(FactsBuilder facts, int node)
    {
        var leaf = facts.FirstNamedChild(node);
        facts.SetRole(leaf, ReferenceRole.Write, ReferenceFlags.Key);
        // `.outer.inner`: a member of the member before it.
        if (facts.PreviousSibling(node) is >= 0 and var before && facts.Is(before, FieldDesignator))
        {
            facts.SetMember(leaf, facts.FirstNamedChild(before));
            return;
        }
        var typeNode = LiteralType(facts, facts.Parent(node));
        if (typeNode >= 0 && typeNode < leaf)
            facts.SetMember(leaf, typeNode);
    }

    /// <summary>The type that an initialiser's braces build: that of the declaration, or of the array's elements one level further in.</summary>
    private int LiteralType(FactsBuilder facts, int pair)
    {
        var list = facts.Parent(pair);
        var outer = facts.Parent(list);
        var nested = facts.Is(outer, InitializerList) || (facts.Is(outer, InitializerPair) && !facts.Is(facts.FirstNamedChild(outer), FieldDesignator));
        if (nested)
            outer = facts.Parent(facts.Is(outer, InitializerPair) ? facts.Parent(outer) : outer);
        if (facts.Is(outer, CompoundLiteral))
            return nested ? -1 : facts.Child(outer, Type);
        if (!facts.Is(outer, InitDeclarator) || (nested && !facts.Is(facts.Child(outer, Declarator), ArrayDeclarator)))
            return -1;
        return facts.Child(facts.Parent(outer), Type);
    }
}
