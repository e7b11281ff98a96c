using System.Diagnostics;
using System.Text;
using CodeGraph.Graph;
using CodeGraph.Linking;
using CodeGraph.Model;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Facts;
using CodeGraph.Parsing.Languages;

namespace CodeGraph.Tests.Parsing;

/// <summary>No file takes the process, its memory or its time, whatever is in it.</summary>
public sealed partial class HostileSourceTests
{
    /// <summary>A fraction of what is allowed, so that what reaches a limit reaches it soon.</summary>
    private static readonly ParseLimits Small = new() { BaseBytes = 16 << 20, BytesPerSourceByte = 20, Milliseconds = 100 };

    private static readonly string[] Openings = ["(", "[", "{", "f(", "!", "a<", "a.b(", "if (a) {\n", "class A {\n", "\"${", "a ? b : ", "x = ", "/*", "<<A\n", "a => ", "fn a() {\n"];

    public static TheoryData<Language> Languages() => [.. LanguageRegistry.Languages.Select(l => l.Language)];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Deep_and_truncated_sources_end_within_their_limits(Language language)
    {
        var definition = LanguageRegistry.Get(language);
        using var parser = new FileParser(Small);
        var start = language == Language.Php ? "<?php\n" : "";
        foreach (var opening in Openings)
            Check(definition, parser, start + "x = " + string.Concat(Enumerable.Repeat(opening, 10_000)));
        Check(definition, parser, start + "x = " + new string('(', 100_000) + "1" + new string(')', 100_000));
        Check(definition, parser, start + "x = " + new string('[', 100_000));
        Check(definition, parser, [.. Encoding.UTF8.GetBytes(start + "x = 1\n"), 0, .. Enumerable.Range(128, 128).Select(b => (byte)b), 0xC3]);
        foreach (var file in Directory.GetFiles(FactsCasesTests.Folder(), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (LanguageRegistry.Detect(file.Replace('\\', '/'))?.Language != language)
                continue;
            var whole = File.ReadAllBytes(file);
            for (var part = 1; part < 24; part++)
                Check(definition, parser, whole[..(whole.Length * part / 24)]);
        }
    }

    /// <summary>Half-written source makes trees that the grammar's rules do not describe.</summary>
    [Theory]
    [MemberData(nameof(Languages))]
    public void Sources_with_words_taken_out_doubled_and_swapped_are_understood(Language language)
    {
        var definition = LanguageRegistry.Get(language);
        using var parser = new FileParser(new());
        var random = new Random(Setting("CODEGRAPH_FUZZ_SEED", 1));
        foreach (var file in Directory.GetFiles(FactsCasesTests.Folder(), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (LanguageRegistry.Detect(file.Replace('\\', '/'))?.Language != language)
                continue;
            var words = Word().Matches(File.ReadAllText(file)).Select(m => m.Value).ToList();
            for (var round = 0; round < Setting("CODEGRAPH_FUZZ_ROUNDS", 40); round++)
            {
                var broken = new List<string>(words);
                for (var change = 0; change <= round % 4; change++)
                    Break(broken, random);
                Check(definition, parser, string.Concat(broken));
            }
        }
    }

    private static void Break(List<string> words, Random random)
    {
        var at = random.Next(words.Count);
        switch (random.Next(3))
        {
            case 0:
                words.RemoveRange(at, Math.Min(words.Count - at, 1 + random.Next(4)));
                break;
            case 1:
                words.Insert(at, words[random.Next(words.Count)]);
                break;
            default:
                var other = random.Next(words.Count);
                (words[at], words[other]) = (words[other], words[at]);
                break;
        }
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), System.Globalization.CultureInfo.InvariantCulture, out var set) ? set : usual;

    [System.Text.RegularExpressions.GeneratedRegex(@"\w+|\s+|[^\w\s]")]
    private static partial System.Text.RegularExpressions.Regex Word();

    [Theory]
    [InlineData(Language.CSharp)]
    [InlineData(Language.Java)]
    [InlineData(Language.Cpp)]
    [InlineData(Language.TypeScript)]
    [InlineData(Language.Tsx)]
    [InlineData(Language.Kotlin)]
    [InlineData(Language.Scala)]
    [InlineData(Language.Swift)]
    [InlineData(Language.Rust)]
    public void Type_arguments_without_end_stay_within_the_limits(Language language)
    {
        using var parser = new FileParser(Small);
        Check(LanguageRegistry.Get(language), parser, string.Concat(Enumerable.Repeat("a<", 20_000)));
        Check(LanguageRegistry.Get(language), parser, string.Concat(Enumerable.Repeat("a<\n", 20_000)));
        Assert.Equal(ParseOutcome.Parsed, parser.Parse(LanguageRegistry.Get(language), "x"u8.ToArray(), out _));
    }

    /// <summary>The scanner reads on to the end for each token, and neither allocates nor returns in between.</summary>
    [Theory]
    [InlineData(Language.Swift, "/*\n")]
    [InlineData(Language.Kotlin, "/*\n")]
    public void A_scanner_that_reads_the_rest_again_and_again_is_stopped(Language language, string repeated)
    {
        using var parser = new FileParser(Small);
        var clock = Stopwatch.StartNew();
        Assert.Equal(ParseOutcome.TimeLimit, parser.Parse(LanguageRegistry.Get(language), Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, 100_000))), out var facts));
        Assert.Null(facts);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_broken_assertion_of_a_grammar_ends_the_parse_and_not_the_process()
    {
        using var parser = new FileParser(new());
        var word = new string('A', 300);
        Check(Language.Ruby, $"x = <<{word}\nfoo #{{bar}}\n{word}\n");
        Check(Language.Python, string.Concat(Enumerable.Range(0, 700).Select(i => new string(' ', i) + "if a:\n")) + new string(' ', 700) + "x = f\"a{b}c\"\n");
        Assert.Equal(ParseOutcome.Parsed, parser.Parse(LanguageRegistry.Get(Language.Ruby), "def a; end\n"u8.ToArray(), out var facts));
        Assert.Single(facts!.Definitions);

        void Check(Language language, string text) =>
            Assert.Equal(ParseOutcome.ParserFailed, parser.Parse(LanguageRegistry.Get(language), Encoding.UTF8.GetBytes(text), out _));
    }

    [Theory]
    [InlineData(Language.C, "#define A A A\n", 60_000)]
    [InlineData(Language.C, "void a(int b) { a(b); }\n", 40_000)]
    [InlineData(Language.CSharp, "void a(int b) { a(b); }\n", 20_000)]
    [InlineData(Language.Rust, "fn a(b: i32) { a(b) }\n", 40_000)]
    [InlineData(Language.Python, "def a(b): a(b)\n", 40_000)]
    public void A_name_declared_ten_thousands_of_times_costs_no_square(Language language, string line, int times)
    {
        var clock = Stopwatch.StartNew();
        using var parser = new FileParser(new());
        Assert.Equal(ParseOutcome.Parsed, Parse(LanguageRegistry.Get(language), parser, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, times)))));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Scopes_nested_without_end_cost_no_square()
    {
        var source = string.Concat(Enumerable.Repeat("function a() {\n", 20_000)) + string.Concat(Enumerable.Repeat("b;\n", 100_000));
        var clock = Stopwatch.StartNew();
        using var parser = new FileParser(new());
        Assert.Equal(ParseOutcome.Parsed, Parse(LanguageRegistry.Get(Language.JavaScript), parser, Encoding.UTF8.GetBytes(source)));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    /// <summary>2 MB of names that have one value of FNV-1a, which names were hashed by: 16 places of two texts that lead from one state to the same next.</summary>
    [Fact]
    public void Names_that_collide_cost_little_more_than_others()
    {
        var alternatives = Collisions(15);
        var colliding = new StringBuilder();
        var others = new StringBuilder();
        for (var name = 0; name < 1 << 15; name++)
        {
            var length = colliding.Length;
            for (var place = 0; place < alternatives.Count; place++)
                colliding.Append((name >> place & 1) == 0 ? alternatives[place].A : alternatives[place].B);
            others.Append($"n{name}".PadRight(colliding.Length - length, 'x'));
            colliding.Append(" = 1\n");
            others.Append(" = 1\n");
        }
        Assert.InRange(colliding.Length, 1_900_000, 2_200_000);
        Time(others);
        var normal = Time(others);
        Assert.InRange(Time(colliding), TimeSpan.Zero, (normal * 4) + TimeSpan.FromSeconds(1));

        static TimeSpan Time(StringBuilder source)
        {
            using var parser = new FileParser(new());
            var clock = Stopwatch.StartNew();
            Assert.Equal(ParseOutcome.Parsed, Parse(LanguageRegistry.Get(Language.Python), parser, Encoding.ASCII.GetBytes(source.ToString())));
            return clock.Elapsed;
        }
    }

    private static List<(string A, string B)> Collisions(int places)
    {
        var found = new List<(string, string)>();
        var state = 2166136261u;
        while (found.Count < places)
        {
            var seen = new Dictionary<uint, string>();
            for (var i = 0; ; i++)
            {
                var text = new string([.. Enumerable.Range(0, 4).Select(digit => (char)('a' + (i / (int)Math.Pow(26, digit) % 26)))]);
                var next = text.Aggregate(state, (hash, c) => (hash ^ c) * 16777619u);
                if (seen.TryGetValue(next, out var other))
                {
                    found.Add((other, text));
                    state = next;
                    break;
                }
                seen[next] = text;
            }
        }
        return found;
    }

    private static void Check(LanguageDefinition language, FileParser parser, string text) => Check(language, parser, Encoding.UTF8.GetBytes(text));

    private static void Check(LanguageDefinition language, FileParser parser, byte[] source) => Parse(language, parser, source);

    private static ParseOutcome Parse(LanguageDefinition language, FileParser parser, byte[] source)
    {
        var outcome = parser.Parse(language, source, out var facts);
        Assert.Equal(outcome == ParseOutcome.Parsed, facts is not null);
        Assert.True(outcome != ParseOutcome.ExtractorFailed, Encoding.UTF8.GetString(source));
        if (facts is not null)
            Assert.Equal(1, new Snapshot(SnapshotEncoder.Encode(Linker.Join([new("x", BlobId.OfBlob(source), facts)], [], Properties, 1, CancellationToken.None))).FileCount);
        return outcome;
    }

    private static SnapshotProperties Properties { get; } = new()
    {
        Source = "x", Commit = null, Reference = null, WorkingTree = false, ContentId = "x", SourceBytes = 0,
        Skipped = new SortedDictionary<string, int>(StringComparer.Ordinal), Failed = [], CreatedAt = default,
    };
}
