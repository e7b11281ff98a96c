using System.Text;
using CodeGraph.Oracles.Roslyn;

namespace CodeGraph.Tests.Oracles;

/// <summary>The oracle tool counts what it says it counts; its figures for real repositories are no test.</summary>
public sealed class RoslynOracleTests
{
    [Fact]
    public void Oracle_counts_the_uses_of_a_small_program()
    {
        var comparison = Comparison.Run([("shop.cs", """
            namespace Shop;
            public interface IStore { void Save(string item); }
            public class Store : IStore
            {
                public Store(int size) { }
                public void Save(string item) { }
                public void Save(int number) { }
            }
            public static class Shelf
            {
                public static void Run(IStore any)
                {
                    var own = new Store(1);
                    any.Save("a");
                    own.Save(1);
                    System.Console.WriteLine("b");
                    missing.Save(2);
                }
            }
            """u8.ToArray())], []);

        string[] expected =
        [
            "call 2/2 of 2", "construction 1/1 of 1", "reference local 2/2 of 2", "reference ns 0/0 of 0", "reference type 2/2 of 2", "references 4/4 of 4", "inheritance 1/1 of 1", "overrides 1/1 of 1",
        ];
        Assert.Equal(expected, comparison.Scores.Select(s => $"{s.Kind} {s.Found}/{s.Answered} of {s.Expected}"));
        Assert.Empty(comparison.Misses);
        Assert.Empty(comparison.Wrong);
    }

    [Fact]
    public void Oracle_finds_what_the_index_does_not()
    {
        // What a pointer to a function returns is not followed.
        var comparison = Comparison.Run([("pointer.cs", Encoding.UTF8.GetBytes("""
            public class Made { public void Run() { } public void Walk() { } }
            public class Other { public void Run() { } public void Walk() { } }
            public unsafe class Caller { public void Go(delegate*<Made> make) { make().Run(); } }
            """))], []);

        Assert.Equal("Run", Assert.Single(comparison.Misses).Site.Name);
        Assert.Empty(comparison.Wrong);
    }
}
