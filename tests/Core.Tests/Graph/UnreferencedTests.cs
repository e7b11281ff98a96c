using CodeGraph.Graph;
using CodeGraph.Graph.Analyses;
using CodeGraph.Model;

namespace CodeGraph.Tests.Graph;

/// <summary>Definitions that nothing names, against a plain computation, and why they may be reached all the same.</summary>
public sealed class UnreferencedTests
{
    [Fact]
    public void What_is_unreferenced_is_what_a_plain_search_finds()
    {
        for (var seed = 0; seed < 120; seed++)
        {
            var snapshot = new Snapshot(RandomGraph.Make(seed, files: 1 + (seed % 4), referencesPerFile: seed % 23));
            var plain = new PlainGraph(snapshot);
            var unused = Enumerable.Range(0, snapshot.SymbolCount).Where(s => !snapshot.IsLocal(s) && !plain.Uses.Any(u => u.Targets.Contains(s) && !Inside(u.Use.From, s))
                && !Enumerable.Range(0, snapshot.RelationCount).Select(snapshot.Relation).Any(r => r.To == s && !Inside(r.From, s))).ToHashSet();
            var outer = unused.Where(s => !Ancestors(s).Any(unused.Contains)).ToHashSet();
            var found = new Unreferenced(snapshot).Find(new());
            Assert.Equal(outer.Order(), found.Select(u => u.Symbol).Order());
            Assert.Equal(unused.Count - outer.Count, found.Sum(u => u.Members));
            Assert.All(found, u => Assert.Equal(plain.Uses.Count(x => x.Use.State == ReferenceState.Unresolved && x.Use.Name == snapshot.Symbol(u.Symbol).Name), u.UnresolvedUses));
            Assert.Equal(found.OrderBy(u => u.Reasons != 0).ThenBy(u => u.Symbol), found);

            bool Inside(int from, int s) => from == s || (from >= 0 && Ancestors(from).Contains(s));
            IEnumerable<int> Ancestors(int s)
            {
                for (s = snapshot.Symbol(s).Parent; s >= 0; s = snapshot.Symbol(s).Parent)
                    yield return s;
            }
        }
    }

    [Theory]
    [InlineData("a.cs", "class A { void Gone() {} void Kept() { Kept2(); } void Kept2() {} }  class B { A a; }", "A.Gone:; A.Kept:; B: and 1")]
    [InlineData("a.cs", "public class A { public void Open() {} }", "A:exported and 1")]
    [InlineData("a.cs", "class A { static void Main() { new A(); } [Fact]\n void T() {} [Hook]\n void H() {} }", "A:entryPoint,test,annotated and 3")]
    [InlineData("a.cs", "class A { B b; } interface I { void M(); } class B : I { public void M() {} void Use(I i, A a) { i.M(); Use(i, a); } }", "A.b:; B.Use:")]
    [InlineData("a.py", "def _gone(): pass\ndef kept(): _recursive\ndef _recursive(): _recursive()\nkept()\n", "_gone:")]
    [InlineData("a.py", "@register\ndef _handler(): pass\n", "_handler:annotated")]
    [InlineData("a.py", "class A:\n    def _save(self): pass\nA()\ndef f(x): x._save()\nf(1)\n", "")]
    [InlineData("a.py", "class A:\n    def _save(self): pass\n    def __len__(self): pass\nA()\nclass B:\n    def _save(self): pass\nB()._save()\n", "A._save:dynamicNamesake; A.__len__:exported,implicit")]
    [InlineData("a.c", "static void gone(void) {}\nvoid open(void) {}\nint main(void) { return 0; }\n", "gone:; open:exported; main:exported,entryPoint")]
    [InlineData("a.go", "package a\nfunc gone() {}\nfunc Open() {}\nfunc init() {}\n", "gone:; Open:exported; init:implicit")]
    [InlineData("a.ts", "export function open() {}\nfunction gone() {}\n", "gone:; open:exported")]
    [InlineData("a.js", "function gone() { return { key: 1 } }\nexport const table = { first: 1 }\n", "gone:; table:exported")]
    [InlineData("a.rs", "fn gone() {}\npub fn open() {}\n", "gone:; open:exported")]
    public void Each_has_the_reasons_that_could_make_it_reachable(string path, string text, string expected)
    {
        var snapshot = ResolveTests.Link((path, text));
        var found = new Unreferenced(snapshot).Find(new());
        Assert.Equal(expected, string.Join("; ", found.Select(u => $"{snapshot.LocalName(u.Symbol)}:{string.Join(',', u.Reasons.ToWire())}{(u.Members > 0 ? $" and {u.Members}" : "")}")));
    }

    [Fact]
    public void A_definition_is_used_through_its_declaration_and_its_other_parts()
    {
        Assert.Empty(Names(("a.h", "static int add(int a);\n"), ("a.c", "#include \"a.h\"\nint add(int a) { return a; }\nint main(void) { return add(1); }\n")).Except(["main"]));
        Assert.Equal(["B"], Names(("a.cs", "partial class Shop { }"), ("b.cs", "partial class Shop { }"), ("c.cs", "class B { Shop shop; }")).Distinct());
    }

    [Fact]
    public void Unresolved_uses_of_the_name_are_counted()
    {
        var snapshot = ResolveTests.Link(("a.cs", "class A { void Save() {} }"), ("b.py", "def f(x): x.Save(); x.Save()\nf(1)\n"));
        var found = new Unreferenced(snapshot).Find(new([SymbolKind.Method]));
        Assert.Equal((ReachReasons.UnresolvedUses, 2), (found[0].Reasons, found[0].UnresolvedUses));
    }

    [Fact]
    public void The_list_can_be_narrowed()
    {
        var snapshot = ResolveTests.Link(("a/x.cs", "class A { void M() {} }"), ("b/x.cs", "public class B { void M() {} }"));
        Assert.Equal(["A"], Local(new(Under: "a")));
        Assert.Equal(["A.M", "B.M"], Local(new([SymbolKind.Method])));
        Assert.Equal(["A"], Local(new(UnexplainedOnly: true)));

        IEnumerable<string> Local(UnreferencedFilter filter) => new Unreferenced(snapshot).Find(filter).Select(u => snapshot.LocalName(u.Symbol));
    }

    private static IEnumerable<string> Names(params (string Path, string Text)[] files)
    {
        var snapshot = ResolveTests.Link(files);
        return new Unreferenced(snapshot).Find(new()).Select(u => snapshot.LocalName(u.Symbol));
    }
}
