using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Go;

internal sealed partial class GoLanguage
{
    private const int MaxLiteralDepth = 16;

    /// <summary>Defines a name unless it is the blank one, which is no name at all.</summary>
    private static int DefineName(FactsBuilder facts, SymbolKind kind, int nameNode, int node, int bodyNode = -1, int visibleFrom = 0)
    {
        if (!IsBlank(facts.Text(nameNode)))
            return facts.Define(kind, nameNode, node, bodyNode, visibleFrom: visibleFrom);
        facts.Consume(nameNode);
        return -1;
    }

    private void Variables(FactsBuilder facts, int node)
    {
        var kind = facts.Is(node, varSpec) ? SymbolKind.Variable : SymbolKind.Constant;
        var visibleFrom = facts.InFunction ? facts[node].End : 0;
        var typeNode = facts.Child(node, type);
        var values = facts.Child(node, value);
        var source = facts.FirstNamedChild(values);
        foreach (var child in facts.Children(node))
        {
            if (facts[child].Field != name || !facts.Is(child, identifiers))
                continue;
            var isFunction = facts.Is(source, funcLiteral) && kind == SymbolKind.Variable;
            var definition = DefineName(facts, isFunction ? SymbolKind.Function : kind, child, node, isFunction ? facts.Child(source, body) : -1, visibleFrom);
            if (definition >= 0)
            {
                if (!facts.InFunction)
                    facts.SetVisibility(definition, VisibilityOf(facts.Text(child)));
                Originate(facts, definition, typeNode, source);
            }
            source = NextValue(facts, source);
        }
    }

    private void ShortVariables(FactsBuilder facts, int node)
    {
        var source = facts.FirstNamedChild(facts.Child(node, right));
        foreach (var child in facts.Children(facts.Child(node, left)))
        {
            if (!facts[child].IsNamed)
                continue;
            if (facts.Is(child, identifiers))
            {
                var definition = DefineNew(facts, child, node, facts.Is(source, funcLiteral) ? SymbolKind.Function : SymbolKind.Variable);
                if (definition >= 0)
                    Originate(facts, definition, -1, source);
            }
            source = NextValue(facts, source);
        }
    }

    /// <summary>Defines what the block does not have yet and writes to what it has; a statement's names are seen after it.</summary>
    private static int DefineNew(FactsBuilder facts, int nameNode, int node, SymbolKind kind = SymbolKind.Variable)
    {
        if (IsBlank(facts.Text(nameNode)))
        {
            facts.Consume(nameNode);
            return -1;
        }
        var known = facts.FindInScope(facts.CurrentScope, facts.Text(nameNode));
        var definition = facts.DefineOrWrite(kind, nameNode, node, visibleFrom: facts[node].End);
        return definition == known ? -1 : definition;
    }

    /// <summary>The next value of a list; where one call gives several results, only the first name has a value.</summary>
    private static int NextValue(FactsBuilder facts, int source)
    {
        if (source < 0)
            return -1;
        var next = facts.NextSibling(source);
        while (next >= 0 && !facts[next].IsNamed)
            next = facts.NextSibling(next);
        return next;
    }

    private void Originate(FactsBuilder facts, int definition, int typeNode, int source)
    {
        SetType(facts, definition, typeNode);
        if (source < 0)
            return;
        if (facts.Is(source, receive) && facts.Text(source).StartsWith("<-"u8))
        {
            facts.SetOrigin(definition, -1, facts.Child(source, operand), element: true);
            return;
        }
        if (facts.Is(source, composite))
            facts.SetElementType(definition, ElementType(facts, facts.Child(source, type)));
        else if (facts.Is(source, call))
            Allocation(facts, definition, source);
        facts.SetOrigin(definition, -1, source);
    }

    // new(T) and make([]T, n) say the type in their first argument.
    private void Allocation(FactsBuilder facts, int definition, int source)
    {
        var callee = facts.Child(source, function);
        if (!facts.Is(callee, identifiers))
            return;
        var typeNode = facts.FirstNamedChild(facts.Child(source, arguments));
        if (facts.Text(callee).SequenceEqual("new"u8))
            facts.SetOrigin(definition, typeNode);
        else if (facts.Text(callee).SequenceEqual("make"u8))
            SetType(facts, definition, typeNode);
    }

    private void Assignment(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(facts.Child(node, left)))
            Write(facts, child);
    }

    private void Write(FactsBuilder facts, int target)
    {
        if (facts.Is(target, identifiers) && IsBlank(facts.Text(target)))
            facts.Consume(target);
        else if (facts.Is(target, identifiers) || facts.Is(target, selector))
            facts.SetRole(facts.NameLeaf(target), ReferenceRole.Write);
    }

    private void Range(FactsBuilder facts, int node)
    {
        var isNew = facts.Child(node, declares) >= 0;
        var position = 0;
        foreach (var child in facts.Children(facts.Child(node, left)))
        {
            if (!isNew)
                Write(facts, child);
            else if (facts.Is(child, identifiers) && DefineNew(facts, child, node) is >= 0 and var definition && position == 1)
            {
                var source = facts.Child(node, right);
                if (facts.Is(source, composite))
                    SetType(facts, definition, ElementType(facts, facts.Child(source, type)));
                else
                    facts.SetOrigin(definition, -1, source, element: true);
            }
            position++;
        }
    }

    private void Receive(FactsBuilder facts, int node)
    {
        var isNew = facts.Child(node, declares) >= 0;
        var source = facts.Child(node, right);
        foreach (var child in facts.Children(facts.Child(node, left)))
        {
            if (!isNew)
                Write(facts, child);
            else if (facts.Is(child, identifiers) && DefineNew(facts, child, node) is >= 0 and var definition && source >= 0)
                Originate(facts, definition, -1, source);
            source = -1;
        }
    }

    private void TypeSwitch(FactsBuilder facts, int node)
    {
        var subject = facts.Child(node, value);
        var nameNode = facts.FirstNamedChild(facts.Child(node, alias));
        if (!facts.Is(nameNode, identifiers))
            return;
        var definition = DefineName(facts, SymbolKind.Variable, nameNode, nameNode, visibleFrom: facts[subject < 0 ? nameNode : subject].End);
        if (definition >= 0)
            facts.SetOrigin(definition, -1, subject);
    }

    // In a clause of one type, the switch's name is a variable of that type.
    private void NarrowedVariable(FactsBuilder facts, int node)
    {
        var nameNode = facts.FirstNamedChild(facts.Child(facts.Parent(node), alias));
        var typeNode = facts.Child(node, type);
        if (!facts.Is(nameNode, identifiers) || IsBlank(facts.Text(nameNode)) || facts.Text(typeNode).SequenceEqual("nil"u8))
            return;
        var types = 0;
        foreach (var child in facts.Children(node))
            types += facts[child].Field == type && facts[child].IsNamed ? 1 : 0;
        if (types == 1)
            SetType(facts, facts.Define(SymbolKind.Variable, nameNode, nameNode), typeNode);
    }

    // `case nil:` names no type, though it stands where types do.
    private void DropNil(FactsBuilder facts, int node)
    {
        foreach (var child in facts.Children(node))
        {
            if (facts[child].Field == type && facts.Text(child).SequenceEqual("nil"u8))
                facts.Consume(child);
        }
    }

    // f[int](x) calls a generic function, or converts to a generic type, as T(x) may.
    private void Conversion(FactsBuilder facts, int node)
    {
        var typeNode = facts.Child(node, type);
        if (facts.Is(typeNode, genericType))
            facts.SetCall(facts.NameLeaf(typeNode), 1);
    }

    private void KeyedElement(FactsBuilder facts, int node)
    {
        var leaf = facts.FirstNamedChild(facts.Child(node, key));
        if (!facts.Is(leaf, identifiers))
            return;
        var typeNode = LiteralType(facts, facts.Parent(node));
        // The keys of maps and arrays are expressions.
        if (facts.Is(typeNode, containers))
            return;
        facts.SetRole(leaf, ReferenceRole.Write, ReferenceFlags.Key);
        if (facts.NameLeaf(typeNode) >= 0)
            facts.SetMember(leaf, typeNode);
    }

    /// <summary>The type of what braces hold, which inner literals take from the elements' type of the outer one.</summary>
    private int LiteralType(FactsBuilder facts, int literal)
    {
        var depth = 0;
        var at = literal;
        for (; !facts.Is(facts.Parent(at), composite); depth++)
        {
            at = facts.Parent(at);
            while (at >= 0 && !facts.Is(at, literalValue))
                at = facts.Parent(at);
            if (at < 0 || depth == MaxLiteralDepth)
                return -1;
        }
        var typeNode = facts.Child(facts.Parent(at), type);
        for (; depth > 0 && typeNode >= 0; depth--)
            typeNode = facts.Is(typeNode, containers) ? ElementType(facts, typeNode) : -1;
        return StripPointers(facts, typeNode);
    }
}
