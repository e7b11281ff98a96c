using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Rust;

internal sealed partial class RustLanguage
{
    private const int MaxDepth = 200;

    // The parameters and the top of the body are one scope.
    private void Block(FactsBuilder facts, int node)
    {
        if (!facts.Is(facts.Parent(node), functionItem))
            facts.OpenScope(node, ScopeKind.Block);
    }

    private void Closure(FactsBuilder facts, int node)
    {
        var definition = -1;
        var declaration = facts.Parent(node);
        if (facts.Is(declaration, letDeclaration) && facts[node].Field == value)
        {
            var target = Unmodified(facts, facts.Child(declaration, pattern));
            if (facts.Is(target, identifiers))
                definition = LastFunction(facts, target, declaration);
        }
        facts.OpenScope(node, ScopeKind.Function, definition);
        Parameters(facts, node, definition);
        if (definition >= 0)
            SetType(facts, definition, facts.Child(node, returnType));
    }

    // Several `let`s may give one name in turn; the one around the closure is meant.
    private static int LastFunction(FactsBuilder facts, int nameNode, int declaration)
    {
        var seen = 0;
        for (var at = facts.FindInScope(facts.CurrentScope, facts.Text(nameNode)); at >= 0 && seen < FactsBuilder.MaxSameName; at = facts.DefinitionAt(at).NextSame, seen++)
        {
            if (facts.DefinitionAt(at).Kind == SymbolKind.Function && facts.DefinitionAt(at).Start == facts[declaration].Start)
                return at;
        }
        return -1;
    }

    private void Let(FactsBuilder facts, int node)
    {
        var source = facts.Child(node, value);
        var target = facts.Child(node, pattern);
        var isFunction = facts.Is(source, closure) && facts.Is(Unmodified(facts, target), identifiers);
        Bind(facts, target, node, isFunction ? SymbolKind.Function : SymbolKind.Variable, facts[node].End, facts.Child(node, type), source);
    }

    private void LetCondition(FactsBuilder facts, int node) =>
        Bind(facts, facts.Child(node, pattern), node, SymbolKind.Variable, facts[node].End, -1, facts.Child(node, value));

    private void For(FactsBuilder facts, int node)
    {
        var source = facts.Child(node, value);
        var target = facts.Child(node, pattern);
        Bind(facts, target, target, SymbolKind.Variable, source < 0 ? facts[node].Start : facts[source].End, elementsOf: source);
    }

    private int Unmodified(FactsBuilder facts, int target)
    {
        while (facts.Is(target, binders) && facts.CountNamedChildren(target) is 1 or 2 && facts.LastNamedChild(target) is >= 0 and var inner
            && (facts.CountNamedChildren(target) == 1 || facts.Is(facts.FirstNamedChild(target), mutable)))
            target = inner;
        return target;
    }

    /// <summary>Defines the names of a pattern. Lower-case names bind; upper-case ones and paths refer to constants, variants and structs.</summary>
    private void Bind(FactsBuilder facts, int target, int node, SymbolKind kind, int visibleFrom, int typeNode = -1, int source = -1, int elementsOf = -1, int depth = 0, bool alternative = false)
    {
        if (target < 0 || depth > MaxDepth)
            return;
        if (facts.Is(target, identifiers) || facts.Is(target, shorthand))
        {
            if (facts.Is(target, identifiers) && IsUpper(facts.Text(target)))
                return;
            // The other sides of `A(x) | B(x)` bind the same name once more.
            if (alternative && facts.FindInScope(facts.CurrentScope, facts.Text(target)) is >= 0 and var same && LastStart(facts, same) >= facts[node].Start)
            {
                if (facts.Is(target, shorthand))
                    facts.MarkName(target);
                facts.SetRole(target, ReferenceRole.Write);
                return;
            }
            var definition = facts.Define(kind, target, node, kind == SymbolKind.Function ? facts.Child(source, body) : -1, visibleFrom: visibleFrom);
            if (elementsOf >= 0)
                facts.SetOrigin(definition, -1, elementsOf, element: true);
            else if (typeNode >= 0 || source >= 0)
                SetType(facts, definition, typeNode, source);
        }
        else if (facts.Is(target, binders))
        {
            var whole = Unmodified(facts, target);
            var through = whole != target;
            foreach (var child in facts.Children(target))
            {
                if (facts[child].IsNamed)
                    Bind(facts, child, node, kind, visibleFrom, through ? typeNode : -1, through ? source : -1, through ? elementsOf : -1, depth + 1, alternative || facts.Is(target, orPattern));
            }
        }
        else if (facts.Is(target, tupleStruct))
        {
            // Some(x), Ok(x): what the value holds.
            var constructor = facts.NameLeaf(facts.Child(target, type));
            var unwraps = source >= 0 && constructor >= 0 && (facts.Text(constructor).SequenceEqual("Some"u8) || facts.Text(constructor).SequenceEqual("Ok"u8));
            foreach (var child in facts.Children(target))
            {
                if (facts[child].IsNamed && facts[child].Field != type)
                    Bind(facts, child, node, kind, visibleFrom, elementsOf: unwraps ? source : -1, depth: depth + 1, alternative: alternative);
            }
        }
        else if (facts.Is(target, structPattern))
        {
            var structType = facts.Child(target, type);
            foreach (var child in facts.Children(target))
            {
                if (!facts.Is(child, fieldPattern))
                    continue;
                var nameNode = facts.Child(child, name);
                if (facts.Is(nameNode, shorthand))
                {
                    Bind(facts, nameNode, node, kind, visibleFrom, depth: depth + 1, alternative: alternative);
                    continue;
                }
                facts.SetRole(nameNode, ReferenceRole.Read, ReferenceFlags.Key);
                facts.SetMember(nameNode, structType);
                Bind(facts, facts.Child(child, pattern), node, kind, visibleFrom, depth: depth + 1, alternative: alternative);
            }
        }
    }

    private static int LastStart(FactsBuilder facts, int definition)
    {
        for (var seen = 0; seen < FactsBuilder.MaxSameName && facts.DefinitionAt(definition).NextSame is >= 0 and var next; seen++)
            definition = next;
        return facts.DefinitionAt(definition).Start;
    }

    private void Write(FactsBuilder facts, int target)
    {
        if (facts.Is(target, identifiers) || facts.Is(target, fieldExpression))
            facts.SetRole(facts.NameLeaf(target), ReferenceRole.Write);
    }

    // Types and variants are called to construct, and start with a capital.
    private void Call(FactsBuilder facts, int node)
    {
        var leaf = facts.NameLeaf(facts.Child(node, function));
        if (leaf >= 0 && facts[leaf].IsNamed && IsUpper(facts.Text(leaf)))
            facts.AddReferenceFlags(leaf, ReferenceFlags.New);
    }

    private void TupleMember(FactsBuilder facts, int node)
    {
        var leaf = facts.Child(node, field);
        if (!facts.Is(leaf, integers))
            return;
        facts.MarkName(leaf);
        facts.SetMember(leaf, facts.Child(node, value));
    }

    private void FieldInitializer(FactsBuilder facts, int node)
    {
        var leaf = facts.Child(node, field);
        if (facts.Is(leaf, integers))
            return;
        facts.SetRole(leaf, ReferenceRole.Write, ReferenceFlags.Key);
        facts.SetMember(leaf, facts.Child(facts.Parent(facts.Parent(node)), name));
    }
}
