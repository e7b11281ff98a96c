using CodeGraph.Model;

namespace CodeGraph.Parsing.Facts;

/// <summary>Which definitions a use can mean in a language whose types and values have name spaces of their own.</summary>
public static class Means
{
    /// <summary>The place of the use says whether a type or a value is meant; that of an import, an export or a base does not.</summary>
    public static bool OneKind(in Reference reference) =>
        reference.Role is not (ReferenceRole.Inherit or ReferenceRole.Import) && (reference.Flags & ReferenceFlags.AnyMeaning) == 0;

    /// <summary>Whether a use for which <see cref="OneKind"/> holds can mean a definition.</summary>
    public static bool CanBe(in Reference reference, in Definition definition) =>
        reference.Role == ReferenceRole.Type || (reference.Flags & ReferenceFlags.TypePosition) != 0 ? !IsValueOnly(definition.Kind) : !IsTypeOnly(definition);

    /// <summary>Whether the place of a use admits a definition in a language where constants stand among types, as arguments: no more is certain than what its syntax says.</summary>
    public static bool IsAdmitted(in Reference reference, in Definition definition) =>
        reference.Role == ReferenceRole.Import
        || ((reference.Flags & ReferenceFlags.Macro) != 0 ? definition.Kind == SymbolKind.Macro
            : (reference.Role is not (ReferenceRole.Type or ReferenceRole.Inherit) && (reference.Flags & ReferenceFlags.TypePosition) == 0)
            || definition.Kind is not (SymbolKind.Variable or SymbolKind.Parameter or SymbolKind.Function or SymbolKind.Macro));

    private static bool IsValueOnly(SymbolKind kind) => !kind.IsType() && !kind.IsNamespace() && kind != SymbolKind.EnumMember;

    // An alias of a namespace's member may be a value too.
    private static bool IsTypeOnly(in Definition definition) =>
        definition.Kind is SymbolKind.Interface or SymbolKind.TypeParameter || (definition.Kind == SymbolKind.TypeAlias && definition.Value.Kind == OperandKind.None);
}
