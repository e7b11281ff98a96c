using System.Net;
using CodeGraph.Git;
using CodeGraph.Runtime.Tests;

namespace CodeGraph.Grains.Tests;

/// <summary>Patience with remote repositories: git itself asks a server of this machine that fails as it is told to.</summary>
public sealed class GitRemotesTests : IDisposable
{
    private readonly TemporaryRepository sources = TemporaryRepository.With(("main.py", "def main(): pass\n"));
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("codegraph-remotes-");
    private readonly HttpListener server = new();
    private readonly Task serving;
    private readonly string address;
    private int status = 503;
    private int failures;
    private int requests;

    public GitRemotesTests()
    {
        sources.Git("update-server-info");
        for (var port = Random.Shared.Next(20000, 60000); !server.IsListening; port++)
        {
            server.Prefixes.Clear();
            server.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                server.Start();
            }
            catch (HttpListenerException)
            {
                // Somebody else has the port.
            }
        }
        address = server.Prefixes.Single() + "shop.git";
        serving = Serve();
    }

    public void Dispose()
    {
        server.Close();
        sources.Dispose();
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_server_that_fails_for_a_moment_is_asked_again()
    {
        failures = 2;

        var clone = await Clone(new() { Retries = 3, Delay = TimeSpan.FromMilliseconds(1) });

        Assert.NotNull(await clone.TryResolve("HEAD"));
    }

    [Fact]
    public async Task What_another_try_does_not_change_is_tried_once()
    {
        (status, failures) = (404, int.MaxValue);

        var refused = await Assert.ThrowsAsync<GitException>(() => Clone(new() { Delay = TimeSpan.FromMilliseconds(1) }));

        Assert.False(refused.IsTransient);
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task A_server_that_fails_again_and_again_is_left_alone_for_a_while()
    {
        failures = int.MaxValue;
        var time = new FakeTimeProvider();
        var remotes = new GitRemotes(new() { Remotes = { Retries = 1, Delay = TimeSpan.Zero, FailuresBeforeBreak = 2, Break = TimeSpan.FromMinutes(1) } }, time);
        Assert.True((await Assert.ThrowsAsync<GitException>(() => Clone(remotes))).IsTransient);
        var before = requests;

        time.Advance(TimeSpan.FromSeconds(59));
        var refused = await Assert.ThrowsAsync<GitException>(() => Clone(remotes));
        Assert.Contains("is left alone until 00:01:00 UTC", refused.Message, StringComparison.Ordinal);
        Assert.Equal((GitError.RemoteUnavailable, before), (refused.Error, requests));

        // Once the break is over, one try shows that it is back.
        failures = 0;
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(await (await Clone(remotes)).TryResolve("HEAD"));
    }

    [Fact]
    public async Task Credentials_are_in_no_message()
    {
        failures = int.MaxValue;
        var remotes = Remotes(new() { Retries = 1, Delay = TimeSpan.FromMilliseconds(1), FailuresBeforeBreak = 2 });
        var secret = address.Replace("http://", "http://user:hunter2secret@", StringComparison.Ordinal);
        for (var i = 0; i < 2; i++)
        {
            var refused = await Assert.ThrowsAsync<GitException>(() => Clone(remotes, secret));
            Assert.DoesNotContain("hunter2secret", refused.ToString(), StringComparison.Ordinal);
        }
    }

    private static GitRemotes Remotes(GitRemoteOptions options) => new(new() { Remotes = options }, TimeProvider.System);

    private Task<GitRepository> Clone(GitRemoteOptions options) => Clone(Remotes(options));

    private Task<GitRepository> Clone(GitRemotes remotes, string? from = null) =>
        remotes.Ask(from ?? address, c => new GitClone(Path.Combine(data.FullName, "clones")).CloneOrFetch(from ?? address, cancellation: c), CancellationToken.None);

    /// <summary>Git's "dumb" HTTP transport: the files of a repository as they are.</summary>
    private async Task Serve()
    {
        while (server.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await server.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            Interlocked.Increment(ref requests);
            var file = Path.Combine(sources.Folder, ".git", context.Request.Url!.AbsolutePath["/shop.git/".Length..]);
            if (failures > 0 || !File.Exists(file))
                (context.Response.StatusCode, failures) = (failures > 0 ? status : 404, Math.Max(0, failures - 1));
            else
                await context.Response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(file));
            context.Response.Close();
        }
    }
}
