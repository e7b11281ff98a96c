using System.Net;
using System.Text.Json;
using CodeGraph.Gateway.Accounts;
using CodeGraph.Grains.Accounts;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>What the audit log tells of accounts, as an administrator reads it.</summary>
public sealed class AuditedAccountsTests(ShopAccounts shop) : IClassFixture<ShopAccounts>
{
    private const string Wrong = "not the password";
    private const string Next = "a different phrase altogether";

    private readonly AccountsServer server = shop.Server;
    private readonly string admin = shop.TokenOf(Callers.Administrator)!;

    [Fact]
    public async Task Sessions_are_recorded_from_sign_in_to_sign_out()
    {
        var first = await server.CreateUser("olga");
        await SignInWrongly("OLGA");
        await server.Post("auth/refresh", new { refreshToken = first.RefreshToken });
        server.Clock.Advance(SessionLifetimes.RefreshOverlap);
        await server.Post("auth/refresh", new { refreshToken = first.RefreshToken });
        var second = await server.SignIn("olga");
        await server.Post("auth/sign-out", new { refreshToken = second.RefreshToken });
        await server.Post("auth/sign-out", new { refreshToken = second.RefreshToken });

        await Check(
            "actor=olga",
            "allowed session.sign-in by olga",
            "denied session.sign-in by anonymous to olga",
            "denied session.reuse by anonymous to olga",
            "allowed session.sign-in by olga",
            "allowed session.sign-out by olga");
        Assert.All(await Entries("actor=olga"), e => Assert.Equal("127.0.0.1", Text(e, "address")));
    }

    [Fact]
    public async Task A_refused_sign_in_with_a_name_that_nobody_bears_names_nobody()
    {
        await SignInWrongly("a-slip-of-the-keyboard");

        await Check("action=session.sign-in&actor=anonymous&limit=1", "denied session.sign-in by anonymous");
        Assert.Empty(await Entries("actor=a-slip-of-the-keyboard"));
        Assert.DoesNotContain("a-slip-of-the-keyboard", server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_changed_of_a_user_is_recorded()
    {
        await Ok(HttpMethod.Post, "users", new { name = "petra", password = AccountsServer.Password });
        await Ok(HttpMethod.Patch, "users/petra", new { role = "reader", disabled = true });
        await Ok(HttpMethod.Patch, "users/petra", new { disabled = false, password = Next });
        var petra = (await server.SignIn("petra", Next)).AccessToken;
        await server.Post("auth/password", new { currentPassword = Wrong, newPassword = AccountsServer.Password }, petra);
        await server.Post("auth/password", new { currentPassword = Next, newPassword = AccountsServer.Password }, petra);

        await Check(
            "actor=petra",
            "allowed user.create by ada to petra: role none",
            "allowed user.change by ada to petra: role reader",
            "allowed user.change by ada to petra: disabled",
            "allowed user.change by ada to petra: enabled",
            "allowed user.password by ada to petra",
            "allowed session.sign-in by petra",
            "denied user.password by petra to petra",
            "allowed user.password by petra to petra");
    }

    [Fact]
    public async Task Roles_in_a_repository_are_recorded()
    {
        await server.CreateUser("rosa");
        await Ok(HttpMethod.Put, "repositories/shop/members/ROSA", new { role = "maintainer" });
        await Ok(HttpMethod.Delete, "repositories/shop/members/rosa");

        await Check(
            "actor=rosa&action=role", "allowed role.grant by ada to rosa in shop: role maintainer", "allowed role.revoke by ada to rosa in shop");
    }

    [Fact]
    public async Task Keys_are_recorded_by_their_ids_and_so_is_what_is_done_with_them()
    {
        var stella = (await server.CreateUser("stella")).AccessToken;
        var (_, first) = await server.CreateKey(stella, new { name = "ci", role = "maintainer" });
        var (_, second) = await server.CreateKey(stella, new { name = "ci" });
        await AccountsServer.Read(await server.Send(HttpMethod.Delete, "keys/" + first, stella), HttpStatusCode.NoContent);
        var (key, keyId) = await server.CreateKey(admin, new { name = "provisioning", role = "admin" });
        await AccountsServer.Read(await server.Send(HttpMethod.Delete, "users/stella/keys/" + second, key), HttpStatusCode.NoContent);

        await Check(
            "actor=stella&action=key",
            $"allowed key.create by stella to stella: {first} role maintainer",
            $"allowed key.create by stella to stella: {second} role reader",
            $"allowed key.revoke by stella to stella: {first}",
            $"allowed key.revoke by ada with {keyId} to stella: {second}");
    }

    [Fact]
    public async Task Another_signing_key_is_recorded()
    {
        await Ok(HttpMethod.Post, "auth/signing-keys", new { });

        await Check("action=key.rotate", "allowed key.rotate by ada");
    }

    [Fact]
    public async Task The_first_administrator_is_recorded_and_so_is_who_had_no_token()
    {
        await using var fresh = await AccountsServer.Start();
        var token = await fresh.SetupToken();
        await fresh.Post("auth/setup", new { token = "cgs_guessed", name = "eve", password = AccountsServer.Password });
        await fresh.Post("auth/setup", new { token, name = "ada", password = AccountsServer.Password });
        var ada = (await fresh.SignIn("ada")).AccessToken;

        Assert.Equal(
            ["denied user.create by anonymous: first administrator", "allowed user.create by anonymous to ada: first administrator", "allowed session.sign-in by ada"],
            (await Entries("", fresh, ada)).Select(Line));
    }

    [Fact]
    public async Task What_failed_is_recorded_as_failed_and_names_no_user_who_never_was()
    {
        await AccountsServer.Read(await server.Post("users", new { name = "Ada", password = AccountsServer.Password }, admin), HttpStatusCode.Conflict);
        await AccountsServer.Read(await server.Send(HttpMethod.Delete, "users/ada", admin), HttpStatusCode.Conflict);

        await Check("action=user.create&limit=2", "allowed user.create by ada to (forgotten): role none", "failed user.create by ada to (forgotten): AccountConflictException role none");
        await Check("action=user.delete&limit=2&actor=ada", "allowed user.delete by ada to ada", "failed user.delete by ada to ada: AccountConflictException");
    }

    [Fact]
    public async Task A_deleted_user_is_nameless_in_a_log_that_verifies()
    {
        var user = await server.CreateUser("ephemera");
        await server.CreateKey(user.AccessToken, new { name = "ci" });
        await Ok(HttpMethod.Put, "repositories/shop/members/ephemera", new { role = "reader" });
        var pseudonym = (await Entries("actor=ephemera"))[0].GetProperty("actor").GetProperty("pseudonym").GetString()!;

        await Ok(HttpMethod.Delete, "users/ephemera");
        await SignInWrongly("ephemera");

        Assert.Empty(await Entries("actor=ephemera"));
        Assert.Equal(
            ["session.sign-in (forgotten)", "key.create (forgotten)", "role.grant ada", "user.delete ada"],
            (await Entries("actor=" + Uri.EscapeDataString(pseudonym))).Select(e => $"{Text(e, "action")} {NameOf(e, "actor")}"));
        await Check("action=audit.forget&limit=1", $"allowed audit.forget by codegraph: {pseudonym}");
        var verified = await AccountsServer.Read(await server.Send(HttpMethod.Post, "audit/verify", admin), HttpStatusCode.OK);
        Assert.True(verified.GetProperty("intact").GetBoolean());
        foreach (var file in AuditFiles(server))
            Assert.DoesNotContain("ephemera", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_entry_and_no_log_line_holds_a_password_or_token()
    {
        var user = await server.CreateUser("vera");
        await SignInWrongly("vera");
        var (key, _) = await server.CreateKey(user.AccessToken, new { name = "ci" });
        var changed = await AccountsServer.TokensOf(
            await server.Post("auth/password", new { currentPassword = AccountsServer.Password, newPassword = Next }, user.AccessToken));
        await server.Post("auth/refresh", new { refreshToken = user.RefreshToken });
        await server.Post("auth/sign-out", new { refreshToken = changed.RefreshToken });

        var told = server.Log.Text;
        foreach (var file in AuditFiles(server))
            told += await File.ReadAllTextAsync(file);
        foreach (var secret in SecretsOf(user).Concat(SecretsOf(changed)).Concat([key[^64..], AccountsServer.Password, Wrong, Next]))
            Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_not_done()
    {
        var (own, ada) = await AccountsServer.StartWithAdministrator();
        await using var _ = own;
        var bob = await own.CreateUser("bob");
        var (_, key) = await own.CreateKey(bob.AccessToken, new { name = "ci" });
        var before = await State();
        var log = AuditFiles(own).Last(f => f.EndsWith(".log", StringComparison.Ordinal));
        var written = await File.ReadAllBytesAsync(log);
        await File.AppendAllTextAsync(log, "no entry\n");

        foreach (var (method, path, token, body) in new (HttpMethod, string, string?, object?)[]
        {
            (HttpMethod.Post, "auth/sign-in", null, new { name = "bob", password = AccountsServer.Password }),
            (HttpMethod.Post, "auth/sign-in", null, new { name = "bob", password = Wrong }),
            (HttpMethod.Post, "auth/sign-out", null, new { refreshToken = bob.RefreshToken }),
            (HttpMethod.Post, "auth/password", bob.AccessToken, new { currentPassword = AccountsServer.Password, newPassword = Next }),
            (HttpMethod.Post, "auth/signing-keys", ada, new { revoke = true }),
            (HttpMethod.Post, "users", ada, new { name = "carol", password = AccountsServer.Password }),
            (HttpMethod.Patch, "users/bob", ada, new { role = "admin" }),
            (HttpMethod.Patch, "users/bob", ada, new { disabled = true }),
            (HttpMethod.Patch, "users/bob", ada, new { password = Next }),
            (HttpMethod.Delete, "users/bob", ada, null),
            (HttpMethod.Post, "keys", bob.AccessToken, new { name = "another" }),
            (HttpMethod.Delete, "keys/" + key, bob.AccessToken, null),
        })
        {
            using var response = await own.Send(method, path, token, body);
            await RunningGateway.ReadProblem(response, HttpStatusCode.ServiceUnavailable, "audit-unavailable");
        }

        Assert.Equal(before, await State());
        await File.WriteAllBytesAsync(log, written);
        await own.SignIn("bob");

        async Task<string> State() => string.Join(
            '\n',
            await AccountsServer.Read(await own.Get("users", ada), HttpStatusCode.OK),
            await AccountsServer.Read(await own.Get("users/bob/keys", ada), HttpStatusCode.OK),
            await AccountsServer.Read(await own.Get("auth/me", bob.AccessToken), HttpStatusCode.OK));
    }

    /// <summary>Entries that a question finds, as lines, the oldest first.</summary>
    private async Task Check(string question, params string[] expected) => Assert.Equal(expected, (await Entries(question)).Select(Line));

    private Task<IReadOnlyList<JsonElement>> Entries(string question) => Entries(question, server, admin);

    private static async Task<IReadOnlyList<JsonElement>> Entries(string question, AccountsServer server, string token)
    {
        var page = await AccountsServer.Read(await server.Get("audit?" + question, token), HttpStatusCode.OK);
        return [.. page.GetProperty("entries").EnumerateArray().Reverse()];
    }

    private static string Line(JsonElement entry)
    {
        var key = Text(entry, "key") is { } id ? $" with {id}" : "";
        var subject = NameOf(entry, "subject") is { } name ? $" to {name}" : "";
        var repository = Text(entry, "repository") is { } bearer ? $" in {bearer}" : "";
        var detail = Text(entry, "detail") is { } more ? $": {more}" : "";
        return $"{Text(entry, "outcome")} {Text(entry, "action")} by {NameOf(entry, "actor")}{key}{subject}{repository}{detail}";
    }

    private static string? NameOf(JsonElement entry, string member) =>
        entry.TryGetProperty(member, out var person) && person.ValueKind == JsonValueKind.Object ? Text(person, "name") ?? "(forgotten)" : null;

    private static string? Text(JsonElement element, string member) => element.TryGetProperty(member, out var value) ? value.GetString() : null;

    private static IEnumerable<string> AuditFiles(AccountsServer server) =>
        Directory.EnumerateFiles(Path.Combine(server.Folder, "audit")).Where(f => Path.GetFileName(f) != "lock").Order(StringComparer.Ordinal);

    /// <summary>What nobody else may have of them; the id of a session is no secret of the log's.</summary>
    private static string[] SecretsOf(SessionTokens tokens) => [tokens.AccessToken.Split('.')[^1], tokens.RefreshToken[^64..]];

    private async Task SignInWrongly(string name) =>
        await AccountsServer.Read(await server.Post("auth/sign-in", new { name, password = Wrong }), HttpStatusCode.Unauthorized);

    private async Task Ok(HttpMethod method, string path, object? body = null)
    {
        using var response = await server.Send(method, path, admin, body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
