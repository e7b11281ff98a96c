using System.Net;
using System.Text.Json;
using CodeGraph.Gateway.Accounts;
using CodeGraph.Grains.Accounts;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>Signing in, staying signed in, and how it ends.</summary>
public sealed class SessionTests(SharedAccounts accounts) : IClassFixture<SharedAccounts>
{
    private readonly AccountsServer server = accounts.Server;
    private readonly string admin = accounts.Administrator;

    [Fact]
    public async Task Signing_out_ends_the_access_token_too()
    {
        var tokens = await server.SignIn(AccountsServer.Administrator);

        await AccountsServer.Read(await server.Post("auth/sign-out", new { refreshToken = tokens.RefreshToken }), HttpStatusCode.NoContent);

        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", tokens.AccessToken));
        await AssertRefused(tokens.RefreshToken);
        await AccountsServer.Read(await server.Post("auth/sign-out", new { refreshToken = tokens.RefreshToken }), HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Another_password_ends_every_session()
    {
        const string Next = "a different phrase altogether";
        var (here, elsewhere) = (await server.CreateUser("mover"), await server.SignIn("mover"));

        await AccountsServer.Read(
            await server.Post("auth/password", new { currentPassword = "not the password", newPassword = Next }, here.AccessToken), HttpStatusCode.Forbidden);
        var fresh = await AccountsServer.TokensOf(
            await server.Post("auth/password", new { currentPassword = AccountsServer.Password, newPassword = Next }, here.AccessToken));

        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", here.AccessToken));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", elsewhere.AccessToken));
        await AssertRefused(elsewhere.RefreshToken);
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", fresh.AccessToken));
        await server.SignIn("mover", Next);
    }

    [Fact]
    public async Task Who_cannot_sign_in_is_not_told_why()
    {
        await server.CreateUser("carol");
        await AccountsServer.Read(await server.Send(HttpMethod.Patch, "users/carol", admin, new { disabled = true }), HttpStatusCode.OK);

        var answers = new List<string>();
        const string Wrong = "not the password";
        foreach (var (name, password) in new[] { ("carol", AccountsServer.Password), ("carol", Wrong), (AccountsServer.Administrator, Wrong), ("nobody", Wrong) })
        {
            using var response = await server.Post("auth/sign-in", new { name, password });
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("Bearer realm=\"codegraph\"", response.Headers.WwwAuthenticate.ToString());
            var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            answers.Add(string.Join('|', problem.EnumerateObject().Where(p => p.Name != "traceId").Select(p => p.Value.ToString())));
        }

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task A_user_has_a_bounded_number_of_sessions()
    {
        await server.CreateUser("dora");
        var user = (await server.Grains.GetUsers().Find("dora", CancellationToken.None))!;
        var oldest = (await server.Grains.GetUser(user.Id).ListSessions(CancellationToken.None))[0];
        for (var i = 0; i < 31; i++)
        {
            var access = (await server.Grains.GetUser(user.Id).GetAccess(CancellationToken.None))!;
            var token = OpaqueToken.New();
            await server.Grains.GetUser(user.Id).AddSession(token.Id, [], CancellationToken.None);
            await server.Grains.GetSession(token.Id).Start(access, token.SecretHash, CancellationToken.None);
        }

        await server.SignIn("dora");

        var sessions = await server.Grains.GetUser(user.Id).ListSessions(CancellationToken.None);
        Assert.Equal(32, sessions.Count);
        Assert.DoesNotContain(oldest, sessions);
        Assert.False(await server.Grains.GetSession(oldest).IsAlive(CancellationToken.None));
    }

    [Fact]
    public async Task What_is_no_refresh_token_is_refused()
    {
        await AssertRefused("cgr_");
        await AssertRefused($"cgr_{new string('0', 32)}_{new string('0', 64)}");
        await AssertRefused($"cg_{new string('0', 32)}_{new string('0', 64)}");
        await AssertRefused("../../users/all");
    }

    private async Task AssertRefused(string refreshToken)
    {
        using var response = await server.Post("auth/refresh", new { refreshToken });
        await RunningGateway.ReadProblem(response, HttpStatusCode.Unauthorized, "unauthenticated");
    }
}
