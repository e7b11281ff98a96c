using System.Net;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>Callers behind proxies: who they are counts where a proxy that is known says so, and what anybody can write does not.</summary>
public sealed class ProxyTests
{
    private static readonly Action<GatewayOptions> BehindProxies = o =>
        (o.Proxies, o.Limits.RequestsPerSecond, o.Limits.Burst) = ([IPNetwork.Parse("127.0.0.1/32"), IPNetwork.Parse("10.0.0.0/8")], 0.001, 1);

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.1:4711", "192.0.2.1")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("6.6.6.6, 192.0.2.1", "192.0.2.1")]
    [InlineData("127.0.0.1, 10.1.1.1, 192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.1, 10.2.3.4", "192.0.2.1")]
    [InlineData("6.6.6.6, 192.0.2.1, 10.2.3.4, 10.2.3.5", "192.0.2.1")]
    [InlineData("nonsense", "127.0.0.1")]
    [InlineData("192.0.2.1, nonsense", "127.0.0.1")]
    [InlineData("192.0.2.1, unknown, 10.2.3.4", "10.2.3.4")]
    [InlineData("", "127.0.0.1")]
    public async Task The_audit_log_has_the_last_address_that_is_no_proxys(string forwardedFor, string address)
    {
        var (server, admin) = await AccountsServer.StartWithAdministrator(configure: o => o.Proxies = [IPNetwork.Parse("127.0.0.1/32"), IPNetwork.Parse("10.0.0.0/8")]);
        await using var _ = server;

        using var signedIn = await AccountsServer.Send(
            server.Client, HttpMethod.Post, "auth/sign-in", token: null, new { name = AccountsServer.Administrator, password = AccountsServer.Password }, forwardedFor);

        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        Assert.Equal(address, await LastAddress(server, admin));
    }

    [Fact]
    public async Task Who_is_no_listed_proxy_cannot_say_they_are_somebody_else()
    {
        var (server, admin) = await AccountsServer.StartWithAdministrator(configure: o => o.Proxies = [IPNetwork.Parse("127.0.0.9/32")]);
        await using var _ = server;

        using var signedIn = await AccountsServer.Send(
            server.Client, HttpMethod.Post, "auth/sign-in", token: null, new { name = AccountsServer.Administrator, password = AccountsServer.Password }, "192.0.2.1");

        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        Assert.Equal("127.0.0.1", await LastAddress(server, admin));
    }

    [Fact]
    public async Task Without_proxies_the_header_says_nothing()
    {
        var (server, admin) = await AccountsServer.StartWithAdministrator();
        await using var _ = server;

        using var signedIn = await AccountsServer.Send(
            server.Client, HttpMethod.Post, "auth/sign-in", token: null, new { name = AccountsServer.Administrator, password = AccountsServer.Password }, "192.0.2.1");

        Assert.Equal("127.0.0.1", await LastAddress(server, admin));
    }

    [Fact]
    public async Task Limits_count_callers_behind_a_proxy_apart_and_no_spoofed_address_gives_more()
    {
        await using var server = await AccountsServer.Start(configure: BehindProxies);

        Assert.Equal(HttpStatusCode.Unauthorized, await Ask("192.0.2.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await Ask("192.0.2.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await Ask("6.6.6.6, 192.0.2.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await Ask("127.0.0.1, 192.0.2.1"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask("192.0.2.2"));

        // One subscriber of IPv6 has a whole /64.
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask("2001:db8::1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await Ask("2001:db8::2"));

        async Task<HttpStatusCode> Ask(string forwardedFor)
        {
            using var response = await AccountsServer.Send(server.Client, HttpMethod.Get, "auth/me", token: null, forwardedFor: forwardedFor);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Networks_of_metrics_are_those_of_callers_and_not_of_the_proxy()
    {
        await using var server = await AccountsServer.Start(configure: o => (o.Proxies, o.MetricsNetworks) = ([IPNetwork.Parse("127.0.0.1/32")], [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("192.0.2.0/24")]));

        using var inside = await AccountsServer.Send(server.Client, HttpMethod.Get, "/metrics", token: null, forwardedFor: "192.0.2.1");
        using var outside = await AccountsServer.Send(server.Client, HttpMethod.Get, "/metrics", token: null, forwardedFor: "192.0.2.1, 198.51.100.1");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (inside.StatusCode, outside.StatusCode));
    }

    [Fact]
    public void Proxies_before_a_gateway_without_accounts_are_refused()
    {
        var refused = Assert.Throws<ArgumentException>(() => new GatewayOptions { Proxies = [IPNetwork.Parse("127.0.0.1/32")] }.Validate());

        Assert.Contains("--allow-remote", refused.Message, StringComparison.Ordinal);
        new GatewayOptions { Proxies = [IPNetwork.Parse("127.0.0.1/32")], AllowRemote = true }.Validate();
    }

    [Theory]
    [InlineData("10.0.0.0/8,192.0.2.7,fd00::/8,::1", 4)]
    [InlineData("10.0.0.0/33", null)]
    [InlineData("10", null)]
    [InlineData("proxy.example.org", null)]
    [InlineData("", null)]
    public void Proxies_are_addresses_and_networks(string given, int? count)
    {
        var options = new GatewayOptions();

        var fault = OperationArguments.Apply(options, "--proxies", given);

        Assert.Equal(count is null, fault is not null);
        Assert.Equal(count ?? 0, options.Proxies.Count);
    }

    private static async Task<string?> LastAddress(AccountsServer server, string admin)
    {
        var page = await AccountsServer.Read(await server.Get("audit?limit=1&action=session.sign-in", admin), HttpStatusCode.OK);
        return page.GetProperty("entries").EnumerateArray().Single().GetProperty("address").GetString();
    }
}
