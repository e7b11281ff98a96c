using System.Net;
using System.Text.Json;

namespace CodeGraph.Gateway.Tests;

/// <summary>The files of a snapshot and their texts, and pages of references.</summary>
public sealed class FilesRestTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Shop = "/api/v1/repositories/shop";

    [Fact]
    public async Task Files_are_listed_with_their_languages()
    {
        var answer = await gateway.Get($"{Shop}/files");

        Assert.Equal(["cart.py", "main.py"], answer.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("path").GetString()));
        Assert.Equal(9, answer.GetProperty("files")[0].GetProperty("lines").GetInt32());
        var python = Assert.Single(answer.GetProperty("languages").EnumerateArray().ToList());
        Assert.Equal(("python", 2), (python.GetProperty("language").GetString(), python.GetProperty("files").GetInt32()));
    }

    [Fact]
    public async Task Files_come_in_pages()
    {
        var first = await gateway.Get($"{Shop}/files?limit=1");
        var second = await gateway.Get($"{Shop}/files?limit=1&cursor={first.GetProperty("cursor").GetString()}");

        Assert.Equal("main.py", Assert.Single(second.GetProperty("files").EnumerateArray().ToList()).GetProperty("path").GetString());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("cursor").ValueKind);
        await gateway.GetProblem($"{Shop}/files?under=cart.py&cursor={first.GetProperty("cursor").GetString()}", HttpStatusCode.BadRequest, "cursor");
    }

    [Theory]
    [InlineData("", "class Cart:\n    def add(self, item):\n        return item\n\n\nclass Gate:\n    def add(self, visitor):\n        return visitor\n", 1, 8)]
    [InlineData("&startLine=2&endLine=3", "    def add(self, item):\n        return item\n", 2, 3)]
    [InlineData("&startLine=8", "        return visitor\n", 8, 8)]
    [InlineData("&startLine=9", "", 9, 9)]
    [InlineData("&startLine=7&endLine=2000000000", "    def add(self, visitor):\n        return visitor\n", 7, 8)]
    public async Task Lines_of_a_file_are_those_that_were_indexed(string lines, string expected, int first, int last)
    {
        var text = (await gateway.Get($"{Shop}/source?path=cart.py{lines}")).GetProperty("text");

        Assert.Equal(expected, text.GetProperty("text").GetString());
        Assert.Equal((first, last, 9), (text.GetProperty("startLine").GetInt32(), text.GetProperty("endLine").GetInt32(), text.GetProperty("lines").GetInt32()));
    }

    [Theory]
    [InlineData("source?path=cart.py&startLine=0")]
    [InlineData("source?path=cart.py&startLine=3&endLine=2")]
    [InlineData("source?path=")]
    [InlineData("files?language=klingon")]
    public async Task What_no_file_has_is_400(string question) => await gateway.GetProblem($"{Shop}/{question}", HttpStatusCode.BadRequest, "invalid-request");

    [Fact]
    public async Task A_file_that_is_not_there_is_404_with_near_paths() =>
        Assert.Equal("cart.py", (await gateway.GetProblem($"{Shop}/source?path=card.py", HttpStatusCode.NotFound, "unknown-path")).GetProperty("nearPaths")[0].GetString());

    [Fact]
    public async Task References_have_pages_and_tiers()
    {
        var all = await gateway.Get($"{Shop}/references?symbol=Cart");
        var first = await gateway.Get($"{Shop}/references?symbol=Cart&limit=1");
        var second = await gateway.Get($"{Shop}/references?symbol=Cart&limit=1&cursor={first.GetProperty("cursor").GetString()}");
        var sites = all.GetProperty("references").EnumerateArray().Select(r => r.GetProperty("site").ToString()).ToList();

        Assert.Equal(2, sites.Count);
        Assert.Equal(sites, new[] { first, second }.SelectMany(p => p.GetProperty("references").EnumerateArray()).Select(r => r.GetProperty("site").ToString()));
        Assert.Equal((0, 2), await Counts("Cart", "unique"));
        Assert.Equal((2, 0), await Counts("Cart", "exact,unique"));
        await gateway.GetProblem($"{Shop}/references?symbol=Gate&cursor={first.GetProperty("cursor").GetString()}", HttpStatusCode.BadRequest, "cursor");
    }

    private async Task<(int Total, int OtherTiers)> Counts(string symbol, string tiers)
    {
        var answer = await gateway.Get($"{Shop}/references?symbol={symbol}&tiers={tiers}");
        return (answer.GetProperty("total").GetInt32(), answer.GetProperty("otherTiers").GetInt32());
    }
}
