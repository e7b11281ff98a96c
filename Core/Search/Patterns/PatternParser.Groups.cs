namespace CodeGraph.Search;

internal sealed partial class PatternParser
{
    /// <summary>Groups capture nothing: what is captured could only be referred to, which is not linear.</summary>
    private PatternFacts ParseGroup()
    {
        Syntax();
        var open = at;
        var outside = ignoreCase;
        if (Next("(?#"))
        {
            at = text.IndexOf(')', at);
            if (at < 0)
                throw Unclosed(open);
            at++;
            return PatternFacts.Nothing;
        }
        if (ReadGroupHead() is { } whole)
            return whole;
        output.Append(ignoreCase == outside ? "(?:" : ignoreCase ? "(?i:" : "(?-i:");
        var facts = ParseAlternatives();
        if (at == text.Length)
            throw Unclosed(open);
        at++;
        output.Append(')');
        Syntax();
        ignoreCase = outside;
        return facts;
    }

    /// <summary>Moves into the group; the facts of the whole where it is one of options for the rest of the group around it.</summary>
    private PatternFacts? ReadGroupHead()
    {
        if (!text.AsSpan(at).StartsWith("(?"))
        {
            at++;
            return null;
        }
        foreach (var (head, what) in (ReadOnlySpan<(string, string)>)
            [("(?=", "a look-ahead"), ("(?!", "a look-ahead"), ("(?<=", "a look-behind"), ("(?<!", "a look-behind"), ("(?>", "an atomic group"), ("(?(", "a condition")])
        {
            if (text.AsSpan(at).StartsWith(head))
                throw Unsupported(what);
        }
        if (Next("(?:"))
            return null;
        if (Next("(?P<") || Next("(?<"))
            return SkipName('>');
        return Next("(?'") ? SkipName('\'') : ReadOptions();
    }

    private PatternFacts? SkipName(char end)
    {
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
            at++;
        if (at == start || at == text.Length || text[at] != end)
            throw new PatternException($"The pattern '{text}' has a group without a proper name at character {start + 1}. A name has letters, digits and underscores.");
        at++;
        return null;
    }

    /// <summary><c>(?i)</c> and <c>(?i:</c>. Lines are matched one by one, so <c>m</c> and <c>s</c> change nothing; nor does <c>n</c>, as nothing is captured.</summary>
    private PatternFacts? ReadOptions()
    {
        at += 2;
        for (var on = true; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '-':
                    on = false;
                    break;
                case 'i':
                    ignoreCase = on;
                    break;
                case 'm' or 's' or 'n':
                    break;
                case ':':
                    at++;
                    return null;
                case ')':
                    at++;
                    output.Append(ignoreCase ? "(?i)" : "(?-i)");
                    return PatternFacts.Nothing;
                default:
                    throw Error("is no option of a group; there are i, m, s and n");
            }
        }
        throw Unclosed(at - 1);
    }

    private bool Next(string expected)
    {
        if (!text.AsSpan(at).StartsWith(expected))
            return false;
        at += expected.Length;
        return true;
    }

    private PatternException Unclosed(int open) =>
        new($"The pattern '{text}' opens a group at character {open + 1} that is not closed. Close it, or write \\( for the character, or search for fixed text.");
}
