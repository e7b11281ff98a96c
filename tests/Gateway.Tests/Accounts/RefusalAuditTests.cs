using System.Net;
using System.Text.Json;
using CodeGraph.Client;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>Whatever is refused is in the audit log, by whichever face it was asked for.</summary>
public sealed class RefusalAuditTests(ShopAccounts shop) : IClassFixture<ShopAccounts>
{
    private readonly AccountsServer server = shop.Server;
    private readonly string admin = shop.TokenOf(Callers.Administrator)!;

    [Theory]
    [InlineData(Callers.Reader)]
    [InlineData(Callers.ReaderKey)]
    [InlineData(Callers.Foreigner)]
    [InlineData(Callers.Maintainer)]
    [InlineData(Callers.Owner)]
    public async Task Every_endpoint_that_refuses_by_role_is_recorded_once(string caller)
    {
        foreach (var row in EndpointTable.Rows.Where(r => !r.EndsRepository || caller is Callers.Reader or Callers.ReaderKey or Callers.Foreigner))
        {
            var before = await Head();
            using var response = await server.Send(
                row.Method == "ANY" ? HttpMethod.Post : new HttpMethod(row.Method), row.Path.Replace("{name}", "shop", StringComparison.Ordinal), shop.TokenOf(caller), row.Body);

            var denied = (await Since(before)).Where(e => e.GetProperty("outcome").GetString() == "denied").ToList();
            if (response.StatusCode != HttpStatusCode.Forbidden)
            {
                Assert.Empty(denied);
                continue;
            }
            var entry = Assert.Single(denied);
            Assert.Equal(caller == Callers.ReaderKey ? Callers.Reader : caller, entry.GetProperty("actor").GetProperty("name").GetString());
            Assert.Equal(row.Path.StartsWith("/api/v1/repositories/{name}", StringComparison.Ordinal) ? "shop" : null, Text(entry, "repository"));
            if (row.Path != "/api/v1/repositories")
                Assert.Equal($"{row.Method} {row.Pattern}", Text(entry, "detail"));
            Assert.NotEqual(caller == Callers.ReaderKey, Text(entry, "key") is null);
        }
    }

    [Theory]
    [InlineData("DELETE", "/api/v1/repositories/shop", "repository.remove")]
    [InlineData("DELETE", "/api/v1/repositories/shop/job", "index.cancel")]
    [InlineData("GET", "/api/v1/audit", "audit.read")]
    [InlineData("POST", "/api/v1/store/check", "store.repair")]
    [InlineData("DELETE", "/api/v1/users/ada", "user.delete")]
    [InlineData("GET", "/api/v1/users", "endpoint.ask")]
    [InlineData("GET", "/metrics", "endpoint.ask")]
    public async Task A_refusal_has_the_action_that_was_asked_for(string method, string path, string action)
    {
        using var response = await server.Send(new HttpMethod(method), path, shop.TokenOf(Callers.Reader));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal($"denied {action} by reader", await Last());
    }

    [Fact]
    public async Task A_mutation_of_GraphQL_that_is_refused_has_the_entry_that_REST_has()
    {
        using var response = await server.Post("/graphql", new { query = "mutation { removeRepository(name: \"shop\") { name } }" }, shop.TokenOf(Callers.Reader));

        Assert.Contains("FORBIDDEN", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("denied repository.remove by reader", await Last());
    }

    [Theory]
    [InlineData("GET", "/api/v1/repositories")]
    [InlineData("POST", "/graphql")]
    [InlineData("POST", "/mcp")]
    [InlineData("GET", "/api/v1/events")]
    [InlineData("POST", "/hubs/events/negotiate")]
    public async Task A_credential_that_is_none_is_recorded_alike_by_every_face(string method, string path)
    {
        var id = new string('0', 32);
        foreach (var (token, detail) in new[] { ($"cg_{id}_{new string('0', 64)}", "API key " + id), ("cg_nonsense", "malformed API key"), ("nonsense", "access token") })
        {
            using var response = await server.Send(new HttpMethod(method), path, token);

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal($"denied credential.use by anonymous: {detail}", await Last());
        }
    }

    [Fact]
    public async Task What_happens_to_every_token_and_who_shows_none_is_not_recorded()
    {
        var before = await Head();

        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", shop.TokenOf(Callers.Expired)));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", token: null));
        Assert.Equal(HttpStatusCode.NotFound, await server.StatusOf("repositories/vault", shop.TokenOf(Callers.Reader)));

        Assert.Empty(await Since(before));
    }

    [Fact]
    public async Task A_session_that_is_over_and_a_key_that_was_revoked_are_recorded_by_their_kind()
    {
        var user = await server.CreateUser("quinn");
        var (key, id) = await server.CreateKey(user.AccessToken, new { name = "ci" });
        await server.Send(HttpMethod.Delete, "keys/" + id, user.AccessToken);
        await server.Post("auth/sign-out", new { refreshToken = user.RefreshToken });

        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", key));
        Assert.Equal("denied credential.use by anonymous: API key " + id, await Last());
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", user.AccessToken));
        Assert.Equal("denied credential.use by anonymous: access token of a session that is over", await Last());
        await server.Post("auth/refresh", new { refreshToken = user.RefreshToken });
        Assert.Equal("denied session.refresh by anonymous", await Last());
    }

    [Fact]
    public async Task A_flood_of_refusals_is_counted_and_the_count_is_told_when_the_gateway_ends()
    {
        var folder = Directory.CreateTempSubdirectory("codegraph-flood-");
        await using (var flooded = await AccountsServer.Start(folder.FullName, configure: o => o.RecordedRefusals = 3))
        {
            var eve = await flooded.CreateUser("eve");
            for (var i = 0; i < 20; i++)
                Assert.Equal(HttpStatusCode.Forbidden, await flooded.StatusOf("users", eve.AccessToken));
            await flooded.App.StopAsync();
        }
        await using (var later = await AccountsServer.Start(folder.FullName))
        {
            var ada = (await later.CreateUser("ada", RepositoryRole.Admin)).AccessToken;
            var entries = (await AccountsServer.Read(await later.Get("audit?actor=eve", ada), HttpStatusCode.OK)).GetProperty("entries").EnumerateArray().ToList();
            Assert.Equal(["audit.refusals", "endpoint.ask", "endpoint.ask", "endpoint.ask", "session.sign-in"], entries.Select(e => Text(e, "action")));
            Assert.StartsWith("17 more since ", Text(entries[0], "detail"), StringComparison.Ordinal);
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Who_was_refused_and_then_deleted_is_not_named_by_a_count_that_comes_later()
    {
        var (own, ada) = await AccountsServer.StartWithAdministrator(configure: o => o.RecordedRefusals = 1);
        await using var _ = own;
        var eve = await own.CreateUser("eve");
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.Forbidden, await own.StatusOf("users", eve.AccessToken));

        await AccountsServer.Read(await own.Send(HttpMethod.Delete, "users/eve", ada), HttpStatusCode.NoContent);

        var people = await File.ReadAllTextAsync(Path.Combine(own.Folder, "audit", "people.json"));
        Assert.DoesNotContain("eve", people, StringComparison.Ordinal);
        var entries = (await AccountsServer.Read(await own.Get("audit?action=audit.refusals", ada), HttpStatusCode.OK)).GetProperty("entries").EnumerateArray();
        Assert.StartsWith("2 more", Text(Assert.Single(entries), "detail"), StringComparison.Ordinal);
    }

    private async Task<string> Last()
    {
        var entry = (await Page("limit=1"))[0];
        var detail = Text(entry, "action") is "credential.use" ? ": " + Text(entry, "detail") : "";
        return $"{Text(entry, "outcome")} {Text(entry, "action")} by {entry.GetProperty("actor").GetProperty("name").GetString()}{detail}";
    }

    private async Task<long> Head() => (await Page("limit=1"))[0].GetProperty("sequence").GetInt64();

    private async Task<IEnumerable<JsonElement>> Since(long sequence) => (await Page("limit=100")).Where(e => e.GetProperty("sequence").GetInt64() > sequence);

    private async Task<List<JsonElement>> Page(string query) =>
        [.. (await AccountsServer.Read(await server.Get("audit?" + query, admin), HttpStatusCode.OK)).GetProperty("entries").EnumerateArray()];

    private static string? Text(JsonElement element, string member) => element.TryGetProperty(member, out var value) ? value.GetString() : null;
}
