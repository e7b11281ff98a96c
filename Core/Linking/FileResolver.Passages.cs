using CodeGraph.Linking.Rules;
using CodeGraph.Model;
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

    /// <summary>The type of the elements that a symbol holds or returns: by its own declaration, else as its type is a name for a container.</summary>
    private int HeldBy(int symbol)
    {
        var element = KnownElementOf(symbol);
        if (element != Value.UnknownType || family is not (Family.Go or Family.Rust) || KnownTypeOf(symbol) is not (>= 0 and var type))
            return element;
        if (entities.Symbol(type) is >= 0 and var named && program.Definition(named).Kind == SymbolKind.TypeAlias)
            return KnownElementOf(named);
        // An iterator of the repository's own says what it gives.
        return family == Family.Rust && program.FindName("Item") is >= 0 and var item && entities.Members(type, item) is >= 0 and var node ? KnownTypeOf(entities.MemberSymbol(node)) : element;
    }

    /// <summary>What a type that names a container holds: <c>type Pages []Page</c>.</summary>
    private int ElementOfNamed(int typeReference) =>
        Denote(typeReference, 0) is { Kind: ValueKind.Symbol, Index: var symbol } && program.Definition(symbol).Kind == SymbolKind.TypeAlias ? KnownElementOf(symbol) : Value.UnknownType;
}
