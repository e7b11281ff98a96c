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

    /// <summary>The one type whose instances reach a use of a variable.</summary>
    private int InstanceOfReaching(Operand use, Operand value, int depth)
    {
        ref var reference = ref facts.References[use.Reference];
        if (depth > MaxDepth)
            return Value.UnknownType;
        if (reference.Binding >= 0 && facts.Definitions[reference.Binding].DeclaredType >= 0)
            return use.Kind == OperandKind.Name ? KnownTypeOf(first + reference.Binding) : KnownElementOf(first + reference.Binding);
        if (value.Kind == OperandKind.Definition)
            return use.Kind == OperandKind.Name && IsNamed(value) && facts.Definitions[value.Reference].Kind.IsType() ? EntityOfSymbol(first + value.Reference) : Value.UnknownType;
        if (use.Kind == OperandKind.Element)
            value = ElementOf(value);
        if (value.Kind != OperandKind.Slot || facts.Slots[value.Reference] is not { Kind: SlotKind.Choice } choice)
            return InstanceOf(value, depth + 1);
        var found = Value.UnknownType;
        for (var i = 0; i < choice.Count; i++)
        {
            var entry = facts.SlotEntries[choice.First + i].Value;
            var type = entry.Kind == OperandKind.Definition ? Value.UnknownType : InstanceOf(entry, depth + 1);
            if (type == Value.UnknownType || (i > 0 && type != found))
                return Value.UnknownType;
            found = type;
        }
        return found;
    }
}
