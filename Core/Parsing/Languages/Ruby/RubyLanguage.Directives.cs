using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Ruby;

internal sealed partial class RubyLanguage
{
    /// <summary>Calls without a receiver that declare something: mixins, attributes, files, visibility, methods by name.</summary>
    private void Directive(FactsBuilder facts, int node, int called)
    {
        var list = facts.Child(node, arguments);
        if (list < 0)
            return;
        var inType = facts.ScopeAt(facts.CurrentScope).Kind == ScopeKind.Type;
        var text = facts.Text(called);
        switch (text.Length)
        {
            case 7 when text.SequenceEqual("require"u8):
                Load(facts, called, facts.FirstNamedChild(list), ImportFlags.None);
                break;
            case 16 when text.SequenceEqual("require_relative"u8):
                Load(facts, called, facts.FirstNamedChild(list), ImportFlags.Relative);
                break;
            case 8 when text.SequenceEqual("autoload"u8):
                Load(facts, called, facts.LastNamedChild(list), ImportFlags.None);
                break;
            case 7 when inType && (text.SequenceEqual("include"u8) || text.SequenceEqual("prepend"u8)):
            case 6 when inType && text.SequenceEqual("extend"u8):
                Mix(facts, called, list);
                break;
            case 11 or 13 when inType && (text.SequenceEqual("attr_reader"u8) || text.SequenceEqual("attr_writer"u8) || text.SequenceEqual("attr_accessor"u8)):
                Attributes(facts, node, called, list);
                break;
            case 12 when text.SequenceEqual("alias_method"u8):
                AliasMethod(facts, node, called, list);
                break;
            case 13 when text.SequenceEqual("define_method"u8):
                DefineMethod(facts, node, called, list);
                break;
            case 23 when text.SequenceEqual("define_singleton_method"u8):
                DefineMethod(facts, node, called, list);
                break;
            case 6 or 7 or 9 or 20 when inType:
                ChangeVisibility(facts, called, list);
                break;
        }
    }

    private void Load(FactsBuilder facts, int called, int path, ImportFlags flags)
    {
        var text = LiteralName(facts, path);
        if (text.IsEmpty || !facts.Is(path, strings))
            return;
        facts.Import(ImportKind.Include, text, default, default, path, flags);
        facts.Consume(called);
    }

    private static void Mix(FactsBuilder facts, int called, int list)
    {
        facts.Consume(called);
        foreach (var child in facts.Children(list))
            facts.Inherit(child, implements: true);
    }

    private void Attributes(FactsBuilder facts, int node, int called, int list)
    {
        facts.Consume(called);
        foreach (var child in facts.Children(list))
        {
            if (DefineLiteral(facts, SymbolKind.Property, child, node) is >= 0 and var definition && facts.Is(facts.Parent(facts.Parent(node)), singletonClasses))
                facts.AddFlags(definition, DefinitionFlags.Static);
        }
    }

    private void AliasMethod(FactsBuilder facts, int node, int called, int list)
    {
        var added = facts.FirstNamedChild(list);
        var original = facts.LastNamedChild(list);
        var definition = added == original ? -1 : DefineLiteral(facts, SymbolKind.Method, added, node);
        if (definition < 0)
            return;
        facts.Consume(called);
        var text = LiteralName(facts, original);
        if (text.IsEmpty)
            return;
        facts.AddReference(original, text, ReferenceRole.Read, Operand.None, start: facts[original].Start + 1);
    }

    // `define_method(:name) { |a| ... }`
    private void DefineMethod(FactsBuilder facts, int node, int called, int list)
    {
        var code = facts.Child(node, block);
        if (code < 0)
            code = facts.LastNamedChild(list);
        var definition = DefineLiteral(facts, SymbolKind.Method, facts.FirstNamedChild(list), node, code);
        if (definition < 0)
            return;
        facts.Consume(called);
        facts.SetArity(definition, 0, 0);
        facts.SetOwner(code, definition);
        if (facts.Text(called).SequenceEqual("define_singleton_method"u8))
            facts.AddFlags(definition, DefinitionFlags.Static);
    }

    // `private :a, :b`; `private def m` is seen by the method itself.
    private void ChangeVisibility(FactsBuilder facts, int called, int list)
    {
        var text = facts.Text(called);
        var visibility = text.SequenceEqual("private_class_method"u8) ? Visibility.Private : VisibilityNamed(text);
        if (visibility == Visibility.Default)
            return;
        facts.Consume(called);
        foreach (var child in facts.Children(list))
        {
            var named = LiteralName(facts, child);
            if (!named.IsEmpty && facts.FindInScope(facts.CurrentScope, named) is >= 0 and var definition)
                facts.SetVisibility(definition, visibility);
        }
    }
}
