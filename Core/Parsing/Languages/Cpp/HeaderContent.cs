namespace CodeGraph.Parsing.Languages.Cpp;

/// <summary>Tells C++ from C in a header by the words that only C++ has.</summary>
internal static class HeaderContent
{
    private const int MaxBytes = 1 << 16;

    /// <summary>
    /// True where a word of C++ stands in the code: comments, strings and what an <c>#ifdef __cplusplus</c> guards do not count. One pass over
    /// at most 64 KiB.
    /// </summary>
    public static bool IsCpp(ReadOnlySpan<byte> source)
    {
        var text = source[..Math.Min(source.Length, MaxBytes)];
        // Nesting of conditionals, and the level at which code for C++ alone began.
        var nesting = 0;
        var guarded = 0;
        for (var at = 0; at < text.Length;)
        {
            var b = text[at];
            if (b == (byte)'/' && at + 1 < text.Length && text[at + 1] == (byte)'/')
                at = LineEnd(text, at);
            else if (b == (byte)'/' && at + 1 < text.Length && text[at + 1] == (byte)'*')
                at = text[(at + 2)..].IndexOf("*/"u8) is >= 0 and var end ? at + 2 + end + 2 : text.Length;
            else if (b is (byte)'"' or (byte)'\'')
                at = Literal(text, at);
            else if (b == (byte)'#')
                at = Directive(text, at, ref nesting, ref guarded);
            else if (IsLetter(b))
            {
                var start = at;
                while (at < text.Length && (IsLetter(text[at]) || char.IsAsciiDigit((char)text[at])))
                    at++;
                if (guarded == 0 && IsCppWord(text[start..at], text[at..]))
                    return true;
            }
            else if (guarded == 0 && b == (byte)':' && at + 2 < text.Length && text[at + 1] == (byte)':' && IsLetter(text[at + 2]))
                return true;
            else
                at++;
        }
        return false;
    }

    private static int Directive(ReadOnlySpan<byte> text, int at, ref int nesting, ref int guarded)
    {
        var end = LineEnd(text, at);
        var line = text[at..end];
        var word = line[1..].TrimStart(" \t"u8);
        if (word.StartsWith("if"u8))
        {
            nesting++;
            if (guarded == 0 && !word.StartsWith("ifndef"u8) && line.IndexOf("__cplusplus"u8) >= 0)
                guarded = nesting;
        }
        else if (word.StartsWith("el"u8) && guarded == nesting)
        {
            guarded = 0;
        }
        else if (word.StartsWith("endif"u8) && nesting > 0)
        {
            if (guarded == nesting)
                guarded = 0;
            nesting--;
        }
        // A macro's text may be written for either language.
        while (end < text.Length && end > 0 && line.TrimEnd((byte)'\r').EndsWith("\\"u8))
        {
            var next = LineEnd(text, end + 1);
            line = text[Math.Min(end + 1, text.Length)..next];
            end = next;
        }
        return end;
    }

    private static bool IsCppWord(ReadOnlySpan<byte> word, ReadOnlySpan<byte> rest)
    {
        var next = rest.TrimStart(" \t\r\n"u8);
        var followedByName = next.Length > 0 && IsLetter(next[0]) && next.Length < rest.Length;
        if (word.SequenceEqual("class"u8) || word.SequenceEqual("namespace"u8) || word.SequenceEqual("typename"u8))
            return followedByName || (word[0] == (byte)'n' && next.StartsWith("{"u8));
        if (word.SequenceEqual("template"u8))
            return next.StartsWith("<"u8);
        if (word.SequenceEqual("public"u8) || word.SequenceEqual("private"u8) || word.SequenceEqual("protected"u8))
            return next.StartsWith(":"u8);
        if (word.SequenceEqual("using"u8) || word.SequenceEqual("virtual"u8) || word.SequenceEqual("explicit"u8))
            return followedByName;
        return word.SequenceEqual("nullptr"u8) || word.SequenceEqual("constexpr"u8) || word.SequenceEqual("noexcept"u8) || (word.SequenceEqual("operator"u8) && next.Length > 0 && !IsLetter(next[0]) && next[0] is not ((byte)';' or (byte)',' or (byte)')'));
    }

    private static int Literal(ReadOnlySpan<byte> text, int at)
    {
        var quote = text[at++];
        while (at < text.Length && text[at] != quote && text[at] != (byte)'\n')
            at += text[at] == (byte)'\\' ? 2 : 1;
        return Math.Min(at + 1, text.Length);
    }

    private static int LineEnd(ReadOnlySpan<byte> text, int at) => at >= text.Length ? text.Length : text[at..].IndexOf((byte)'\n') is >= 0 and var end ? at + end : text.Length;

    private static bool IsLetter(byte b) => char.IsAsciiLetter((char)b) || b == (byte)'_';
}
