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

    private static bool IsValueOnly(SymbolKind kind) => !kind.IsType() && !kind.IsNamespace() && kind != SymbolKind.EnumMember;

    // An alias of a namespace's member may be a value too.
    private static bool IsTypeOnly(in Definition definition) =>
        definition.Kind is SymbolKind.Interface or SymbolKind.TypeParameter || (definition.Kind == SymbolKind.TypeAlias && definition.Value.Kind == OperandKind.None);
}
