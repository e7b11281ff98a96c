using System.Text;
using CodeGraph.Model;

namespace CodeGraph.Graph.Analyses;

/// <param name="Rule">Which rule found it.</param>
/// <param name="Detail">What the rule saw: <c>Fact</c>, <c>test*</c>, <c>tests/</c>.</param>
public readonly record struct TestEvidence(TestRule Rule, string Detail)
{
    public bool IsTest => Rule != TestRule.None;
}

/// <summary>Tells tests from other code. Holds what it found out about files, for one thread.</summary>
public sealed class TestRules
{
    private static readonly string[] AnnotationNames =
    [
        "Fact", "Theory", "SkippableFact", "SkippableTheory", "ConditionalFact", "ConditionalTheory", "Test", "TestCase", "TestCaseSource", "TestMethod", "DataTestMethod",
        "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate",
    ];

    private static readonly string[] TestBases = ["TestCase", "XCTestCase", "Test"];

    private readonly Snapshot snapshot;
    private readonly HashSet<int> annotations;
    private readonly HashSet<int> bases;
    private readonly string?[] paths;
    private readonly bool[] known;

    public TestRules(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        this.snapshot = snapshot;
        annotations = NamesOf(AnnotationNames);
        bases = NamesOf(TestBases);
        paths = new string?[snapshot.FileCount];
        known = new bool[snapshot.FileCount];
    }

    /// <summary>Whether a symbol is a test, by the strongest rule that says so.</summary>
    public TestEvidence Of(int symbol)
    {
        var record = snapshot.Symbol(symbol);
        var language = snapshot.File(record.File).Language;
        if (record.Kind.IsCallable())
        {
            if (Annotations.AreKnown(language) && Annotations.Find(snapshot, symbol, annotations) is >= 0 and var annotation)
                return new(TestRule.Annotation, snapshot.NameText(snapshot.Reference(annotation).Name));
            if (ByName(symbol, record, language) is { } pattern)
                return new(TestRule.Name, pattern);
        }
        return OfFile(record.File);
    }

    /// <summary>Whether a file as a whole is test code, by its path.</summary>
    public TestEvidence OfFile(int file)
    {
        if (!known[file])
        {
            paths[file] = TestPaths.Find(snapshot.Path(file), snapshot.File(file).Language);
            known[file] = true;
        }
        return paths[file] is { } part ? new(TestRule.Path, part) : default;
    }

    private string? ByName(int symbol, in SymbolEntry record, Language language)
    {
        var name = snapshot.NameBytes(record.Name);
        switch (language)
        {
            // pytest: test functions in test files; unittest: test methods of test cases.
            case Language.Python when name.StartsWith("test"u8):
                return OfFile(record.File).IsTest || DerivesFromTest(record.Parent) ? "test*" : null;
            case Language.Go when record.Parent < 0 && OfFile(record.File).IsTest:
                return name.StartsWith("Test"u8) ? "Test*" : name.StartsWith("Benchmark"u8) ? "Benchmark*" : name.StartsWith("Fuzz"u8) ? "Fuzz*" : name.StartsWith("Example"u8) ? "Example*" : null;
            case Language.Ruby when name.StartsWith("test_"u8):
                return OfFile(record.File).IsTest || DerivesFromTest(record.Parent) ? "test_*" : null;
            case Language.Java or Language.Php or Language.Swift when name.StartsWith("test"u8):
                return DerivesFromTest(record.Parent) ? "test*" : null;
            case Language.Rust:
                return InTestsModule(record.Parent) ? "mod tests" : null;
            default:
                return null;
        }
    }

    /// <summary>Whether a type names a base that test frameworks give: one step, as the base itself is seldom part of the repository.</summary>
    private bool DerivesFromTest(int type)
    {
        if (type < 0)
            return false;
        foreach (var reference in snapshot.Outgoing(type))
        {
            var use = snapshot.Reference(reference);
            if (use.Role == ReferenceRole.Inherit && (bases.Contains(use.Name) || snapshot.NameBytes(use.Name).EndsWith("TestCase"u8)))
                return true;
        }
        return false;
    }

    private bool InTestsModule(int parent)
    {
        const int MostLevels = 64;
        for (var level = 0; parent >= 0 && level < MostLevels; level++, parent = snapshot.Symbol(parent).Parent)
        {
            if (snapshot.Symbol(parent).Kind == SymbolKind.Module && snapshot.NameBytes(snapshot.Symbol(parent).Name) is var name && (name.SequenceEqual("tests"u8) || name.SequenceEqual("test"u8)))
                return true;
        }
        return false;
    }

    private HashSet<int> NamesOf(string[] names) => [.. names.Select(n => snapshot.FindName(Encoding.UTF8.GetBytes(n))).Where(n => n >= 0)];
}
