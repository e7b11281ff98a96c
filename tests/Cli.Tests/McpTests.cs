using System.Diagnostics;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace CodeGraph.Cli.Tests;

/// <summary>The program <c>codegraph mcp</c>, asked as an assistant asks it.</summary>
public sealed class McpTests(IndexedShop shop) : IClassFixture<IndexedShop>
{
    [Fact]
    public async Task The_repository_around_the_folder_is_meant_where_none_is_named()
    {
        await using var client = await Start(shop.Workspace, "shop/shop");

        Assert.Equal("codegraph", client.ServerInfo?.Name);
        Assert.Contains("shop/main.py:6 #main typed", await Ask(client, "relations", new() { ["symbol"] = "Cart.add", ["relation"] = "callers" }), StringComparison.Ordinal);
        Assert.Contains("shop (used where none is named)", await Ask(client, "status", []), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop")]
    [InlineData("./shop/shop")]
    public async Task A_repository_is_chosen_by_name_or_folder(string chosen)
    {
        await using var client = await Start(shop.Workspace, ".", "--repository", chosen);

        Assert.Contains("shop/cart.py:1 class #Cart", await Ask(client, "search", new() { ["query"] = "Cart" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_does_not_exist_is_refused_at_start()
    {
        var outcome = await shop.Workspace.Run(".", "mcp", "--repository", "nosuch");

        Assert.Equal((3, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("There is no repository 'nosuch'", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_indexed_says_how_and_is_answered_from_as_soon_as_it_is()
    {
        using var workspace = new Workspace();
        await workspace.Commit("late", ("a.py", "def early(): pass\n"));
        await using var client = await Start(workspace, "late");

        var status = await Ask(client, "status", []);
        Assert.Contains($"is not indexed. To index it, run: codegraph index '{workspace.At("late")}'", status, StringComparison.Ordinal);
        var refused = await client.CallToolAsync("search", new Dictionary<string, object?> { ["query"] = "early" });
        Assert.True(refused.IsError);
        Assert.Contains("codegraph index", ((TextContentBlock)refused.Content[0]).Text, StringComparison.Ordinal);

        Assert.Equal(0, (await workspace.Run("late", "index")).ExitCode);
        Assert.Contains("a.py:1 function #early", await Ask(client, "search", new() { ["query"] = "early" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_the_protocol_is_written_and_the_end_of_input_is_the_end()
    {
        string[] requests =
        [
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""",
            """{"jsonrpc":"2.0","method":"notifications/initialized"}""",
            """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"symbol","arguments":{"symbol":"Cart"}}}""",
            """{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"nosuch"}}""",
            "not json at all",
            """{"jsonrpc":"2.0","id":4,"method":"tools/list"}""",
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Shell.Program, "mcp"])
        {
            WorkingDirectory = shop.Workspace.At("shop"), RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["CODEGRAPH_HOME"] = shop.Workspace.At("home") },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var answered = new HashSet<int>();
        foreach (var request in requests)
            await process.StandardInput.WriteLineAsync(request);
        while (answered.Count < 4)
        {
            var line = await process.StandardOutput.ReadLineAsync();
            Assert.NotNull(line);
            var message = JsonDocument.Parse(line).RootElement;
            Assert.Equal("2.0", message.GetProperty("jsonrpc").GetString());
            if (message.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number)
                answered.Add(id.GetInt32());
        }

        process.StandardInput.Close();
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal((0, ""), (process.ExitCode, await errors));
    }

    private static async Task<McpClient> Start(Workspace workspace, string folder, params string[] arguments) => await McpClient.CreateAsync(new StdioClientTransport(new()
    {
        Command = "dotnet",
        Arguments = [Shell.Program, "mcp", .. arguments],
        WorkingDirectory = workspace.At(folder),
        EnvironmentVariables = workspace.Environment,
    }));

    private static async Task<string> Ask(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        var result = await client.CallToolAsync(tool, arguments);
        var text = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        Assert.True(result.IsError != true, text);
        return text;
    }
}
