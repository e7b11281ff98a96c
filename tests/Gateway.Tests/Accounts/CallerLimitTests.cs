using System.Net;
using CodeGraph.Client;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>How often a key, a user and an address may ask, and that none of them takes what is another's.</summary>
public sealed class CallerLimitTests
{
    /// <summary>So slow that no token comes back while a test runs.</summary>
    private static readonly Action<GatewayOptions> ThreeRequests = o => (o.Limits.RequestsPerSecond, o.Limits.Burst) = (0.001, 3);

    [Fact]
    public async Task A_key_that_asks_too_often_leaves_its_user_and_other_keys_alone()
    {
        await using var server = await AccountsServer.Start(configure: ThreeRequests);
        var user = await server.CreateUser("ada", RepositoryRole.Admin);
        var (first, _) = await server.CreateKey(user.AccessToken, new { name = "first" });
        var (second, _) = await server.CreateKey(user.AccessToken, new { name = "second" });

        await Exhaust(server, first);

        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", second));
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", user.AccessToken));
    }

    [Fact]
    public async Task A_user_who_asks_too_often_leaves_their_keys_and_others_at_the_same_address_alone()
    {
        await using var server = await AccountsServer.Start(configure: ThreeRequests);
        var (ada, bob) = (await server.CreateUser("ada"), await server.CreateUser("bob"));
        var (key, _) = await server.CreateKey(bob.AccessToken, new { name = "ci" });

        await Exhaust(server, ada.AccessToken);

        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", bob.AccessToken));
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", key));
    }

    [Fact]
    public async Task An_address_of_nobody_known_is_limited_and_who_is_known_there_is_not()
    {
        await using var server = await AccountsServer.Start(configure: ThreeRequests);
        var ada = await server.CreateUser("ada");

        // The sign-in counted for the address.
        await Exhaust(server, token: null, left: 2, HttpStatusCode.Unauthorized);

        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", ada.AccessToken));
        using var elsewhere = Loopback.ClientFrom(IPAddress.Parse("127.0.0.2"), server.Client.BaseAddress!);
        using var other = await AccountsServer.Send(elsewhere, HttpMethod.Get, "auth/me", token: null);
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
    }

    [Theory]
    [InlineData("cg_00000000000000000000000000000000_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("no token")]
    public async Task Who_shows_what_is_no_credential_counts_for_their_address(string token)
    {
        await using var server = await AccountsServer.Start(configure: ThreeRequests);

        await Exhaust(server, token, left: 3, HttpStatusCode.Unauthorized);

        using var signIn = await server.Post("auth/sign-in", new { name = "ada", password = AccountsServer.Password });
        await RunningGateway.ReadProblem(signIn, HttpStatusCode.TooManyRequests, "rate-limit");
    }

    [Fact]
    public async Task What_is_refused_by_role_counts_as_well()
    {
        await using var server = await AccountsServer.Start(configure: ThreeRequests);
        var ada = await server.CreateUser("ada");

        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.Forbidden, await server.StatusOf("users", ada.AccessToken));

        Assert.Equal(HttpStatusCode.TooManyRequests, await server.StatusOf("users", ada.AccessToken));
    }

    [Fact]
    public async Task More_keys_give_a_user_five_times_as_much_and_not_more()
    {
        await using var server = await AccountsServer.Start(configure: o => (o.Limits.RequestsPerSecond, o.Limits.Burst) = (0.001, 10));
        var ada = await server.CreateUser("ada");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
        {
            var (key, _) = await server.CreateKey(ada.AccessToken, new { name = $"key {i}" });
            for (var request = 0; request < 10; request++)
                statuses.Add(await server.StatusOf("auth/me", key));
        }

        Assert.Equal(50, statuses.TakeWhile(s => s == HttpStatusCode.OK).Count());
        Assert.All(statuses.Skip(50), s => Assert.Equal(HttpStatusCode.TooManyRequests, s));
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", ada.AccessToken));
    }

    /// <summary>Asks until nothing is left, and then is told when to come back.</summary>
    private static async Task Exhaust(AccountsServer server, string? token, int left = 3, HttpStatusCode answer = HttpStatusCode.OK)
    {
        // What was asked before counts: a user who made keys has less left.
        var served = 0;
        while (await server.StatusOf("auth/me", token) is var status && status != HttpStatusCode.TooManyRequests)
        {
            Assert.Equal(answer, status);
            served++;
        }
        Assert.Equal(left, served);

        using var refused = await server.Get("auth/me", token);
        var problem = await RunningGateway.ReadProblem(refused, HttpStatusCode.TooManyRequests, "rate-limit");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 900, 1000);
        Assert.Equal(refused.Headers.RetryAfter.Delta.Value.TotalSeconds, problem.GetProperty("retryAfterSeconds").GetInt32());
    }
}
