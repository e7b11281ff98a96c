using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Cpp;

internal sealed partial class CppLanguage
{
    protected override SymbolKind SpecifierKind(FactsBuilder facts, int node) => facts.Is(node, classSpecifier) ? SymbolKind.Class : base.SpecifierKind(facts, node);

    protected override int DefineType(FactsBuilder facts, int node, int nameNode, int bodyNode)
    {
        var (last, qualifier) = Unqualify(facts, nameNode);
        if (last < 0)
            return -1;
        var type = facts.EnclosingType;
        var definition = facts.Define(SpecifierKind(facts, node), last, node, facts.Child(node, bases) is >= 0 and var list && bodyNode < 0 ? list : bodyNode, bind: qualifier < 0);
        if (type >= 0)
            facts.SetVisibility(definition, facts.SectionVisibility);
        if (qualifier >= 0)
        {
            facts.AddFlags(definition, DefinitionFlags.OutOfLine);
            facts.SetOrigin(definition, -1, receiverNode: qualifier);
        }
        return definition;
    }

    protected override void OpenType(FactsBuilder facts, int node)
    {
        facts.SectionVisibility = facts.Is(node, classSpecifier) ? Visibility.Private : Visibility.Public;
        foreach (var child in facts.Children(facts.Child(node, bases)))
        {
            if (facts.Is(child, baseTypes))
                facts.Inherit(child);
        }
    }

    protected override bool IsScopedEnum(FactsBuilder facts, int enumerator)
    {
        var at = facts.Parent(enumerator);
        while (at >= 0 && !facts.Is(at, Enums))
            at = facts.Parent(at);
        return at >= 0 && facts.Child(at, enumClass) >= 0;
    }

    protected override int OuterScope(FactsBuilder facts) => facts.ScopeAt(facts.CurrentScope).Parent;

    private void Namespace(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, Name);
        var bodyNode = facts.Child(node, Body);
        // The members of an unnamed namespace are names of the one around it.
        if (nameNode < 0)
            return;
        for (var at = nameNode; at < facts[nameNode].Next; at++)
        {
            if (!facts.Is(at, namespaceNames))
                continue;
            var definition = facts.Define(SymbolKind.Namespace, at, node, bodyNode);
            facts.AddFlags(definition, DefinitionFlags.Open);
            facts.OpenScope(node, ScopeKind.Namespace, definition);
        }
    }

    private void NamespaceAlias(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, Name);
        var target = facts.LastNamedChild(node);
        if (nameNode < 0 || target == nameNode)
            return;
        facts.Consume(nameNode);
        facts.Import(ImportKind.Module, facts.Text(target), default, facts.Text(nameNode), LastLeaf(facts, target));
        ImportPath(facts, target);
    }

    private void Using(FactsBuilder facts, int node)
    {
        var target = facts.LastNamedChild(node);
        if (target < 0)
            return;
        var words = facts.Text(node)["using"u8.Length..].TrimStart(" \t\r\n"u8);
        if (words.StartsWith("namespace"u8) || words.StartsWith("enum "u8))
        {
            facts.Import(ImportKind.Star, facts.Text(target), default, default, LastLeaf(facts, target));
            ImportPath(facts, target);
            return;
        }
        var (last, qualifier) = Unqualify(facts, target);
        if (qualifier < 0 || last < 0 || facts.Is(last, destructor))
            return;
        var text = facts.Text(target);
        var module = text[..Math.Max(0, facts[last].Start - facts[target].Start - 2)];
        facts.Import(ImportKind.Member, module, facts.Text(last), facts.Text(last), last);
        ImportPath(facts, target);
    }

    private void ImportPath(FactsBuilder facts, int path)
    {
        var outer = -1;
        for (var at = path; at < facts[path].Next; at++)
        {
            facts.SetRole(at, ReferenceRole.Import, ReferenceFlags.Path);
            if (!facts.Is(at, namespaceNames))
                continue;
            facts.SetMember(at, outer);
            outer = at;
        }
    }

    private int LastLeaf(FactsBuilder facts, int path)
    {
        var last = path;
        for (var at = path; at < facts[path].Next; at++)
            last = facts.Is(at, namespaceNames) || facts.Is(at, Identifiers) || facts.Is(at, TypeIdentifiers) ? at : last;
        return last;
    }

    private void Alias(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, Name);
        if (nameNode < 0)
            return;
        var definition = facts.Define(SymbolKind.TypeAlias, nameNode, node);
        if (facts.EnclosingType >= 0)
            facts.SetVisibility(definition, facts.SectionVisibility);
        facts.OpenScope(node, ScopeKind.Type, definition);
        AfterOpen(facts, node);
        SetType(facts, definition, facts.Child(node, Type), false);
    }

    private void Concept(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, Name);
        if (nameNode < 0)
            return;
        facts.OpenScope(node, ScopeKind.Type, facts.Define(SymbolKind.Interface, nameNode, node));
        AfterOpen(facts, node);
    }
}
