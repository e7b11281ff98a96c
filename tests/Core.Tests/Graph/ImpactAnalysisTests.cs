using CodeGraph.Graph;
using CodeGraph.Graph.Analyses;
using CodeGraph.Model;

namespace CodeGraph.Tests.Graph;

/// <summary>Tests and entry points among what depends on a symbol, each with the rule that says so.</summary>
public sealed class ImpactAnalysisTests
{
    [Theory]
    [InlineData("a.cs", "class A { void Subject() {} [Fact] public void T() { Subject(); } }", "A.T annotation Fact")]
    [InlineData("a.cs", "class A { void Subject() {} public Fact T() { Subject(); } } class Fact {}", "")]
    [InlineData("tests/a.cs", "class A { void Subject() {} void Help() { Subject(); } }", "A.Help path tests/")]
    [InlineData("Core.Tests/a.cs", "class A { void Subject() {} void Help() { Subject(); } }", "A.Help path Core.Tests/")]
    [InlineData("latest/a.cs", "class A { void Subject() {} void Help() { Subject(); } }", "")]
    [InlineData("A.java", "class A { void Subject() {} @Test void t() { Subject(); } }", "A.t annotation Test")]
    [InlineData("B.java", "class B extends TestCase { void Subject() {} void testIt() { Subject(); } }", "B.testIt name test*")]
    [InlineData("B.java", "class B { void Subject() {} void testIt() { Subject(); } }", "")]
    [InlineData("test_a.py", "def Subject(): pass\ndef test_it(): Subject()\n", "test_it name test*")]
    [InlineData("a.py", "def Subject(): pass\ndef test_it(): Subject()\n", "")]
    [InlineData("a.py", "import unittest\ndef Subject(): pass\nclass A(unittest.TestCase):\n    def test_it(self): Subject()\n", "A.test_it name test*")]
    [InlineData("a_test.go", "package a\nfunc Subject() {}\nfunc TestIt(t *T) { Subject() }\n", "TestIt name Test*")]
    [InlineData("a.rs", "fn Subject() {}\nmod tests { use super::*; #[test] fn it() { Subject(); } }\n", "tests.it name mod tests")]
    [InlineData("a.test.ts", "function Subject() {}\nfunction help() { Subject() }\n", "help path a.test.ts")]
    [InlineData("a_spec.rb", "def Subject(); end\ndef help; Subject(); end\n", "help path a_spec.rb")]
    [InlineData("a.php", "<?php\nfunction Subject() {}\nclass A extends TestCase { function testIt() { Subject(); } }\n", "A.testIt name test*")]
    public void A_test_is_told_by_a_rule(string path, string text, string expected)
    {
        var (snapshot, impact) = Run((path, text));
        Assert.Equal(expected, string.Join("; ", impact.Tests.Where(t => t.Symbol >= 0).Select(t => $"{snapshot.LocalName(t.Symbol)} {t.Evidence.Rule.ToString().ToLowerInvariant()} {t.Evidence.Detail}")));
        Assert.Equal(impact.TotalTests, impact.Levels.Sum(l => l.Tests));
    }

    [Theory]
    [InlineData("a.c", "void Subject(void) {}\nint main(void) { Subject(); return 0; }\n", "main Main")]
    [InlineData("a.go", "package main\nfunc Subject() {}\nfunc main() { Subject() }\n", "main Main")]
    [InlineData("a.cs", "class A { static void Subject() {} static void Main() { Subject(); } }", "A.Main Main")]
    [InlineData("a.cs", "public class A { void Subject() {} [HttpGet(\"/\")] public void Get() { Subject(); } }", "A.Get HttpHandler")]
    [InlineData("a.cs", "public class A { void Subject() {} public void Open() { Subject(); } void Hidden() { Subject(); } }", "A.Open Root")]
    [InlineData("A.java", "class A { void Subject() {} @GetMapping(\"/\") void get() { Subject(); } }", "A.get HttpHandler")]
    [InlineData("a.py", "def Subject(): pass\nSubject()\n", "a.py FileLevel")]
    [InlineData("a.py", "def Subject(): pass\ndef open_it(): Subject()\ndef _hidden(): Subject()\n", "open_it Root")]
    [InlineData("a.ts", "function Subject() {}\nexport function open() { Subject() }\nfunction hidden() { Subject() }\n", "open Root")]
    [InlineData("a.py", "def Subject(): pass\ndef middle(): Subject()\ndef top(): middle()\n", "top Root")]
    [InlineData("a.py", "def Subject(): pass\ndef again(): Subject(); again()\n", "again Root")]
    [InlineData("tests/test_a.py", "def Subject(): pass\ndef test_it(): Subject()\n", "")]
    public void An_entry_point_is_told_by_a_rule(string path, string text, string expected)
    {
        var (snapshot, impact) = Run((path, text));
        Assert.Equal(expected, string.Join("; ", impact.EntryPoints.Select(e => $"{(e.Symbol >= 0 ? snapshot.LocalName(e.Symbol) : snapshot.Path(e.File))} {e.Rule}")));
    }

    [Fact]
    public void A_script_that_imports_and_calls_is_an_entry_point_and_one_that_imports_is_none()
    {
        var (snapshot, impact) = Run(("a.py", "def Subject(): pass\n"), ("b.py", "from a import Subject\nSubject()\n"), ("c.py", "from a import Subject\n"));
        Assert.Equal("b.py", snapshot.Path(Assert.Single(impact.EntryPoints).File));
        Assert.Equal(2, impact.Dependents.Total);
    }

    [Fact]
    public void Levels_count_what_the_walk_finds()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var snapshot = new Snapshot(RandomGraph.Make(seed));
            var options = new TraversalOptions(9, TierSet.All, Limit: int.MaxValue);
            for (var symbol = 0; symbol < snapshot.SymbolCount; symbol += 7)
            {
                var plain = new Traversal(snapshot).Impact([symbol], options);
                var impact = new ImpactAnalysis(snapshot).Run([symbol], options);
                Assert.Equal(plain.Hops, impact.Dependents.Hops);
                Assert.Equal(plain.Hops.GroupBy(h => h.Distance).OrderBy(g => g.Key).Select(g => (g.Key, g.Count())), impact.Levels.Select(l => (l.Distance, l.Dependents)));
                Assert.Equal(impact.TotalEntryPoints, impact.Levels.Sum(l => l.EntryPoints));
                var few = new ImpactAnalysis(snapshot).Run([symbol], options with { Limit = 2 });
                Assert.Equal((impact.Levels, impact.TotalTests, impact.TotalEntryPoints), (few.Levels, few.TotalTests, few.TotalEntryPoints), Compare);
                Assert.Equal(impact.EntryPoints.Take(2), few.EntryPoints);
            }
        }

        static bool Compare((IReadOnlyList<ImpactLevel>, int, int) a, (IReadOnlyList<ImpactLevel>, int, int) b) => a.Item1.SequenceEqual(b.Item1) && a.Item2 == b.Item2 && a.Item3 == b.Item3;
    }

    private static (Snapshot Snapshot, ImpactResult Impact) Run(params (string Path, string Text)[] files)
    {
        var snapshot = ResolveTests.Link(files);
        var subject = snapshot.Resolve("Subject").Symbol;
        Assert.True(subject >= 0);
        return (snapshot, new ImpactAnalysis(snapshot).Run([subject], new(16, Limit: int.MaxValue)));
    }
}
