using System.Globalization;
using System.Text;

namespace CodeGraph.Search;

internal sealed partial class PatternParser
{
    /// <summary>A class with more characters says nothing that the index could use.</summary>
    private const int MaxMembers = 64;

    /// <summary>The ASCII classes of POSIX, as ripgrep has them.</summary>
    private static readonly Dictionary<string, string> PosixClasses = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z", ["alpha"] = "A-Za-z", ["ascii"] = @"\x00-\x7F", ["blank"] = @"\t\x20", ["cntrl"] = @"\x00-\x1F\x7F", ["digit"] = "0-9",
        ["graph"] = "!-~", ["lower"] = "a-z", ["print"] = @"\x20-~", ["punct"] = @"!-/:-@\[-`{-~", ["space"] = @"\t\n\v\f\r\x20", ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_", ["xdigit"] = "0-9A-Fa-f",
    };

    private PatternFacts ParseEscape()
    {
        var start = at++;
        if (at == text.Length)
            throw new PatternException($"The pattern '{text}' ends in a backslash. Write \\\\ for the character.");
        var c = text[at];
        switch (c)
        {
            case 'd' or 'w' or 's':
                at++;
                return Class("\\" + c, negated: false);
            case 'D' or 'W' or 'S':
                at++;
                return Class("\\" + char.ToLowerInvariant(c), negated: true);
            case 'p' or 'P':
                return Class(ReadCategory(), negated: c == 'P');
            case 'b' or 'B':
                Syntax();
                output.Append('\\').Append(c);
                at++;
                return PatternFacts.Nothing;
            case 'k' or (>= '1' and <= '9'):
                at = start;
                throw Unsupported("a reference to an earlier group");
            case 'A' or 'z' or 'Z' or 'G':
                at = start;
                throw Unsupported($"the anchor \\{c} of a whole text; use ^ and $");
            default:
                return Literal(ReadEscapedCharacter(start));
        }
    }

    private PatternFacts ParseClass()
    {
        var open = at++;
        var negated = at < text.Length && text[at] == '^';
        if (negated)
            at++;
        var items = new StringBuilder();
        var members = new HashSet<int>();
        var (known, hasS) = (!negated, false);
        for (var first = true; ; first = false)
        {
            if (at == text.Length)
                throw new PatternException($"The pattern '{text}' opens a class at character {open + 1} that is not closed. Close it, or write \\[ for the character, or search for fixed text.");
            if (text[at] == ']' && !first)
                break;
            if (!first && text.AsSpan(at).StartsWith("-["))
                throw Unsupported("a class subtracted from a class");
            if (ReadNamedClass() is { } named)
            {
                items.Append(named);
                known = false;
                continue;
            }
            var (low, high) = ReadRange();
            AddRange(items, low, high);
            known &= Remember(members, low, high);

            // .NET takes the long s for no other case of s; Unicode does.
            hasS |= (low <= 's' && high >= 's') || (low <= 'S' && high >= 'S');
        }
        at++;
        if (ignoreCase && hasS)
            items.Append('\u017F');
        return Class(items.ToString(), negated, known ? members : null);
    }

    /// <summary>A class such as <c>\d</c>, <c>\p{Lu}</c> or <c>[:alpha:]</c> inside of brackets; null where a character comes.</summary>
    private string? ReadNamedClass()
    {
        if (text[at] == '[' && at + 1 < text.Length && text[at + 1] == ':' && text.IndexOf(":]", at, StringComparison.Ordinal) is > 0 and var close)
        {
            var name = text[(at + 2)..close];
            if (!PosixClasses.TryGetValue(name, out var items))
                throw Error($"begins no class: there is no '[:{name}:]'");
            at = close + 2;
            return items;
        }
        if (text[at] != '\\' || at + 1 == text.Length)
            return null;
        switch (text[at + 1])
        {
            case 'd' or 'D' or 'w' or 'W' or 's' or 'S':
                at += 2;
                return text[(at - 2)..at];
            case 'p' or 'P':
                var negated = text[++at] == 'P';
                return (negated ? "\\P" : "\\p") + ReadCategory()[2..];
            default:
                return null;
        }
    }

    private (int Low, int High) ReadRange()
    {
        var low = ReadClassCharacter();
        if (at + 1 >= text.Length || text[at] != '-' || text[at + 1] == ']')
            return (low, low);
        at++;
        if (ReadNamedClass() is not null)
            throw Error("ends a range with a class");
        var high = ReadClassCharacter();
        return low <= high ? (low, high) : throw new PatternException($"The pattern '{text}' has a range in reverse order at character {at}.");
    }

    private static void AddRange(StringBuilder items, int low, int high)
    {
        items.Append(CultureInfo.InvariantCulture, $"\\u{low:X4}");
        if (high > low)
            items.Append(CultureInfo.InvariantCulture, $"-\\u{high:X4}");
    }

    /// <summary>Adds the characters of a range to those of the class; false where they are too many, or have cases that the index does not fold.</summary>
    private bool Remember(HashSet<int> members, int low, int high)
    {
        if (high - low >= MaxMembers || members.Count > MaxMembers || (ignoreCase && high > 0x7F) || high >= 0xD800)
            return false;
        members.UnionWith(Enumerable.Range(low, high - low + 1));
        return true;
    }

    private int ReadClassCharacter()
    {
        HasLetter = true;
        Rune rune;
        if (text[at] == '\\' && at + 1 < text.Length)
        {
            var start = at++;
            if (text[at] == 'n')
            {
                at++;
                return '\n';
            }
            rune = ReadEscapedCharacter(start);
        }
        else
        {
            rune = NextRune();
        }
        HasUpperCase |= Rune.IsUpper(rune);
        return rune.IsBmp ? rune.Value : throw new PatternException($"'{rune}' cannot stand in a class: only characters up to U+FFFF can. Write an alternative, (?:{rune}|...).");
    }

    /// <summary>A character behind a backslash, from the character behind it on.</summary>
    private Rune ReadEscapedCharacter(int start)
    {
        var c = text[at];
        switch (c)
        {
            case 't':
                at++;
                return new('\t');
            case 'r':
                at++;
                return new('\r');
            case 'f':
                at++;
                return new('\f');
            case 'v':
                at++;
                return new('\v');
            case 'a':
                at++;
                return new('\a');
            case 'e':
                at++;
                return new('\e');
            case 'n':
                at++;
                return new('\n');
            case 'x' or 'u':
                at++;
                return ReadCode(start, c == 'x' ? 2 : 4);
            case var _ when char.IsAsciiLetterOrDigit(c):
                throw new PatternException($"The pattern '{text}' has an escape that means nothing, \\{c}, at character {start + 1}. Write \\\\ for a backslash.");
            default:
                return NextRune();
        }
    }

    private Rune ReadCode(int start, int digits)
    {
        var braces = at < text.Length && text[at] == '{';
        var end = braces ? text.IndexOf('}', at) : at + digits;
        var code = end < 0 || end > text.Length ? "" : text[(braces ? at + 1 : at)..end];
        if (!int.TryParse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || !Rune.IsValid(value))
            throw new PatternException($"The pattern '{text}' has a character code at character {start + 1} that is none. Write \\xHH, \\uHHHH or \\x{{H...}}.");
        at = braces ? end + 1 : end;
        return new(value);
    }

    /// <summary>Reads <c>p{Lu}</c> or <c>pL</c> and gives <c>\p{Lu}</c>. Whether there is such a category, .NET says.</summary>
    private string ReadCategory()
    {
        at++;
        if (at < text.Length && text[at] != '{')
            return $"\\p{{{text[at++]}}}";
        var close = text.IndexOf('}', Math.Min(at, text.Length - 1));
        if (at >= text.Length || close < 0)
            throw new PatternException($"The pattern '{text}' has a category without a name at character {at}. Write \\p{{L}}.");
        var name = text[(at + 1)..close];
        at = close + 1;
        return $"\\p{{{name}}}";
    }

    /// <summary>Writes a class that matches no line break, and with <c>pairs</c> takes two surrogates for one character where it is negated.</summary>
    private PatternFacts Class(string items, bool negated, HashSet<int>? members = null)
    {
        Syntax();
        if (!negated)
            output.Append('[').Append(items).Append("-[\\n]]");
        else if (pairs)
            output.Append(@"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^").Append(items).Append(@"\n\uD800-\uDFFF])");
        else
            output.Append("[^").Append(items).Append("\\n]");
        members?.Remove('\n');
        return members is { Count: > 0 and <= MaxMembers }
            ? PatternFacts.OneOf(members.Select(m => Piece(new(m))).ToHashSet(StringComparer.Ordinal))
            : PatternFacts.AnyCharacter;
    }
}
