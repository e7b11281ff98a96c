using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CodeGraph.Client;
using CodeGraph.Grains.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace CodeGraph.Gateway.Tests;

/// <summary>A gateway on a free port of its own, with one indexed repository, <c>shop</c>, and one that has no commit, <c>empty</c>.</summary>
public sealed class RunningGateway : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("codegraph-gateway-");
    private WebApplication? app;

    public HttpClient Client { get; } = new();

    /// <summary>The answer to the first request to index.</summary>
    public HttpResponseMessage Accepted { get; private set; } = new();

    public string Folder => folder.FullName;

    internal IServiceProvider Services => app!.Services;

    /// <summary>The gateway's graph over grains, without HTTP, as a caller of a given access has it.</summary>
    internal ICodeGraph GraphOf(IRepositoryAccess access) => new GrainCodeGraph(
        Services.GetRequiredService<IGrainFactory>(), access, Services.GetRequiredService<RepositoryCatalog>(), new(Services.GetRequiredService<IAuditLog>(), AuditActor.System));

    public async Task InitializeAsync()
    {
        app = GatewayHost.Build(new GatewayOptions { Urls = ["http://127.0.0.1:0"], DataFolder = Path.Combine(Folder, "home") });
        await app.StartAsync();
        Client.BaseAddress = new Uri(GatewayHost.AddressesOf(app)[0]);

        await MakeRepository("shop", ("cart.py", "class Cart:\n    def add(self, item):\n        return item\n\n\nclass Gate:\n    def add(self, visitor):\n        return visitor\n"),
            ("main.py", "from cart import Cart\n\n\ndef main():\n    cart = Cart()\n    return cart.add(1)\n"));
        Accepted = await Client.PostAsJsonAsync("/api/v1/repositories", new { source = Path.Combine(Folder, "shop") });
        await Settled("shop");
        await MakeRepository("empty");
        await Client.PostAsJsonAsync("/api/v1/repositories", new { source = Path.Combine(Folder, "empty") });
        await Settled("empty");
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        if (app is not null)
            await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    internal async Task<JsonElement> Get(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return await Read(response, expected);
    }

    /// <summary>A problem of the type, with the members that every problem has.</summary>
    internal async Task<JsonElement> GetProblem(string path, HttpStatusCode expected, string type)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadProblem(response, expected, type);
    }

    internal static async Task<JsonElement> ReadProblem(HttpResponseMessage response, HttpStatusCode expected, string type)
    {
        var problem = await Read(response, expected);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("urn:codegraph:problem:" + type, problem.GetProperty("type").GetString());
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        return problem;
    }

    internal static async Task<JsonElement> Read(HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>A repository of one commit; of none without files.</summary>
    internal async Task MakeRepository(string name, params (string Path, string Text)[] files)
    {
        Directory.CreateDirectory(Path.Combine(Folder, name));
        await Git(Path.Combine(Folder, name), "init", "--quiet", "--initial-branch=main");
        if (files.Length > 0)
            await Commit(name, files);
    }

    internal async Task Commit(string name, params (string Path, string Text)[] files)
    {
        var folder = Path.Combine(Folder, name);
        foreach (var (path, text) in files)
            await File.WriteAllTextAsync(Path.Combine(folder, path), text);
        await Git(folder, "add", "--all");
        await Git(folder, "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "--message", "Change");
    }

    /// <summary>Indexes a repository's HEAD, or its files as they are on disk, and waits until that is done.</summary>
    internal async Task Index(string name, bool workingTree = false)
    {
        using var accepted = await Client.PostAsJsonAsync("/api/v1/repositories", new { source = Path.Combine(Folder, name), workingTree });
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        await Settled(name);
    }

    private static async Task Git(string folder, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder })!;
        await git.WaitForExitAsync();
        Assert.Equal(0, git.ExitCode);
    }

    /// <summary>Asks until the job has ended, as a client does; the request itself takes the time.</summary>
    internal async Task Settled(string name)
    {
        string? phase;
        do
        {
            phase = (await Get($"/api/v1/repositories/{name}")).GetProperty("job").GetProperty("phase").GetString();
        }
        while (phase is not ("done" or "failed" or "cancelled"));
    }
}
