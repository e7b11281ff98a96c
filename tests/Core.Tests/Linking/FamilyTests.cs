using CodeGraph.Graph;
using CodeGraph.Model;
using CodeGraph.Tests.Indexing;

namespace CodeGraph.Tests.Linking;

/// <summary>Languages that share no names have nothing to say about each other.</summary>
public sealed class FamilyTests
{
    [Theory]
    [InlineData(".py")]
    [InlineData(".rb")]
    [InlineData(".php")]
    [InlineData(".ts", ".js")]
    [InlineData(".cs")]
    public void Uses_mean_what_they_mean_without_the_files_of_other_languages(params string[] endings)
    {
        var all = SmallProjects.All();
        var alone = Uses(LinkFixture.Link(Text(all.Where(IsOfThem))), endings);
        Assert.NotEmpty(alone);
        Assert.Equal(alone, Uses(LinkFixture.Link(Text(all)), endings));

        bool IsOfThem((string Path, string Text) file) => Array.Exists(endings, ending => file.Path.EndsWith(ending, StringComparison.Ordinal));
    }

    [Fact]
    public void Values_are_followed_in_each_of_several_languages()
    {
        LinkFixture.Check("""
            === a.js
            function one() {}
            function call(f) { f(); } //? f: a.js#one + a.js#call.f typed
            call(one);
            === a.py
            def one(): pass
            def call(f):
                f() #? f: a.py#one + a.py#call.f typed
            call(one)
            === b.js
            function two() {}
            function also(f) { f(); } //? f: b.js#two + b.js#also.f typed
            also(two);
            === b.py
            class Box:
                def open(self): pass
            def make(): return Box()
            make().open() #? open: b.py#Box.open typed
            """);
    }

    private static string Text(IEnumerable<(string Path, string Text)> files) => string.Concat(files.Select(f => $"=== {f.Path}\n{f.Text}\n"));

    private static List<string> Uses(Snapshot snapshot, string[] endings)
    {
        var uses = new List<string>();
        for (var i = 0; i < snapshot.ReferenceCount; i++)
        {
            var path = snapshot.Path(snapshot.FileOfReference(i));
            var use = snapshot.Reference(i);
            if (Array.Exists(endings, ending => path.EndsWith(ending, StringComparison.Ordinal)))
                uses.Add($"{path}:{use.Line}:{use.Column} {snapshot.NameText(use.Name)} {use.State.ToWire()} {use.Tier.ToWire()} {string.Join(' ', snapshot.TargetsOf(use).ToArray().Select(snapshot.Id))}");
        }
        return uses;
    }
}
