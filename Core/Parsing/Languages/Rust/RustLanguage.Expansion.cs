using System.Text;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Rust;

/// <summary>Items that macros of the same file define where they are used.</summary>
internal sealed partial class RustLanguage
{
    /// <summary>Uses of one macro that are expanded; beyond, what it defines is not known.</summary>
    private const int MaxExpansions = 64;

    private void Expansion(FactsBuilder facts, int node)
    {
        var isCall = facts.Is(node, callExpression);
        if (isCall && !IsMacroCall(facts, node))
            return;
        var called = facts.Child(node, isCall ? function : macro);
        var tokens = isCall ? facts.Child(node, arguments) : facts.Child(node, tokenTree);
        if (tokens < 0 || !facts.Is(called, identifiers) || facts.FindVisible(facts.Text(called)) is not (>= 0 and var rules)
            || facts.DefinitionAt(rules).Kind != SymbolKind.Macro || facts.CountUse(rules) > MaxExpansions)
            return;
        var items = MacroRules.Items(facts.Text(facts.DefinitionAt(rules).Start, facts.DefinitionAt(rules).End), facts.Text(tokens));
        foreach (var item in items)
        {
            if (item.Type < 0)
                facts.SetVisibility(DefineItem(facts, node, called, tokens, item), Visibility.Internal);
        }
        var type = -1;
        foreach (var item in items)
        {
            if (item.Type < 0)
                continue;
            // What a block holds is bound to no name around the macro.
            if (item.Type != type)
                facts.OpenScope(node, ScopeKind.Type);
            type = item.Type;
            if (NameAt(facts, tokens, type) is >= 0 and var typeNode)
                DefineMember(facts, node, called, tokens, typeNode, item);
        }
    }

    private void DefineMember(FactsBuilder facts, int node, int called, int tokens, int typeNode, MacroItem item)
    {
        facts.KeepUse(typeNode);
        facts.SetRole(typeNode, ReferenceRole.Type, ReferenceFlags.TypePosition);
        var member = DefineItem(facts, node, called, tokens, item);
        facts.SetVisibility(member, Visibility.Public);
        facts.AddFlags(member, item.OfTrait ? DefinitionFlags.OutOfLine | DefinitionFlags.OfTrait : DefinitionFlags.OutOfLine);
        facts.SetOrigin(member, item.Gives == Given.Itself ? typeNode : -1, receiverNode: typeNode);
        if (item.Gives == Given.Wrapped)
            facts.SetElementType(member, typeNode);
    }

    private int DefineItem(FactsBuilder facts, int node, int called, int tokens, MacroItem item)
    {
        if (item.NameAt >= 0 && NameAt(facts, tokens, item.NameAt) is >= 0 and var named && facts.DefinitionOf(named) < 0)
            return facts.Define(item.Kind, named, node);
        var definition = facts.Define(item.Kind, called, node, name: facts.Intern(Encoding.UTF8.GetBytes(item.Name)));
        facts.KeepUse(called);
        return definition;
    }

    /// <summary>The name that stands at a place in the arguments of a macro, -1 for none.</summary>
    private int NameAt(FactsBuilder facts, int tokens, int offset)
    {
        for (var at = tokens; at < facts[tokens].Next; at++)
        {
            if (facts.Is(at, identifiers) && facts[at].Start == facts[tokens].Start + offset)
                return at;
        }
        return -1;
    }
}
