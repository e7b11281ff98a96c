using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>What the order of statements says of a use.</summary>
internal sealed partial class FileResolver
{
    /// <summary>Of several definitions of a function or type in one scope, those that reach the use; none where that is not all there is to it.</summary>
    private Value Redefined(in Reference reference)
    {
        if (facts.Reaching.Length == 0 || !facts.TryReaching(present, out var value))
            return Value.None;
        if (value.Kind == OperandKind.Definition)
            return IsNamed(value) ? Chosen([value.Reference], reference) : Value.None;
        if (value.Kind != OperandKind.Slot || facts.Slots[value.Reference] is not { Kind: SlotKind.Choice } choice)
            return Value.None;
        var definitions = new List<int>();
        foreach (ref var entry in facts.SlotEntries.AsSpan(choice.First, choice.Count))
        {
            if (!IsNamed(entry.Value))
                return Value.None;
            definitions.Add(entry.Value.Reference);
        }
        return Chosen(definitions, reference);
    }

    private bool IsNamed(Operand value) => value.Kind == OperandKind.Definition && facts.Definitions[value.Reference].Kind is var kind && (kind.IsCallable() || kind.IsType());

    private Value Chosen(List<int> definitions, in Reference reference)
    {
        candidates.Clear();
        foreach (var definition in definitions)
            candidates.Add(first + definition);
        if (candidates.Count == 1)
            return Select(reference, Tier.Exact);
        candidates.Sort();
        return AddSet(Tier.Exact);
    }

    /// <summary>The one type whose instances reach a use of a variable; what the variable is declared as goes before.</summary>
    private int InstanceOfReaching(Operand use, Operand value, int depth)
    {
        if (depth > MaxDepth)
            return Value.UnknownType;
        var binding = facts.References[use.Reference].Binding;
        var usual = binding < 0 ? Value.UnknownType : use.Kind == OperandKind.Name ? KnownTypeOf(first + binding) : KnownElementOf(first + binding);
        if (binding >= 0 && (facts.Definitions[binding] is { DeclaredType: >= 0 } or { ElementType: >= 0 } || (facts.Definitions[binding].Flags & DefinitionFlags.LanguageType) != 0))
            return usual;
        var type = TypeOfReaching(use, value, depth);
        // What starts as something from outside and is then something unknown bears no member of the repository.
        return type == Value.UnknownType && usual == Value.ExternalType ? usual : type;
    }

    private int TypeOfReaching(Operand use, Operand value, int depth)
    {
        if (value.Kind != OperandKind.Slot || facts.Slots[value.Reference] is not { Kind: SlotKind.Choice } choice)
            return TypeOfOne(use, value, depth);
        var found = Value.UnknownType;
        for (var i = 0; i < choice.Count; i++)
        {
            var type = TypeOfOne(use, facts.SlotEntries[choice.First + i].Value, depth);
            if (type == Value.UnknownType || (i > 0 && type != found))
                return Value.UnknownType;
            found = type;
        }
        return found;
    }

    private int TypeOfOne(Operand use, Operand value, int depth)
    {
        if (value.Kind != OperandKind.Definition)
            return InstanceOf(use.Kind == OperandKind.Element ? ElementOf(value) : value, depth + 1);
        if (facts.Definitions[value.Reference].Kind == SymbolKind.Parameter)
            return use.Kind == OperandKind.Name ? KnownTypeOf(first + value.Reference) : KnownElementOf(first + value.Reference);
        return use.Kind == OperandKind.Name && IsNamed(value) && facts.Definitions[value.Reference].Kind.IsType() ? EntityOfSymbol(first + value.Reference) : Value.UnknownType;
    }
}
