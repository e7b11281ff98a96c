using System.Net;

namespace CodeGraph.Gateway.Tests;

/// <summary>Without authentication, only programs of this machine may ask.</summary>
public sealed class LoopbackTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Theory]
    [InlineData("http://0.0.0.0:7411")]
    [InlineData("http://*:7411")]
    [InlineData("http://192.168.1.5:7411")]
    [InlineData("http://graph.example.org:7411")]
    [InlineData("http://[::]:7411")]
    public void An_address_other_than_loopback_must_be_meant(string url)
    {
        var refused = Assert.Throws<ArgumentException>(() => new GatewayOptions { Urls = [url] }.Validate());
        Assert.Contains("--allow-remote", refused.Message, StringComparison.Ordinal);

        var meant = new GatewayOptions { Urls = [url], AllowRemote = true };
        meant.Validate();
        Assert.True(meant.HasAccounts);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://127.0.0.9:80")]
    [InlineData("http://localhost:7411")]
    [InlineData("http://[::1]:7411")]
    public void Loopback_needs_no_permission(string url)
    {
        var options = new GatewayOptions { Urls = [url] };
        options.Validate();
        Assert.False(options.HasAccounts);
    }

    [Theory]
    [InlineData("https://127.0.0.1:7411")]
    [InlineData("nonsense")]
    public void What_cannot_be_listened_on_is_refused(string url) =>
        Assert.Throws<ArgumentException>(() => new GatewayOptions { Urls = [url], AllowRemote = true }.Validate());

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("192.168.1.5")]
    public async Task A_host_name_that_is_not_loopback_is_refused(string host) => await AssertRefused(request => request.Headers.Host = host);

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("null")]
    public async Task A_page_of_another_origin_is_refused(string origin) => await AssertRefused(request => request.Headers.Add("Origin", origin));

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task A_page_of_another_site_is_refused(string site) => await AssertRefused(request => request.Headers.Add("Sec-Fetch-Site", site));

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-For", "192.0.2.1")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    public async Task What_a_proxy_sends_on_is_refused_whatever_it_says(string header, string value) => await AssertRefused(request => request.Headers.Add(header, value));

    [Fact]
    public async Task A_page_of_the_gateway_itself_may_ask()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/repositories");
        request.Headers.Add("Origin", gateway.Client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task AssertRefused(Action<HttpRequestMessage> change)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/repositories");
        change(request);
        using var response = await gateway.Client.SendAsync(request);
        await RunningGateway.ReadProblem(response, HttpStatusCode.Forbidden, "forbidden");
    }
}
