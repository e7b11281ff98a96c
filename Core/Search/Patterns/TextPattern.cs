using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace CodeGraph.Search;

/// <summary>
/// A pattern ready to search with: what to ask the index, and how to find matches in a line. Takes time linear in the text, whatever the pattern. Any number of
/// threads may use it. Whether a text matches is asked of .NET's linear engine, but not where: of <c>(?:f|)b</c> in "f bb" it finds the second b.
/// </summary>
internal sealed class TextPattern
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.CultureInvariant;

    /// <summary>No letter, digit or underscore: what stands before and behind a whole word. The second takes two surrogates for one character.</summary>
    private const string NoWord = @"[^\w\n]", NoWordWithPairs = @"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\w\n\uD800-\uDFFF])";

    /// <summary>A text that every match contains is looked for first if it has this many bytes: shorter ones are in too many lines.</summary>
    private const int MinNeeded = 3;

    /// <summary>Characters that are matched at once before it is asked which of their lines match.</summary>
    private const int BlockLength = 8192;

    /// <summary>Places of matches in a line are found by .NET's other engine, which can take forever; after this the linear one's are good enough.</summary>
    private static readonly TimeSpan PlacesTimeLimit = TimeSpan.FromMilliseconds(20);

    private readonly Regex regex;
    private readonly Lazy<Regex> regexWithPairs;
    private readonly byte[] needed;
    private readonly bool isLiteral;
    private readonly bool wholeWord;

    /// <param name="timeLimit">How long one text may take.</param>
    /// <exception cref="PatternException">The pattern is not valid, or not linear; the message says what to do.</exception>
    public TextPattern(string text, PatternOptions options, TimeSpan timeLimit)
    {
        if (text.Length is 0 or > PatternParser.MaxLength)
            throw new PatternException($"A pattern has 1 to {PatternParser.MaxLength} characters; this one has {text.Length}.");
        var ignoreCase = options.Case == CaseRule.Insensitive;
        var (parser, facts) = Parse(text, options, ignoreCase, pairs: false);
        if (options.Case == CaseRule.Smart && parser is { HasLetter: true, HasUpperCase: false })
            (parser, facts) = Parse(text, options, ignoreCase = true, pairs: false);
        wholeWord = options.WholeWord;
        regex = Compile(text, parser.Output, NoWord, ignoreCase, timeLimit);
        regexWithPairs = new(() => Compile(text, Parse(text, options, ignoreCase, pairs: true).Parser.Output, NoWordWithPairs, ignoreCase, timeLimit));
        Query = facts.WholeQuery();
        Words = [.. parser.Runs.SelectMany(SplitWords).Distinct(StringComparer.Ordinal)];
        needed = Encoding.UTF8.GetBytes(facts.Needed);
        isLiteral = parser.IsLiteral && !wholeWord && facts.Needed == parser.Runs[0];
    }

    /// <summary>What a text must hold.</summary>
    public TrigramQuery Query { get; }

    /// <summary>Words that stand in the pattern as they are.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Whether a name, or a part of it, matches by itself.</summary>
    public bool Matches(string name) => regex.IsMatch(name);

    /// <summary>The numbers of the lines that match, 1-based and ascending.</summary>
    /// <param name="utf8">A text; bytes that are no UTF-8 count as U+FFFD.</param>
    /// <param name="lines">Where to add them.</param>
    /// <exception cref="RegexMatchTimeoutException">It took too long.</exception>
    public void FindLines(ReadOnlySpan<byte> utf8, List<int> lines)
    {
        if (needed.Length >= MinNeeded || isLiteral)
        {
            FindNeeded(utf8, lines);
            return;
        }
        var rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            var length = Encoding.UTF8.GetChars(utf8, rented);
            FindLines(Choose(utf8), rented.AsSpan(0, length), lines);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>Where a line matches: starts and lengths in it, in order.</summary>
    public IReadOnlyList<(int Start, int Length)> MatchesIn(string line)
    {
        var linear = line.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? regexWithPairs.Value : regex;
        try
        {
            return MatchesIn(new(linear.ToString(), linear.Options & ~RegexOptions.NonBacktracking, PlacesTimeLimit), line);
        }
        catch (RegexMatchTimeoutException)
        {
            return MatchesIn(linear, line);
        }
    }

    private List<(int Start, int Length)> MatchesIn(Regex chosen, string line)
    {
        var found = new List<(int, int)>();
        for (var at = 0; at <= line.Length;)
        {
            var match = chosen.Match(line, at);
            if (!match.Success)
                break;
            Capture span = wholeWord ? match.Groups["match"] : match;
            if (span.Length > 0 || found.Count == 0)
                found.Add((span.Index, span.Length));

            // What ends one whole word may begin the next.
            at = Math.Max(span.Index + span.Length, at + 1);
        }
        return found;
    }

    private static void FindLines(Regex regex, ReadOnlySpan<char> text, List<int> lines)
    {
        for (var (at, line) = (0, 1); at < text.Length;)
        {
            var end = at + BlockLength < text.Length ? text[(at + BlockLength)..].IndexOf('\n') : -1;
            end = end < 0 ? text.Length - (text[^1] == '\n' ? 1 : 0) : at + BlockLength + end;
            Narrow(regex, text[at..end], line, lines);
            line += text[at..end].Count('\n') + 1;
            at = end + 1;
        }
    }

    /// <summary>Finds the lines of a block that match by halves. An expression matches a block where it matches one of its lines.</summary>
    private static void Narrow(Regex regex, ReadOnlySpan<char> block, int line, List<int> lines)
    {
        if (!regex.IsMatch(block))
            return;
        var middle = block[..(block.Length / 2)].LastIndexOf('\n');
        if (middle < 0)
            middle = block.IndexOf('\n');
        if (middle < 0)
        {
            lines.Add(line);
            return;
        }
        Narrow(regex, block[..middle], line, lines);
        Narrow(regex, block[(middle + 1)..], line + block[..middle].Count('\n') + 1, lines);
    }

    /// <summary>Matches only the lines with the text that every match contains: finding it takes a tenth of what matching takes.</summary>
    private void FindNeeded(ReadOnlySpan<byte> text, List<int> lines)
    {
        var line = 1;
        for (var at = 0; text[at..].IndexOf(needed) is >= 0 and var next;)
        {
            var found = at + next;
            var start = text[..found].LastIndexOf((byte)'\n') + 1;
            var length = text[found..].IndexOf((byte)'\n');
            var end = length < 0 ? text.Length : found + length;
            line += text[at..found].Count((byte)'\n');
            if (isLiteral || MatchesLine(text[start..end]))
                lines.Add(line);
            if (length < 0)
                return;
            (at, line) = (end + 1, line + 1);
        }
    }

    private bool MatchesLine(ReadOnlySpan<byte> line)
    {
        var rented = ArrayPool<char>.Shared.Rent(line.Length);
        try
        {
            return Choose(line).IsMatch(rented.AsSpan(0, Encoding.UTF8.GetChars(line, rented)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>The dot takes characters beyond U+FFFF for one only where a text has some: first bytes of F0 and above.</summary>
    private Regex Choose(ReadOnlySpan<byte> utf8) => utf8.ContainsAnyInRange((byte)0xF0, (byte)0xFF) ? regexWithPairs.Value : regex;

    private static (PatternParser Parser, PatternFacts Facts) Parse(string text, PatternOptions options, bool ignoreCase, bool pairs)
    {
        var parser = new PatternParser(text, ignoreCase, pairs);
        return (parser, options.Fixed ? parser.ParseFixed() : parser.ParseExpression());
    }

    private Regex Compile(string text, string expression, string noWord, bool ignoreCase, TimeSpan timeLimit)
    {
        try
        {
            return new(wholeWord ? $"(?:^|{noWord})(?<match>{expression})(?:{noWord}|$)" : expression, ignoreCase ? Options | RegexOptions.IgnoreCase : Options, timeLimit);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new PatternException($"The pattern '{text}' cannot be used: {exception.Message}", exception);
        }
    }

    private static IEnumerable<string> SplitWords(string run) => Regex.Matches(run, @"\w+", RegexOptions.CultureInvariant).Select(m => m.Value);
}
