using System.Globalization;
using System.Text;
using CodeGraph.Client;
using CodeGraph.Gateway.Mcp.Text;
using CodeGraph.Gateway.Mcp.Tools;
using CodeGraph.Git;
using CodeGraph.Grains;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;

namespace CodeGraph.Gateway.Tests.Mcp;

/// <summary>Names and paths as long as anybody may have made them.</summary>
public sealed class McpLongNamesTests
{
    private const int Callers = 12;

    private static readonly string Called = "f" + new string('x', 900);
    private static readonly string File = $"{new string('d', 200)}/{new string('e', 200)}/{new string('p', 200)}.py";

    [Fact]
    public async Task Pages_keep_to_the_budget_and_always_get_further()
    {
        using var sources = TemporaryRepository.With((File, Source()));
        var data = Directory.CreateTempSubdirectory("codegraph-long-");
        await using (var app = GatewayHost.Build(new GatewayOptions { Urls = ["http://127.0.0.1:0"], DataFolder = data.FullName }))
        {
            await app.StartAsync();
            await Index(app.Services, sources.Folder);
            await using var client = await McpClient.CreateAsync(new HttpClientTransport(new() { Endpoint = new(new Uri(GatewayHost.AddressesOf(app)[0]), "/mcp") }));

            foreach (var (tool, argument, value, relation) in ((string, string, string, string?)[])[
                ("relations", "symbol", Called, "callers"), ("relations", "symbol", Called, "references"), ("impact", "target", Called, null), ("search", "query", "caller", null), ("outline", "path", File, null)])
            {
                Assert.InRange(await CountPages(client, tool, argument, value, relation), 2, Callers + 2);
            }
            await app.StopAsync();
        }
        data.Delete(recursive: true);
    }

    /// <summary>Follows the cursors to the end.</summary>
    private static async Task<int> CountPages(McpClient client, string tool, string argument, string value, string? relation)
    {
        var arguments = new Dictionary<string, object?> { [argument] = value, ["budget"] = ToolCall.LeastBudget };
        if (relation is not null)
            arguments["relation"] = relation;
        for (var pages = 1; ; pages++)
        {
            var page = await client.Ask(tool, arguments);
            Assert.True(TokenEstimate.Of(page) <= ToolCall.LeastBudget, page);
            if (McpGateway.CursorOf(page) is not { } cursor)
                return pages;
            Assert.NotEqual(arguments.GetValueOrDefault("cursor"), cursor);
            arguments["cursor"] = cursor;
        }
    }

    private static string Source()
    {
        var source = new StringBuilder($"def {Called}(): pass\n");
        for (var caller = 0; caller < Callers; caller++)
            source.Append(CultureInfo.InvariantCulture, $"def caller{caller}{new string('y', 900)}(): {Called}()\n");
        return source.ToString();
    }

    private static async Task Index(IServiceProvider services, string folder)
    {
        using var scope = services.CreateScope();
        var graph = scope.ServiceProvider.GetRequiredService<ICodeGraph>();
        var started = await graph.StartIndex(new(folder));
        await foreach (var progress in graph.WatchIndex(started.Repository))
            Assert.NotEqual(IndexPhase.Failed, progress.Phase);
    }
}
