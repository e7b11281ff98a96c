using System.Collections.Frozen;
using System.Text;
using CodeGraph.Model;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Parsing.Languages.C;

internal abstract partial class CFamilyLanguage
{
    private const int MaxMacroBytes = 1 << 16;

    private static readonly FrozenSet<string> Keywords = new[]
    {
        "auto", "bool", "break", "case", "catch", "char", "class", "const", "const_cast", "constexpr", "continue", "decltype", "default", "defined", "delete", "do", "double",
        "dynamic_cast", "else", "enum", "explicit", "extern", "false", "float", "for", "friend", "goto", "if", "inline", "int", "long", "namespace", "new", "noexcept", "nullptr",
        "operator", "override", "private", "protected", "public", "register", "reinterpret_cast", "restrict", "return", "short", "signed", "sizeof", "static", "static_assert",
        "static_cast", "struct", "switch", "template", "this", "throw", "true", "try", "typedef", "typeid", "typename", "typeof", "union", "unsigned", "using", "virtual", "void",
        "volatile", "while", "__VA_ARGS__", "__VA_OPT__", "__FILE__", "__LINE__", "__func__", "__FUNCTION__", "__attribute__", "__typeof__", "__extension__", "_Pragma",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> KeywordLookup = Keywords.GetAlternateLookup<ReadOnlySpan<char>>();

    private void Include(FactsBuilder facts, int node)
    {
        var pathNode = facts.Child(node, Path);
        if (pathNode < 0)
            return;
        var quoted = facts.Child(pathNode, StringContent);
        var text = facts.Text(quoted < 0 ? pathNode : quoted);
        if (quoted < 0)
        {
            if (!text.StartsWith("<"u8))
                return; // A macro names the file.
            text = text.Trim("<>"u8);
        }
        var at = quoted < 0 ? pathNode : quoted;
        facts.Import(ImportKind.Include, text, default, default, at, quoted < 0 ? ImportFlags.None : ImportFlags.Relative);
        facts.AddReference(at, text, ReferenceRole.Import, Operand.None, flags: ReferenceFlags.Path | ReferenceFlags.Rooted);
    }

    // Macros know no scopes, and their text is not parsed: its names are read word by word.
    private void MacroDefinition(FactsBuilder facts, int node)
    {
        var nameNode = facts.Child(node, Name);
        if (nameNode < 0)
            return;
        var text = facts.Child(node, Value);
        var definition = facts.Define(SymbolKind.Macro, nameNode, node, text, scope: 0);
        facts.OpenScope(node, ScopeKind.Function, definition);
        var list = facts.Child(node, Parameters);
        if (list >= 0)
        {
            var count = 0;
            foreach (var child in facts.Children(list))
            {
                if (!facts.Is(child, Identifiers))
                    continue;
                facts.Define(SymbolKind.Parameter, child, child);
                count++;
            }
            facts.SetArity(definition, count, facts.Text(list).IndexOf("..."u8) >= 0 ? 254 : count);
        }
        if (text >= 0)
            MacroText(facts, text);
    }

    private static void MacroText(FactsBuilder facts, int node)
    {
        var text = facts.Text(node);
        if (text.Length > MaxMacroBytes)
            return;
        Span<char> word = stackalloc char[32];
        for (var at = 0; at < text.Length;)
        {
            var b = text[at];
            if (b is (byte)'"' or (byte)'\'')
            {
                for (at++; at < text.Length && text[at] != b; at++)
                    at += text[at] == (byte)'\\' ? 1 : 0;
                at++;
            }
            else if (b == (byte)'/' && at + 1 < text.Length && text[at + 1] is (byte)'/' or (byte)'*')
            {
                var end = text[at + 1] == (byte)'/' ? -1 : text[(at + 2)..].IndexOf("*/"u8);
                at = end < 0 ? text.Length : at + 2 + end + 2;
            }
            else if (!IsWord(b))
            {
                at++;
            }
            else
            {
                var start = at;
                while (at < text.Length && IsWord(text[at]))
                    at++;
                var name = text[start..at];
                if (char.IsAsciiDigit((char)name[0]) || (name.Length <= word.Length && KeywordLookup.Contains(word[..Encoding.UTF8.GetChars(name, word)])))
                    continue;
                var before = text[..start].TrimEnd(" \t\\\r\n"u8);
                var isMember = before.EndsWith("."u8) || before.EndsWith("->"u8);
                var isPasted = before.EndsWith("#"u8) || text[at..].TrimStart(" \t"u8).StartsWith("##"u8);
                var isCall = text[at..].TrimStart(" \t"u8).StartsWith("("u8);
                if (!isPasted)
                {
                    facts.AddReference(node, name, isCall ? ReferenceRole.Call : ReferenceRole.Read, isMember ? Operand.Unknown : Operand.None, start: facts[node].Start + start);
                }
            }
        }
    }

    private static bool IsWord(byte b) => char.IsAsciiLetterOrDigit((char)b) || b == (byte)'_' || b >= 0x80;
}
