using System.Net;
using CodeGraph.Gateway.Accounts;
using CodeGraph.Grains.Accounts;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>Refresh tokens that follow one another: a browser's tabs refresh at the same time, and whoever stole one is found out all the same.</summary>
public sealed class RefreshTests : IAsyncLifetime
{
    private static readonly TimeSpan JustBefore = SessionLifetimes.RefreshOverlap - TimeSpan.FromTicks(1);

    private AccountsServer server = null!;
    private string admin = "";

    public async Task InitializeAsync()
    {
        (server, admin) = await AccountsServer.StartWithAdministrator();
        server.Clock.Stop();
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_refresh_token_is_exchanged_for_the_next()
    {
        var first = await SignIn();
        var second = await Refresh(first);

        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
        Assert.Equal((1800, 604800), (second.ExpiresIn, second.RefreshExpiresIn));
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", second.AccessToken));
        await Refresh(second);
    }

    [Fact]
    public async Task Tabs_that_refresh_at_once_get_the_same_token_and_the_session_goes_on()
    {
        const int Tabs = 16;
        var first = await SignIn();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var refreshes = Enumerable.Range(0, Tabs).Select(async _ =>
        {
            await gate.Task;
            return await Refresh(first);
        }).ToList();
        gate.SetResult();
        var tabs = await Task.WhenAll(refreshes);

        Assert.Single(tabs.Select(t => t.RefreshToken).Distinct());
        Assert.Equal(Tabs, tabs.Select(t => t.AccessToken).Distinct().Count());
        foreach (var tab in tabs)
            Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", tab.AccessToken));
        await Refresh(await Refresh(tabs[^1]));
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_given_again_for_a_moment()
    {
        var first = await SignIn();
        var lost = await Refresh(first);
        server.Clock.Advance(JustBefore);

        Assert.Equal(lost.RefreshToken, (await Refresh(first)).RefreshToken);
    }

    [Fact]
    public async Task A_token_that_was_exchanged_a_while_ago_ends_its_session_and_no_other()
    {
        var first = await SignIn();
        var second = await Refresh(first);
        server.Clock.Advance(SessionLifetimes.RefreshOverlap);

        await AssertRefused(first);

        await AssertRefused(second);
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", second.AccessToken));
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", admin));
    }

    [Fact]
    public async Task A_clock_that_was_put_back_makes_the_moment_no_longer()
    {
        var first = await SignIn();
        await Refresh(first);
        server.Clock.Advance(TimeSpan.FromTicks(-1));

        await AssertRefused(first);
    }

    [Fact]
    public async Task A_token_before_the_last_one_ends_the_session_at_once()
    {
        var first = await SignIn();
        var third = await Refresh(await Refresh(first));

        await AssertRefused(first);

        await AssertRefused(third);
    }

    [Fact]
    public async Task A_thief_and_the_owner_who_both_go_on_are_found_out()
    {
        var stolen = await SignIn();
        var thief = await Refresh(stolen);
        var owner = await Refresh(stolen);
        await Refresh(thief);
        server.Clock.Advance(SessionLifetimes.AccessToken);

        await AssertRefused(owner);

        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("auth/me", thief.AccessToken));
    }

    [Fact]
    public async Task A_repeated_refresh_makes_the_session_no_longer()
    {
        var first = await SignIn();
        var second = await Refresh(first);
        server.Clock.Advance(JustBefore);
        await Refresh(first);
        server.Clock.Advance(SessionLifetimes.RefreshToken - JustBefore);

        await AssertRefused(second);
    }

    [Fact]
    public async Task A_session_ends_after_thirty_days_however_often_it_is_refreshed()
    {
        var tokens = await SignIn();
        for (var day = 6; day < 30; day += 6)
        {
            server.Clock.Advance(TimeSpan.FromDays(6));
            tokens = await Refresh(tokens);
            Assert.Equal(Math.Min(7, 30 - day) * 24 * 60 * 60, tokens.RefreshExpiresIn);
        }
        server.Clock.Advance(TimeSpan.FromDays(6));

        await AssertRefused(tokens);
    }

    [Fact]
    public async Task A_guessed_secret_of_a_known_session_ends_it()
    {
        var tokens = await SignIn();
        var guessed = tokens with { RefreshToken = tokens.RefreshToken[..^64] + new string('0', 64) };

        await AssertRefused(guessed);

        await AssertRefused(tokens);
    }

    [Fact]
    public async Task A_stored_session_has_no_token_in_it()
    {
        var first = await SignIn();
        var second = await Refresh(first);

        var stored = string.Concat(Directory.EnumerateFiles(Path.Combine(server.Folder, "state", "session"), "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.Contains("sealed", stored, StringComparison.Ordinal);
        foreach (var token in new[] { first, second })
        {
            var secret = token.RefreshToken[^64..];
            Assert.DoesNotContain(secret, stored, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToBase64String(Convert.FromHexString(secret)), stored, StringComparison.Ordinal);
        }
    }

    private Task<SessionTokens> SignIn() => server.SignIn(AccountsServer.Administrator);

    private async Task<SessionTokens> Refresh(SessionTokens tokens) =>
        await AccountsServer.TokensOf(await server.Post("auth/refresh", new { refreshToken = tokens.RefreshToken }));

    private async Task AssertRefused(SessionTokens tokens)
    {
        using var response = await server.Post("auth/refresh", new { refreshToken = tokens.RefreshToken });
        await RunningGateway.ReadProblem(response, HttpStatusCode.Unauthorized, "unauthenticated");
    }
}
