using System.Net;
using System.Text.RegularExpressions;
using CodeGraph.Client;
using CodeGraph.Grains;
using CodeGraph.Grains.Accounts;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>A repository that a caller has no role in does not exist for them, however they ask.</summary>
public sealed partial class RepositorySecrecyTests(ShopAccounts shop) : IClassFixture<ShopAccounts>
{
    private readonly AccountsServer server = shop.Server;

    [Fact]
    public async Task An_answer_about_it_is_that_about_one_that_does_not_exist()
    {
        foreach (var row in EndpointTable.Rows.Where(r => r.Pattern.Contains("{name}", StringComparison.Ordinal)))
        {
            var (hidden, absent) = (await Answer(row, "vault"), await Answer(row, "vaulx"));
            Assert.StartsWith("404", hidden, StringComparison.Ordinal);
            Assert.Equal(absent.Replace("vaulx", "vault", StringComparison.Ordinal), hidden);
        }
    }

    [Fact]
    public async Task Lists_and_suggestions_leave_it_out()
    {
        Assert.Equal(["shop"], await NamesFor(Callers.Reader));
        Assert.Equal(["vault"], await NamesFor(Callers.Foreigner));
        Assert.Equal(["shop", "vault"], await NamesFor(Callers.Administrator));

        Assert.DoesNotContain("vault\"", await TextOf("/api/v1/repositories/vaul", Callers.Reader), StringComparison.Ordinal);
        Assert.Contains("vault\"", await TextOf("/api/v1/repositories/vaul", Callers.Foreigner), StringComparison.Ordinal);
        Assert.DoesNotContain("vault", await TextOf("/api/v1/auth/me", Callers.Reader), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("search?q=" + ShopAccounts.HiddenWord)]
    [InlineData("symbol?name=Safe")]
    [InlineData("callers?symbol=" + ShopAccounts.HiddenWord)]
    [InlineData("context?symbol=Safe")]
    [InlineData("unreferenced")]
    [InlineData("central")]
    [InlineData("complex")]
    public async Task Another_repository_knows_nothing_of_it(string question)
    {
        var answer = (await TextOf($"/api/v1/repositories/shop/{question}", Callers.Reader)).Replace($"'{ShopAccounts.HiddenWord}'", "", StringComparison.Ordinal);

        Assert.DoesNotContain(ShopAccounts.HiddenWord, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("class Safe", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_lines_are_not_counted()
    {
        var answer = await AccountsServer.Read(
            await server.Get($"repositories/shop/text?q={ShopAccounts.HiddenWord}&count=true", shop.TokenOf(Callers.Reader)), HttpStatusCode.OK);

        Assert.Equal(0, answer.GetProperty("total").GetInt32());
        Assert.True(answer.GetProperty("totalIsExact").GetBoolean());
    }

    [Fact]
    public async Task Its_commit_is_none_of_another_repository()
    {
        var vault = await AccountsServer.Read(await server.Get("repositories/vault", shop.TokenOf(Callers.Administrator)), HttpStatusCode.OK);
        var commit = vault.GetProperty("commit").GetString()!;
        foreach (var id in new[] { commit, commit[..8] })
        {
            var random = new string('7', id.Length);
            var hidden = await TextOf($"/api/v1/repositories/shop/search?q=Safe&commit={id}", Callers.Reader);
            var absent = await TextOf($"/api/v1/repositories/shop/search?q=Safe&commit={random}", Callers.Reader);
            Assert.Contains("unknown-commit", hidden, StringComparison.Ordinal);
            Assert.Equal(absent.Replace(random, id, StringComparison.Ordinal), hidden);
        }
    }

    [Theory]
    [InlineData("shop/../vault")]
    [InlineData("shop%2f..%2fvault")]
    [InlineData("..%2fvault")]
    [InlineData("shop%2Fsearch%2F..%2F..%2Fvault")]
    [InlineData("VAULT")]
    [InlineData("vault%20")]
    [InlineData("vault.")]
    [InlineData("shop%40vault")]
    [InlineData("vault%40HEAD")]
    [InlineData("%76ault")]
    [InlineData("shop;vault")]
    public async Task No_spelling_of_a_name_leads_to_it(string name)
    {
        var answer = await TextOf($"/api/v1/repositories/{name}/search?q={ShopAccounts.HiddenWord}", Callers.Reader);

        Assert.StartsWith("404", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(ShopAccounts.HiddenWord, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..%2f..%2fvault%2fsnapshots")]
    [InlineData("x%40..%2f..%2fvault")]
    [InlineData("%00")]
    public async Task No_spelling_of_a_commit_leads_to_it(string commit)
    {
        var answer = await TextOf($"/api/v1/repositories/shop/search?q={ShopAccounts.HiddenWord}&commit={commit}", Callers.Reader);

        Assert.StartsWith("4", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("main.py", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_source_is_as_any_other_folder_to_who_may_not_index()
    {
        Directory.CreateDirectory(shop.Vault + "x");
        foreach (var caller in new[] { Callers.Reader, Callers.Maintainer, Callers.Owner })
        {
            var answers = new List<string>();
            foreach (var source in new[] { shop.Vault, shop.Vault + "x", shop.Vault + "y" })
            {
                using var response = await server.Post("repositories", new { source }, shop.TokenOf(caller));
                answers.Add(await TextOf(response));
            }
            Assert.StartsWith("403", answers[0], StringComparison.Ordinal);
            Assert.Single(answers.Distinct());
        }
    }

    [Fact]
    public async Task Only_maintainers_index_a_repository_anew()
    {
        var statuses = new List<HttpStatusCode>();
        foreach (var caller in new[] { Callers.Foreigner, Callers.Reader, Callers.ReaderKey, Callers.Maintainer })
        {
            using var response = await server.Post("repositories", new { source = shop.Shop }, shop.TokenOf(caller));
            statuses.Add(response.StatusCode);
        }

        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Accepted], statuses);
    }

    [Fact]
    public async Task A_role_that_is_taken_away_is_gone_at_once()
    {
        var token = (await server.CreateUser("guest")).AccessToken;
        var (owner, member) = (shop.TokenOf(Callers.Owner), "repositories/shop/members/guest");
        await AccountsServer.Read(await server.Send(HttpMethod.Put, member, owner, new { role = "reader" }), HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("repositories/shop", token));
        Assert.Contains("guest", await TextOf("/api/v1/repositories/shop/members", Callers.Owner), StringComparison.Ordinal);

        await AccountsServer.Read(await server.Send(HttpMethod.Delete, member, owner), HttpStatusCode.NoContent);

        Assert.Equal(HttpStatusCode.NotFound, await server.StatusOf("repositories/shop", token));
        Assert.DoesNotContain("guest", await TextOf("/api/v1/repositories/shop/members", Callers.Owner), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_repository_of_the_same_name_has_none_of_its_roles()
    {
        var folder = shop.Shop + "-later";
        await shop.Index(folder, "def later(): pass\n");
        var user = await server.CreateUser("heir");
        var entry = (await server.Grains.GetUsers().Find("heir", CancellationToken.None))!;
        await server.Grains.GetMembers("shop-later").Set(entry.Id, RepositoryRole.Reader, CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("repositories/shop-later", user.AccessToken));

        await server.Grains.GetRepositories().Remove("shop-later", CancellationToken.None);
        await server.Grains.GetMembers("shop-later").Set(entry.Id, RepositoryRole.Reader, CancellationToken.None);
        Directory.Delete(folder, recursive: true);
        await shop.Index(folder, "def later(): pass\n");

        Assert.Equal(HttpStatusCode.NotFound, await server.StatusOf("repositories/shop-later", user.AccessToken));
    }

    private async Task<string> Answer(EndpointRow row, string repository)
    {
        using var response = await server.Send(
            new HttpMethod(row.Method), row.Path.Replace("{name}", repository, StringComparison.Ordinal), shop.TokenOf(Callers.Reader), row.Body);
        return await TextOf(response);
    }

    private async Task<string> TextOf(string path, string caller)
    {
        using var response = await server.Get(path, shop.TokenOf(caller));
        return await TextOf(response);
    }

    /// <summary>Status, headers and body, without what differs from request to request.</summary>
    private static async Task<string> TextOf(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers).Where(h => h.Key is not ("Date" or "X-Request-ID")).Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
        return $"{(int)response.StatusCode}\n{string.Join('\n', headers)}\n{TraceId().Replace(await response.Content.ReadAsStringAsync(), "")}";
    }

    private async Task<IEnumerable<string>> NamesFor(string caller)
    {
        var list = await AccountsServer.Read(await server.Get("repositories", shop.TokenOf(caller)), HttpStatusCode.OK);
        return list.EnumerateArray().Select(r => r.GetProperty("name").GetString()!).Where(n => n != "shop-later");
    }

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex TraceId();
}
