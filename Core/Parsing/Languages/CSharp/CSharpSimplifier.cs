namespace CodeGraph.Parsing.Languages.CSharp;

/// <summary>
/// Rewrites what the grammar cannot read, byte for byte: directives inside of statements go, with every branch but the first; doubled quotes of
/// verbatim interpolated strings become apostrophes; <c>ref partial struct</c> becomes <c>partial ref struct</c>; the reinterpretation <c>*(T*)&amp;x</c> becomes <c>x</c>.
/// </summary>
internal ref struct CSharpSimplifier(Span<byte> source)
{
    private static readonly System.Buffers.SearchValues<byte> NameBytes = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."u8);

    private readonly Span<byte> source = source;
    private int at;
    private bool changed;

    public bool Run()
    {
        // Nesting of directives, and the depth at which a branch that is left out began.
        int depth = 0, skipping = 0;
        var lineStart = true;
        for (at = 0; at < source.Length;)
        {
            var c = source[at];
            if (lineStart && c == '#')
            {
                var directive = Line();
                if (directive.StartsWith("#if"u8))
                    depth++;
                else if (depth > 0 && skipping == 0 && directive.StartsWith("#el"u8))
                    skipping = depth;
                else if (depth > 0 && directive.StartsWith("#endif"u8))
                {
                    if (skipping == depth)
                        skipping = 0;
                    depth--;
                }
                Blank(directive);
                at += directive.Length;
                continue;
            }
            lineStart = c == '\n' || (lineStart && (c == ' ' || c == '\t' || c == '\r'));
            if (skipping > 0)
            {
                var line = Line();
                Blank(line);
                at += Math.Max(line.Length, 1);
                lineStart = true;
                continue;
            }
            Token(c);
        }
        return changed;
    }

    private readonly Span<byte> Line()
    {
        var rest = source[at..];
        var end = rest.IndexOf((byte)'\n');
        return end < 0 ? rest : rest[..end];
    }

    private void Blank(Span<byte> text)
    {
        changed |= !text.IsEmpty;
        foreach (ref var b in text)
        {
            if (b != '\r')
                b = (byte)' ';
        }
    }

    private void Token(byte c)
    {
        var rest = source[at..];
        if (rest.StartsWith("//"u8))
            at += Line().Length;
        else if (rest.StartsWith("/*"u8))
            at += rest.IndexOf("*/"u8) is >= 0 and var end ? end + 2 : rest.Length;
        else if (rest.StartsWith("\"\"\""u8))
            RawString();
        else if (rest.StartsWith("$@\""u8) || rest.StartsWith("@$\""u8))
            Text(start: 3, verbatim: true, holes: true);
        else if (rest.StartsWith("@\""u8))
            Text(start: 2, verbatim: true, holes: false);
        else if (rest.StartsWith("$\""u8) && !rest.StartsWith("$\"\"\""u8))
            Text(start: 2, verbatim: false, holes: true);
        else if (c == '"')
            Text(start: 1, verbatim: false, holes: false);
        else if (c == '\'')
            Character();
        else
        {
            if (rest.StartsWith("*("u8))
                Reinterpretation(rest);
            else if (rest.StartsWith("ref partial struct"u8))
            {
                "partial ref"u8.CopyTo(rest);
                changed = true;
            }
            at++;
        }
    }

    // `*(T*)&x`, which reads x as a T.
    private void Reinterpretation(Span<byte> rest)
    {
        var type = rest[2..].IndexOfAnyExcept(NameBytes);
        if (type <= 0 || !rest[(2 + type)..].StartsWith("*)&"u8))
            return;
        Blank(rest[..(type + 5)]);
    }

    private void RawString()
    {
        var quotes = source[at..].IndexOfAnyExcept((byte)'"');
        if (quotes < 0)
        {
            at = source.Length;
            return;
        }
        var end = source[(at + quotes)..].IndexOf(source.Slice(at, quotes));
        at = end < 0 ? source.Length : at + quotes + end + quotes;
    }

    private void Character()
    {
        at++;
        while (at < source.Length && source[at] is not ((byte)'\'' or (byte)'\n'))
            at += source[at] == '\\' ? 2 : 1;
        at++;
    }

    private void Text(int start, bool verbatim, bool holes)
    {
        var depth = 0;
        for (at += start; at < source.Length; at++)
        {
            var c = source[at];
            var next = at + 1 < source.Length ? source[at + 1] : (byte)0;
            if (depth > 0 && c == '"')
            {
                var close = source[(at + 1)..].IndexOf((byte)'"');
                at = close < 0 ? source.Length : at + 1 + close;
            }
            else if (c == '"' && verbatim && next == '"')
            {
                if (holes)
                {
                    source[at] = source[at + 1] = (byte)'\'';
                    changed = true;
                }
                at++;
            }
            else if (c == '"' || (c == '\n' && !verbatim && depth == 0))
            {
                at++;
                return;
            }
            else if (depth == 0 && ((c == '\\' && !verbatim) || (holes && c == next && (c == '{' || c == '}'))))
                at++;
            else if (holes && c == '{')
                depth++;
            else if (holes && c == '}' && depth > 0)
                depth--;
        }
    }
}
