using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.JavaScript;

internal abstract partial class EcmaScriptLanguage
{
    protected void Class(FactsBuilder facts, int node)
    {
        var definition = facts.OwnerOf(node);
        if (facts.Child(node, name) is >= 0 and var nameNode)
        {
            if (facts.Is(node, classExpressions))
            {
                definition = NameInside(facts, node, nameNode, SymbolKind.Class, definition);
            }
            else
            {
                definition = facts.Define(SymbolKind.Class, nameNode, node, facts.Child(node, body));
                facts.AddFlags(definition, ExportFlags(facts, node));
            }
        }
        facts.OpenScope(node, ScopeKind.Type, definition);
        if (definition >= 0)
            ClassModifiers(facts, node, definition);
        TypeParameters(facts, node);
        Heritage(facts, facts.Child(node, heritages));
    }

    /// <summary>Marks the bases in a class's heritage.</summary>
    protected virtual void Heritage(FactsBuilder facts, int node)
    {
        if (node >= 0)
            facts.Inherit(facts.FirstNamedChild(node));
    }

    protected virtual void ClassModifiers(FactsBuilder facts, int node, int definition)
    {
    }

    private void Method(FactsBuilder facts, int node)
    {
        var leaf = MemberLeaf(facts, facts.Child(node, name));
        if (leaf < 0)
        {
            OpenFunction(facts, node, -1);
            return;
        }
        var isAccessor = facts.Child(node, getToken) >= 0 || facts.Child(node, setToken) >= 0;
        var isConstructor = facts.Is(facts.Parent(node), classBodies) && facts.Text(leaf).SequenceEqual("constructor"u8) && facts.Child(node, staticToken) < 0;
        var kind = isAccessor ? SymbolKind.Property : isConstructor ? SymbolKind.Constructor : SymbolKind.Method;
        var definition = DefineMember(facts, kind, leaf, node, facts.Child(node, body));
        if (isAccessor)
            facts.AddFlags(definition, DefinitionFlags.Accessor);
        ExpectKey(facts, leaf, facts.Parent(node));
        OpenFunction(facts, node, definition);
    }

    /// <summary>Defines a member of the class, interface or object whose scope is the current one, with the modifiers written in <paramref name="node"/>.</summary>
    protected int DefineMember(FactsBuilder facts, SymbolKind kind, int leaf, int node, int bodyNode)
    {
        var definition = facts.Define(kind, leaf, node, bodyNode);
        if (facts.Is(leaf, computed))
            facts.AddFlags(definition, DefinitionFlags.Operator);
        if (IsExported(facts, facts.Parent(node)))
            facts.AddFlags(definition, DefinitionFlags.Exported);
        if (facts.Child(node, staticToken) >= 0)
            facts.AddFlags(definition, DefinitionFlags.Static);
        if (facts.Text(leaf) is [(byte)'#', ..])
            facts.SetVisibility(definition, Visibility.Private);
        InheritLocality(facts, definition);
        MemberModifiers(facts, node, definition);
        return definition;
    }

    // Members of a local object are as local as the object.
    private static void InheritLocality(FactsBuilder facts, int definition)
    {
        var parent = facts.DefinitionAt(definition).Parent;
        if (parent >= 0 && facts.DefinitionAt(parent).Kind is SymbolKind.Variable or SymbolKind.Constant or SymbolKind.Parameter or SymbolKind.Property && (facts.DefinitionAt(parent).Flags & DefinitionFlags.Local) != 0)
            facts.AddFlags(definition, DefinitionFlags.Local);
    }

    protected virtual void MemberModifiers(FactsBuilder facts, int node, int definition)
    {
    }

    private void ClassField(FactsBuilder facts, int node)
    {
        var leaf = MemberLeaf(facts, facts.Child(node, classFieldName));
        if (leaf < 0)
            return;
        var initial = facts.Child(node, value);
        var named = NamedValue(facts, initial);
        var typeNode = facts.Child(node, type);
        var definition = DefineMember(facts, KindOf(facts, named, SymbolKind.Field), leaf, node, BodyOf(facts, named));
        Describe(facts, definition, typeNode, initial, named);
        facts.SetOwner(named, definition);
        TypeLiterals(facts, typeNode, definition);
    }

    private KindSet heritages = null!;
}
