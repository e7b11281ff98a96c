using System.Net;
using System.Text.Json;
using CodeGraph.Client;
using CodeGraph.Grains.Accounts;
using Microsoft.AspNetCore.Builder;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>All users of a server, and that one administrator remains.</summary>
public sealed class AdministratorTests
{
    [Fact]
    public async Task Users_are_listed_in_pages_by_name()
    {
        var (server, admin) = await AccountsServer.StartWithAdministrator();
        await using var _ = server;
        foreach (var name in new[] { "bob", "Carol", "dora" })
            await server.Grains.GetUsers().Create(new(name, "no hash", default), CancellationToken.None);

        var first = await AccountsServer.Read(await server.Get("users?limit=3", admin), HttpStatusCode.OK);
        var second = await AccountsServer.Read(await server.Get($"users?after={first.GetProperty("next").GetString()}", admin), HttpStatusCode.OK);

        Assert.Equal(["ada", "bob", "Carol"], NamesOf(first));
        Assert.Equal(["dora"], NamesOf(second));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        var (server, admin) = await AccountsServer.StartWithAdministrator();
        await using var _ = server;
        foreach (var change in new object[] { new { role = "maintainer" }, new { disabled = true } })
        {
            var problem = await AccountsServer.Read(await server.Send(HttpMethod.Patch, "users/ada", admin, change), HttpStatusCode.Conflict);
            Assert.Equal("urn:codegraph:problem:account", problem.GetProperty("type").GetString());
        }
        await AccountsServer.Read(await server.Send(HttpMethod.Delete, "users/ada", admin), HttpStatusCode.Conflict);

        await server.CreateUser("bob", RepositoryRole.Admin);
        await AccountsServer.Read(await server.Send(HttpMethod.Patch, "users/ada", admin, new { role = "none" }), HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Forbidden, await server.StatusOf("users", admin));
    }

    [Fact]
    public async Task Of_administrators_who_demote_each_other_at_once_one_stays()
    {
        var (server, admin) = await AccountsServer.StartWithAdministrator();
        await using var _ = server;
        var bob = (await server.CreateUser("bob", RepositoryRole.Admin)).AccessToken;

        var responses = await Task.WhenAll(
            server.Send(HttpMethod.Patch, "users/bob", admin, new { role = "none" }), server.Send(HttpMethod.Patch, "users/ada", bob, new { role = "none" }));

        Assert.Single(responses, r => r.StatusCode == HttpStatusCode.OK);
        var entries = await server.Grains.GetUsers().List(null, 10, CancellationToken.None);
        var users = await Task.WhenAll(entries.Select(u => server.Grains.GetUser(u.Id).Get(CancellationToken.None)));
        Assert.Single(users, u => u!.ServerRole == RepositoryRole.Admin);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_say_what_it_takes_is_an_administrators()
    {
        var (server, admin) = await AccountsServer.StartWithAdministrator(app => app.MapGet("/forgotten", () => "secret"));
        await using var _ = server;
        var maintainer = (await server.CreateUser("bob", RepositoryRole.Maintainer)).AccessToken;

        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusOf("/forgotten", token: null));
        Assert.Equal(HttpStatusCode.Forbidden, await server.StatusOf("/forgotten", maintainer));
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("/forgotten", admin));
    }

    private static IEnumerable<string?> NamesOf(JsonElement page) => page.GetProperty("users").EnumerateArray().Select(u => u.GetProperty("name").GetString());
}
