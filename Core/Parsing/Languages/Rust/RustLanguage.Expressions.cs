using System.Collections.Frozen;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Rust;

internal sealed partial class RustLanguage
{
    private const int MaxDepth = 200;

    /// <summary>Methods of Option, Result and iterators that pass what they hold to a closure.</summary>
    private static readonly FrozenSet<string> Takers = (
        "map for_each filter any all find filter_map flat_map position inspect take_while skip_while map_while max_by_key min_by_key partition retain sort_by_key sort_unstable_by_key sort_by "
        + "and_then is_some_and is_ok_and is_none_or map_or map_or_else find_map rposition try_for_each")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

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

    /// <summary>The receiver of a method that calls the closure with what the receiver holds, as <c>map</c>; -1 for others.</summary>
    private int TakenFrom(FactsBuilder facts, int node)
    {
        var call = facts.Parent(facts.Parent(node));
        var called = facts.Is(call, callExpression) ? facts.Child(call, function) : -1;
        return facts.Is(called, fieldExpression) && facts.NameLeaf(called) is >= 0 and var leaf && Takers.Contains(System.Text.Encoding.UTF8.GetString(facts.Text(leaf)))
            ? facts.Child(called, value)
            : -1;
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

    /// <summary>What a pointer that is made leads to: <c>x</c> of <c>Arc::new(x)</c>.</summary>
    private int Pointee(FactsBuilder facts, int node)
    {
        for (var depth = 0; depth < MaxDepth && facts.Is(node, callExpression); depth++)
        {
            var called = facts.Child(node, function);
            if (!facts.Is(called, scopedIdentifier) || !facts.Text(facts.Child(called, name)).SequenceEqual("new"u8) || facts.NameLeaf(facts.Child(called, path)) is not (>= 0 and var leaf)
                || !IsPointer(facts.Text(leaf)) || facts.FirstNamedChild(facts.Child(node, arguments)) is not (>= 0 and var pointee))
                break;
            node = pointee;
        }
        return node;
    }

    private void Let(FactsBuilder facts, int node)
    {
        var source = Pointee(facts, facts.Child(node, value));
        var target = facts.Child(node, pattern);
        Expect(facts, source, facts.Child(node, type));
        var isFunction = facts.Is(source, closure) && facts.Is(Unmodified(facts, target), identifiers);
        Bind(facts, target, node, isFunction ? SymbolKind.Function : SymbolKind.Variable, facts[node].End, facts.Child(node, type), source);
    }

    // What the condition of an `if` binds is seen in what follows from it, not behind `else`.
    private void ConditionScope(FactsBuilder facts, int node)
    {
        if (facts.Is(facts.Parent(node), ifExpression))
            facts.OpenScope(node, ScopeKind.Block, until: facts.Child(facts.Parent(node), consequence));
    }

    private void LetCondition(FactsBuilder facts, int node) =>
        Bind(facts, facts.Child(node, pattern), node, SymbolKind.Variable, facts[node].End, -1, facts.Child(node, value));

    private void MatchArm(FactsBuilder facts, int node)
    {
        var matched = facts.Child(facts.Parent(facts.Parent(node)), value);
        Bind(facts, facts.FirstNamedChild(facts.Child(node, pattern)), facts.Child(node, pattern), SymbolKind.Variable, 0, source: matched);
    }

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
            var unwraps = (source >= 0 || elementsOf >= 0) && constructor >= 0 && (facts.Text(constructor).SequenceEqual("Some"u8) || facts.Text(constructor).SequenceEqual("Ok"u8));
            var isFirst = !unwraps;
            // Options and results in one another are held as one.
            var whole = source >= 0 ? source : elementsOf;
            while (unwraps && facts.Is(whole, steps))
                whole = facts.FirstNamedChild(whole);
            foreach (var child in facts.Children(target))
            {
                if (!facts[child].IsNamed || facts[child].Field == type)
                    continue;
                // What it holds first has the type that the variant declares.
                Bind(facts, child, node, kind, visibleFrom, isFirst ? facts.Child(target, type) : -1, elementsOf: unwraps ? whole : -1, depth: depth + 1, alternative: alternative);
                isFirst = false;
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

    private void Write(FactsBuilder facts, int node)
    {
        var target = facts.Child(node, left);
        // `format!("{width}", width = 3)` names an argument.
        if (facts.Is(facts.Parent(node), argumentList) && IsMacroCall(facts, facts.Parent(facts.Parent(node))))
            return;
        if (facts.Is(target, identifiers) || facts.Is(target, fieldExpression))
            facts.SetRole(facts.NameLeaf(target), ReferenceRole.Write);
    }

    // Types and variants are called to construct, and start with a capital.
    private void Call(FactsBuilder facts, int node)
    {
        var leaf = facts.NameLeaf(facts.Child(node, function));
        if (IsMacroCall(facts, node))
        {
            facts.SetCall(leaf, -1, ReferenceFlags.Macro);
            foreach (var passed in facts.Children(facts.Child(node, arguments)))
            {
                if (facts.Is(passed, assignment))
                    facts.ConsumeAll(facts.Child(passed, left));
            }
            return;
        }
        if (leaf >= 0 && facts[leaf].IsNamed && IsUpper(facts.Text(leaf)))
            facts.AddReferenceFlags(leaf, ReferenceFlags.New);
    }

    /// <summary>See <see cref="MacroArguments"/>.</summary>
    private bool IsMacroCall(FactsBuilder facts, int node) =>
        facts.Is(node, callExpression) && facts.Child(node, function) is >= 0 and var called && facts.ByteAt(facts[called].End) == MacroArguments.Mark;

    // `Point { x }` reads a variable and writes the field of its name.
    private void ShorthandInitializer(FactsBuilder facts, int node)
    {
        var leaf = facts.LastNamedChild(node);
        if (leaf >= 0)
            MemberOf(facts, node, leaf, facts.Child(facts.Parent(facts.Parent(node)), name), ReferenceRole.Write);
    }

    // `Point { x }` as a pattern reads the field and binds a variable of its name.
    private void ShorthandPattern(FactsBuilder facts, int node)
    {
        var leaf = facts.Child(node, name);
        if (facts.Is(leaf, shorthand))
            MemberOf(facts, node, leaf, facts.Child(facts.Parent(node), type), ReferenceRole.Read);
    }

    private static void MemberOf(FactsBuilder facts, int node, int leaf, int typeNode, ReferenceRole role)
    {
        var qualifier = facts.OperandOf(typeNode);
        if (qualifier.Kind == OperandKind.Name)
            facts.AddReference(node, facts.Text(leaf), role, qualifier, flags: ReferenceFlags.Key, start: facts[leaf].Start);
    }

    private static void Label(FactsBuilder facts, int node)
    {
        facts.Consume(facts.FirstNamedChild(node));
        if (facts.ByteAt(facts[node].End) == (byte)':')
            facts.Define(SymbolKind.Variable, node, node, visibleFrom: facts[node].Start);
        else
            facts.AddReference(node, facts.Text(node), ReferenceRole.Read, Operand.None);
    }

    /// <summary>The instance as a value: a use of the parameter, which stands for the instance all the same.</summary>
    private void SelfValue(FactsBuilder facts, int node)
    {
        var parent = facts.Parent(node);
        if (!facts.IsConsumed(node) && !facts.Is(parent, selfPlaces) && (facts.FindVisible("self"u8) >= 0))
            facts.AddReference(node, "self"u8, ReferenceRole.Read, Operand.None);
    }

    private void Lifetime(FactsBuilder facts, int node)
    {
        facts.Consume(facts.FirstNamedChild(node));
        var isDefinition = facts.Is(facts.Parent(node), lifetimeOwners) && facts.FirstNamedChild(facts.Parent(node)) == node || facts.Is(facts.Parent(node), forLifetimes);
        if (facts.DefinitionOf(node) >= 0 || facts.Text(node).SequenceEqual("'static"u8) || facts.Text(node).SequenceEqual("'_"u8))
            return;
        if (isDefinition)
            facts.Define(SymbolKind.TypeParameter, node, node, visibleFrom: facts[node].Start);
        else
            facts.AddReference(node, facts.Text(node), ReferenceRole.Type, Operand.None, flags: ReferenceFlags.TypePosition);
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
