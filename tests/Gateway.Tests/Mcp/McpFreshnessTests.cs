using ModelContextProtocol.Client;

namespace CodeGraph.Gateway.Tests.Mcp;

/// <summary>Answers say when they may be out of date, and are not once the repository was indexed again, without a restart.</summary>
public sealed class McpFreshnessTests
{
    [Fact]
    public async Task A_file_that_changed_since_is_named_and_a_new_index_is_answered_from_at_once()
    {
        await using var gateway = await SmallGateway.Start(_ => { });
        await using var client = await McpClient.CreateAsync(new HttpClientTransport(new() { Endpoint = new(gateway.Client.BaseAddress!, "/mcp") }));
        Assert.Contains("No repository is indexed so far", await client.AskInVain("search", new { query = "first" }), StringComparison.Ordinal);

        await gateway.Index(workingTree: true);
        Assert.DoesNotContain("stale", await client.Ask("relations", new { symbol = "first", relation = "callers" }), StringComparison.Ordinal);

        gateway.Sources.Write("main.py", "# a line above\ndef first(): pass\n\n\ndef second(): first()\n");
        Assert.Contains(
            "stale: changed on disk since they were indexed, lines may be off: main.py", await client.Ask("relations", new { symbol = "first", relation = "callers" }), StringComparison.Ordinal);
        Assert.Contains("stale", await client.Ask("symbol", new { symbol = "first" }), StringComparison.Ordinal);

        await gateway.Index(workingTree: true);
        var answer = await client.Ask("relations", new { symbol = "first", relation = "callers" });
        Assert.Contains("main.py:5 #second", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("stale", answer, StringComparison.Ordinal);
        Assert.Contains("+uncommitted", answer, StringComparison.Ordinal);
    }
}
