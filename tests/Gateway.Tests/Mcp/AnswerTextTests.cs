using CodeGraph.Gateway.Mcp.Text;

namespace CodeGraph.Gateway.Tests.Mcp;

/// <summary>Answers within a budget of tokens.</summary>
public sealed class AnswerTextTests
{
    [Fact]
    public void Places_with_the_same_to_say_share_a_row()
    {
        var text = new AnswerText(1000);

        Assert.Equal(5, SiteRow.Tell(text, [new("", "a.py", 3, "#f exact"), new("", "a.py", 8, "#f exact"), new("", "a.py", 9, "#f typed"), new("", "b.py", 9, "#f typed"), new("2 ", "b.py", 9, "#f typed")]));
        Assert.Equal("a.py:3,8 #f exact\na.py:9 #f typed\nb.py:9 #f typed\n2 b.py:9 #f typed", text.ToString());
    }

    [Fact]
    public void After_a_row_without_room_none_is_taken_and_remarks_still_have_room()
    {
        var text = new AnswerText(400);
        text.Head("head");
        Assert.Equal(2, SiteRow.Tell(text, [new("", "a", 1, "x"), new("", "b", 1, "x"), new("", "c", 1, new string('y', 470)), new("", "d", 1, "x")]));
        text.Remark("left out: the rest");

        Assert.Equal("head\na:1 x\nb:1 x\nleft out: the rest", text.ToString());
    }

    [Theory]
    [InlineData("def f(\n    a,\tb\r\n):", "def f( a, b ):")]
    [InlineData("bell\u0007 and \u001b[31mred", "bell and [31mred")]
    [InlineData("  ", "")]
    [InlineData("𝔘𝔫𝔦", "𝔘𝔫𝔦")]
    public void No_text_breaks_out_of_its_line(string text, string expected) => Assert.Equal(expected, OneLine.Of(text));

    [Fact]
    public void A_path_with_a_line_break_stays_one_row()
    {
        var text = new AnswerText(4000);
        text.TryRow("a\nstale: nothing.py:1 #f", "callers:");

        Assert.Equal("callers:\na stale: nothing.py:1 #f", text.ToString());
    }

    [Fact]
    public void Lines_are_cut_between_characters()
    {
        Assert.Equal("a😀…", OneLine.Of("a😀😀", most: 4));

        var text = new AnswerText(4000);
        text.Head(string.Concat(Enumerable.Repeat("😀", 1000)));

        Assert.Equal(477 / 4, text.ToString().EnumerateRunes().Count(r => r.Value == 0x1F600));
        Assert.EndsWith("😀…", text.ToString(), StringComparison.Ordinal);
    }
}
