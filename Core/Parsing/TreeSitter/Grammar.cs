using System.Runtime.InteropServices;

namespace CodeGraph.Parsing.TreeSitter;

/// <summary>A compiled tree-sitter grammar: the numbers behind its node kinds and field names. Immutable.</summary>
public sealed unsafe class Grammar
{
    /// <summary>The node kind of a part that could not be parsed.</summary>
    public const ushort Error = ushort.MaxValue;

    private readonly Dictionary<string, ushort[]> named = [];
    private readonly Dictionary<string, ushort[]> anonymous = [];
    private readonly Dictionary<string, byte> fields = [];

    /// <param name="name">The grammar's C name: <c>c_sharp</c> for <c>tree_sitter_c_sharp</c>.</param>
    public Grammar(string name)
    {
        Name = name;
        Handle = NativeMethods.Grammar(name);
        SymbolCount = (int)NativeMethods.cg_symbol_count(Handle);
        Keep = new byte[SymbolCount];
        for (var symbol = 0; symbol < SymbolCount; symbol++)
        {
            var text = Marshal.PtrToStringUTF8((nint)NativeMethods.cg_symbol_name(Handle, (ushort)symbol));
            if (text is null)
                continue;
            // Several symbols share a name where the grammar uses aliases.
            var kinds = NativeMethods.cg_symbol_is_named(Handle, (ushort)symbol) != 0 ? named : anonymous;
            kinds[text] = kinds.TryGetValue(text, out var known) ? [.. known, (ushort)symbol] : [(ushort)symbol];
        }
        var fieldCount = (int)NativeMethods.cg_field_count(Handle);
        if (fieldCount > byte.MaxValue)
            throw new InvalidOperationException($"The grammar '{name}' has {fieldCount} fields; a node holds at most {byte.MaxValue}.");
        for (var field = 1; field <= fieldCount; field++)
            fields[Marshal.PtrToStringUTF8((nint)NativeMethods.cg_field_name(Handle, (ushort)field))!] = (byte)field;
    }

    public string Name { get; }

    public int SymbolCount { get; }

    internal nint Handle { get; }

    /// <summary>One byte per symbol: non-zero where an anonymous node (a keyword, an operator) is kept in the tree.</summary>
    internal byte[] Keep { get; }

    /// <summary>The symbols of a named node kind; throws when the grammar has none, so that a renamed kind fails the first test.</summary>
    public ushort[] Kind(string name) =>
        named.TryGetValue(name, out var symbols) ? symbols : throw new ArgumentException($"The grammar '{Name}' has no node kind '{name}'.", nameof(name));

    /// <summary>The symbols of a keyword or operator, which from now on appear in trees.</summary>
    public ushort[] Token(string text)
    {
        if (!anonymous.TryGetValue(text, out var symbols))
            throw new ArgumentException($"The grammar '{Name}' has no token '{text}'.", nameof(text));
        foreach (var symbol in symbols)
            Keep[symbol] = 1;
        return symbols;
    }

    /// <summary>The number of a field; throws when the grammar has none of that name.</summary>
    public byte Field(string name) =>
        fields.TryGetValue(name, out var field) ? field : throw new ArgumentException($"The grammar '{Name}' has no field '{name}'.", nameof(name));

    /// <summary>A node kind's name, as the grammar's <c>node-types.json</c> has it.</summary>
    public string KindName(ushort symbol) => symbol == Error ? "ERROR" : Marshal.PtrToStringUTF8((nint)NativeMethods.cg_symbol_name(Handle, symbol)) ?? "";

    public string FieldName(byte field) => Marshal.PtrToStringUTF8((nint)NativeMethods.cg_field_name(Handle, field)) ?? "";
}
