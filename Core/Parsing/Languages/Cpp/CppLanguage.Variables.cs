using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Cpp;

internal sealed partial class CppLanguage
{
    protected override void Declare(FactsBuilder facts, int node, int typeNode, in Declared declared)
    {
        if (facts.Is(declared.Name, structuredBinding))
        {
            Bind(facts, declared.Name, node, facts[node].End);
            return;
        }
        var (last, qualifier) = Unqualify(facts, declared.Name);
        if (last < 0)
            return;
        if (declared.Function >= 0 || facts.Is(last, operatorCast))
        {
            if (facts.InFunction && qualifier < 0 && facts.Is(last, Identifiers) && !HasStorage(facts, node, "extern"u8))
                Construct(facts, node, typeNode, declared);
            else
                Prototype(facts, node, declared, last);
            return;
        }
        if (qualifier >= 0 && facts.Is(last, Identifiers))
        {
            var member = facts.Define(SymbolKind.Field, last, node, bind: false);
            facts.AddFlags(member, DefinitionFlags.OutOfLine);
            facts.SetOrigin(member, -1, receiverNode: qualifier);
            SetType(facts, member, typeNode, declared.IsPointer, declared.Value);
            return;
        }
        if (facts.Is(declared.Value, lambda) && facts.Is(declared.Name, Identifiers))
        {
            facts.Define(SymbolKind.Function, declared.Name, node, facts.Child(declared.Value, Body), visibleFrom: facts.InFunction ? facts[declared.Name].End : 0);
            return;
        }
        base.Declare(facts, node, typeNode, declared);
        if (facts.EnclosingType >= 0 && facts.DefinitionOf(declared.Name) is >= 0 and var definition)
            facts.SetVisibility(definition, facts.SectionVisibility);
        // `T x(1)` and `T x{1}` call a constructor.
        if (declared.Value >= 0 && !declared.IsPointer && !facts.Is(node, FieldDeclarations)
            && (facts.Is(declared.Value, argumentList) || (facts.Is(declared.Value, InitializerList) && !IsAssigned(facts, declared.Value))))
            facts.SetCall(facts.NameLeaf(typeNode), facts.ArgumentCount(declared.Value), ReferenceFlags.New);
    }

    private static bool IsAssigned(FactsBuilder facts, int list)
    {
        var parent = facts.Parent(list);
        var before = facts.Text(parent)[..(facts[list].Start - facts[parent].Start)].TrimEnd(" \t\r\n"u8);
        return before.EndsWith("="u8);
    }

    private void Prototype(FactsBuilder facts, int node, in Declared declared, int last)
    {
        var head = facts.Is(last, operatorCast) ? declared with { Function = facts.Child(last, Declarator) } : declared;
        var definition = DefineFunction(facts, head, node, -1);
        if ((facts.DefinitionAt(definition).Flags & DefinitionFlags.Abstract) == 0)
            facts.AddFlags(definition, DefinitionFlags.DeclarationOnly);
        if (facts.Is(last, operatorCast))
            facts.SetOrigin(definition, facts.Child(last, Type));
        else
            ReturnType(facts, node, definition, declared);
    }

    // Inside of a function, `T x(a)` is read as a prototype but hardly ever is one.
    private void Construct(FactsBuilder facts, int node, int typeNode, in Declared declared)
    {
        var definition = facts.Define(SymbolKind.Variable, declared.Name, node, visibleFrom: facts[declared.Name].End);
        SetType(facts, definition, typeNode, declared.IsPointer);
        var list = facts.Child(declared.Function, Parameters);
        var count = 0;
        foreach (var child in facts.Children(list))
        {
            if (!facts.Is(child, ParameterDeclarations))
                continue;
            count++;
            var argument = facts.Child(child, Type);
            if (facts.Child(child, Declarator) < 0 && facts.Is(argument, TypeIdentifiers))
                facts.SetRole(argument, ReferenceRole.Read);
        }
        if (!declared.IsPointer && count > 0)
            facts.SetCall(facts.NameLeaf(typeNode), count, ReferenceFlags.New);
    }

    private void Bind(FactsBuilder facts, int pattern, int node, int visibleFrom)
    {
        foreach (var child in facts.Children(pattern))
        {
            if (!facts.Is(child, Identifiers) || facts.Text(child).SequenceEqual("_"u8))
                continue;
            facts.Define(SymbolKind.Variable, child, node, visibleFrom: facts.InFunction ? visibleFrom : 0);
        }
    }

    private void RangeLoop(FactsBuilder facts, int node)
    {
        var source = facts.Child(node, right);
        var declared = Unwrap(facts, facts.Child(node, Declarator));
        var visibleFrom = source < 0 ? facts[node].Start : facts[source].End;
        if (facts.Is(declared.Name, structuredBinding))
        {
            Bind(facts, declared.Name, declared.Name, visibleFrom);
        }
        else if (facts.Is(declared.Name, Identifiers))
        {
            var definition = facts.Define(SymbolKind.Variable, declared.Name, declared.Name, visibleFrom: visibleFrom);
            SetType(facts, definition, facts.Child(node, Type), declared.IsPointer);
            facts.SetOrigin(definition, -1, source, element: true);
        }
    }

    protected override SymbolKind VariableKind(FactsBuilder facts, int node, in Declared declared) =>
        HasQualifier(facts, node, "constexpr"u8) ? SymbolKind.Constant : base.VariableKind(facts, node, declared);

    /// <summary>Sees through owning pointers, and takes the element type of containers from their last argument.</summary>
    protected override void SetType(FactsBuilder facts, int definition, int typeNode, bool isPointer, int valueNode = -1)
    {
        var named = TemplateOf(facts, typeNode);
        if (named >= 0)
        {
            var argument = TypeArgument(facts, named);
            var leaf = facts.NameLeaf(named);
            if (leaf >= 0 && IsOwningPointer(facts.Text(leaf)) && argument >= 0)
                typeNode = argument;
            else if (argument >= 0)
                facts.SetElementType(definition, argument);
        }
        else if (typeNode >= 0 && facts.NameLeaf(typeNode) < 0 && valueNode >= 0)
        {
            typeNode = CreatedType(facts, valueNode);
        }
        base.SetType(facts, definition, typeNode, isPointer, valueNode);
    }

    /// <summary>The template among <c>std::vector&lt;T&gt;</c> and the like, -1 for none.</summary>
    private int TemplateOf(FactsBuilder facts, int typeNode)
    {
        for (var depth = 0; facts.Is(typeNode, qualified) && depth < 200; depth++)
            typeNode = facts.LastNamedChild(typeNode);
        return facts.Is(typeNode, templateType) || facts.Is(typeNode, templateFunction) ? typeNode : -1;
    }

    private int TypeArgument(FactsBuilder facts, int templated)
    {
        var list = facts.Child(templated, Arguments);
        var leaf = facts.NameLeaf(templated);
        return leaf >= 0 && facts.Text(leaf).EndsWith("map"u8) ? facts.LastNamedChild(list) : facts.FirstNamedChild(list);
    }

    private static bool IsOwningPointer(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("unique_ptr"u8) || text.SequenceEqual("shared_ptr"u8) || text.SequenceEqual("weak_ptr"u8) || text.SequenceEqual("RefPtr"u8) || text.SequenceEqual("scoped_refptr"u8);

    /// <summary>The type that <c>make_unique&lt;T&gt;(...)</c> or <c>static_cast&lt;T*&gt;(...)</c> says, -1 for other values.</summary>
    private int CreatedType(FactsBuilder facts, int valueNode)
    {
        if (!facts.Is(valueNode, call))
            return -1;
        var named = TemplateOf(facts, facts.Child(valueNode, Function));
        var leaf = named < 0 ? -1 : facts.NameLeaf(named);
        return leaf >= 0 && (IsCast(facts.Text(leaf)) || facts.Text(leaf).StartsWith("make_"u8)) ? TypeArgument(facts, named) : -1;
    }

    private static bool IsCast(ReadOnlySpan<byte> text) => text.EndsWith("_cast"u8);

    private void Call(FactsBuilder facts, int node)
    {
        var callee = facts.Child(node, Function);
        if (!facts.Is(callee, templateFunction))
            return;
        var leaf = facts.NameLeaf(callee);
        if (leaf >= 0 && (facts.Text(leaf).SequenceEqual("static_cast"u8) || facts.Text(leaf).SequenceEqual("dynamic_cast"u8) || facts.Text(leaf).SequenceEqual("const_cast"u8)
            || facts.Text(leaf).SequenceEqual("reinterpret_cast"u8)))
            facts.Consume(leaf);
    }
}
