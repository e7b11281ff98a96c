using CodeGraph.Linking.Rules;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Linking;

/// <summary>Types of what library methods return that hand on what their receiver holds.</summary>
internal sealed partial class FileResolver
{
    /// <summary>What a method of a library wrapper (an option, a collection, an iterator, a smart pointer) returns, by what its receiver holds.</summary>
    private int Passed(Operand operand, int depth)
    {
        ref var reference = ref facts.References[operand.Reference];
        if (depth > MaxDepth || reference.Qualifier.Kind is not (OperandKind.Name or OperandKind.Result))
            return Value.UnknownType;
        var passage = Passages.Of(family, program.Names[names[reference.Name]]);
        if (passage == Passage.None)
            return Value.UnknownType;
        var element = InstanceOf(ElementOf(reference.Qualifier), depth + 1);
        if (operand.Kind == OperandKind.ResultElement)
            return passage is Passage.KeepsElement or Passage.KeepsAll ? element : Value.UnknownType;
        return passage switch
        {
            Passage.GivesElement => element,
            Passage.KeepsAll => InstanceOf(reference.Qualifier, depth + 1),
            Passage.Borrows when element == Value.UnknownType => InstanceOf(reference.Qualifier, depth + 1),
            Passage.Borrows => element,
            _ => Value.UnknownType,
        };
    }
}
