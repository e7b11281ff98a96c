namespace CodeGraph.Grains.Tests;

/// <summary>Analyses are computed once for all of their pages.</summary>
public sealed class KeptAnalysesTests
{
    private readonly KeptAnalyses kept = new();
    private int computed;

    [Fact]
    public void Pages_come_of_one_computation()
    {
        Assert.Equal([1, 1, 1], [Page("a", "2"), Page("a", "3"), Page("a", null)]);
        Assert.Equal(2, Page("a", null));
    }

    [Fact]
    public void What_has_one_page_is_not_kept()
    {
        Page("a", null);
        Assert.Equal(2, Page("a", null));
    }

    [Fact]
    public void Few_are_kept_and_those_longest_unread_go_first()
    {
        foreach (var question in (string[])["a", "b", "c", "d", "a", "e"])
            Page(question, "2");

        Assert.Equal(1, Page("a", "3"));
        Assert.Equal(5, Page("e", "3"));
        Assert.Equal(6, Page("b", "3"));
    }

    [Fact]
    public void What_fails_is_computed_again()
    {
        Assert.Throws<OperationCanceledException>(() => kept.Get<object>("a", () => throw new OperationCanceledException()));
        Assert.Equal(1, Page("a", null));
    }

    private int Page(string question, string? next)
    {
        var result = kept.Get(question, () => new List<int> { ++computed });
        kept.Turn(question, result, next);
        return result[0];
    }
}
