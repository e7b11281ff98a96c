namespace CodeGraph.Model;

/// <summary>What a symbol is. Values are stored in files: append only, never renumber.</summary>
public enum SymbolKind : byte
{
    Namespace = 0,
    Module = 1,
    Class = 2,
    Struct = 3,
    Record = 4,
    Interface = 5,
    Trait = 6,
    Enum = 7,
    EnumMember = 8,
    Function = 9,
    Method = 10,
    Constructor = 11,
    Property = 12,
    Field = 13,
    Event = 14,
    Variable = 15,
    Constant = 16,
    Parameter = 17,
    TypeParameter = 18,
    TypeAlias = 19,
    Macro = 20,
}

/// <summary>Groups of symbol kinds that linking and queries ask about.</summary>
public static class SymbolKinds
{
    /// <summary>Kinds that can have members and stand where a type is expected.</summary>
    public static bool IsType(this SymbolKind kind) =>
        kind is >= SymbolKind.Class and <= SymbolKind.Enum or SymbolKind.TypeAlias or SymbolKind.TypeParameter;

    /// <summary>Kinds whose body runs when they are called.</summary>
    public static bool IsCallable(this SymbolKind kind) => kind is SymbolKind.Function or SymbolKind.Method or SymbolKind.Constructor or SymbolKind.Macro;

    /// <summary>Kinds that group other symbols without being a type.</summary>
    public static bool IsNamespace(this SymbolKind kind) => kind is SymbolKind.Namespace or SymbolKind.Module;

    /// <summary>The kind's name in exports and answers, in camelCase: <c>enumMember</c>.</summary>
    public static string ToWire(this SymbolKind kind) => kind switch
    {
        SymbolKind.Namespace => "namespace",
        SymbolKind.Module => "module",
        SymbolKind.Class => "class",
        SymbolKind.Struct => "struct",
        SymbolKind.Record => "record",
        SymbolKind.Interface => "interface",
        SymbolKind.Trait => "trait",
        SymbolKind.Enum => "enum",
        SymbolKind.EnumMember => "enumMember",
        SymbolKind.Function => "function",
        SymbolKind.Method => "method",
        SymbolKind.Constructor => "constructor",
        SymbolKind.Property => "property",
        SymbolKind.Field => "field",
        SymbolKind.Event => "event",
        SymbolKind.Variable => "variable",
        SymbolKind.Constant => "constant",
        SymbolKind.Parameter => "parameter",
        SymbolKind.TypeParameter => "typeParameter",
        SymbolKind.TypeAlias => "typeAlias",
        SymbolKind.Macro => "macro",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This symbol kind has no wire name; add it to SymbolKinds.ToWire."),
    };
}
