using System.Globalization;
using System.Net;
using CodeGraph.Gateway.Accounts;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>Wrong passwords, as whoever gives them sees it, as the owner of the account does, and as the audit log tells it.</summary>
public sealed class LockoutTests : IAsyncLifetime
{
    private const string Wrong = "not the password";

    private AccountsServer server = null!;
    private string admin = "";

    public async Task InitializeAsync()
    {
        (server, admin) = await AccountsServer.StartWithAdministrator();
        server.Clock.Stop();
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task After_ten_wrong_passwords_the_right_one_waits_too_and_only_there()
    {
        var bob = await server.CreateUser("bob");
        await FailAll("bob");

        using (var refused = await SignIn("bob", AccountsServer.Password))
        {
            var problem = await RunningGateway.ReadProblem(refused, HttpStatusCode.TooManyRequests, "sign-in-wait");
            Assert.Equal((30, 30), (refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, problem.GetProperty("retryAfterSeconds").GetInt32()));
        }
        using (var elsewhere = Loopback.ClientFrom(IPAddress.Parse("127.0.0.2"), server.Client.BaseAddress!))
        using (var served = await AccountsServer.Send(elsewhere, HttpMethod.Post, "auth/sign-in", token: null, new { name = "bob", password = AccountsServer.Password }))
            Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", bob.AccessToken));
        await AccountsServer.TokensOf(await server.Post("auth/refresh", new { refreshToken = bob.RefreshToken }));

        server.Clock.Advance(SignInWaits.First);
        await server.SignIn("bob");
    }

    [Fact]
    public async Task Whether_there_is_such_a_user_does_not_show()
    {
        await server.CreateUser("bob");
        var answers = new List<string>();
        foreach (var name in new[] { "bob", "nobody" })
        {
            await FailAll(name);
            using var refused = await SignIn(name, AccountsServer.Password);
            var problem = await RunningGateway.ReadProblem(refused, HttpStatusCode.TooManyRequests, "sign-in-wait");
            answers.Add($"{refused.Headers.RetryAfter} " + string.Join('|', problem.EnumerateObject().Where(p => p.Name != "traceId").Select(p => p.Value.ToString())));
        }

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task The_audit_log_tells_of_the_wait_and_of_who_did_not_wait()
    {
        await server.CreateUser("bob");
        await FailAll("bob");
        using (await SignIn("bob", Wrong))
        {
            // Not looked at.
        }

        var entries = (await AccountsServer.Read(await server.Get("audit?actor=bob&action=session.sign-in", admin), HttpStatusCode.OK)).GetProperty("entries").EnumerateArray()
            .Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.GetProperty("outcome")} {(e.TryGetProperty("detail", out var detail) ? detail : "")}")).ToList();

        Assert.Equal(["denied while it had to wait", "denied the next from this address in 30 s at the earliest"], entries.Take(2));
        Assert.Equal([.. Enumerable.Repeat("denied ", 9), "allowed "], entries.Skip(2));
    }

    [Fact]
    public async Task A_password_is_not_guessed_where_it_is_changed_either()
    {
        var bob = await server.CreateUser("bob");
        for (var i = 0; i < SignInWaits.Free; i++)
            await AccountsServer.Read(await Change(bob, Wrong), HttpStatusCode.Forbidden);

        using var refused = await Change(bob, AccountsServer.Password);
        await RunningGateway.ReadProblem(refused, HttpStatusCode.TooManyRequests, "sign-in-wait");
    }

    private async Task FailAll(string name)
    {
        for (var i = 0; i < SignInWaits.Free; i++)
            await AccountsServer.Read(await SignIn(name, Wrong), HttpStatusCode.Unauthorized);
    }

    private Task<HttpResponseMessage> SignIn(string name, string password) => server.Post("auth/sign-in", new { name, password });

    private Task<HttpResponseMessage> Change(SessionTokens user, string current) =>
        server.Post("auth/password", new { currentPassword = current, newPassword = "a different phrase altogether" }, user.AccessToken);
}
