using System.Text;
using CodeGraph.Model;

namespace CodeGraph.Parsing.Languages.Rust;

/// <summary>An item that a macro's expansion defines.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="NameAt">Where the macro's arguments name it; -1 where the macro itself does.</param>
/// <param name="Type">Where the arguments name the type whose <c>impl</c> block holds it; -1 outside of such a block.</param>
/// <param name="OfTrait">The block is that of a trait.</param>
/// <param name="Gives">What a function returns, as far as it is the block's type.</param>
internal sealed record MacroItem(SymbolKind Kind, string Name, int NameAt, int Type, bool OfTrait, Given Gives);

/// <summary>How a function's result relates to the type that its block is of.</summary>
internal enum Given : byte
{
    Other = 0,

    /// <summary><c>Self</c>.</summary>
    Itself,

    /// <summary><c>Option&lt;Self&gt;</c>, <c>Result&lt;Self, E&gt;</c>.</summary>
    Wrapped,
}

/// <summary>
/// What a <c>macro_rules!</c> definition defines where it is used: the items that stand in the body of the rule that its arguments match. Names are
/// the macro's own or those of the arguments; what repetitions hold, and what stands inside of the items' own bodies, is not followed.
/// </summary>
internal ref struct MacroRules(ReadOnlySpan<byte> definition, ReadOnlySpan<byte> arguments)
{
    /// <summary>Definitions of more bytes are not followed: each use reads them again.</summary>
    private const int MaxDefinition = 32 * 1024;

    private const int MaxNesting = 64;

    private readonly TokenList rules = new(definition), given = new(arguments);
    private readonly Dictionary<string, int> variables = new(StringComparer.Ordinal);
    private readonly List<MacroItem> items = [];

    /// <param name="definition">The text of the definition, <c>macro_rules! name { ... }</c>.</param>
    /// <param name="arguments">The text between the brackets of a use, with them.</param>
    public static List<MacroItem> Items(ReadOnlySpan<byte> definition, ReadOnlySpan<byte> arguments) =>
        definition.Length > MaxDefinition ? [] : new MacroRules(definition, arguments).Run();

    private List<MacroItem> Run()
    {
        // macro_rules ! name {
        if (rules.Count < 5 || given.Count < 2 || rules.Close(3) < 0 || given.Close(0) != given.Count - 1)
            return items;
        for (var at = 4; at < rules.Close(3);)
        {
            var pattern = at;
            var body = rules.Close(pattern) + 3;
            if (rules.Close(pattern) < 0 || body >= rules.Count || rules.Close(body) < 0)
                break;
            variables.Clear();
            if (Matches(pattern + 1, rules.Close(pattern), 1, given.Count - 1, 0))
            {
                Scan(body + 1, rules.Close(body), type: -1, isImpl: false, ofTrait: false);
                break;
            }
            at = rules.Close(body) + 1;
            if (at < rules.Count && rules.Is(at, ";"u8))
                at++;
        }
        return items;
    }

    /// <summary>Whether arguments match a pattern, both as ranges of tokens; what its variables stand for is remembered by its first token.</summary>
    private bool Matches(int pattern, int patternEnd, int argument, int argumentEnd, int depth)
    {
        while (pattern < patternEnd)
        {
            if (rules.Is(pattern, "$"u8) && pattern + 1 < patternEnd)
            {
                if (rules.Close(pattern + 1) is >= 0 and var close)
                {
                    var repeated = pattern + 2;
                    pattern = close + 1;
                    while (pattern < patternEnd && !rules.IsRepetition(pattern))
                        pattern++;
                    pattern++;
                    if (pattern >= patternEnd)
                        return true;
                    argument = rules.Is(pattern, "$"u8) ? Repeated(repeated, close, argument, argumentEnd) : Next(pattern, argument, argumentEnd);
                    continue;
                }
                if (pattern + 3 >= patternEnd || !rules.Is(pattern + 2, ":"u8))
                    return false;
                var end = Fragment(pattern + 3, patternEnd, argument, argumentEnd);
                if (end < 0)
                    return false;
                if (end > argument)
                    variables[rules.Text(pattern + 1)] = argument;
                (pattern, argument) = (pattern + 4, end);
                continue;
            }
            if (argument >= argumentEnd || !rules.Same(pattern, given, argument))
                return false;
            if (rules.Close(pattern) is >= 0 and var inner)
            {
                if (depth > MaxNesting || given.Close(argument) < 0 || !Matches(pattern + 1, inner, argument + 1, given.Close(argument), depth + 1))
                    return false;
                (pattern, argument) = (inner, given.Close(argument));
            }
            pattern++;
            argument++;
        }
        return argument == argumentEnd;
    }

    /// <summary>Where what a fragment takes ends; -1 where it takes nothing of that kind.</summary>
    private readonly int Fragment(int kind, int patternEnd, int argument, int argumentEnd)
    {
        if (rules.Is(kind, "vis"u8))
        {
            if (argument >= argumentEnd || !given.Is(argument, "pub"u8))
                return argument;
            return argument + 1 < argumentEnd && given.Is(argument + 1, "("u8) ? given.After(argument + 1) : argument + 1;
        }
        if (argument >= argumentEnd)
            return -1;
        if (rules.Is(kind, "ident"u8))
            return given.IsWord(argument) ? argument + 1 : -1;
        if (rules.Is(kind, "tt"u8) || rules.Is(kind, "block"u8))
            return given.After(argument);
        return kind + 1 < patternEnd ? Math.Max(argument + 1, Next(kind + 1, argument, argumentEnd)) : argumentEnd;
    }

    /// <summary>Where repetitions of plain tokens and groups end, as attributes are: <c>$(#[$doc:meta])*</c>.</summary>
    private readonly int Repeated(int pattern, int patternEnd, int argument, int argumentEnd)
    {
        for (var at = argument; pattern < patternEnd; argument = at)
        {
            for (var part = pattern; part < patternEnd; part = rules.After(part))
            {
                if (at >= argumentEnd || !rules.Same(part, given, at))
                    return argument;
                at = given.After(at);
            }
        }
        return argument;
    }

    /// <summary>The next argument that is the pattern's token, groups left out; the end where there is none.</summary>
    private readonly int Next(int pattern, int argument, int argumentEnd)
    {
        while (argument < argumentEnd && !rules.Same(pattern, given, argument))
            argument = given.After(argument);
        return argument;
    }

    private void Scan(int from, int end, int type, bool isImpl, bool ofTrait)
    {
        for (var at = from; at < end; at = rules.After(at))
        {
            if (rules.Is(at, "impl"u8) && !isImpl)
            {
                at = Impl(at + 1, end);
                continue;
            }
            if (KindOf(at, isImpl) is not { } kind || at + 1 >= end)
                continue;
            var name = at + 1;
            if (rules.Is(name, "mut"u8) || rules.Is(name, "ref"u8))
                name++;
            // A `const fn` is met once more at its `fn`.
            if (rules.Is(name, "fn"u8) || rules.Is(name, "unsafe"u8) || rules.Is(name, "extern"u8))
                continue;
            var nameAt = Named(ref name, out var text);
            if (text.Length > 0 && (type >= 0 || !isImpl))
                items.Add(new MacroItem(kind, text, nameAt, type, ofTrait, kind == SymbolKind.Method ? Returns(name, end, type) : Given.Other));
            at = EndOfItem(name, end);
        }
    }

    private int EndOfItem(int at, int end)
    {
        while (at < end - 1 && !rules.Is(at, "{"u8) && !rules.Is(at, ";"u8))
            at = rules.After(at);
        return Math.Min(at, end - 1);
    }

    /// <summary>Reads an <c>impl</c> block from what follows the keyword on; returns its last token.</summary>
    private int Impl(int at, int end)
    {
        var type = -1;
        var (angles, ofTrait, bounded) = (0, false, false);
        for (; at < end && !rules.Is(at, "{"u8) && !rules.Is(at, ";"u8); at = rules.After(at))
        {
            angles += rules.Is(at, "<"u8) ? 1 : rules.Is(at, ">"u8) && !rules.Is(at - 1, "-"u8) ? -1 : 0;
            if (angles > 0)
                continue;
            if (rules.Is(at, "for"u8))
                (ofTrait, type) = (true, -1);
            bounded |= rules.Is(at, "where"u8);
            if (!bounded && rules.IsWord(at))
                type = rules.Is(at - 1, "$"u8) && variables.TryGetValue(rules.Text(at), out var variable) ? given.Start(variable) : -1;
        }
        if (at < end && rules.Close(at) is >= 0 and var close)
        {
            Scan(at + 1, close, type, isImpl: true, ofTrait);
            return close;
        }
        return Math.Min(at, end - 1);
    }

    /// <summary>The name at a token, and where the arguments have it; the token becomes the one behind it.</summary>
    private readonly int Named(ref int at, out string name)
    {
        name = "";
        if (!rules.Is(at, "$"u8))
        {
            if (rules.IsWord(at))
                name = rules.Text(at);
            at++;
            return -1;
        }
        at += 2;
        if (at - 1 >= rules.Count || !variables.TryGetValue(rules.Text(at - 1), out var variable) || !given.IsWord(variable))
            return -1;
        name = given.Text(variable);
        return given.Start(variable);
    }

    private readonly Given Returns(int at, int end, int type)
    {
        while (at < end - 1 && !rules.Is(at, "{"u8) && !rules.Is(at, ";"u8) && !(rules.Is(at, "-"u8) && rules.Is(at + 1, ">"u8)))
            at = rules.After(at);
        if (at + 5 >= end || !rules.Is(at, "-"u8))
            return Given.Other;
        at += 2;
        return IsType(at, type) ? Given.Itself : (rules.Is(at, "Option"u8) || rules.Is(at, "Result"u8)) && IsType(at + 2, type) ? Given.Wrapped : Given.Other;
    }

    private readonly bool IsType(int at, int type) =>
        rules.Is(at, "Self"u8) || (rules.Is(at, "$"u8) && variables.TryGetValue(rules.Text(at + 1), out var variable) && given.Start(variable) == type);

    private readonly SymbolKind? KindOf(int at, bool isMember)
    {
        if (!rules.IsWord(at) || rules.Is(at - 1, "$"u8))
            return null;
        return Encoding.UTF8.GetString(rules.Bytes(at)) switch
        {
            "fn" => isMember ? SymbolKind.Method : SymbolKind.Function,
            "const" => SymbolKind.Constant,
            "type" => SymbolKind.TypeAlias,
            "static" when !isMember => SymbolKind.Constant,
            "struct" or "union" when !isMember => SymbolKind.Struct,
            "enum" when !isMember => SymbolKind.Enum,
            "trait" when !isMember => SymbolKind.Trait,
            _ => null,
        };
    }

    /// <summary>The tokens of a text, with the partners of its brackets.</summary>
    private readonly ref struct TokenList
    {
        private readonly ReadOnlySpan<byte> text;
        private readonly List<(int Start, int End, int Close)> tokens = [];

        public TokenList(ReadOnlySpan<byte> text)
        {
            this.text = text;
            var open = new Stack<int>();
            for (var at = 0; at < text.Length;)
            {
                var end = MacroArguments.TokenEnd(text, at);
                var isSpace = text[at] is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r';
                if (!isSpace && !(text[at] == (byte)'/' && end > at + 1))
                {
                    if (text[at] is (byte)'(' or (byte)'[' or (byte)'{')
                        open.Push(tokens.Count);
                    else if (text[at] is (byte)')' or (byte)']' or (byte)'}' && open.TryPop(out var opening))
                        tokens[opening] = tokens[opening] with { Close = tokens.Count };
                    tokens.Add((at, end, -1));
                }
                at = end;
            }
        }

        public int Count => tokens.Count;

        public int Start(int token) => tokens[token].Start;

        /// <summary>The bracket that closes the one at a token; -1 for other tokens.</summary>
        public int Close(int token) => token < tokens.Count ? tokens[token].Close : -1;

        /// <summary>The token behind a token, or behind the group that it opens.</summary>
        public int After(int token) => Math.Max(token, Close(token)) + 1;

        public ReadOnlySpan<byte> Bytes(int token) => token >= 0 && token < tokens.Count ? text[tokens[token].Start..tokens[token].End] : default;

        public string Text(int token) => Encoding.UTF8.GetString(Bytes(token));

        public bool Is(int token, ReadOnlySpan<byte> word) => Bytes(token).SequenceEqual(word);

        public bool IsRepetition(int token) => Is(token, "*"u8) || Is(token, "+"u8) || Is(token, "?"u8);

        public bool IsWord(int token) => Bytes(token) is [var first, ..] && (char.IsAsciiLetter((char)first) || first == (byte)'_' || first >= 0x80);

        public bool Same(int token, TokenList other, int otherToken) => Bytes(token).SequenceEqual(other.Bytes(otherToken));
    }
}
