using System.Net;
using System.Text;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace CodeGraph.Gateway.Tests.Mcp;

/// <summary>The transport: versions, sessions, and what is no request of the protocol.</summary>
public sealed class McpHttpTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Initialize = """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
        """;

    private const string Ping = """{"jsonrpc":"2.0","id":2,"method":"ping"}""";

    [Theory]
    [InlineData(McpGateway.NewestVersion, false)]
    [InlineData(McpGateway.LastVersionWithSession, true)]
    [InlineData("2025-06-18", true)]
    [InlineData("2025-03-26", true)]
    public async Task Every_version_is_answered_those_before_2026_with_a_session(string version, bool hasSession)
    {
        await using var client = await gateway.Connect(version);

        Assert.Equal((version, hasSession), (client.NegotiatedProtocolVersion, client.SessionId is not null));
        Assert.Contains("shop", await client.Ask("status", new { }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resources_are_listed_and_read()
    {
        await using var client = await gateway.Connect();

        Assert.Equal(["codegraph://empty", "codegraph://shop"], (await client.ListResourcesAsync()).Select(r => r.Uri));
        Assert.Equal(["codegraph://{repository}/file/{+path}", "codegraph://{repository}/symbol/{+id}"], (await client.ListResourceTemplatesAsync()).Select(t => t.UriTemplate));
        Assert.Equal("class Cart:\n    def add(self, item):\n        return item\n\n\nclass Gate:\n    def add(self, visitor):\n        return visitor\n", await Read(client, "codegraph://shop/file/cart.py"));
        Assert.Contains("source, lines 2-3:", await Read(client, "codegraph://shop/symbol/cart.py%23Cart.add"), StringComparison.Ordinal);
        Assert.Contains("2 files", await Read(client, "codegraph://shop"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("codegraph://shop/file/card.py", "Did you mean cart.py")]
    [InlineData("codegraph://shop/file/../../etc/passwd", "No indexed file")]
    [InlineData("codegraph://shop/file/%2Fetc%2Fpasswd", "No indexed file")]
    [InlineData("codegraph://shop/symbol/cart.py%23Cort", "No one symbol")]
    [InlineData("codegraph://shp/file/cart.py", "Did you mean shop?")]
    [InlineData("codegraph://shop/folder/a", "is no resource of this server")]
    [InlineData("file:///etc/passwd", "is no resource of this server")]
    public async Task A_resource_that_does_not_exist_is_refused(string uri, string expected)
    {
        await using var client = await gateway.Connect();

        Assert.Contains(expected, (await Assert.ThrowsAsync<McpProtocolException>(() => Read(client, uri))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prompts_hold_what_the_graph_knows()
    {
        await using var client = await gateway.Connect();

        Assert.Equal(["explain", "impact"], (await client.ListPromptsAsync()).Select(p => p.Name).Order());
        var explain = await client.GetPromptAsync("explain", new Dictionary<string, object?> { ["symbol"] = "Cart.add", ["repository"] = "shop" });
        Assert.Contains("source, lines 2-3:", ((TextContentBlock)explain.Messages[0].Content).Text, StringComparison.Ordinal);
        var impact = await client.GetPromptAsync("impact", new Dictionary<string, object?> { ["target"] = "cart.py", ["change"] = "rename add", ["repository"] = "shop" });
        Assert.Contains("(rename add)", ((TextContentBlock)impact.Messages[0].Content).Text, StringComparison.Ordinal);
        await Assert.ThrowsAsync<McpProtocolException>(async () => await client.GetPromptAsync("explain"));
        await Assert.ThrowsAsync<McpProtocolException>(async () => await client.GetPromptAsync("tell"));
    }

    [Fact]
    public async Task Repositories_symbols_and_paths_are_completed()
    {
        await using var client = await gateway.Connect();

        Assert.Equal(["shop"], await Complete(client, new PromptReference { Name = "explain" }, "repository", "sh"));
        Assert.Equal(["cart.py#Cart"], await Complete(client, new PromptReference { Name = "explain" }, "symbol", "Car"));
        Assert.Contains("cart.py", await Complete(client, new ResourceTemplateReference { Uri = "codegraph://{repository}/file/{+path}" }, "path", "cart"));
        Assert.Empty(await Complete(client, new PromptReference { Name = "explain" }, "color", "re"));
    }

    [Fact]
    public async Task Unknown_tools_and_methods_are_errors_of_the_protocol()
    {
        await using var client = await gateway.Connect();

        var unknown = await Assert.ThrowsAsync<McpProtocolException>(() => client.Call("delete_everything", new { }));
        Assert.Contains("Tools: search, symbol", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_told_before_the_answer_to_who_asked_for_it()
    {
        using var response = await Send(HttpMethod.Post, """{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"status","_meta":{"progressToken":"p"}}}""", await Begin());
        var told = await response.Content.ReadAsStringAsync();

        Assert.InRange(told.IndexOf("notifications/progress", StringComparison.Ordinal), 0, told.IndexOf("\"result\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_question_harms_no_other()
    {
        await using var client = await gateway.Connect(McpGateway.LastVersionWithSession);
        using var cancelled = new CancellationTokenSource();

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await client.CallToolAsync("status", cancellationToken: cancelled.Token));
        Assert.Contains("shop", await client.Ask("status", new { }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ends_by_DELETE_and_is_unknown_then()
    {
        var session = await Begin();

        using (var ended = await Send(HttpMethod.Delete, null, session))
            Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        using var after = await Send(HttpMethod.Post, Ping, session);
        Assert.Equal(HttpStatusCode.NotFound, after.StatusCode);
        Assert.Contains("initialize", await ErrorOf(after), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stream_of_a_session_is_opened_once()
    {
        var session = await Begin();

        using var first = await Send(HttpMethod.Get, null, session);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var second = await Send(HttpMethod.Get, null, session);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
    }

    [Theory]
    [InlineData("POST", Ping, null, null, HttpStatusCode.BadRequest)]
    [InlineData("POST", Ping, "made-up", null, HttpStatusCode.NotFound)]
    [InlineData("GET", null, "made-up", null, HttpStatusCode.NotFound)]
    [InlineData("GET", null, null, null, HttpStatusCode.BadRequest)]
    [InlineData("DELETE", null, "made-up", null, HttpStatusCode.NotFound)]
    [InlineData("POST", Initialize, null, "1999-01-01", HttpStatusCode.BadRequest)]
    [InlineData("GET", null, "made-up", "1999-01-01", HttpStatusCode.BadRequest)]
    [InlineData("GET", null, null, McpGateway.NewestVersion, HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", Ping, null, McpGateway.NewestVersion, HttpStatusCode.BadRequest)]
    [InlineData("POST", Initialize, null, "2025-03-26", HttpStatusCode.BadRequest)]
    [InlineData("POST", "not json", null, null, HttpStatusCode.BadRequest)]
    [InlineData("POST", "null", null, null, HttpStatusCode.BadRequest)]
    [InlineData("POST", "[]", null, null, HttpStatusCode.BadRequest)]
    [InlineData("POST", """{"jsonrpc":"1.0","id":1,"method":"ping"}""", null, null, HttpStatusCode.BadRequest)]
    [InlineData("PUT", Ping, null, null, HttpStatusCode.MethodNotAllowed)]
    public async Task What_is_no_request_of_the_protocol_is_refused(string method, string? body, string? session, string? version, HttpStatusCode expected)
    {
        using var response = await Send(new HttpMethod(method), body, session, version);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_413()
    {
        using var response = await Send(HttpMethod.Post, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"x\":\"" + new string('x', 100_000) + "\"}}");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_web_page_of_another_origin_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(Initialize, Encoding.UTF8, "application/json") };
        request.Headers.Add("Origin", "https://evil.example");
        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private static async Task<string> Read(McpClient client, string uri) => Assert.IsType<TextResourceContents>(Assert.Single((await client.ReadResourceAsync(uri)).Contents)).Text;

    private static async Task<IList<string>> Complete(McpClient client, Reference reference, string argument, string typed) => (await client.CompleteAsync(
        new CompleteRequestParams { Ref = reference, Argument = new() { Name = argument, Value = typed }, Context = new() { Arguments = new Dictionary<string, string> { ["repository"] = "shop" } } })).Completion.Values;

    private async Task<string> Begin()
    {
        using var response = await Send(HttpMethod.Post, Initialize);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Assert.Single(response.Headers.GetValues("Mcp-Session-Id"));
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string? body, string? session = null, string? version = null)
    {
        var request = new HttpRequestMessage(method, "/mcp") { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (session is not null)
            request.Headers.Add("Mcp-Session-Id", session);
        if (version is not null)
            request.Headers.Add("MCP-Protocol-Version", version);
        return await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<string> ErrorOf(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("message").GetString()!;
}
