using System.Net.Http.Json;
using System.Text.Json;
using CodeGraph.Git;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CodeGraph.Gateway.Tests;

/// <summary>A gateway of one test, with options of its own, and one indexed repository, <c>sources</c>.</summary>
internal sealed class SmallGateway : IAsyncDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("codegraph-small-");
    private readonly TemporaryRepository sources = TemporaryRepository.With(("main.py", "def first(): pass\n\n\ndef second(): first()\n"));

    private SmallGateway(WebApplication app)
    {
        App = app;
        Log = new();
    }

    public WebApplication App { get; private set; }

    public HttpClient Client { get; } = new();

    public CapturedLog Log { get; }

    /// <summary>The address of the repository.</summary>
    public string Repository { get; private set; } = "";

    public static async Task<SmallGateway> Start(Action<GatewayOptions> configure)
    {
        var gateway = new SmallGateway(null!);
        var options = new GatewayOptions { Urls = ["http://127.0.0.1:0"], DataFolder = gateway.data.FullName, OtlpEndpoint = null };
        configure(options);
        gateway.App = GatewayHost.Build(options);
        gateway.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(gateway.Log);
        await gateway.App.StartAsync();
        gateway.Client.BaseAddress = new Uri(GatewayHost.AddressesOf(gateway.App)[0]);
        return gateway;
    }

    public async Task Index()
    {
        using var response = await Client.PostAsJsonAsync("/api/v1/repositories", new { source = sources.Folder });
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
        sources.Dispose();
        data.Delete(recursive: true);
    }
}
