using System.Diagnostics;
using System.Net;
using System.Text;
using CodeGraph.Client;
using CodeGraph.Gateway.Accounts;
using CodeGraph.Grains.Accounts;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>How the first account comes about, and what outlives the process.</summary>
public sealed class SetupTests
{
    [Fact]
    public async Task The_token_of_a_first_start_makes_one_administrator()
    {
        await using var server = await AccountsServer.Start();
        var (replaced, token) = (await server.SetupToken(), await server.SetupToken());

        Assert.Equal(HttpStatusCode.Unauthorized, await SetUp(server, replaced!, "ada"));
        Assert.Equal(HttpStatusCode.Created, await SetUp(server, token!, "ada"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SetUp(server, token!, "eve"));
        Assert.Null(await server.SetupToken());
        Assert.Equal(HttpStatusCode.OK, await server.StatusOf("users", (await server.SignIn("ada")).AccessToken));
    }

    [Fact]
    public async Task Of_those_who_use_it_at_once_one_becomes_administrator()
    {
        await using var server = await AccountsServer.Start();
        var token = await server.SetupToken();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => SetUp(server, token!, $"user{i}")));

        Assert.Single(statuses, HttpStatusCode.Created);
        Assert.Single(await server.Grains.GetUsers().List(null, 10, CancellationToken.None));
    }

    [Fact]
    public async Task The_token_is_void_after_a_day()
    {
        await using var server = await AccountsServer.Start();
        var token = await server.SetupToken();
        server.Clock.Advance(FirstAdministrator.Lifetime);

        Assert.Equal(HttpStatusCode.Unauthorized, await SetUp(server, token!, "ada"));
    }

    [Fact]
    public async Task Sessions_and_keys_survive_a_restart_and_nothing_secret_is_written()
    {
        var folder = Directory.CreateTempSubdirectory("codegraph-restart-");
        var secrets = new List<string> { AccountsServer.Password };
        SessionTokens tokens;
        string key;
        await using (var server = await AccountsServer.Start(folder.FullName))
        {
            var setup = await server.SetupToken();
            await SetUp(server, setup!, "ada");
            tokens = await server.SignIn("ada");
            await server.Post("auth/sign-in", new { name = "ada", password = "a wrong password" });
            key = (await server.CreateKey(tokens.AccessToken, new { name = "ci" })).Key;
            secrets.AddRange([setup!, tokens.AccessToken, tokens.RefreshToken[^64..], key[^64..], "a wrong password"]);
            AssertNowhere(secrets, server.Log.Text);
        }

        await using (var server = await AccountsServer.Start(folder.FullName))
        {
            Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", tokens.AccessToken));
            Assert.Equal(HttpStatusCode.OK, await server.StatusOf("auth/me", key));
            Assert.Null(await server.SetupToken());
            var next = await AccountsServer.TokensOf(await server.Post("auth/refresh", new { refreshToken = tokens.RefreshToken }));
            secrets.Add(next.RefreshToken[^64..]);
        }

        var audit = Path.Combine(folder.FullName, "audit");
        var files = Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            AssertNowhere(secrets, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
            if (!OperatingSystem.IsWindows() && Path.GetDirectoryName(file) != audit)
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(audit));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_another_process_changed_is_seen_within_seconds()
    {
        var (first, admin) = await AccountsServer.StartWithAdministrator();
        await using var one = first;
        await using var other = await AccountsServer.Start(first.Folder);
        Assert.Equal(HttpStatusCode.OK, await other.StatusOf("users", admin));
        await first.CreateUser("bob", RepositoryRole.Admin);
        await AccountsServer.Read(await first.Send(HttpMethod.Patch, "users/ada", admin, new { role = "reader" }), HttpStatusCode.OK);

        other.Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(HttpStatusCode.Forbidden, await other.StatusOf("users", admin));
    }

    [Fact]
    public async Task A_program_prints_the_token_on_its_error_stream_alone()
    {
        var folder = Directory.CreateTempSubdirectory("codegraph-first-");
        var program = Path.Combine(AppContext.BaseDirectory, "CodeGraph.Gateway.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--accounts", "--urls", "http://127.0.0.1:0"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["CODEGRAPH_HOME"] = folder.FullName;
        using (var gateway = Process.Start(start)!)
        {
            var announced = await gateway.StandardError.ReadLineAsync();
            var command = await gateway.StandardError.ReadLineAsync();
            gateway.Kill(entireProcessTree: true);
            Assert.Contains("no user yet", announced, StringComparison.Ordinal);
            Assert.Matches("/api/v1/auth/setup --json .*cgs_[0-9a-f]{64}", command);
            Assert.DoesNotContain("cgs_", await gateway.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
            await gateway.WaitForExitAsync();
        }
        folder.Delete(recursive: true);
    }

    private static async Task<HttpStatusCode> SetUp(AccountsServer server, string token, string name)
    {
        using var response = await server.Post("auth/setup", new { token, name, password = AccountsServer.Password });
        return response.StatusCode;
    }

    private static void AssertNowhere(IEnumerable<string> secrets, string text) =>
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
}
