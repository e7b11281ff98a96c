using System.Net;

namespace CodeGraph.Gateway.Tests;

/// <summary>Long answers and analyses of the whole graph, over HTTP.</summary>
public sealed class AnalysesRestTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Shop = "/api/v1/repositories/shop";

    [Fact]
    public async Task A_long_answer_has_pages()
    {
        var first = await gateway.Get($"{Shop}/callees?symbol=main&limit=1");
        Assert.True(first.GetProperty("truncated").GetBoolean());
        var second = await gateway.Get($"{Shop}/callees?symbol=main&limit=1&cursor={first.GetProperty("cursor").GetString()}");
        Assert.NotEqual(first.GetProperty("relations")[0].GetProperty("site").ToString(), second.GetProperty("relations")[0].GetProperty("site").ToString());
        await gateway.GetProblem($"{Shop}/callees?symbol=Cart&cursor={first.GetProperty("cursor").GetString()}", HttpStatusCode.BadRequest, "cursor");
        await gateway.GetProblem($"{Shop}/callees?symbol=main&tiers=sure", HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task Impact_has_levels_and_entry_points()
    {
        var answer = await gateway.Get($"{Shop}/impact?symbol=Cart.add&tiers=exact,typed");
        Assert.Equal("root", answer.GetProperty("entryPoints")[0].GetProperty("rule").GetString());
        Assert.NotEmpty(answer.GetProperty("levels").EnumerateArray().ToList());
    }

    [Theory]
    [InlineData("dependencies", "dependencies")]
    [InlineData("dependencies?to=cart.py&limit=1", "dependencies")]
    [InlineData("unreferenced?kind=function", "symbols")]
    [InlineData("central?files=true", "central")]
    [InlineData("complex?by=lines", "symbols")]
    [InlineData("context?symbol=Cart.add", "items")]
    [InlineData("central?kind=class&under=cart.py", "central")]
    public async Task An_analysis_has_content_and_names_its_commit(string question, string list)
    {
        var answer = await gateway.Get($"{Shop}/{question}");
        Assert.NotEmpty(answer.GetProperty(list).EnumerateArray().ToList());
        Assert.Equal(40, answer.GetProperty("source").GetProperty("commit").GetString()!.Length);
    }

    [Fact]
    public async Task Cycles_are_none_where_there_are_none() => Assert.Equal(0, (await gateway.Get($"{Shop}/cycles?folders=true&depth=2")).GetProperty("total").GetInt32());

    [Theory]
    [InlineData("dependencies?tiers=some")]
    [InlineData("dependencies?limit=0")]
    [InlineData("cycles?depth=65")]
    [InlineData("unreferenced?kind=thing")]
    [InlineData("central?limit=10001")]
    [InlineData("complex?by=beauty")]
    [InlineData("context?symbol=Cart&budget=1")]
    public async Task An_analysis_out_of_bounds_is_400(string question) => await gateway.GetProblem($"{Shop}/{question}", HttpStatusCode.BadRequest, "invalid-request");
}
