using System.Net;
using CodeGraph.Grains.Accounts;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>How long what was given is valid.</summary>
public sealed class ExpiryTests
{
    [Fact]
    public async Task An_access_token_expires_after_half_an_hour_and_a_refresh_token_after_a_week()
    {
        var (server, admin) = await AccountsServer.StartWithAdministrator();
        await using var _ = server;
        var tokens = await server.SignIn(AccountsServer.Administrator);
        server.Clock.Advance(SessionLifetimes.AccessToken - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", tokens.AccessToken));
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        using (var refused = await server.Get("auth/me", tokens.AccessToken))
        {
            Assert.Equal(
                "Bearer realm=\"codegraph\", error=\"invalid_token\", error_description=\"The access token has expired; refresh it.\"", refused.Headers.WwwAuthenticate.ToString());
            await RunningGateway.ReadProblem(refused, HttpStatusCode.Unauthorized, "unauthenticated");
        }

        tokens = await AccountsServer.TokensOf(await server.Post("auth/refresh", new { refreshToken = tokens.RefreshToken }));
        server.Clock.Advance(SessionLifetimes.RefreshToken);
        await AccountsServer.Read(await server.Post("auth/refresh", new { refreshToken = tokens.RefreshToken }), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_expires()
    {
        var (server, admin) = await AccountsServer.StartWithAdministrator();
        await using var _ = server;
        var (key, _) = await server.CreateKey(admin, new { name = "ci", expiresInDays = 2 });
        server.Clock.Advance(TimeSpan.FromHours(47));
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", key));
        server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", key));
    }

    [Fact]
    public async Task A_rotated_key_leaves_tokens_alone_unless_it_is_revoked()
    {
        var (server, admin) = await AccountsServer.StartWithAdministrator();
        await using var _ = server;
        await AccountsServer.Read(await server.Post("auth/signing-keys", new { revoke = false }, admin), HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", admin));

        await AccountsServer.Read(await server.Post("auth/signing-keys", new { revoke = true }, admin), HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", admin));
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", (await server.SignIn(AccountsServer.Administrator)).AccessToken));
    }
}
