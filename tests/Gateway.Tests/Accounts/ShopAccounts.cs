using System.Net;
using CodeGraph.Client;
using CodeGraph.Gateway.Accounts;
using CodeGraph.Git;
using CodeGraph.Grains.Accounts;

namespace CodeGraph.Gateway.Tests.Accounts;

/// <summary>
/// A gateway with two indexed repositories, <c>shop</c> and <c>vault</c>. The reader, maintainer and owner (its administrator) have a role in the
/// first alone, the foreigner is an administrator of the second, the administrator one of the server.
/// </summary>
public sealed class ShopAccounts : IAsyncLifetime
{
    public const string HiddenWord = "crown_jewels";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("codegraph-shop-");
    private readonly Dictionary<string, string> tokens = [];

    internal AccountsServer Server { get; private set; } = null!;

    public string Shop => Path.Combine(folder.FullName, "shop");

    public string Vault => Path.Combine(folder.FullName, "vault");

    /// <summary>The access token or key of a kind of caller; null for one that shows none.</summary>
    public string? TokenOf(string caller) => caller == Callers.Anonymous ? null : tokens[caller];

    public async Task InitializeAsync()
    {
        (Server, tokens[Callers.Administrator]) = await AccountsServer.StartWithAdministrator();
        await Index(Shop, "class Cart:\n    def add(self, item):\n        return item\n\n\ndef main():\n    return Cart().add(1)\n");
        await Index(Vault, $"class Safe:\n    def {HiddenWord}(self):\n        return self.{HiddenWord}()\n");
        await Join(Callers.Reader, "shop", RepositoryRole.Reader);
        await Join(Callers.Maintainer, "shop", RepositoryRole.Maintainer);
        await Join(Callers.Owner, "shop", RepositoryRole.Admin);
        await Join(Callers.Foreigner, "vault", RepositoryRole.Admin);
        tokens[Callers.ReaderKey] = (await Server.CreateKey(tokens[Callers.Reader], new { name = "key", role = "admin", repositories = new[] { "shop" } })).Key;
        Server.Clock.Advance(-SessionLifetimes.AccessToken);
        tokens[Callers.Expired] = (await Server.SignIn(AccountsServer.Administrator)).AccessToken;
        Server.Clock.Advance(SessionLifetimes.AccessToken);
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        folder.Delete(recursive: true);
    }

    internal async Task Index(string folder, string source)
    {
        Directory.Move(TemporaryRepository.With(("main.py", source)).Folder, folder);
        var token = tokens[Callers.Administrator];
        var accepted = await AccountsServer.Read(await Server.Post("repositories", new { source = folder }, token), HttpStatusCode.Accepted);
        string? phase;
        do
        {
            phase = (await AccountsServer.Read(await Server.Get($"repositories/{accepted.GetProperty("name").GetString()}", token), HttpStatusCode.OK))
                .GetProperty("job").GetProperty("phase").GetString();
        }
        while (phase is not ("done" or "failed" or "cancelled"));
        Assert.Equal("done", phase);
    }

    /// <summary>Gives a kind of caller a role in a repository; makes the user where there is none yet.</summary>
    internal async Task Join(string name, string repository, RepositoryRole role)
    {
        if (!tokens.ContainsKey(name))
            tokens[name] = (await Server.CreateUser(name)).AccessToken;
        var body = new { role = role.ToString().ToLowerInvariant() };
        await AccountsServer.Read(
            await Server.Send(HttpMethod.Put, $"repositories/{repository}/members/{name}", tokens[Callers.Administrator], body), HttpStatusCode.OK);
    }
}

/// <summary>Kinds of callers.</summary>
internal static class Callers
{
    public const string Anonymous = "anonymous";
    public const string Expired = "expired";
    public const string Foreigner = "foreigner";
    public const string Reader = "reader";
    public const string ReaderKey = "reader-key";
    public const string Maintainer = "maintainer";
    public const string Owner = "owner";
    public const string Administrator = "administrator";
}
