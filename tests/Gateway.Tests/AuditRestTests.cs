using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CodeGraph.Gateway.Tests;

/// <summary>What a gateway without accounts records, and how it is asked for.</summary>
public sealed class AuditRestTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Audit = "/api/v1/audit";

    [Fact]
    public async Task Indexing_is_recorded_with_the_local_user_and_the_address()
    {
        var page = await gateway.Get($"{Audit}?action=index&repository=shop");

        var entry = page.GetProperty("entries").EnumerateArray().Last();
        Assert.Equal(("index.start", "allowed", "127.0.0.1"), (entry.GetProperty("action").GetString(), entry.GetProperty("outcome").GetString(), entry.GetProperty("address").GetString()));
        Assert.Equal(Environment.UserName, entry.GetProperty("actor").GetProperty("name").GetString());
    }

    [Fact]
    public async Task What_failed_is_recorded_as_tried_and_as_failed()
    {
        await gateway.Client.PostAsJsonAsync("/api/v1/repositories", new { source = Path.Combine(gateway.Folder, "shop"), @ref = "gone" });

        var entries = (await gateway.Get($"{Audit}?repository=shop&limit=2")).GetProperty("entries");
        Assert.Equal(["failed", "allowed"], entries.EnumerateArray().Select(e => e.GetProperty("outcome").GetString()));
        Assert.Equal("ArgumentException ref gone", entries[0].GetProperty("detail").GetString());
    }

    [Fact]
    public async Task The_log_is_verified_against_an_entry_noted_elsewhere()
    {
        var head = (await Verify(null)).GetProperty("head");
        Assert.True((await Verify(head)).GetProperty("intact").GetBoolean());

        var other = await Verify(new { sequence = 1, hash = new string('0', 64) });
        Assert.Equal((false, 1), (other.GetProperty("intact").GetBoolean(), other.GetProperty("brokenAt").GetInt32()));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("since=yesterday")]
    [InlineData("action=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_question_out_of_bounds_is_400(string question) => await gateway.GetProblem($"{Audit}?{question}", HttpStatusCode.BadRequest, "invalid-request");

    [Fact]
    public async Task A_cursor_of_no_page_is_400() => await gateway.GetProblem($"{Audit}?cursor=bm9uZQ", HttpStatusCode.BadRequest, "cursor");

    private async Task<JsonElement> Verify(object? expected)
    {
        var address = new Uri(Audit + "/verify", UriKind.Relative);
        using var response = expected is null ? await gateway.Client.PostAsync(address, null) : await gateway.Client.PostAsJsonAsync(address, expected);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
