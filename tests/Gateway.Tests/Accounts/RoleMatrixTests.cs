using System.Net;
using System.Text.Json;
using CodeGraph.Client;
using Microsoft.AspNetCore.Routing;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>Every endpoint, asked by every kind of caller.</summary>
public sealed class RoleMatrixTests(ShopAccounts shop) : IClassFixture<ShopAccounts>
{
    public static TheoryData<string> AllCallers =>
    [
        Callers.Anonymous, Callers.Expired, Callers.Foreigner, Callers.Reader, Callers.ReaderKey, Callers.Maintainer, Callers.Owner, Callers.Administrator,
    ];

    [Fact]
    public void Every_endpoint_is_in_the_table()
    {
        var endpoints = ((IEndpointRouteBuilder)shop.Server.App).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(m => $"{m} {e.RoutePattern.RawText}"));

        var rows = EndpointTable.Rows.Select(r => $"{r.Method} {r.Pattern}").ToArray();
        Assert.Empty(endpoints.Except(rows));
        Assert.Empty(rows.Except(endpoints));
        Assert.Equal(rows.Distinct(), rows);
    }

    [Theory]
    [MemberData(nameof(AllCallers))]
    public async Task A_caller_is_answered_according_to_their_role(string caller)
    {
        var wrong = new List<string>();
        foreach (var row in EndpointTable.Rows)
        {
            if (row.EndsRepository && Expected(row, caller).Problem is null)
                continue;
            using var response = await Ask(row, "shop", caller);
            var problem = response.IsSuccessStatusCode ? "" : await TypeOf(response);
            if (!Fits(Expected(row, caller), response.StatusCode, problem))
                wrong.Add($"{row.Method} {row.Pattern}: {(int)response.StatusCode} {problem} instead of {Expected(row, caller)}");
            if (response.StatusCode == HttpStatusCode.Unauthorized && response.Headers.WwwAuthenticate.Count != 1)
                wrong.Add($"{row.Method} {row.Pattern}: 401 without a challenge");
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(Callers.Reader, RepositoryRole.Maintainer)]
    [InlineData(Callers.Foreigner, RepositoryRole.Admin)]
    [InlineData(Callers.Administrator, RepositoryRole.None)]
    public async Task Who_maintains_a_repository_may_remove_it(string caller, RepositoryRole role)
    {
        var name = "spare-" + caller;
        await shop.Index(Path.Combine(Path.GetDirectoryName(shop.Shop)!, name), "def spare(): pass\n");
        if (role != RepositoryRole.None)
            await shop.Join(caller, name, role);
        using var removed = await shop.Server.Send(HttpMethod.Delete, "repositories/" + name, shop.TokenOf(caller));
        using var asked = await shop.Server.Get("repositories/" + name, shop.TokenOf(Callers.Administrator));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (removed.StatusCode, asked.StatusCode));
    }

    private Task<HttpResponseMessage> Ask(EndpointRow row, string repository, string caller) =>
        shop.Server.Send(row.Method == "ANY" ? HttpMethod.Post : new HttpMethod(row.Method), row.Path.Replace("{name}", repository, StringComparison.Ordinal), shop.TokenOf(caller), row.Body);

    /// <summary>The answer of the row where the caller is let in, and otherwise how they are kept out.</summary>
    private static (HttpStatusCode Status, string? Problem) Expected(EndpointRow row, string caller)
    {
        if (row.Admission == Admission.Open)
            return (row.Answer, null);
        if (caller is Callers.Anonymous or Callers.Expired)
            return (HttpStatusCode.Unauthorized, "unauthenticated");
        var isAdministrator = caller == Callers.Administrator;
        var isIn = row.Admission switch
        {
            Admission.Known => true,
            Admission.SignedIn => caller != Callers.ReaderKey,
            Admission.Administrators => isAdministrator,
            Admission.Readers => caller != Callers.Foreigner,
            Admission.Maintainers => isAdministrator || caller is Callers.Maintainer or Callers.Owner,
            _ => isAdministrator || caller == Callers.Owner,
        };
        if (isIn)
            return (row.Answer, null);
        return caller == Callers.Foreigner && row.Admission is Admission.Readers or Admission.Maintainers or Admission.Owners
            ? (HttpStatusCode.NotFound, "unknown-repository")
            : (HttpStatusCode.Forbidden, "forbidden");
    }

    private static bool Fits((HttpStatusCode Status, string? Problem) expected, HttpStatusCode status, string problem) =>
        status == expected.Status && (expected.Problem is null ? problem is not ("unknown-repository" or "forbidden" or "unauthenticated") : problem == expected.Problem);

    /// <summary>The type of a problem; empty for what is none, as the protocols of hubs and assistants have their own.</summary>
    private static async Task<string> TypeOf(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType != "application/problem+json" ? ""
        : JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("type").GetString()!.Split(':')[^1];
}
