using System.Collections.Frozen;
using System.Text;

namespace CodeGraph.Parsing.Languages.Rust;

/// <summary>
/// Lets the grammar read the arguments of macros that take expressions. A macro's arguments are bare tokens to it; behind a name without <c>!</c> they
/// are those of a call. So the <c>!</c> of such macros becomes a vertical tab, which is white space to the grammar and a mark to the walk. What is no
/// list of expressions (rules, statements, fields, items) keeps its <c>!</c>.
/// </summary>
internal static class MacroArguments
{
    /// <summary>Stands where a macro's <c>!</c> stood.</summary>
    public const byte Mark = 0x0B;

    private const int MaxNesting = 8;

    /// <summary>Macros that take patterns, fields or names of their own.</summary>
    private static readonly FrozenSet<string> Others = new[] { "matches", "assert_matches", "offset_of", "addr_of", "concat_idents", "cfg", "stringify" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Known = new[]
    {
        "assert", "assert_eq", "assert_ne", "bail", "debug", "debug_assert", "debug_assert_eq", "debug_assert_ne", "dbg", "ensure", "eprint", "eprintln", "error", "format",
        "format_args", "info", "panic", "print", "println", "todo", "trace", "unimplemented", "unreachable", "warn", "write", "writeln",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> NoExpressions =
        new[] { "const", "enum", "fn", "impl", "let", "mod", "pub", "ref", "static", "struct", "trait", "type", "use", "where", "extern", "mut", "dyn", "for" }.ToFrozenSet(StringComparer.Ordinal);

    /// <returns>The source itself where there is nothing to change.</returns>
    public static ReadOnlyMemory<byte> Expose(ReadOnlyMemory<byte> source) => source.Span.IndexOf((byte)'!') < 0 ? source : new Scan(source).Run();

    /// <summary>Takes back what was done to macros that are not known to take expressions.</summary>
    public static bool Restore(Span<byte> source)
    {
        var changed = false;
        for (var at = 1; at < source.Length; at++)
        {
            if (source[at] != Mark || !IsWord(source[at - 1]))
                continue;
            var start = at;
            while (start > 0 && IsWord(source[start - 1]))
                start--;
            if (Known.Contains(Encoding.UTF8.GetString(source[start..at])))
                continue;
            source[at] = (byte)'!';
            changed = true;
        }
        return changed;
    }

    private static bool IsWord(byte b) => char.IsAsciiLetterOrDigit((char)b) || b == (byte)'_' || b >= 0x80;

    /// <summary>The end of the token that starts at a place: of a comment, a literal, a word, or one byte.</summary>
    public static int TokenEnd(ReadOnlySpan<byte> text, int at)
    {
        var b = text[at];
        var next = at + 1 < text.Length ? text[at + 1] : (byte)0;
        if (b == (byte)'/' && next == (byte)'/')
            return text[at..].IndexOf((byte)'\n') is >= 0 and var line ? at + line : text.Length;
        if (b == (byte)'/' && next == (byte)'*')
            return CommentEnd(text, at);
        if (b == (byte)'"')
            return StringEnd(text, at);
        if (b == (byte)'\'')
            return QuoteEnd(text, at);
        if (!IsWord(b))
            return at + 1;
        var end = at;
        while (end < text.Length && IsWord(text[end]))
            end++;
        if (end < text.Length && text[at..end] is [(byte)'r'] or [(byte)'b', (byte)'r'] or [(byte)'c', (byte)'r'])
            return RawEnd(text, end);
        return end;
    }

    private static int CommentEnd(ReadOnlySpan<byte> text, int at)
    {
        var depth = 0;
        for (; at + 1 < text.Length; at++)
        {
            if (text[at] == (byte)'/' && text[at + 1] == (byte)'*')
                (depth, at) = (depth + 1, at + 1);
            else if (text[at] == (byte)'*' && text[at + 1] == (byte)'/' && --depth == 0)
                return at + 2;
        }
        return text.Length;
    }

    private static int StringEnd(ReadOnlySpan<byte> text, int at)
    {
        for (at++; at < text.Length && text[at] != (byte)'"'; at++)
            at += text[at] == (byte)'\\' ? 1 : 0;
        return Math.Min(at + 1, text.Length);
    }

    // A character or the tick of a lifetime.
    private static int QuoteEnd(ReadOnlySpan<byte> text, int at)
    {
        if (at + 1 < text.Length && text[at + 1] == (byte)'\\')
            return text[(at + 3)..Math.Max(at + 3, Math.Min(text.Length, at + 16))].IndexOf((byte)'\'') is >= 0 and var close ? at + 3 + close + 1 : at + 1;
        for (var end = at + 2; end < Math.Min(text.Length, at + 6); end++)
        {
            if (text[end] == (byte)'\'' && (end == at + 2 || text[at + 1] >= 0x80))
                return end + 1;
        }
        return at + 1;
    }

    private static int RawEnd(ReadOnlySpan<byte> text, int at)
    {
        var hashes = 0;
        while (at + hashes < text.Length && text[at + hashes] == (byte)'#')
            hashes++;
        if (at + hashes >= text.Length || text[at + hashes] != (byte)'"')
            return at;
        for (var end = at + hashes + 1; end < text.Length; end++)
        {
            if (text[end] == (byte)'"' && text[(end + 1)..].IndexOfAnyExcept((byte)'#') is var run && (run < 0 ? text.Length - end - 1 : run) >= hashes)
                return end + 1 + hashes;
        }
        return text.Length;
    }

    private ref struct Scan(ReadOnlyMemory<byte> source)
    {
        private readonly ReadOnlySpan<byte> text = source.Span;
        private readonly ReadOnlyMemory<byte> whole = source;
        private readonly Stack<int> exposed = new();
        private readonly Stack<bool> itemLists = new();
        private byte[]? changed;
        private bool listAhead, functionAhead;

        public ReadOnlyMemory<byte> Run()
        {
            int before = -1, beforeEnd = -1;
            for (var at = 0; at < text.Length;)
            {
                while (exposed.Count > 0 && exposed.Peek() <= at)
                    exposed.Pop();
                var b = text[at];
                if (b is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r')
                {
                    at++;
                    continue;
                }
                if (b == (byte)'#' && text[(at + 1)..].TrimStart("! \t"u8).StartsWith("["u8))
                {
                    at = Group(text[at..].IndexOf((byte)'[') + at);
                    continue;
                }
                if (b == (byte)'!' && beforeEnd == at && at + 1 < text.Length && text[at + 1] != (byte)'=')
                {
                    at = Macro(before, at);
                    beforeEnd = -1;
                    continue;
                }
                var end = TokenEnd(text, at);
                Context(at, end);
                (before, beforeEnd) = IsWord(b) ? (at, end) : (-1, -1);
                at = end;
            }
            return changed ?? whole;
        }

        private void Context(int at, int end)
        {
            switch (text[at])
            {
                case (byte)'{':
                    itemLists.Push(listAhead && !functionAhead);
                    listAhead = functionAhead = false;
                    return;
                case (byte)'}':
                    itemLists.TryPop(out _);
                    listAhead = functionAhead = false;
                    return;
                case (byte)';':
                    listAhead = functionAhead = false;
                    return;
            }
            var word = text[at..end];
            listAhead |= word.SequenceEqual("mod"u8) || word.SequenceEqual("impl"u8) || word.SequenceEqual("trait"u8);
            functionAhead |= word.SequenceEqual("fn"u8);
        }

        /// <summary>Changes the macro whose name and <c>!</c> stand at two places; returns where to read on.</summary>
        private int Macro(int name, int bang)
        {
            var word = Encoding.UTF8.GetString(text[name..bang]);
            var opening = bang + 1;
            while (opening < text.Length && (text[opening] is (byte)' ' or (byte)'\n' || IsWord(text[opening])))
                opening++;
            if (opening >= text.Length || text[opening] is not ((byte)'(' or (byte)'[' or (byte)'{'))
                return bang + 1;
            var close = Group(opening);
            var isList = text[opening] == (byte)'[' && word == "vec";
            var inList = itemLists.Count > 0 && itemLists.Peek();
            if (inList || exposed.Count >= MaxNesting || opening != bang + 1 || Others.Contains(word) || !(isList || text[opening] == (byte)'(') || !AreExpressions(opening, close - 1, isList))
                return close;
            changed ??= whole.ToArray();
            if (isList)
                changed.AsSpan(name, opening - name).Fill((byte)' ');
            else
                changed[bang] = Mark;
            exposed.Push(close);
            return opening + 1;
        }

        /// <summary>The end of the brackets that open at a place.</summary>
        private readonly int Group(int opening)
        {
            var depth = 0;
            for (var at = opening; at < text.Length; at = TokenEnd(text, at))
            {
                if (text[at] is (byte)'(' or (byte)'[' or (byte)'{')
                    depth++;
                else if (text[at] is (byte)')' or (byte)']' or (byte)'}' && --depth == 0)
                    return at + 1;
            }
            return text.Length;
        }

        private readonly bool AreExpressions(int opening, int close, bool isList)
        {
            int depth = 0, braces = 0;
            var inParameters = false;
            var start = true;
            for (var at = opening + 1; at < close;)
            {
                var b = text[at];
                var end = TokenEnd(text, at);
                if (b is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r' || (b == (byte)'/' && end > at + 1))
                {
                    at = end;
                    continue;
                }
                if (b == (byte)'$' || (b == (byte)'#' && depth == 0))
                    return false;
                if (b is (byte)'(' or (byte)'[' or (byte)'{')
                {
                    depth++;
                    braces += b == (byte)'{' ? 1 : 0;
                }
                else if (b is (byte)')' or (byte)']' or (byte)'}')
                {
                    depth--;
                    braces -= b == (byte)'}' ? 1 : 0;
                }
                else if (depth == 0)
                {
                    var next = at + 1 < close ? text[at + 1] : (byte)0;
                    if (b == (byte)'|' && next != (byte)'|' && (inParameters || start))
                        inParameters = !inParameters;
                    if (b == (byte)':' && next == (byte)':')
                        end = at + 2;
                    else if ((b == (byte)':' && !inParameters) || (b == (byte)';' && !isList) || (b == (byte)'=' && next == (byte)'>'))
                        return false;
                    if (IsWord(b) && !inParameters && start && text[at..end] is var word && NoExpressions.Contains(Encoding.UTF8.GetString(word)))
                        return false;
                }
                else if (braces == 0 && b == (byte)';' && text[at - 1] == (byte)')')
                {
                    return false;
                }
                start = depth == 0 && (b == (byte)',' || (IsWord(b) && start && text[at..end].SequenceEqual("move"u8)));
                at = end;
            }
            return true;
        }
    }
}
