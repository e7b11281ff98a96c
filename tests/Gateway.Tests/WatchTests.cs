using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using CodeGraph.Git;

namespace CodeGraph.Gateway.Tests;

/// <summary>A gateway that watches answers what the files say now.</summary>
public sealed class WatchTests
{
    [Fact]
    public async Task A_registered_folder_is_followed()
    {
        using var sources = TemporaryRepository.With(("main.py", "def before(): pass\n"));
        var data = Directory.CreateTempSubdirectory("codegraph-watch-");
        await using (var app = GatewayHost.Build(new GatewayOptions { Urls = ["http://127.0.0.1:0"], DataFolder = data.FullName, Watch = true }))
        {
            await app.StartAsync();
            using var client = new HttpClient { BaseAddress = new Uri(GatewayHost.AddressesOf(app)[0]) };
            var accepted = await (await client.PostAsJsonAsync("/api/v1/repositories", new { source = sources.Folder })).Content.ReadFromJsonAsync<JsonElement>();
            var search = new Uri($"/api/v1/repositories/{accepted.GetProperty("name").GetString()}/search?q=after", UriKind.Relative);
            sources.Write("main.py", "def after(): pass\n");
            await Found(client, search);
        }
        data.Delete(recursive: true);
    }

    private static async Task Found(HttpClient client, Uri search)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromMinutes(2))
        {
            using var response = await client.GetAsync(search);
            if (response.IsSuccessStatusCode && (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("symbols").GetArrayLength() == 1)
                return;
        }
        Assert.Fail("The edit was not answered.");
    }
}
