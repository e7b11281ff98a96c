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
        var isElement = reference.Qualifier.Kind is OperandKind.Element or OperandKind.ResultElement && HoldsOutcome(reference.Qualifier);
        if (depth > MaxDepth || !(isElement || reference.Qualifier.Kind is OperandKind.Name or OperandKind.Result))
            return Value.UnknownType;
        if (family == Family.Rust && (reference.Flags & ReferenceFlags.Path) != 0)
            return OfDerived(operand, reference, depth);
        if (family == Family.Rust && operand.Kind == OperandKind.Result && Converted(reference, depth) is >= 0 and var converted)
            return converted;
        var passage = Passages.Of(family, program.Names[names[reference.Name]]);
        if (passage == Passage.None)
            return Value.UnknownType;
        var element = InstanceOf(isElement ? reference.Qualifier : ElementOf(reference.Qualifier), depth + 1);
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

    /// <summary>What a conversion gives that the receiver's bound names: <c>I: Into&lt;Input&gt;</c>.</summary>
    private int Converted(in Reference called, int depth)
    {
        if (program.Text(names[called.Name]) is not ("into" or "as_ref" or "as_mut" or "borrow" or "borrow_mut") || called.Qualifier.Kind != OperandKind.Name)
            return Value.UnknownType;
        if (Denote(called.Qualifier.Reference, depth + 1) is not { Kind: ValueKind.Symbol, Index: var receiver } || program.FileOf[receiver] != file)
            return Value.UnknownType;
        ref var definition = ref facts.Definitions[receiver - first];
        if (definition.DeclaredType < 0)
            return Value.UnknownType;
        if (facts.Strings.Text(facts.References[definition.DeclaredType].Name) is "Into" or "AsRef" or "AsMut" or "Borrow" or "BorrowMut")
            return KnownElementOf(receiver);
        return KnownTypeOf(receiver) is >= 0 and var type && entities.Symbol(type) is >= 0 and var parameter && program.Definition(parameter).Kind == SymbolKind.TypeParameter
            ? KnownElementOf(parameter) : Value.UnknownType;
    }

    /// <summary>What a function gives that a library trait asks of a type, which may be derived: <c>Options::default()</c>.</summary>
    private int OfDerived(Operand operand, in Reference called, int depth)
    {
        var name = program.Names[names[called.Name]];
        var gives = operand.Kind == OperandKind.Result ? name.SequenceEqual("default"u8) || name.SequenceEqual("from"u8) || name.SequenceEqual("from_iter"u8)
            : name.SequenceEqual("try_from"u8) || name.SequenceEqual("from_str"u8);
        return gives && called.Qualifier.Kind == OperandKind.Name && EntityOf(Denote(called.Qualifier.Reference, depth + 1)) is >= 0 and var type && entities.IsType(type) ? type : Value.UnknownType;
    }

    /// <summary>The type of the elements that a symbol holds or returns: by its own declaration, else as its type is a name for a container.</summary>
    private int HeldBy(int symbol)
    {
        var element = KnownElementOf(symbol);
        if (element != Value.UnknownType || family is not (Family.Go or Family.Rust) || KnownTypeOf(symbol) is not (>= 0 and var type))
            return element;
        if (entities.Symbol(type) is >= 0 and var named && program.Definition(named).Kind is SymbolKind.TypeAlias or SymbolKind.TypeParameter)
            return KnownElementOf(named);
        // An iterator of the repository's own says what it gives.
        return family == Family.Rust && program.FindName("Item") is >= 0 and var item && entities.Members(type, item) is >= 0 and var node ? KnownTypeOf(entities.MemberSymbol(node)) : element;
    }

    /// <summary>What a type that names a container holds: <c>type Pages []Page</c>.</summary>
    private int ElementOfNamed(int typeReference) =>
        Denote(typeReference, 0) is { Kind: ValueKind.Symbol, Index: var symbol } && program.Definition(symbol).Kind == SymbolKind.TypeAlias ? KnownElementOf(symbol) : Value.UnknownType;
}
