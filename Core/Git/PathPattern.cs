namespace CodeGraph.Git;

/// <summary>
/// One pattern of a .gitignore or .gitattributes file (gitignore(5), "PATTERN FORMAT"). Matching takes time in proportion to pattern times
/// path, whatever the pattern: stars backtrack to the last one only. A question mark stands for a character here and for a byte in git,
/// which differ in names outside ASCII.
/// </summary>
internal sealed class PathPattern
{
    private readonly string folder;
    private readonly string[] segments;
    private readonly bool anchored;

    private PathPattern(string folder, string pattern, bool onlyFolders, bool negated)
    {
        this.folder = folder;
        OnlyFolders = onlyFolders;
        Negated = negated;
        anchored = pattern.Contains('/', StringComparison.Ordinal);
        segments = Split(pattern.StartsWith('/') ? pattern[1..] : pattern);
    }

    /// <summary>Written with a slash at its end.</summary>
    public bool OnlyFolders { get; }

    /// <summary>Written with an exclamation mark: takes back what earlier patterns matched.</summary>
    public bool Negated { get; }

    /// <param name="folder">The folder of the file with the pattern, with a slash at its end; empty for the root.</param>
    /// <param name="line">A line as written, without its line break.</param>
    /// <returns>Null for blank lines and comments.</returns>
    public static PathPattern? Parse(string folder, string line)
    {
        string pattern = TrimSpaces(line.TrimEnd('\r'));
        if (pattern.Length == 0 || pattern[0] == '#') return null;
        bool negated = pattern[0] == '!';
        if (negated) pattern = pattern[1..];
        bool onlyFolders = pattern.EndsWith('/');
        if (onlyFolders) pattern = pattern[..^1];
        return pattern.Length == 0 ? null : new PathPattern(folder, pattern, onlyFolders, negated);
    }

    /// <param name="path">A path from the root, without a slash at its end.</param>
    public bool Matches(ReadOnlySpan<char> path)
    {
        if (!path.StartsWith(folder, StringComparison.Ordinal)) return false;
        path = path[folder.Length..];
        if (!anchored) return MatchesSegment(segments[0], path[(path.LastIndexOf('/') + 1)..]);

        int pattern = 0;
        int at = 0;
        int starPattern = -1;
        int starAt = 0;
        while (at <= path.Length)
        {
            if (pattern < segments.Length && segments[pattern] == "**")
            {
                // At the end it stands for at least one segment, elsewhere for any number.
                if (pattern == segments.Length - 1) return true;
                starPattern = ++pattern;
                starAt = at;
                continue;
            }

            int end = SegmentEnd(path, at);
            if (pattern < segments.Length && MatchesSegment(segments[pattern], path[at..end]))
            {
                pattern++;
                at = end + 1;
            }
            else if (starPattern >= 0)
            {
                starAt = SegmentEnd(path, starAt) + 1;
                at = starAt;
                pattern = starPattern;
            }
            else
            {
                return false;
            }
        }

        return pattern == segments.Length;
    }

    /// <summary>Splits at slashes, but not inside a class: <c>[a/b]</c> is one, and matches no slash.</summary>
    private static string[] Split(string pattern)
    {
        List<string> parts = [];
        int start = 0;
        for (int i = 0; i < pattern.Length; i++)
        {
            int after = i + 1;
            if (pattern[i] == '\\') i++;
            else if (pattern[i] == '[' && MatchesClass(pattern, ref after, '\0') is not null) i = after - 1;
            else if (pattern[i] == '/')
            {
                parts.Add(pattern[start..i]);
                start = i + 1;
            }
        }

        return [.. parts, pattern[start..]];
    }

    private static int SegmentEnd(ReadOnlySpan<char> path, int start)
    {
        int slash = path[start..].IndexOf('/');
        return slash < 0 ? path.Length : start + slash;
    }

    /// <summary>Matches a name without slashes against a glob.</summary>
    private static bool MatchesSegment(ReadOnlySpan<char> glob, ReadOnlySpan<char> name)
    {
        int g = 0;
        int n = 0;
        int starGlob = -1;
        int starName = 0;
        while (n < name.Length)
        {
            if (g < glob.Length && glob[g] == '*')
            {
                starGlob = ++g;
                starName = n;
            }
            else if (g < glob.Length && MatchesOne(glob, g, name[n], out int next))
            {
                g = next;
                n++;
            }
            else if (starGlob >= 0)
            {
                g = starGlob;
                n = ++starName;
            }
            else
            {
                return false;
            }
        }

        while (g < glob.Length && glob[g] == '*') g++;
        return g == glob.Length;
    }

    private static bool MatchesOne(ReadOnlySpan<char> glob, int at, char c, out int next)
    {
        next = at + 1;
        switch (glob[at])
        {
            case '?':
                return true;
            case '\\' when next < glob.Length:
                return glob[next++] == c;
            case '[':
                return MatchesClass(glob, ref next, c) ?? false;
            default:
                return glob[at] == c;
        }
    }

    /// <summary>Matches <c>[a-z]</c>, <c>[!a-z]</c> and <c>[[:alpha:]]</c>. Null for a bracket that never closes, which matches nothing.</summary>
    private static bool? MatchesClass(ReadOnlySpan<char> glob, ref int at, char c)
    {
        bool negated = at < glob.Length && glob[at] is '!' or '^';
        if (negated) at++;
        bool found = false;
        for (bool isFirst = true; at < glob.Length; isFirst = false)
        {
            if (glob[at] == ']' && !isFirst)
            {
                at++;
                return found != negated;
            }

            if (glob[at] == '[' && at + 1 < glob.Length && glob[at + 1] == ':')
            {
                int close = glob[at..].IndexOf(":]");
                if (close > 0)
                {
                    found |= IsOfClass(c, glob[(at + 2)..(at + close)]);
                    at += close + 2;
                    continue;
                }
            }

            char low = Literal(glob, ref at);
            char high = low;
            if (at + 1 < glob.Length && glob[at] == '-' && glob[at + 1] != ']')
            {
                at++;
                high = Literal(glob, ref at);
            }

            found |= c >= low && c <= high;
        }

        return null;
    }

    private static char Literal(ReadOnlySpan<char> glob, ref int at)
    {
        if (glob[at] == '\\' && at + 1 < glob.Length) at++;
        return glob[at++];
    }

    private static bool IsOfClass(char c, ReadOnlySpan<char> name) => name switch
    {
        "alpha" => char.IsAsciiLetter(c),
        "digit" => char.IsAsciiDigit(c),
        "alnum" => char.IsAsciiLetterOrDigit(c),
        "upper" => char.IsAsciiLetterUpper(c),
        "lower" => char.IsAsciiLetterLower(c),
        "space" => c is ' ' or (>= '\t' and <= '\r'),
        "blank" => c is ' ' or '\t',
        "punct" => char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && c > ' ' && c != 127,
        "xdigit" => char.IsAsciiHexDigit(c),
        "cntrl" => c < ' ' || c == 127,
        "print" => c is >= ' ' and < (char)127,
        "graph" => c is > ' ' and < (char)127,
        _ => false,
    };

    /// <summary>Drops spaces at the end, except one behind a backslash.</summary>
    private static string TrimSpaces(string line)
    {
        string trimmed = line.TrimEnd(' ');
        int backslashes = trimmed.Length - trimmed.TrimEnd('\\').Length;
        return backslashes % 2 == 1 && trimmed.Length < line.Length ? trimmed + ' ' : trimmed;
    }
}
