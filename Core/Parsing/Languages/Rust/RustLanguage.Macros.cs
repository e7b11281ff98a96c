using System.Collections.Frozen;
using System.Text;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.Rust;

/// <summary>Attributes and the arguments of macros, which the grammar leaves as bare tokens.</summary>
internal sealed partial class RustLanguage
{
    /// <summary>Attributes of the compiler itself; all others name a macro.</summary>
    private static readonly FrozenSet<string> BuiltInAttributes = new[]
    {
        "allow", "automatically_derived", "bench", "cfg", "cfg_attr", "cold", "coverage", "crate_name", "crate_type", "debugger_visualizer", "default", "deny", "deprecated",
        "derive_const", "doc", "expect", "export_name", "feature", "forbid", "global_allocator", "ignore", "inline", "instruction_set", "link", "link_name", "link_ordinal",
        "link_section", "macro_export", "macro_use", "must_use", "naked", "no_builtins", "no_implicit_prelude", "no_link", "no_main", "no_mangle", "no_std", "non_exhaustive",
        "panic_handler", "path", "proc_macro", "proc_macro_attribute", "proc_macro_derive", "recursion_limit", "repr", "rustfmt", "should_panic", "target_feature", "test",
        "track_caller", "type_length_limit", "used", "warn", "windows_subsystem",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BuiltIn = BuiltInAttributes.GetAlternateLookup<ReadOnlySpan<char>>();

    private void Attribute(FactsBuilder facts, int node)
    {
        var path = facts.FirstNamedChild(node);
        if (path < 0)
            return;
        var tokens = facts.Child(node, arguments);
        if (facts.Text(path).SequenceEqual("derive"u8))
        {
            facts.Consume(path);
            Tokens(facts, tokens, expressions: true);
            for (var at = tokens; at >= 0 && at < facts[tokens].Next; at++)
            {
                if (facts.Is(at, identifiers))
                    facts.SetRole(at, ReferenceRole.Type, ReferenceFlags.TypePosition);
            }
            return;
        }
        Span<char> text = stackalloc char[32];
        var isBuiltIn = facts.Text(path).Length <= text.Length && BuiltIn.Contains(text[..Encoding.UTF8.GetChars(facts.Text(path), text)]);
        if (isBuiltIn)
        {
            facts.ConsumeAll(node);
            // `#[macro_use(a, b)]` names macros.
            for (var at = tokens; facts.Text(path).SequenceEqual("macro_use"u8) && at >= 0 && at < facts[tokens].Next; at++)
            {
                if (facts.Is(at, identifiers))
                    facts.AddReference(at, facts.Text(at), ReferenceRole.Read, Operand.None, flags: ReferenceFlags.Macro);
            }
            return;
        }
        facts.SetCall(facts.NameLeaf(path), -1, ReferenceFlags.Macro);
        if (tokens >= 0)
            facts.ConsumeAll(tokens);
    }

    private void TokenTree(FactsBuilder facts, int node)
    {
        var parent = facts.Parent(node);
        if (!facts.Is(parent, macroInvocation))
            return;
        var text = facts.Text(node);
        var isFormat = facts.NameLeaf(facts.Child(parent, macro)) is >= 0 and var leaf && IsFormat(facts.Text(leaf));
        // Rules and statements make a language of the macro's own, in which a bare name may be anything.
        var expressions = isFormat || (text.IndexOf("=>"u8) < 0 && (text.IndexOf((byte)';') < 0 || text[0] == (byte)'['));
        Tokens(facts, node, expressions);
    }

    private static bool IsFormat(ReadOnlySpan<byte> name) =>
        name.IndexOf("print"u8) >= 0 || name.IndexOf("format"u8) >= 0 || name.IndexOf("write"u8) >= 0 || name.IndexOf("assert"u8) >= 0 || name.SequenceEqual("panic"u8)
        || name.SequenceEqual("vec"u8) || name.SequenceEqual("bail"u8) || name.SequenceEqual("anyhow"u8) || name.SequenceEqual("matches"u8)
        || name.SequenceEqual("trace"u8) || name.SequenceEqual("debug"u8) || name.SequenceEqual("info"u8) || name.SequenceEqual("warn"u8) || name.SequenceEqual("error"u8);

    /// <summary>Reads the tokens below a node the way expressions read: what follows a dot is a member, what precedes a parenthesis is called.</summary>
    private void Tokens(FactsBuilder facts, int node, bool expressions)
    {
        if (node < 0)
            return;
        var whole = facts.Text(node);
        var origin = facts[node].Start;
        for (var at = node + 1; at < facts[node].Next; at++)
        {
            if (!facts.Is(at, identifiers) || facts.DefinitionOf(at) >= 0)
                continue;
            var before = whole[..(facts[at].Start - origin)].TrimEnd(" \t\r\n"u8);
            var after = whole[(facts[at].End - origin)..].TrimStart(" \t\r\n"u8);
            var next = facts.NextSibling(at);
            var isCall = after.StartsWith("("u8) && facts.Is(next, tokenTree);
            var isMacro = after.StartsWith("!"u8) && !after.StartsWith("!="u8) && facts.Is(next, tokenTree);
            var isMember = before.EndsWith("."u8) && !before.EndsWith(".."u8);
            var isPath = before.EndsWith("::"u8);
            // `name: value` and `name = value` are fields and named arguments.
            var isKey = (after.StartsWith(":"u8) && !after.StartsWith("::"u8)) || (after.StartsWith("="u8) && !after.StartsWith("=="u8));
            if (facts.Text(at).SequenceEqual("ref"u8))
            {
                facts.Consume(at);
                continue;
            }
            if (Declared(before) is { } kind)
            {
                facts.Define(kind, at, at, visibleFrom: kind == SymbolKind.Variable ? facts[at].End : 0);
                continue;
            }
            if ((!isMember && !isPath && isKey) || (!expressions && !isCall && !isMacro && !isMember && !isPath && !IsLocal(facts, at)))
            {
                facts.Consume(at);
                continue;
            }
            if (isMember || isPath)
            {
                var previous = facts.PreviousSibling(at);
                var touches = previous >= 0 && facts[previous].End - origin == before.Length - (isPath ? 2 : 1);
                facts.SetMember(at, touches ? previous : node);
                if (isPath)
                    facts.AddReferenceFlags(at, ReferenceFlags.Path);
            }
            if (isCall)
                facts.SetCall(at, -1, IsUpper(facts.Text(at)) ? ReferenceFlags.New : ReferenceFlags.None);
            else if (isMacro)
                facts.SetCall(at, -1, ReferenceFlags.Macro);
        }
    }

    /// <summary>A local of that name is in sight: where that is so, even a macro's own language hardly means anything else by it.</summary>
    private static bool IsLocal(FactsBuilder facts, int at) =>
        facts.FindVisible(facts.Text(at)) is >= 0 and var found && facts.DefinitionAt(found).Kind is SymbolKind.Variable or SymbolKind.Parameter && (facts.DefinitionAt(found).Flags & DefinitionFlags.Local) != 0;

    /// <summary>What the keyword before a name declares; null where there is none.</summary>
    private static SymbolKind? Declared(ReadOnlySpan<byte> before) =>
        EndsWithWord(before, "let"u8) || EndsWithWord(before, "let mut"u8) ? SymbolKind.Variable
        : EndsWithWord(before, "fn"u8) ? SymbolKind.Function
        : EndsWithWord(before, "static"u8) || EndsWithWord(before, "static ref"u8) || EndsWithWord(before, "static mut"u8) || EndsWithWord(before, "const"u8) ? SymbolKind.Constant
        : EndsWithWord(before, "struct"u8) ? SymbolKind.Struct
        : EndsWithWord(before, "enum"u8) ? SymbolKind.Enum
        : EndsWithWord(before, "trait"u8) ? SymbolKind.Trait
        : null;

    private static bool EndsWithWord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.EndsWith(word) && (text.Length == word.Length || !(char.IsAsciiLetterOrDigit((char)text[^(word.Length + 1)]) || text[^(word.Length + 1)] == (byte)'_'));

    /// <summary>The names in a format string: <c>"{width:?}"</c> reads <c>width</c>.</summary>
    private void FormatNames(FactsBuilder facts, int node)
    {
        var around = facts.Parent(facts.Parent(node));
        var isCall = facts.Is(facts.Parent(node), argumentList) && IsMacroCall(facts, around);
        if (!isCall && (!facts.Is(facts.Parent(node), tokenTree) || !facts.Is(around, macroInvocation)))
            return;
        var leaf = facts.NameLeaf(facts.Child(around, isCall ? function : macro));
        if (leaf < 0 || !IsFormat(facts.Text(leaf)))
            return;
        var text = facts.Text(node);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != (byte)'{')
                continue;
            if (at + 1 < text.Length && text[at + 1] == (byte)'{')
            {
                at++;
                continue;
            }
            var end = at + 1;
            while (end < text.Length && (char.IsAsciiLetterOrDigit((char)text[end]) || text[end] == (byte)'_'))
                end++;
            if (end > at + 1 && end < text.Length && text[end] is (byte)'}' or (byte)':' && !char.IsAsciiDigit((char)text[at + 1]))
                facts.AddReference(node, text[(at + 1)..end], ReferenceRole.Read, Operand.None, start: facts[node].Start + at + 1);
            at = end - 1;
        }
    }
}
