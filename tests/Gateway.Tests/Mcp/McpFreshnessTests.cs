using System.Net.Http.Json;
using System.Text.Json;
using CodeGraph.Git;
using ModelContextProtocol.Client;

namespace CodeGraph.Gateway.Tests.Mcp;

/// <summary>Answers say when they may be out of date, and are not once the repository was indexed again, without a restart.</summary>
public sealed class McpFreshnessTests
{
    [Fact]
    public async Task A_file_that_changed_since_is_named_and_a_new_index_is_answered_from_at_once()
    {
        using var sources = TemporaryRepository.With(("main.py", "def first(): pass\n\n\ndef caller(): first()\n"));
        var data = Directory.CreateTempSubdirectory("codegraph-fresh-");
        await using (var app = GatewayHost.Build(new GatewayOptions { Urls = ["http://127.0.0.1:0"], DataFolder = data.FullName }))
        {
            await app.StartAsync();
            using var http = new HttpClient { BaseAddress = new Uri(GatewayHost.AddressesOf(app)[0]) };
            await using var client = await McpClient.CreateAsync(new HttpClientTransport(new() { Endpoint = new(http.BaseAddress!, "/mcp") }));
            Assert.Contains("No repository is indexed so far", await client.AskInVain("search", new { query = "first" }), StringComparison.Ordinal);

            await Index(http, sources.Folder);
            Assert.DoesNotContain("stale", await client.Ask("relations", new { symbol = "first", relation = "callers" }), StringComparison.Ordinal);

            sources.Write("main.py", "# a line above\ndef first(): pass\n\n\ndef caller(): first()\n");
            Assert.Contains(
                "stale: changed on disk since they were indexed, lines may be off: main.py", await client.Ask("relations", new { symbol = "first", relation = "callers" }), StringComparison.Ordinal);
            Assert.Contains("stale", await client.Ask("symbol", new { symbol = "first" }), StringComparison.Ordinal);

            await Index(http, sources.Folder);
            var answer = await client.Ask("relations", new { symbol = "first", relation = "callers" });
            Assert.Contains("main.py:5 #caller", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("stale", answer, StringComparison.Ordinal);
            Assert.Contains("+uncommitted", answer, StringComparison.Ordinal);
        }
        data.Delete(recursive: true);
    }

    private static async Task Index(HttpClient http, string folder)
    {
        var accepted = await (await http.PostAsJsonAsync("/api/v1/repositories", new { source = folder, workingTree = true })).Content.ReadFromJsonAsync<JsonElement>();
        string? phase;
        do
        {
            phase = (await http.GetFromJsonAsync<JsonElement>($"/api/v1/repositories/{accepted.GetProperty("name").GetString()}")).GetProperty("job").GetProperty("phase").GetString();
        }
        while (phase is not ("done" or "failed"));
        Assert.Equal("done", phase);
    }
}
