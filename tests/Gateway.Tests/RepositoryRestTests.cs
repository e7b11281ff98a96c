using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CodeGraph.Gateway.Tests;

/// <summary>Repositories, their snapshots and jobs, and the store, beyond asking.</summary>
public sealed class RepositoryRestTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task Snapshots_are_listed_the_latest_last()
    {
        await gateway.MakeRepository("twice", ("a.py", "def one(): pass\n"));
        await gateway.Index("twice");
        await gateway.Commit("twice", ("b.py", "def two(): pass\n"));
        await gateway.Index("twice");

        var snapshots = await gateway.Get("/api/v1/repositories/twice/snapshots");

        Assert.Equal([1, 2], snapshots.EnumerateArray().Select(s => s.GetProperty("files").GetInt32()));
        Assert.Equal((await gateway.Get("/api/v1/repositories/twice")).GetProperty("commit").GetString(), snapshots[1].GetProperty("commit").GetString());
        await gateway.GetProblem("/api/v1/repositories/thrice/snapshots", HttpStatusCode.NotFound, "unknown-repository");
    }

    [Fact]
    public async Task A_removed_repository_is_gone_and_its_sources_are_not()
    {
        await gateway.MakeRepository("gone", ("a.py", "def one(): pass\n"));
        await gateway.Index("gone");

        using var removed = await gateway.Client.DeleteAsync(new Uri("/api/v1/repositories/gone", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await gateway.GetProblem("/api/v1/repositories/gone/search?q=one", HttpStatusCode.NotFound, "unknown-repository");
        Assert.True(File.Exists(Path.Combine(gateway.Folder, "gone", "a.py")));
        using var again = await gateway.Client.DeleteAsync(new Uri("/api/v1/repositories/gone", UriKind.Relative));
        await RunningGateway.ReadProblem(again, HttpStatusCode.NotFound, "unknown-repository");
    }

    [Fact]
    public async Task Where_no_job_runs_there_is_nothing_to_watch_or_cancel()
    {
        using var watched = await gateway.Client.GetAsync(new Uri("/api/v1/repositories/shop/job", UriKind.Relative));
        Assert.Equal(("application/x-ndjson", ""), (watched.Content.Headers.ContentType?.MediaType, await watched.Content.ReadAsStringAsync()));
        using var cancelled = await gateway.Client.DeleteAsync(new Uri("/api/v1/repositories/shop/job", UriKind.Relative));
        Assert.False((await RunningGateway.Read(cancelled, HttpStatusCode.OK)).GetProperty("cancelled").GetBoolean());
        await gateway.GetProblem("/api/v1/repositories/nowhere/job", HttpStatusCode.NotFound, "unknown-repository");
    }

    [Fact]
    public async Task A_job_is_watched_to_its_end()
    {
        await gateway.MakeRepository("long", [.. Enumerable.Range(0, 200).Select(i => ($"f{i}.py", string.Concat(Enumerable.Repeat($"def f{i}(): return f{i}()\n", 50))))]);
        using var accepted = await gateway.Client.PostAsJsonAsync("/api/v1/repositories", new { source = Path.Combine(gateway.Folder, "long") });
        using var watched = await gateway.Client.GetAsync(new Uri("/api/v1/repositories/long/job", UriKind.Relative));
        var lines = (await watched.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();

        // Where the job was done before it was watched, there is nothing to see.
        if (lines.Count > 0)
            Assert.Equal("done", lines[^1].GetProperty("phase").GetString());
        Assert.Equal("done", (await gateway.Get("/api/v1/repositories/long")).GetProperty("job").GetProperty("phase").GetString());
    }

    [Fact]
    public async Task The_store_is_checked_and_collected()
    {
        var check = await Post("/api/v1/store/check", "{}");
        Assert.True(check.GetProperty("files").GetInt32() > 0);
        Assert.DoesNotContain(check.GetProperty("problems").EnumerateArray(), p => p.GetProperty("isBroken").GetBoolean());
        Assert.True((await Post("/api/v1/store/collection", """{"dryRun":true}""")).GetProperty("dryRun").GetBoolean());
    }

    private async Task<JsonElement> Post(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await gateway.Client.PostAsync(new Uri(path, UriKind.Relative), content);
        return await RunningGateway.Read(response, HttpStatusCode.OK);
    }
}
