using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace CodeGraph.Gateway.Tests;

/// <summary>A gateway that watches answers what the files say now.</summary>
public sealed class WatchTests
{
    [Fact]
    public async Task A_registered_folder_is_followed()
    {
        await using var gateway = await SmallGateway.Start(o => o.Watch = true);
        await gateway.Index();
        gateway.Sources.Write("main.py", "def after(): pass\n");
        await Found(gateway.Client, new($"{gateway.Repository}/search?q=after", UriKind.Relative));
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
