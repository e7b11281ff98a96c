using System.Globalization;
using System.Text;

namespace CodeGraph.Tests.Linking;

/// <summary>What no person writes takes neither the stack nor the time, and what stands beside it is linked as ever.</summary>
public sealed class HostileLinkingTests
{
    private const int Deep = 20_000;

    public static TheoryData<string, string, string, string, string> Nested => new()
    {
        { "a.py", "x = ", "[", "1", "]" },
        { "a.py", "x = a", "[0]", "", "" },
        { "a.py", "x = a", ".b", "", "" },
        { "a.py", "x = a", "()", "", "" },
        { "a.py", "x = a", ".b()", "", "" },
        { "a.py", "x = a", " or a", "", "" },
        { "a.py", "x = ", "a if a else ", "1", "" },
        { "a.py", "x = ", "lambda: ", "1", "" },
        { "a.js", "x = ", "[", "1", "]" },
        { "a.js", "x = ", "(", "1", ")" },
        { "a.js", "x = ", "{a: ", "1", "}" },
        { "a.js", "x = a", "[0]", "", "" },
        { "a.js", "x = a", ".b", "", "" },
        { "a.js", "x = a", "()", "", "" },
        { "a.js", "x = a", " || a", "", "" },
        { "a.js", "x = ", "a ? b : ", "1", "" },
        { "a.js", "x = ", "a => ", "1", "" },
        { "a.ts", "const x: T = ", "{a: ", "1", "}" },
        { "a.ts", "let x: ", "A<", "A", ">" },
        { "a.c", "int x = a", "[0]", "", ";" },
        { "a.c", "int x = a", " || a", "", ";" },
        { "a.cpp", "int x = a", ".b()", "", ";" },
        { "a.go", "package a\nvar x = a", ".b()", "", "" },
        { "a.rs", "fn x() { a", ".b()", "", "" },
        { "A.java", "class A { Object x = a", ".b()", "", ";" },
        { "a.cs", "class A { object x = a", ".B()", "", ";" },
        { "a.cs", "class A { object x = ", "(", "1", ")" },
        { "a.cs", "class A { object x = ", "a => ", "1", "" },
        { "a.rb", "x = a", ".b", "", "" },
        { "a.php", "<?php $x = a()", "->b()", "", ";" },
    };

    [Theory]
    [MemberData(nameof(Nested))]
    public void Expressions_nested_without_end_are_linked(string path, string start, string opening, string inner, string closing)
    {
        var text = new StringBuilder(start).Insert(start.Length, opening, Deep).Append(inner);
        text.Insert(text.Length, closing, Deep);
        Assert.NotEqual(-1, LinkFixture.Link($"=== {path}\n{text}\n").FindFile(path));
    }

    [Fact]
    public void A_chain_of_iterators_ends() => LinkFixture.Check("=== use.py\n" + Lines(Deep, i => $"class A{i}:\n    def __iter__(self): return A{i + 1}()") + """
        class Last:
            def go(self): pass
        for a in A0():
            for b in a:
                Last().go() #? go: use.py#Last.go typed
        """);

    [Fact]
    public void Members_are_found_at_the_end_of_a_chain_of_hundreds_of_bases() => LinkFixture.Check("=== use.py\nclass A0:\n    def go(self): pass\n" + Lines(200, i => $"class A{i + 1}(A{i}): pass") + """
        A1().go() #? go: use.py#A0.go typed
        A60().go() #? go: use.py#A0.go typed
        A200().go() #? go: use.py#A0.go typed
        """);

    [Fact]
    public void Bases_that_lead_back_are_passed_over() => LinkFixture.Check("""
        === use.py
        class A(B): pass
        class B(C): pass
        class C(A):
            def go(self): pass
        C().go() #? go: use.py#C.go typed
        B().go() #? go: use.py#C.go typed
        class D(D):
            def go(self): pass
        D().go() #? go: use.py#D.go typed
        """);

    [Fact]
    public void A_class_with_ten_thousands_of_subclasses_costs_no_square() => LinkFixture.Check("=== use.py\nclass Base:\n    def run(self): self.step()\n" + Lines(Deep, i => $"class A{i}(Base):\n    def step(self): pass\n    def own{i}(self): self.run()") + """
        A0().run() #? run: use.py#Base.run typed
        """);

    [Fact]
    public void Parameters_and_arguments_without_end_cost_no_square()
    {
        var names = string.Join(", ", Enumerable.Range(0, Deep * 5).Select(i => $"a{i}"));
        LinkFixture.Check($"""
            === use.py
            def first(): pass
            def take({names}):
                a0() #? a0: use.py#first + use.py#take.a0 typed
            take(first, {names})
            take(first, *[{names}], {string.Join(", ", Enumerable.Range(0, Deep).Select(i => $"a{i}=first"))})
            """);
    }

    private static string Lines(int count, Func<int, string> line) => string.Concat(Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{line(i)}\n")));

    [Fact]
    public void A_type_of_any_form_may_stand_wherever_a_type_stands()
    {
        string[] types =
        [
            "Outer.Missing", "Outer.Inner.Missing", "Outer<Outer.X>.Y", "T.X", "M().X", "Outer.P.Q", "global::Outer.Z", "(int, Outer.R)", "Outer.X[]?", "this.X", "A.B", "Self", "Self.X",
            "Outer.D.X", "Alias.X", "Outer(Outer.P.Q)", "Outer(x => x.Y)", "Outer(x.Y.Z, new())", "I<I<T>>.J", "Unknown<int>.X.Y", "string.X",
        ];
        string[] places =
        [
            "class Self : {0} {{ }}", "struct Self<T> : {0} {{ }}", "interface Self : {0} {{ }}", "record Self(int x) : {0} {{ }}", "enum Self : {0} {{ A }}", "[{0}] class Self {{ }}",
            "class Self<T> where T : {0} {{ T t; void M() {{ t.X(); t.Y.Z(); }} }}", "class Self {{ {0} f; void M() {{ f.X(); foreach (var q in f.Y) q.W(); }} }}", "delegate {0} Self({0} p);",
        ];
        foreach (var place in places)
        {
            foreach (var type in types)
            {
                var source = string.Format(System.Globalization.CultureInfo.InvariantCulture, place, type);
                LinkFixture.Link($$"""
                    === A.cs
                    using Alias = Outer.Inner;
                    public class Outer { public class Inner { } public Outer P; public delegate Outer D(); }
                    interface I<T> { }
                    {{source}}
                    """);
            }
        }
    }
}
