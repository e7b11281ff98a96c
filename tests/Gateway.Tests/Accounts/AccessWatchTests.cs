using System.Net;
using CodeGraph.Client;
using CodeGraph.Gateway.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>Answers that go on while what their caller may see changes.</summary>
public sealed class AccessWatchTests : IAsyncLifetime
{
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AccountsServer server = null!;
    private string admin = "";

    public async Task InitializeAsync() => (server, admin) = await AccountsServer.StartWithAdministrator(
        app => app.MapGet("/stream", Stream).RequiresCaller());

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task An_answer_ends_when_its_key_is_revoked_and_others_go_on()
    {
        var (key, id) = await server.CreateKey(admin, new { name = "stream" });
        using var kept = await Open(admin);
        using var ended = await Open(key);

        await AccountsServer.Read(await server.Send(HttpMethod.Delete, "keys/" + id, admin), HttpStatusCode.NoContent);

        await Assert.ThrowsAnyAsync<IOException>(() => ended.ReadToEndAsync());
        released.SetResult();
        Assert.Equal("last", await kept.ReadToEndAsync());
    }

    [Fact]
    public async Task An_answer_ends_when_its_callers_role_is_lowered_and_not_when_it_is_raised()
    {
        var (lowered, raised) = (await server.CreateUser("bob", RepositoryRole.Maintainer), await server.CreateUser("carol", RepositoryRole.Reader));
        using var kept = await Open(raised.AccessToken);
        using var ended = await Open(lowered.AccessToken);

        await Change("carol", "maintainer");
        await Change("bob", "reader");

        await Assert.ThrowsAnyAsync<IOException>(() => ended.ReadToEndAsync());
        released.SetResult();
        Assert.Equal("last", await kept.ReadToEndAsync());
    }

    private async Task Stream(HttpContext context)
    {
        await context.Response.WriteAsync("first\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await released.Task.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync("last", context.RequestAborted);
    }

    private async Task<StreamReader> Open(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/stream", UriKind.Relative));
        request.Headers.Authorization = new("Bearer", token);
        var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("first", await reader.ReadLineAsync());
        return reader;
    }

    private async Task Change(string user, string role) =>
        await AccountsServer.Read(await server.Send(HttpMethod.Patch, "users/" + user, admin, new { role }), HttpStatusCode.OK);
}
