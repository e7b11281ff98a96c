using System.Net.Http.Json;
using System.Text.Json;
using CodeGraph.Git;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CodeGraph.Gateway.Tests;

/// <summary>A gateway of one test, with options of its own, and one repository, which <see cref="Index"/> indexes.</summary>
internal sealed class SmallGateway : IAsyncDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("codegraph-small-");

    private SmallGateway()
    {
    }

    public WebApplication App { get; private set; } = null!;

    public HttpClient Client { get; } = new();

    public CapturedLog Log { get; } = new();

    public TemporaryRepository Sources { get; } = TemporaryRepository.With(("main.py", "def first(): pass\n\n\ndef second(): first()\n"));

    /// <summary>The address of the repository.</summary>
    public string Repository { get; private set; } = "";

    public static async Task<SmallGateway> Start(Action<GatewayOptions> configure)
    {
        var gateway = new SmallGateway();
        var options = new GatewayOptions { Urls = ["http://127.0.0.1:0"], DataFolder = gateway.data.FullName, OtlpEndpoint = null };
        configure(options);
        gateway.App = GatewayHost.Build(options);
        gateway.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(gateway.Log);
        await gateway.App.StartAsync();
        gateway.Client.BaseAddress = new Uri(GatewayHost.AddressesOf(gateway.App)[0]);
        return gateway;
    }

    /// <summary>Indexes the commit, or the files as they are on disk, and waits until that is done.</summary>
    public async Task Index(bool workingTree = false)
    {
        using var response = await Client.PostAsJsonAsync("/api/v1/repositories", new { source = Sources.Folder, workingTree });
        Repository = response.Headers.Location!.OriginalString;
        string? phase;
        do
        {
            phase = (await Client.GetFromJsonAsync<JsonElement>(Repository)).GetProperty("job").GetProperty("phase").GetString();
        }
        while (phase is not ("done" or "failed" or "cancelled"));
        Assert.Equal("done", phase);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        Sources.Dispose();
        data.Delete(recursive: true);
    }
}
