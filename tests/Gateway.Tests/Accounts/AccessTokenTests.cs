using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CodeGraph.Grains.Accounts;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>What is taken for a credential, and what is not.</summary>
public sealed class AccessTokenTests(SharedAccounts accounts) : IClassFixture<SharedAccounts>
{
    private readonly AccountsServer server = accounts.Server;
    private readonly string admin = accounts.Administrator;

    [Theory]
    [InlineData("alg", "none")]
    [InlineData("alg", "None")]
    [InlineData("alg", "HS384")]
    [InlineData("alg", "RS256")]
    [InlineData("typ", "JWT")]
    [InlineData("kid", "another")]
    [InlineData("crit", "exp")]
    public async Task A_header_of_another_kind_is_refused_though_the_signature_fits(string member, string value) =>
        await AssertRefused(await Forge(header => header[member] = value, _ => { }));

    [Theory]
    [InlineData("exp")]
    [InlineData("sid")]
    [InlineData("sub")]
    [InlineData("iss")]
    [InlineData("aud")]
    public async Task A_token_without_a_claim_is_refused_though_the_signature_fits(string claim) =>
        await AssertRefused(await Forge(_ => { }, claims => claims.Remove(claim)));

    [Fact]
    public async Task A_token_of_another_user_in_this_session_is_refused() => await AssertRefused(await Forge(_ => { }, claims => claims["sub"] = "another"));

    [Fact]
    public async Task What_the_gateway_signs_can_be_signed_alike() =>
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", await Forge(_ => { }, _ => { })));

    [Fact]
    public async Task A_token_without_a_signature_is_refused()
    {
        var none = Base64Url.EncodeToString("""{"alg":"none","typ":"at+jwt"}"""u8);
        await AssertRefused($"{none}.{admin.Split('.')[1]}.");
        await AssertRefused($"{none}.{admin.Split('.')[1]}");
        await AssertRefused(admin[..(admin.LastIndexOf('.') + 1)]);
    }

    [Fact]
    public async Task A_token_with_any_letter_changed_is_refused()
    {
        for (var i = 0; i < admin.Length; i += 7)
            await AssertRefused(admin[..i] + (admin[i] == 'A' ? 'B' : 'A') + admin[(i + 1)..]);

        // The last letter of a signature has two bits to spare.
        var last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".IndexOf(admin[^1], StringComparison.Ordinal);
        await AssertRefused(admin[..^1] + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[last ^ 1]);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("e30.e30.")]
    [InlineData("W10.W10.W10")]
    [InlineData("cg_short")]
    [InlineData("cg_00000000000000000000000000000000_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("cg_%2e%2e%2fusers%2fall_00000000000000000000000000000000000000000000000000000000000000000000000000000000")]
    public async Task What_is_no_token_is_refused(string token) => await AssertRefused(token);

    [Fact]
    public async Task A_huge_token_is_refused() => await AssertRefused(string.Join('.', new string('e', 8000), "e30", "e30"));

    [Fact]
    public async Task A_credential_is_given_once_and_in_a_header()
    {
        var key = (await server.CreateKey(admin, new { name = "ci" })).Key;
        Assert.Equal(HttpStatusCode.OK, await Ask(h => h.Add("X-Api-Key", key)));
        Assert.Equal(HttpStatusCode.OK, await Ask(h => h.Authorization = new AuthenticationHeaderValue("bearer", key)));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(h =>
        {
            h.Add("X-Api-Key", key);
            h.Authorization = new AuthenticationHeaderValue("Bearer", admin);
        }));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(h => h.Add("Cookie", $"access_token={admin}")));
        var basic = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"ada:{AccountsServer.Password}")));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(h => h.Authorization = basic));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf($"auth/me?access_token={admin}", token: null));
    }

    [Fact]
    public async Task A_page_of_another_origin_is_not_let_in()
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, new Uri("/api/v1/auth/me", UriKind.Relative));
        preflight.Headers.Add("Origin", "https://elsewhere.example");
        preflight.Headers.Add("Access-Control-Request-Method", "GET");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization");
        using var response = await server.Client.SendAsync(preflight);

        Assert.False(response.IsSuccessStatusCode);
        Assert.DoesNotContain(response.Headers, h => h.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    private async Task<HttpStatusCode> Ask(Action<HttpRequestHeaders> change)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/auth/me", UriKind.Relative));
        change(request.Headers);
        using var response = await server.Client.SendAsync(request);
        return response.StatusCode;
    }

    private async Task AssertRefused(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/auth/me", UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        using var response = await server.Client.SendAsync(request);
        await RunningGateway.ReadProblem(response, HttpStatusCode.Unauthorized, "unauthenticated");
    }

    /// <summary>The administrator's token with changes, signed with the gateway's own key.</summary>
    private async Task<string> Forge(Action<JsonObject> changeHeader, Action<JsonObject> changeClaims)
    {
        var parts = admin.Split('.').Select(p => Base64Url.DecodeFromChars(p)).ToArray();
        var (header, claims) = ((JsonObject)JsonNode.Parse(parts[0])!, (JsonObject)JsonNode.Parse(parts[1])!);
        changeHeader(header);
        changeClaims(claims);
        var signed = string.Join('.', new[] { header, claims }.Select(p => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(p.ToJsonString()))));
        var key = (await server.Grains.GetSigningKeys().List(CancellationToken.None))[0];
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key.Secret, Encoding.UTF8.GetBytes(signed)))}";
    }
}
