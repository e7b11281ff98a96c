using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Reflection;
using System.Text.Json;
using CodeGraph.Gateway.Events;
using CodeGraph.Gateway.GraphQL;
using CodeGraph.Gateway.GraphQL.Types;
using CodeGraph.Gateway.Tests.Events;
using CodeGraph.Gateway.Tests.Mcp;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>Every field, tool, prompt, resource and hub method, asked by every kind of caller.</summary>
public sealed class FaceMatrixTests(ShopAccounts shop) : IClassFixture<ShopAccounts>
{
    private const string Unknown = "UNKNOWN_REPOSITORY";
    private const string Forbidden = "FORBIDDEN";

    private readonly AccountsServer server = shop.Server;

    public static TheoryData<string> KnownCallers =>
        [Callers.Foreigner, Callers.Reader, Callers.ReaderKey, Callers.Maintainer, Callers.Owner, Callers.Administrator];

    public static TheoryData<string> UnknownCallers => [Callers.Anonymous, Callers.Expired];

    private GraphQLSchema Schema => server.App.Services.GetRequiredService<GraphQLEngine>().Schema;

    [Fact]
    public async Task Everything_that_can_be_asked_is_in_the_table()
    {
        Assert.Equal(FaceTable.RootFields.Keys.Order(), new[] { "Query", "Mutation" }.SelectMany(t => FieldsOf(t).Select(f => $"{t}.{f.Name}")).Order());
        Assert.False(Schema.Types.ContainsKey("Subscription"));
        Assert.Equal(FaceTable.HubMethods.Keys, typeof(EventsHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(m => m.Name));

        await using var client = await Connect(Callers.Reader);
        Assert.Equal(FaceTable.Tools.Keys.Order(), (await client.ListToolsAsync()).Select(t => t.Name).Order());
        Assert.Equal(FaceTable.Prompts.Keys.Order(), (await client.ListPromptsAsync()).Select(p => p.Name).Order());
        Assert.Equal(FaceTable.Resources.Keys.Order(), (await client.ListResourceTemplatesAsync()).Select(r => r.UriTemplate).Order());
    }

    [Theory]
    [MemberData(nameof(KnownCallers))]
    public async Task A_root_field_answers_according_to_the_role(string caller)
    {
        foreach (var (field, (admission, text)) in FaceTable.RootFields)
        {
            var expected = CodeFor(admission, caller, field);
            if (field == "Mutation.removeRepository" && expected is null)
                continue;
            Assert.Equal((field, expected), (field, await CodeOf(text.Replace("SHOP", shop.Shop, StringComparison.Ordinal), caller)));
        }
    }

    [Theory]
    [MemberData(nameof(KnownCallers))]
    public async Task Every_field_below_a_repository_answers_its_readers_alone(string caller)
    {
        var expected = caller == Callers.Foreigner ? Unknown : null;
        foreach (var field in FieldsOf("Repository"))
            Assert.Equal((field.Name, expected), (field.Name, await CodeOf($"{{ repository(name: \"shop\") {{ {Selection(field)} }} }}", caller)));
        foreach (var field in FieldsOf("Snapshot"))
            Assert.Equal((field.Name, expected), (field.Name, await CodeOf($"{{ repository(name: \"shop\") {{ snapshot {{ {Selection(field)} }} }} }}", caller)));
    }

    [Theory]
    [MemberData(nameof(UnknownCallers))]
    public async Task No_field_answers_who_is_not_known(string caller)
    {
        foreach (var (_, text) in FaceTable.RootFields.Values)
        {
            using var response = await Ask(text, caller);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Theory]
    [MemberData(nameof(KnownCallers))]
    public async Task Every_tool_prompt_and_resource_answers_readers_alone(string caller)
    {
        await using var client = await Connect(caller);
        var isIn = caller != Callers.Foreigner;
        foreach (var (tool, arguments) in FaceTable.Tools)
            Check(tool, isIn ? await client.Ask(tool, arguments) : await client.AskInVain(tool, arguments));
        foreach (var (prompt, arguments) in FaceTable.Prompts)
            Check(prompt, await Told(async () => JsonSerializer.Serialize(await client.GetPromptAsync(prompt, arguments), McpJsonUtilities.DefaultOptions)));
        foreach (var (template, address) in FaceTable.Resources)
            Check(template, await Told(async () => JsonSerializer.Serialize(await client.ReadResourceAsync(address), McpJsonUtilities.DefaultOptions)));
        Assert.Equal(isIn, (await client.ListResourcesAsync()).Any(r => r.Uri == "codegraph://shop"));

        void Check(string what, string answer)
        {
            Assert.True(isIn != answer.Contains("No repository is named", StringComparison.Ordinal), $"{what}: {answer}");
            Assert.True(isIn || !answer.Contains("def main", StringComparison.Ordinal), $"{what}: {answer}");
        }

        static async Task<string> Told(Func<Task<string>> ask)
        {
            try
            {
                return await ask();
            }
            catch (McpException exception)
            {
                return exception.Message;
            }
        }
    }

    [Theory]
    [MemberData(nameof(UnknownCallers))]
    public async Task Assistants_and_sockets_of_who_is_not_known_do_not_get_in(string caller)
    {
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Connect(caller));
        await Assert.ThrowsAsync<WebSocketException>(() => HubConnection.Open(server.Client.BaseAddress!, shop.TokenOf(caller)));
    }

    [Theory]
    [MemberData(nameof(KnownCallers))]
    public async Task Every_hub_method_answers_readers_alone(string caller)
    {
        foreach (var (method, arguments) in FaceTable.HubMethods)
        {
            await using var hub = await HubConnection.Open(server.Client.BaseAddress!, shop.TokenOf(caller));
            await hub.Stream(method, arguments);
            if (caller == Callers.Foreigner)
            {
                Assert.Contains("No repository is named 'shop'", await hub.ReadError(), StringComparison.Ordinal);
                continue;
            }

            // The method may begin to listen after the job; another one is heard of then.
            var item = hub.ReadItems(1);
            do
            {
                using var started = await server.Post("repositories", new { source = shop.Shop, force = true }, shop.TokenOf(Callers.Administrator));
                Assert.True(started.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.Conflict, started.StatusCode.ToString());
            }
            while (!item.IsCompleted);
            Assert.Equal("shop", (await item)[0].GetProperty("repository").GetString());
        }
    }

    private static string? CodeFor(Admission admission, string caller, string field)
    {
        var isMaintainer = caller is Callers.Maintainer or Callers.Owner or Callers.Administrator;
        if (admission == Admission.Known || (admission == Admission.Readers ? caller != Callers.Foreigner : isMaintainer))
            return null;
        return caller == Callers.Foreigner && field != "Mutation.startIndex" ? Unknown : Forbidden;
    }

    private IEnumerable<FieldDefinition> FieldsOf(string type) => ((ObjectType)Schema.Types[type]).Fields.Values;

    /// <summary>A field with what it cannot be asked without; an argument that the table does not know fails the test.</summary>
    private static string Selection(FieldDefinition field)
    {
        var arguments = string.Join(", ", field.Arguments.Where(a => a.IsRequired).Select(a => $"{a.Name}: {FaceTable.Arguments[a.Name]}"));
        return $"{field.Name}{(arguments.Length > 0 ? $"({arguments})" : "")}{(field.Type.Named.IsComposite ? " { __typename }" : "")}";
    }

    private async Task<string?> CodeOf(string text, string caller)
    {
        using var response = await Ask(text, caller);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        var code = answer.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions").GetProperty("code").GetString() : null;

        // Who is told that a job of another kind runs was let in.
        return code == "BUSY" ? null : code;
    }

    private Task<HttpResponseMessage> Ask(string text, string caller) => server.Post("/graphql", new { query = text }, shop.TokenOf(caller));

    private Task<McpClient> Connect(string caller) => McpClient.CreateAsync(new HttpClientTransport(new()
    {
        Endpoint = new(server.Client.BaseAddress!, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp,
        AdditionalHeaders = shop.TokenOf(caller) is { } token ? new Dictionary<string, string> { ["Authorization"] = "Bearer " + token } : [],
    }));
}
