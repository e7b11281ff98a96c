using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using CodeGraph.Git;
using CodeGraph.Search;

namespace CodeGraph.Tests.Search;

/// <summary>A search by the index finds the lines that a search without one finds: with .NET's own engine line by line, and with ripgrep.</summary>
public sealed class SameLinesTests
{
    private static readonly string[] Words =
    [
        "foo", "Foo", "FOO", "fooBar", "bar_baz", "x", "k", "K", "\u212Ait", "kit", "\u017Fet", "set", "SET", "été", "ÉTÉ", "日本語", "😀", "a😀b", "straße", "def", "class",
        "return", "12345", "\t", "  ", "(", ")", "{", "}", "+=", "->", "\\d", "[x]", "foo.bar", "σς", "ǆ",
    ];

    private static readonly string[] Patterns =
    [
        "foo", "Foo", "fooBar", "^def", "x$", "^$", "^", "foo|bar_baz", "fo+", "(foo|set)Bar?", "f.o", "f.*o", "k.t", "[sS]et", "se[a-t]", @"\bfoo\b", @"\w+Bar", @"\d{3,}", @"\s+foo", "日本", "é", "^.$", "^...$",
        "a.b", "[^a-z]foo", @"\S\s\S", @"foo\.bar", @"\(", @"(?i)foo", "(?i:f)oo", "foo(?:bar|baz)?", "12+3", "straße", "x*", "(a|b|c|d|e|f|g|h|i)oo", "(foo){2}", "(?:ab?c|fo)o", @"\p{Lu}o+", @"[[:upper:]]\w", "[^x]",
        @"\+=|->", @"foo\W+bar", "ſet", "set", "kit", "σ", "\\\\d", @"\[x\]", "foo{1,2}B", "(foo|)bar", "😀", "[é-ü]t",
    ];

    public static TheoryData<bool, CaseRule, bool> Ways => new()
    {
        { false, CaseRule.Sensitive, false }, { false, CaseRule.Insensitive, false }, { false, CaseRule.Sensitive, true }, { true, CaseRule.Insensitive, true }, { false, CaseRule.Smart, false },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Lines_are_those_of_matching_every_line(bool onDisk, CaseRule rule, bool word)
    {
        using var fixture = new SearchFixture(RandomSources(new Random(7)));
        await fixture.Index(onDisk);
        await using var searcher = fixture.Open();
        foreach (var pattern in Patterns)
        {
            var found = await searcher.Search(new(pattern, new(Case: rule, WholeWord: word), Limit: 100_000));
            Same(pattern, fixture, BruteForce(fixture.Sources.Folder, pattern, rule, word), found);
            Assert.Equal((found.Lines.Count, true, 0), (found.Total, found.TotalIsExact, found.NotIndexed));
        }
    }

    [RipgrepTheory]
    [MemberData(nameof(Ways))]
    public async Task Lines_are_those_of_ripgrep(bool onDisk, CaseRule rule, bool word)
    {
        using var fixture = new SearchFixture(RandomSources(new Random(11)));
        await fixture.Index(onDisk);
        await using var searcher = fixture.Open();
        foreach (var pattern in Patterns)
        {
            var found = await searcher.Search(new(pattern, new(Case: rule, WholeWord: word), Limit: 100_000));
            Same(pattern, fixture, Ripgrep(fixture.Sources.Folder, pattern, rule, word), found);
        }
    }

    [Fact]
    public async Task Fixed_texts_stand_for_themselves()
    {
        using var fixture = new SearchFixture(RandomSources(new Random(3)));
        await fixture.Index();
        foreach (var text in (string[])["foo.bar", "(", "\\d", "[x]", "+=", "é", "a😀b", "ſet"])
        {
            Same(text, fixture, BruteForce(fixture.Sources.Folder, Regex.Escape(text), CaseRule.Sensitive, false), await fixture.Search(text, new(Fixed: true)));
        }
    }

    /// <summary>Trigrams are folded for ASCII and for the two other letters that .NET and Unicode take for ASCII ones. There must be no third.</summary>
    [Fact]
    public void No_other_letter_is_another_case_of_an_ASCII_letter()
    {
        var others = Enumerable.Range(0x80, 0xFF80).Where(c => !char.IsSurrogate((char)c)).Select(c => (char)c).ToArray();
        var ascii = new TextPattern("[a-z]", new(Case: CaseRule.Insensitive), TimeSpan.FromSeconds(10));

        Assert.Equal("\u017F\u212A", string.Concat(others.Where(c => ascii.Matches(c.ToString()))));
    }

    private static void Same(string pattern, SearchFixture fixture, IEnumerable<string> expected, TextSearchResult found)
    {
        var (wanted, places) = (expected.ToHashSet(), fixture.Places(found).ToHashSet());
        var missing = wanted.Except(places).Select(p => "missing " + Show(p)).Take(3);
        var superfluous = places.Except(wanted).Select(p => "superfluous " + Show(p)).Take(3);
        Assert.Equal("", string.Join('\n', missing.Concat(superfluous).Select(p => $"{pattern}: {p}")));
        Assert.Equal(found.Lines.Count, places.Count);

        string Show(string place)
        {
            var parts = place.Split(':');
            return $"{place} '{File.ReadAllText(fixture.Sources.PathOf(parts[0])).Split('\n')[int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) - 1]}'";
        }
    }

    /// <summary>Files of the words above in any order, and texts that break readers: other encodings, line ends, broken bytes, no last line break.</summary>
    private static TemporaryRepository RandomSources(Random random)
    {
        var repository = TemporaryRepository.Empty();
        for (var file = 0; file < 25; file++)
            repository.Write($"d{file % 4}/f{file}.py", RandomText(random, file % 5 == 0 ? "\r\n" : "\n"));
        repository.Write("bom.py", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(RandomText(random, "\n"))]);
        repository.Write("utf16.py", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(RandomText(random, "\n"))]);
        repository.Write("empty.py", "");
        repository.Write("line.py", "foo");
        repository.Write("breaks.py", "\n\nfoo\n\n");
        repository.Commit("words");
        return repository;
    }

    private static string RandomText(Random random, string end)
    {
        var text = new StringBuilder();
        for (var line = random.Next(30); line > 0; line--)
        {
            for (var word = random.Next(6); word > 0; word--)
                text.Append(Words[random.Next(Words.Length)]).Append(random.Next(3) == 0 ? "" : " ");
            text.Append(end);
        }
        return text.Append(random.Next(2) == 0 ? "foo x" : "").ToString();
    }

    private static HashSet<string> BruteForce(string folder, string pattern, CaseRule rule, bool word)
    {
        // The long s is another case of s in Unicode and not in .NET, and a character beyond U+FFFF is one to a person and two to .NET.
        var ignoring = rule == CaseRule.Insensitive || (rule == CaseRule.Smart && Letters(pattern) is { Length: > 0 } letters && !letters.Any(char.IsUpper)) || pattern.StartsWith("(?i)", StringComparison.Ordinal);
        var expression = pattern.Replace("[[:upper:]]", "[A-Z]", StringComparison.Ordinal);
        if (ignoring)
            expression = Regex.Replace(expression, @"(?<!\\)[sSſ](?![^\[]*\])", "[sSſ]").Replace("[sS]", "[sSſ]", StringComparison.Ordinal).Replace("[a-t]", "[a-tſ]", StringComparison.Ordinal);
        foreach (var (negated, items) in (ReadOnlySpan<(string, string)>)[(@"(?<!\\)\.", "\n"), (@"\\S", "\\s"), (@"\\W", "\\w"), (@"\[\^([^\]]+)\]", "$1")])
            expression = Regex.Replace(expression, negated, $@"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^{items}\uD800-\uDFFF])");
        var regex = new Regex(word ? $@"(?<!\w)(?![\uDC00-\uDFFF])(?:{expression})(?!\w)(?![\uDC00-\uDFFF])" : expression, RegexOptions.CultureInvariant | (ignoring ? RegexOptions.IgnoreCase : 0));
        var places = new HashSet<string>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.py", SearchOption.AllDirectories))
        {
            var lines = File.ReadAllText(path).Split('\n');
            for (var line = 0; line < lines.Length - (lines[^1].Length == 0 ? 1 : 0); line++)
            {
                if (regex.IsMatch(lines[line]))
                    places.Add($"{Path.GetRelativePath(folder, path).Replace('\\', '/')}:{line + 1}");
            }
        }
        return places;
    }

    /// <summary>What stands for itself in a pattern.</summary>
    private static string Letters(string pattern) => Regex.Replace(pattern, @"\\p\{\w+\}|\[:\w+:\]|\\[a-zA-Z]|\{\d+,?\d*\}|[\[\]^$.*+?()|]", "");

    private static IEnumerable<string> Ripgrep(string folder, string pattern, CaseRule rule, bool word)
    {
        string[] options = [rule switch { CaseRule.Insensitive => "-i", CaseRule.Smart => "-S", _ => "-s" }, .. word ? (string[])["-w"] : []];
        var start = new ProcessStartInfo("rg", ["--no-config", "--no-ignore", "--no-heading", "--color=never", "-a", "-n", "-tpy", .. options, "-e", pattern, "."])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        foreach (var line in process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line[2..].Split(':');
            yield return $"{parts[0]}:{parts[1]}";
        }
    }
}

/// <summary>A test that needs ripgrep, and says so where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RipgrepTheoryAttribute : TheoryAttribute
{
    public RipgrepTheoryAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "rg"))))
            Skip = "ripgrep is not installed: apt-get install ripgrep";
    }
}
