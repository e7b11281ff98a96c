using System.Net;
using System.Text.Json;
using CodeGraph.Client;
using CodeGraph.Gateway.Accounts;
using CodeGraph.Grains.Accounts;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>Users, their roles and their keys, as administrators and they themselves change them.</summary>
public sealed class UserTests(SharedAccounts accounts) : IClassFixture<SharedAccounts>
{
    private readonly AccountsServer server = accounts.Server;
    private readonly string admin = accounts.Administrator;

    [Fact]
    public async Task A_role_counts_from_the_next_request_on()
    {
        var user = (await server.CreateUser("mover")).AccessToken;
        Assert.Equal(HttpStatusCode.Forbidden, await server.StatusOf("users", user));
        await Change("mover", new { role = "admin" });
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("users", user));
        await Change("mover", new { role = "reader" });
        Assert.Equal(HttpStatusCode.Forbidden, await server.StatusOf("users", user));
    }

    [Fact]
    public async Task A_disabled_user_is_out_at_once_and_their_sessions_do_not_come_back()
    {
        var user = await server.CreateUser("sleeper");
        var (key, _) = await server.CreateKey(user.AccessToken, new { name = "ci" });

        await Change("sleeper", new { disabled = true });
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", user.AccessToken));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", key));

        await Change("sleeper", new { disabled = false });
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", user.AccessToken));
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", key));
    }

    [Fact]
    public async Task A_new_user_of_a_deleted_ones_name_has_nothing_of_theirs()
    {
        var before = await server.CreateUser("ghost", RepositoryRole.Maintainer);
        var (key, keyId) = await server.CreateKey(before.AccessToken, new { name = "ci" });
        await AccountsServer.Read(await server.Send(HttpMethod.Delete, "users/GHOST", admin), HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.NotFound, await server.StatusOf("users/ghost", admin));
        var after = await server.CreateUser("ghost");

        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", before.AccessToken));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", key));
        Assert.Null(await server.Grains.GetApiKey(keyId).Get(CancellationToken.None));
        var me = await AccountsServer.Read(await server.Get("auth/me", after.AccessToken), HttpStatusCode.OK);
        Assert.Equal("none", me.GetProperty("serverRole").GetString());
    }

    [Theory]
    [InlineData("Ada", AccountsServer.Password, HttpStatusCode.Conflict, "account")]
    [InlineData("bob", "too short", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("bob", "aaaaaaaaaaaaaaaaaaaaaa", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("barbara", "this is barbara's phrase", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("two words", AccountsServer.Password, HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("../ada", AccountsServer.Password, HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("\u0430da", AccountsServer.Password, HttpStatusCode.BadRequest, "invalid-request")]
    public async Task A_user_that_cannot_be_is_refused(string name, string password, HttpStatusCode status, string type) =>
        await AssertProblem(await server.Post("users", new { name, password }, admin), status, type);

    [Fact]
    public async Task A_key_is_good_for_its_role_and_repositories_within_its_users()
    {
        var user = (await server.CreateUser("keeper", RepositoryRole.Reader)).AccessToken;
        var (key, _) = await server.CreateKey(user, new { name = "ci", role = "admin" });
        Assert.Equal("reader", (await Me(key)).GetProperty("serverRole").GetString());
        await Change("keeper", new { role = "maintainer" });
        Assert.Equal("maintainer", (await Me(key)).GetProperty("serverRole").GetString());

        var (narrow, _) = await server.CreateKey(user, new { name = "ci" });
        Assert.Equal("reader", (await Me(narrow)).GetProperty("serverRole").GetString());
        await AssertProblem(await server.Post("keys", new { name = "ci", repositories = new[] { "nosuch" } }, user), HttpStatusCode.NotFound, "unknown-repository");
        await AssertProblem(await server.Post("keys", new { name = "ci", repositories = new string?[] { null } }, user), HttpStatusCode.BadRequest, "invalid-request");
        await AssertProblem(await server.Post("keys", new { name = "ci", role = "none" }, user), HttpStatusCode.BadRequest, "invalid-request");
        await AssertProblem(await server.Post("keys", new { name = "ci" }, key), HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task No_key_sets_a_password_its_users_least_of_all()
    {
        await server.CreateUser("victim");
        var (key, id) = await server.CreateKey(admin, new { name = "ci", role = "admin" });
        foreach (var user in new[] { "victim", AccountsServer.Administrator })
        {
            await AssertProblem(
                await server.Send(HttpMethod.Patch, "users/" + user, key, new { password = "another phrase altogether", role = "admin" }), HttpStatusCode.Forbidden, "forbidden");
        }

        await server.SignIn("victim");
        var last = (await AccountsServer.Read(await server.Get("audit?action=user.password&limit=1", admin), HttpStatusCode.OK)).GetProperty("entries")[0];
        Assert.Equal(("denied", id), (last.GetProperty("outcome").GetString(), last.GetProperty("key").GetString()));
        await AccountsServer.Read(await server.Send(HttpMethod.Patch, "users/victim", key, new { role = "reader" }), HttpStatusCode.OK);
        await AccountsServer.Read(await server.Send(HttpMethod.Delete, "keys/" + id, admin), HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("password1234", true)]
    [InlineData("P@ssw0rd2026!", true)]
    [InlineData("Welcome2Codegraph", true)]
    [InlineData("1q2w3e1q2w3e", true)]
    [InlineData("qwertyuiop12", true)]
    [InlineData("abcdefghijkl", true)]
    [InlineData("123456789012", true)]
    [InlineData("iloveyou-12345", true)]
    [InlineData("correct horse battery staple", false)]
    [InlineData("my password is a fjord", false)]
    [InlineData("kJ8#vQ2$wT5!", false)]
    [InlineData("492817364059", false)]
    [InlineData("пароль для графа", false)]
    public void Passwords_that_are_tried_first_are_refused(string password, bool isCommon) => Assert.Equal(isCommon, CommonPasswords.Contains(password));

    [Fact]
    public async Task No_cache_keeps_what_was_answered_to_somebody()
    {
        var (key, id) = await server.CreateKey(admin, new { name = "cache" });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/auth/me");
        request.Headers.Add("X-Api-Key", key);
        using var response = await server.Client.SendAsync(request);

        Assert.True(response.Headers.CacheControl!.NoStore);
        await AccountsServer.Read(await server.Send(HttpMethod.Delete, "keys/" + id, admin), HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_key_is_listed_without_its_secret_and_void_once_revoked()
    {
        var (key, id) = await server.CreateKey(admin, new { name = "ci", expiresInDays = 2 });
        using (var response = await server.Get("keys", admin))
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.Contains(id, text, StringComparison.Ordinal);
            Assert.DoesNotContain(key[^64..], text, StringComparison.Ordinal);
        }
        var stranger = (await server.CreateUser("stranger")).AccessToken;
        await AssertProblem(await server.Send(HttpMethod.Delete, "keys/" + id, stranger), HttpStatusCode.NotFound, "unknown-key");

        await AccountsServer.Read(await server.Send(HttpMethod.Delete, "keys/" + id, admin), HttpStatusCode.NoContent);

        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", key));
        Assert.Equal("[]", (await AccountsServer.Read(await server.Get("keys", admin), HttpStatusCode.OK)).ToString());
    }

    [Fact]
    public async Task An_administrator_revokes_a_key_of_another()
    {
        var (key, id) = await server.CreateKey((await server.CreateUser("leaker")).AccessToken, new { name = "ci" });
        Assert.Equal(id, (await AccountsServer.Read(await server.Get("users/leaker/keys", admin), HttpStatusCode.OK))[0].GetProperty("id").GetString());

        await AccountsServer.Read(await server.Send(HttpMethod.Delete, $"users/leaker/keys/{id}", admin), HttpStatusCode.NoContent);

        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", key));
    }

    [Fact]
    public async Task The_description_says_how_to_authenticate()
    {
        var description = await AccountsServer.Read(await server.Get("/openapi/v1.json"), HttpStatusCode.OK);

        var schemes = description.GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal(["apiKey", "bearer"], schemes.EnumerateObject().Select(s => s.Name).Order(StringComparer.Ordinal));
        var paths = description.GetProperty("paths");
        Assert.False(paths.GetProperty("/api/v1/auth/sign-in").GetProperty("post").TryGetProperty("security", out _));
        Assert.Equal(2, paths.GetProperty("/api/v1/auth/me").GetProperty("get").GetProperty("security").GetArrayLength());
        Assert.Equal(1, paths.GetProperty("/api/v1/keys").GetProperty("get").GetProperty("security").GetArrayLength());
    }

    private async Task<JsonElement> Me(string token) => await AccountsServer.Read(await server.Get("auth/me", token), HttpStatusCode.OK);

    private async Task Change(string user, object change) =>
        await AccountsServer.Read(await server.Send(HttpMethod.Patch, "users/" + user, admin, change), HttpStatusCode.OK);

    private static async Task AssertProblem(HttpResponseMessage response, HttpStatusCode status, string type)
    {
        using (response)
            await RunningGateway.ReadProblem(response, status, type);
    }
}
