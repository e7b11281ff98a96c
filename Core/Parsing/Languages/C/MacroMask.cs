namespace CodeGraph.Parsing.Languages.C;

/// <summary>
/// Blanks macros that stand where the grammar has no place for one, so that they do not turn what follows into an error: the export macro of
/// <c>class API Name {</c> or <c>API int name(...) ATTRIBUTE;</c>, and a macro alone on its line before a declaration (<c>Q_OBJECT</c>,
/// <c>NOINLINE</c>). Offsets stay as they are.
/// </summary>
internal static class MacroMask
{
    /// <returns>The source itself where there is nothing to blank.</returns>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> source)
    {
        var text = source.Span;
        byte[]? masked = null;
        // The last byte of code seen, and whether a type keyword stands right before.
        var last = (byte)';';
        var afterKeyword = false;
        var isClass = false;
        // Braces of functions and types; those of a linkage do not count.
        var depth = 0;
        for (var at = 0; at < text.Length;)
        {
            var b = text[at];
            if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                at++;
            }
            else if (b == (byte)'/' && at + 1 < text.Length && text[at + 1] is (byte)'/' or (byte)'*')
            {
                var end = text[at + 1] == (byte)'/' ? LineEnd(text, at) : text[(at + 2)..].IndexOf("*/"u8) is >= 0 and var close ? at + close + 4 : text.Length;
                at = end;
            }
            else if (b == (byte)'#')
            {
                var end = DirectiveEnd(text, at);
                if (text[at..end].IndexOf("__cplusplus"u8) >= 0 && LinkageBrace(text, end) is var (from, to) && to > from)
                {
                    masked ??= source.ToArray();
                    masked.AsSpan(from, to - from).Fill((byte)' ');
                    end = to;
                }
                at = end;
                last = (byte)';';
            }
            else if (b is (byte)'"' or (byte)'\'')
            {
                at = LiteralEnd(text, at);
                last = b;
                afterKeyword = false;
            }
            else if (IsWord(b))
            {
                var start = at;
                var isUpper = true;
                while (at < text.Length && IsWord(text[at]))
                    isUpper &= !char.IsAsciiLetterLower((char)text[at++]);
                var word = text[start..at];
                if (isUpper && word.Length > 2 && !char.IsAsciiDigit((char)b)
                    && ((last is (byte)';' or (byte)'{' or (byte)'}' && StartsDeclaration(text, at))
                        || (last == (byte)')' && depth == 0 && EndsDeclaration(text, ref at))
                        || (afterKeyword ? NamesTypeAfter(text, at, isClass) : last is (byte)';' or (byte)'{' or (byte)'}' or (byte)':' && IsAlone(text, start, ref at, word))))
                {
                    masked ??= source.ToArray();
                    masked.AsSpan(start, at - start).Fill((byte)' ');
                }
                else
                {
                    last = text[at - 1];
                }
                isClass = word.SequenceEqual("class"u8);
                afterKeyword = isClass || word.SequenceEqual("struct"u8) || word.SequenceEqual("union"u8);
            }
            else
            {
                if (b == (byte)'{' && last != (byte)'"')
                    depth++;
                else if (b == (byte)'}' && depth > 0)
                    depth--;
                last = b;
                afterKeyword = false;
                at++;
            }
        }
        return masked ?? source;
    }

    /// <summary>
    /// The <c>extern "C" {</c>, or its closing brace, that is all a conditional for C++ holds: its two halves stand in two conditionals, which no
    /// tree can show.
    /// </summary>
    private static (int From, int To) LinkageBrace(ReadOnlySpan<byte> text, int at)
    {
        var from = SkipSpace(text, at);
        var to = from;
        if (text[from..].StartsWith("extern \"C\""u8))
        {
            to = SkipSpace(text, from + 10);
            if (to >= text.Length || text[to] != (byte)'{')
                return (0, 0);
        }
        else if (from >= text.Length || text[from] != (byte)'}')
        {
            return (0, 0);
        }
        var next = SkipSpace(text, ++to);
        while (text[next..].StartsWith("/*"u8) || text[next..].StartsWith("//"u8))
        {
            next = text[next + 1] == (byte)'/' ? LineEnd(text, next) : text[(next + 2)..].IndexOf("*/"u8) is >= 0 and var close ? next + close + 4 : text.Length;
            if (next >= text.Length)
                return (0, 0);
            next = SkipSpace(text, next);
        }
        return text[next..].StartsWith("#endif"u8) ? (from, to) : (0, 0);
    }

    /// <summary>What follows is a type and a declarator, so that the word before is neither: <c>API int name(</c>, <c>API void *(*name)(</c>.</summary>
    private static bool StartsDeclaration(ReadOnlySpan<byte> text, int at)
    {
        var type = SkipBlanks(text, at);
        if (type == at)
            return false;
        var end = WordEnd(text, type);
        while (text[type..end] is var word && (word.SequenceEqual("const"u8) || word.SequenceEqual("volatile"u8) || word.SequenceEqual("static"u8) || word.SequenceEqual("inline"u8) || word.SequenceEqual("extern"u8)))
        {
            type = SkipSpace(text, end);
            end = WordEnd(text, type);
        }
        if (end == type || char.IsAsciiDigit((char)text[type]))
            return false;
        var name = SkipSpace(text, end);
        var isPointer = false;
        for (; name < text.Length - 1 && text[name] == (byte)'*'; name = SkipSpace(text, name + 1))
            isPointer = true;
        if (!isPointer && name == end)
            return false;
        if (IsWord(text[name]))
            return !char.IsAsciiDigit((char)text[name]);
        // A pointer to a function, or a name in parentheses.
        if (text[name] != (byte)'(' || name + 1 >= text.Length)
            return false;
        var inner = SkipSpace(text, name + 1);
        if (text[inner] == (byte)'*')
            return true;
        inner = SkipSpace(text, WordEnd(text, inner));
        return inner > name + 1 && text[inner] == (byte)')' && text[SkipSpace(text, inner + 1)] == (byte)'(';
    }

    /// <summary>Attributes behind the parameters of a function; <paramref name="at"/> moves behind the last of them.</summary>
    private static bool EndsDeclaration(ReadOnlySpan<byte> text, ref int at)
    {
        var end = at;
        while (end < text.Length)
        {
            var next = SkipSpace(text, end);
            if (text[next] is (byte)';' or (byte)'{')
            {
                at = end;
                return true;
            }
            if (text[next] == (byte)'(')
            {
                var close = text[next..].IndexOfAny((byte)')', (byte)';', (byte)'{');
                if (close < 0 || text[next + close] != (byte)')')
                    return false;
                end = next + close + 1;
            }
            else if (WordEnd(text, next) is var word && word > next && text[next..word].IndexOfAnyInRange((byte)'a', (byte)'z') < 0)
            {
                end = word;
            }
            else
            {
                return false;
            }
        }
        return false;
    }

    private static int WordEnd(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && IsWord(text[at]))
            at++;
        return at;
    }

    private static int SkipBlanks(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t')
            at++;
        return at;
    }

    /// <summary>After a type keyword and a macro: the name, and then a body, bases or (for a class) the end of a declaration.</summary>
    private static bool NamesTypeAfter(ReadOnlySpan<byte> text, int at, bool isClass)
    {
        at = SkipSpace(text, at);
        var start = at;
        while (at < text.Length && IsWord(text[at]))
            at++;
        if (at == start || char.IsAsciiDigit((char)text[start]))
            return false;
        at = SkipSpace(text, at);
        if (text[at..].StartsWith("final"u8))
            at = SkipSpace(text, at + 5);
        if (at >= text.Length)
            return false;
        return text[at] == (byte)'{' || (isClass && text[at] == (byte)';') || (text[at] == (byte)':' && at + 1 < text.Length && text[at + 1] != (byte)':' && !char.IsAsciiDigit((char)text[SkipSpace(text, at + 1)]));
    }

    /// <summary>The word fills its line, and what follows begins a declaration.</summary>
    private static bool IsAlone(ReadOnlySpan<byte> text, int start, ref int at, ReadOnlySpan<byte> word)
    {
        while (start > 0 && text[start - 1] is (byte)' ' or (byte)'\t')
            start--;
        if (start > 0 && text[start - 1] != (byte)'\n')
            return false;
        var next = SkipSpace(text, at);
        if (next < at)
            return false;
        if (text[at..next].Contains((byte)'\n'))
            return word.Contains((byte)'_') && (IsWord(text[next]) || text[next] is (byte)'~' or (byte)'[');
        if (!word.StartsWith("Q_"u8) || text[next] != (byte)'(')
            return false;
        var end = LineEnd(text, at);
        if (!text[at..end].TrimEnd(" \t\r"u8).EndsWith(")"u8))
            return false;
        at = end;
        return true;
    }

    private static int SkipSpace(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            at++;
        return Math.Min(at, Math.Max(text.Length - 1, 0));
    }

    private static int DirectiveEnd(ReadOnlySpan<byte> text, int at)
    {
        var end = LineEnd(text, at);
        while (end < text.Length && end > at && text[at..end].TrimEnd((byte)'\r').EndsWith("\\"u8))
            (at, end) = (end, LineEnd(text, end + 1));
        return end;
    }

    private static int LiteralEnd(ReadOnlySpan<byte> text, int at)
    {
        var quote = text[at++];
        while (at < text.Length && text[at] != quote && text[at] != (byte)'\n')
            at += text[at] == (byte)'\\' ? 2 : 1;
        return Math.Min(at + 1, text.Length);
    }

    private static int LineEnd(ReadOnlySpan<byte> text, int at) => at >= text.Length ? text.Length : text[at..].IndexOf((byte)'\n') is >= 0 and var end ? at + end : text.Length;

    private static bool IsWord(byte b) => char.IsAsciiLetterOrDigit((char)b) || b == (byte)'_' || b >= 0x80;
}
