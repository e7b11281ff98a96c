using System.Text;

namespace CodeGraph.Search;

/// <summary>
/// Reads a regular expression in .NET's syntax, of it what takes linear time and stays within a line, and writes it anew so that no class matches a line
/// break: over a whole text it then matches what it matches in each line. On the way it finds out what a text must hold to match (<see cref="PatternFacts"/>).
/// </summary>
/// <param name="text">The expression.</param>
/// <param name="ignoreCase">Whether letters match in either case; <c>(?i)</c> in the expression changes it.</param>
/// <param name="pairs">Whether characters beyond U+FFFF, two units in a string, count as one for the dot and for negated classes; costs speed.</param>
internal sealed partial class PatternParser(string text, bool ignoreCase, bool pairs)
{
    public const int MaxLength = 4096;
    private const int MaxDepth = 64;

    /// <summary>Parts once repetitions are written out. The automaton grows with them.</summary>
    private const int MaxWeight = 5000;

    private readonly StringBuilder output = new();
    private readonly StringBuilder run = new();
    private bool ignoreCase = ignoreCase;
    private int at;
    private int depth;
    private int weight;

    /// <summary>The expression for .NET, with <see cref="System.Text.RegularExpressions.RegexOptions.Multiline"/>.</summary>
    public string Output => output.ToString();

    /// <summary>Whether a letter of the pattern itself is in upper case.</summary>
    public bool HasUpperCase { get; private set; }

    /// <summary>Whether there is a character that stands for itself, in a class or outside.</summary>
    public bool HasLetter { get; private set; }

    /// <summary>Whether every character stands for itself.</summary>
    public bool IsLiteral { get; private set; } = true;

    /// <summary>Texts of which the pattern consists in parts: names are looked for among them.</summary>
    public List<string> Runs { get; } = [];

    public PatternFacts ParseExpression()
    {
        var facts = ParseAlternatives();
        if (at < text.Length)
            throw Error("closes a group that is not open; write \\) for the character");
        EndRun();
        return facts;
    }

    /// <summary>Takes every character for itself.</summary>
    public PatternFacts ParseFixed()
    {
        var facts = PatternFacts.Nothing;
        while (at < text.Length)
            facts = PatternFacts.Concatenate(facts, Literal(NextRune()));
        EndRun();
        return facts;
    }

    private PatternFacts ParseAlternatives()
    {
        if (++depth > MaxDepth)
            throw new PatternException($"The pattern has groups nested more than {MaxDepth} deep.");
        var facts = ParseSequence();
        while (at < text.Length && text[at] == '|')
        {
            Syntax();
            output.Append(text[at++]);
            facts = PatternFacts.Alternate(facts, ParseSequence());
        }
        depth--;
        return facts;
    }

    private PatternFacts ParseSequence()
    {
        var facts = PatternFacts.Nothing;
        while (at < text.Length && text[at] is not ('|' or ')'))
            facts = PatternFacts.Concatenate(facts, ParseRepeated());
        return facts;
    }

    private PatternFacts ParseRepeated()
    {
        var before = weight;
        var facts = ParseAtom();
        if (at == text.Length || ReadQuantifier() is not var (least, most))
            return facts;
        weight = before + ((weight - before) * Math.Clamp(most ?? least, 1, MaxWeight + 1));
        if (weight > MaxWeight)
            throw new PatternException($"The pattern repeats too much: written out it has more than {MaxWeight} parts. Use smaller numbers in braces.");
        if (least == 0)
            return most == 1 ? PatternFacts.Alternate(facts, PatternFacts.Nothing) : PatternFacts.Anything;
        return least == most && least <= 4 ? Enumerable.Repeat(facts, least).Aggregate(PatternFacts.Concatenate) : facts.Repeated();
    }

    private PatternFacts ParseAtom()
    {
        weight++;
        switch (text[at])
        {
            case '(':
                return ParseGroup();
            case '[':
                return ParseClass();
            case '\\':
                return ParseEscape();
            case '.':
                at++;
                return Class("", negated: true);
            case '^' or '$':
                Syntax();
                output.Append(text[at++]);
                return PatternFacts.Nothing;
            case '*' or '+' or '?':
                throw Error("has nothing before it to repeat; write \\" + text[at] + " for the character");
            default:
                return Literal(NextRune());
        }
    }

    /// <summary>Reads what repeats the atom before, and copies it. An opening brace that begins no quantifier stands for itself.</summary>
    private (int Least, int? Most)? ReadQuantifier()
    {
        (int Least, int? Most)? found = text[at] switch { '*' => (0, null), '+' => (1, null), '?' => (0, 1), '{' => ReadBraces(), _ => null };
        if (found is not var (least, most))
            return null;
        Syntax(dropLast: true);
        var end = text[at] == '{' ? text.IndexOf('}', at) + 1 : at + 1;
        output.Append(text, at, end - at);
        at = end;
        if (at < text.Length && text[at] == '?')
            output.Append(text[at++]);
        return (least, most);
    }

    private (int Least, int? Most)? ReadBraces()
    {
        var close = text.IndexOf('}', at);
        if (close < 0)
            return null;
        var parts = text[(at + 1)..close].Split(',');
        if (parts.Length > 2 || !TryNumber(parts[0], out var least))
            return null;
        if (parts.Length == 1)
            return (least, least);
        if (parts[1].Length == 0)
            return (least, null);
        if (!TryNumber(parts[1], out var most))
            return null;
        return least <= most ? (least, most) : throw Error($"asks for at least {least} and at most {most}");

        static bool TryNumber(string digits, out int number) =>
            int.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number);
    }

    private PatternFacts Literal(Rune rune)
    {
        if (rune.Value == '\n')
            throw new PatternException("The pattern has a line break, and lines are matched one by one. Search for one of the lines.");
        HasLetter = true;
        HasUpperCase |= Rune.IsUpper(rune);
        run.Append(rune.ToString());
        if (ignoreCase && rune.Value is 's' or 'S' or 0x17F)
            output.Append("[sS\u017F]");
        else if (rune.IsBmp)
            output.Append(System.Text.RegularExpressions.Regex.Escape(rune.ToString()));
        else
            output.Append("(?:").Append(rune.ToString()).Append(')');

        // Bytes that are no UTF-8 are shown as U+FFFD, and what other cases a letter has beyond ASCII is for .NET to know.
        if (rune.Value == 0xFFFD)
            return PatternFacts.AnyCharacter;
        var literal = ignoreCase && Rune.IsLetter(rune) ? null : rune.ToString();
        if (rune.IsAscii || !ignoreCase)
            return PatternFacts.OneOf([Piece(rune)], literal);
        return literal is null ? PatternFacts.AnyCharacter : PatternFacts.OfLiteral(literal);
    }

    private static string Piece(Rune rune) => string.Concat(Encoding.UTF8.GetBytes(rune.ToString()).Select(b => (char)Trigrams.Folded(b)));

    private Rune NextRune()
    {
        if (!Rune.TryGetRuneAt(text, at, out var rune))
            throw Error("is half a character; the pattern is no valid text");
        at += rune.Utf16SequenceLength;
        return rune;
    }

    /// <summary>Notes that something other than a plain character comes.</summary>
    /// <param name="dropLast">Whether it changes the meaning of the character before.</param>
    private void Syntax(bool dropLast = false)
    {
        IsLiteral = false;
        if (dropLast && run.Length > 0)
            run.Length--;
        EndRun();
    }

    private void EndRun()
    {
        if (run.Length > 0)
            Runs.Add(run.ToString());
        run.Clear();
    }

    private PatternException Error(string what) => new($"The pattern '{text}' cannot be read: '{text[at]}' at character {at + 1} {what}.");

    private PatternException Unsupported(string what) =>
        new($"The pattern '{text}' has {what} at character {at + 1}, which cannot be matched in linear time or line by line. Search for a simpler pattern, and filter what it finds.");
}
