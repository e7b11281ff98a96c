using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CodeGraph.Client;
using CodeGraph.Gateway.Accounts;
using CodeGraph.Grains.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>A gateway with accounts on a free port, and what a client does with it.</summary>
internal sealed class AccountsServer : IAsyncDisposable
{
    public const string Password = "correct horse battery staple";
    public const string Administrator = "ada";

    private static readonly Lazy<Task<string>> PasswordHash = new(async () =>
    {
        using var passwords = new Passwords();
        return await passwords.Hash(Password, CancellationToken.None);
    });

    private readonly DirectoryInfo? ownFolder;
    private readonly WebApplication app;

    private AccountsServer(WebApplication app, MovableClock clock, DirectoryInfo? ownFolder, string folder) =>
        (this.app, Clock, this.ownFolder, Folder, Client) = (app, clock, ownFolder, folder, new() { BaseAddress = new Uri(GatewayHost.AddressesOf(app)[0]) });

    public MovableClock Clock { get; }

    public string Folder { get; }

    public HttpClient Client { get; }

    public WebApplication App => app;

    public IGrainFactory Grains => app.Services.GetRequiredService<IGrainFactory>();

    public CapturedLog Log { get; } = new();

    /// <param name="folder">A data folder to go on with; null for an empty one.</param>
    /// <param name="map">Maps endpoints beside the gateway's own.</param>
    /// <param name="configure">Sets options.</param>
    public static async Task<AccountsServer> Start(string? folder = null, Action<WebApplication>? map = null, Action<GatewayOptions>? configure = null)
    {
        var own = folder is null ? Directory.CreateTempSubdirectory("codegraph-accounts-") : null;
        var clock = new MovableClock();
        var options = new GatewayOptions
        {
            Urls = ["http://127.0.0.1:0"], DataFolder = folder ?? own!.FullName, Accounts = true, Time = clock, AccessCheckInterval = TimeSpan.FromMilliseconds(100),
            RecordedRefusals = 1000,
        };
        configure?.Invoke(options);
        var app = GatewayHost.Build(options);
        map?.Invoke(app);
        await app.StartAsync();
        var server = new AccountsServer(app, clock, own, folder ?? own!.FullName);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(server.Log);
        return server;
    }

    /// <summary>A gateway with an administrator, and their access token.</summary>
    public static async Task<(AccountsServer Server, string Token)> StartWithAdministrator(Action<WebApplication>? map = null, Action<GatewayOptions>? configure = null)
    {
        var server = await Start(map: map, configure: configure);
        await server.AddUser(Administrator, RepositoryRole.Admin);
        return (server, (await server.SignIn(Administrator)).AccessToken);
    }

    public async Task<string?> SetupToken()
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().Open(CancellationToken.None);
    }

    public async Task<SessionTokens> SignIn(string name, string password = Password)
    {
        using var response = await Post("auth/sign-in", new { name, password });
        return await TokensOf(response);
    }

    /// <summary>A new user, signed in.</summary>
    public async Task<SessionTokens> CreateUser(string name, RepositoryRole role = RepositoryRole.None)
    {
        await AddUser(name, role);
        return await SignIn(name);
    }

    public async Task<(string Key, string Id)> CreateKey(string token, object key)
    {
        var created = await Read(await Post("keys", key, token), HttpStatusCode.Created);
        return (created.GetProperty("key").GetString()!, created.GetProperty("info").GetProperty("id").GetString()!);
    }

    public Task<HttpResponseMessage> Post(string path, object body, string? token = null) => Send(HttpMethod.Post, path, token, body);

    public Task<HttpResponseMessage> Get(string path, string? token = null) => Send(HttpMethod.Get, path, token);

    public Task<HttpResponseMessage> Send(HttpMethod method, string path, string? token, object? body = null) => Send(Client, method, path, token, body);

    /// <summary>Sends as another client, which may be at another address.</summary>
    public static Task<HttpResponseMessage> Send(HttpClient client, HttpMethod method, string path, string? token, object? body = null, string? forwardedFor = null)
    {
        var request = new HttpRequestMessage(method, new Uri(path.StartsWith('/') ? path : "/api/v1/" + path, UriKind.Relative));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (forwardedFor is not null)
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        return client.SendAsync(request);
    }

    public async Task<HttpStatusCode> StatusOf(string path, string? token)
    {
        using var response = await Get(path, token);
        return response.StatusCode;
    }

    public static async Task<SessionTokens> TokensOf(HttpResponseMessage response)
    {
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<SessionTokens>())!;
    }

    public static async Task<JsonElement> Read(HttpResponseMessage response, HttpStatusCode expected)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == expected, $"{response.StatusCode}: {text}");
            return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
        }
    }

    /// <summary>Past the API, which would hash the password once more for each of hundreds of users.</summary>
    private async Task AddUser(string name, RepositoryRole role) =>
        await Grains.GetUsers().Create(new(name, await PasswordHash.Value, role), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        ownFolder?.Delete(recursive: true);
    }
}
