using System.Text;
using CodeGraph.Graph;
using CodeGraph.Model;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Languages;
using CodeGraph.Tests.Graph;

namespace CodeGraph.Tests.Parsing;

/// <summary>
/// Complexity counted by hand: name, cyclomatic, cognitive, nesting. Among them the examples of G. A. Campbell's paper: <c>sumOfPrimes</c> 7, <c>getWords</c> 1.
/// </summary>
public sealed class ComplexityTests
{
    [Theory]
    [InlineData("A.java", "class A { int sumOfPrimes(int max) { int total = 0; OUT: for (int i = 1; i <= max; ++i) { for (int j = 2; j < i; ++j) { if (i % j == 0) { continue OUT; } } total += i; } return total; } }", "sumOfPrimes 4 7 3")]
    [InlineData("A.java", "class A { String getWords(int number) { switch (number) { case 1: return \"one\"; case 2: return \"a couple\"; case 3: return \"a few\"; default: return \"lots\"; } } }", "getWords 4 1 1")]
    [InlineData("A.java", "class A { void f(int a) { if (a > 1) g(); else if (a > 2) g(); else g(); } void g() {} abstract void h(); }", "f 3 3 1; g 1 0 0")]
    [InlineData("A.java", "class A { boolean f(boolean a, boolean b, boolean c, boolean d) { return a && b && c || d || (a && !b); } }", "f 6 3 0")]
    [InlineData("A.java", "class A { void f() { try { g(); } catch (E e) { if (x) g(); } finally { g(); } Runnable r = () -> { if (x) g(); }; } }", "f 3 3 2; r 2 1 1")]
    [InlineData("a.cs", "class A { int F(int a) { if (a > 1) { foreach (var x in y) while (z) { } } else if (a == 0 && b) { return 1; } else { return a == 2 ? 3 : 4; } return 0; } }", "F 7 11 3")]
    [InlineData("a.cs", "class A { int F(int a) { return a switch { 1 => 2, 3 => 4, _ => 0 }; } int P => 1; void L() { void I() { if (a) { } } if (b) { } } }", "F 3 1 1; L 2 1 1; I 2 1 1")]
    [InlineData("a.cs", "class A { void F() { switch (a) { case 1: break; case 2: case 3: break; default: break; } Do(x => x ? 1 : 2); goto end; end: ; } }", "F 5 4 1")]
    [InlineData("a.py", "def f(a):\n    if a:\n        pass\n    elif b:\n        pass\n    else:\n        for x in y:\n            pass\n        else:\n            pass\n    return [x for x in y if x and z]\n", "f 6 6 2")]
    [InlineData("a.py", "def f(a):\n    try:\n        return 1 if a else 2\n    except E:\n        while a or b or c:\n            g(lambda: a and b)\n", "f 7 6 3")]
    [InlineData("a.py", "def f(a):\n    match a:\n        case 1: pass\n        case _: pass\n    def inner():\n        if a: pass\n", "f 2 1 1; inner 2 1 1")]
    [InlineData("a.ts", "const f = (a: number) => { if (a) { return b && c } else if (d) { for (const x of y) { } } }\nfunction g() { xs.map(x => x ? 1 : 2) }\n", "f 5 5 2; g 2 2 1")]
    [InlineData("a.js", "function f() { switch (a) { case 1: break; default: } do { try { } catch (e) { } } while (x ?? y); }\n", "f 4 4 2")]
    [InlineData("a.go", "package a\nfunc f(a int) { if x := g(); x { } else if a > 1 || b { } else { } ; for { select { case <-c: default: } } ; h(func() { if a { } }) }\n", "f 7 9 2")]
    [InlineData("a.rs", "fn f(a: i32) { if a > 1 && b { loop { } } else if c { } else { } match a { 1 => {}, _ => {} } let g = |x| if x { 1 } else { 2 }; }\n", "f 6 7 2; g 2 2 1")]
    [InlineData("a.c", "int f(int a) { if (a) { while (b) ; } else if (c) ; else ; switch (a) { case 1: break; default: break; } return a ? b : c; }\nint g(int);\n", "f 6 7 2")]
    [InlineData("a.cpp", "int A::f(int a) { for (auto x : y) { try { } catch (E& e) { } } auto l = [&] { if (a and b) return 1; return 2; }; goto end; end: return 0; }\n", "f 3 4 2; l 3 2 1")]
    [InlineData("a.rb", "def f(a)\n  if a\n    x\n  elsif b\n    y\n  else\n    z\n  end\n  return 1 unless c && d\n  xs.each { |x| puts x if x }\n  case a\n  when 1 then 2\n  else 3\n  end\nrescue E\n  nil\nend\n", "f 8 9 2")]
    [InlineData("a.php", "<?php function f($a) { if ($a) { } elseif ($b) { } else if ($c) { } else { } foreach ($x as $y) { if ($y and $z) { } } return match($a) { 1 => 2, default => 3 }; }\n", "f 8 9 2")]
    [InlineData("b.rs", "fn f() { if a { loop { } } }\nfn h() { match a { 1 => {}, _ => {} } }\nfn i() { if a { } else if c { } }\nfn j() { if a { } else { } }\nfn k() { if a && b { } }\n", "f 3 3 2; h 2 1 1; i 3 2 1; j 2 2 1; k 3 2 1")]
    [InlineData("a.kt", "fun f(a: Int) { if (a > 1) { } }\n", "")]
    public void A_callable_is_as_complex_as_counted_by_hand(string path, string text, string expected)
    {
        var snapshot = ResolveTests.Link((path, text));
        var found = Enumerable.Range(0, snapshot.SymbolCount).Where(s => snapshot.MetricsOf(s) is not null)
            .Select(s => (Name: snapshot.Name(s), Metrics: snapshot.MetricsOf(s)!.Value));
        Assert.Equal(expected, string.Join("; ", found.Select(f => $"{f.Name} {f.Metrics.Cyclomatic} {f.Metrics.Cognitive} {f.Metrics.Nesting}")));
    }

    [Fact]
    public void Every_language_with_a_table_measures_its_callables_and_the_others_say_nothing()
    {
        using var parser = new FileParser(new ParseLimits());
        foreach (var folder in Directory.GetDirectories(FactsCasesTests.Folder()))
        {
            foreach (var file in Directory.GetFiles(folder).Where(f => !f.EndsWith(".facts", StringComparison.Ordinal)))
            {
                if (LanguageRegistry.Detect(file) is not { } language)
                    continue;
                parser.Parse(language, File.ReadAllBytes(file), out var facts);
                var callables = facts!.Definitions.Count(d => d.Kind.IsCallable());
                var known = language.Language is not (Language.Kotlin or Language.Scala or Language.Swift or Language.Bash);
                Assert.Equal(known ? callables : 0, facts.Metrics.Length);
                Assert.All(facts.Metrics, m => Assert.True(m.Cyclomatic >= 1 || m == default));
            }
        }
    }

    [Fact]
    public void Ifs_nested_without_end_take_no_stack_and_are_capped()
    {
        var depth = 3000;
        var text = "int f(int a) { " + string.Concat(Enumerable.Repeat("if (a) { ", depth)) + new string('}', depth) + " return 0; }\n";
        var snapshot = ResolveTests.Link(("a.c", text));
        var metrics = snapshot.MetricsOf(snapshot.Resolve("f").Symbol)!.Value;
        Assert.Equal((depth + 1, ushort.MaxValue, depth), (metrics.Cyclomatic, metrics.Cognitive, metrics.Nesting));
    }
}
