using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using CodeGraph.Client;
using CodeGraph.Gateway.Caching;
using CodeGraph.Gateway.Snapshots;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace CodeGraph.Gateway.Tests;

/// <summary>Answers that clients and the gateway keep, and when they hold no longer.</summary>
public sealed class EntityTagTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Shop = "/api/v1/repositories/shop";

    [Fact]
    public async Task What_a_client_has_is_not_sent_again_and_not_looked_up()
    {
        using var first = await Ask($"{Shop}/callers?symbol=Cart.add");
        var tag = first.Headers.ETag!;
        using var lookups = new CacheLookups(gateway.Services);
        using var again = await Ask($"{Shop}/callers?symbol=Cart.add", tag);

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal((tag, 0), (again.Headers.ETag, (await again.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal((0, 0), (lookups.Hits, lookups.Misses));
        Assert.True(first.Headers.CacheControl is { Private: true, NoCache: true });
        using var other = await Ask($"{Shop}/callers?symbol=Cart.add", new EntityTagHeaderValue("\"other\""));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task The_same_question_is_answered_once_however_it_is_asked()
    {
        using var lookups = new CacheLookups(gateway.Services);
        var first = await gateway.Get($"{Shop}/search?q=ca&limit=7");
        var commit = first.GetProperty("source").GetProperty("commit").GetString()!;
        var others = new[] { await gateway.Get($"{Shop}/search?limit=7&q=ca"), await gateway.Get($"{Shop}/search?q=ca&limit=7&commit={commit}"), await gateway.Get($"{Shop}/search?q=ca&limit=7&commit={commit[..8]}") };

        Assert.All(others, other => Assert.Equal(first.ToString(), other.ToString()));
        Assert.Equal((3, 1), (lookups.Hits, lookups.Misses));
    }

    [Fact]
    public async Task A_new_commit_has_new_answers_at_once()
    {
        await gateway.MakeRepository("news", ("a.py", "def one(): pass\n"));
        await gateway.Index("news");
        using var before = await Ask("/api/v1/repositories/news/search?q=one");
        for (var i = 0; i < 5; i++)
        {
            await gateway.Commit("news", ("b.py", string.Concat(Enumerable.Range(0, i + 1).Select(n => $"def one{n}(): pass\n"))));
            await gateway.Index("news");
            using var after = await Ask("/api/v1/repositories/news/search?q=one", before.Headers.ETag);
            var answer = await RunningGateway.Read(after, HttpStatusCode.OK);
            Assert.Equal(i + 2, answer.GetProperty("total").GetInt32());
        }

        // The last four are kept.
        var commit = (await gateway.Get("/api/v1/repositories/news/snapshots"))[0].GetProperty("commit").GetString();
        Assert.Equal(3, (await gateway.Get($"/api/v1/repositories/news/search?q=one&commit={commit}")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task What_another_process_indexed_is_answered_at_once()
    {
        await gateway.MakeRepository("shared", ("a.py", "def one(): pass\n"));
        await gateway.Index("shared");
        await using var other = GatewayHost.Build(new GatewayOptions { Urls = ["http://127.0.0.1:0"], DataFolder = Path.Combine(gateway.Folder, "home") });
        await other.StartAsync();
        await using var scope = other.Services.CreateAsyncScope();
        var graph = scope.ServiceProvider.GetRequiredService<ICodeGraph>();
        for (var i = 2; i < 7; i++)
        {
            await gateway.Commit("shared", ($"f{i}.py", $"def one{i}(): pass\n"));
            await graph.StartIndex(new(Path.Combine(gateway.Folder, "shared")));
            await foreach (var _ in graph.WatchIndex("shared"))
            {
            }
            Assert.Equal(i, (await gateway.Get("/api/v1/repositories/shared/search?q=one")).GetProperty("total").GetInt32());
        }
    }

    [Fact]
    public async Task Answers_that_read_files_on_disk_are_for_now_only()
    {
        await gateway.MakeRepository("desk", ("a.py", "def one(): pass\n"));
        await File.WriteAllTextAsync(Path.Combine(gateway.Folder, "desk", "b.py"), "def two(): pass\n");
        await gateway.Index("desk", workingTree: true);
        foreach (var question in new[] { "context?symbol=two", "text?q=two", "source?path=b.py" })
        {
            using var fromDisk = await Ask($"/api/v1/repositories/desk/{question}");
            Assert.Equal(HttpStatusCode.OK, fromDisk.StatusCode);
            Assert.Null(fromDisk.Headers.ETag);
            Assert.True(fromDisk.Headers.CacheControl is { Private: true, NoStore: true });
            using var ofCommit = await Ask($"{Shop}/{question.Replace("two", "Cart.add", StringComparison.Ordinal).Replace("b.py", "cart.py", StringComparison.Ordinal)}");
            Assert.NotNull(ofCommit.Headers.ETag);
        }
        using var ofGraph = await Ask("/api/v1/repositories/desk/symbol?name=two");
        Assert.NotNull(ofGraph.Headers.ETag);

        await File.WriteAllTextAsync(Path.Combine(gateway.Folder, "desk", "b.py"), "def three(): pass\n");
        var changed = await gateway.Get("/api/v1/repositories/desk/source?path=b.py");
        Assert.Contains("index again", changed.GetProperty("text").GetProperty("problem").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_tag_stands_for_the_build_and_not_for_its_version_alone()
    {
        using var answer = await Ask($"{Shop}/callers?symbol=Cart.add");
        var builds = new[] { typeof(GatewayHost).Assembly, typeof(ICodeGraph).Assembly, typeof(EntityTagTests).Assembly }.Select(EntityTag.BuildOf).ToList();

        Assert.EndsWith($".{builds[0]}\"", answer.Headers.ETag!.Tag, StringComparison.Ordinal);
        Assert.Equal(builds.Count, builds.Distinct().Count());
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Answers_are_compressed_where_that_is_accepted(string encoding)
    {
        using var plain = await Ask($"{Shop}/outline?path=cart.py");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Shop}/outline?path=cart.py");
        request.Headers.AcceptEncoding.Add(new(encoding));
        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
        await using var compressed = await response.Content.ReadAsStreamAsync();
        await using Stream content = encoding == "br"
            ? new System.IO.Compression.BrotliStream(compressed, System.IO.Compression.CompressionMode.Decompress)
            : new System.IO.Compression.GZipStream(compressed, System.IO.Compression.CompressionMode.Decompress);
        Assert.Equal(await plain.Content.ReadAsStringAsync(), await new StreamReader(content).ReadToEndAsync());
    }

    [Fact]
    public async Task Lines_are_compressed_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Shop}/callees?symbol=main");
        request.Headers.Accept.Add(new("application/x-ndjson"));
        request.Headers.AcceptEncoding.Add(new("br"));
        using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var lines = new System.IO.Compression.BrotliStream(await response.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress);

        Assert.Equal(4, (await new StreamReader(lines).ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_kept_answer_is_for_those_who_may_read_the_repository()
    {
        await gateway.Get($"{Shop}/search?q=gate");
        var graph = gateway.GraphOf(new NoAccess());
        var endpoint = new QuestionEndpoint(graph, gateway.Services.GetRequiredService<Answerer>());
        var context = new DefaultHttpContext { RequestServices = gateway.Services };
        context.Request.RouteValues["name"] = "shop";
        using var lookups = new CacheLookups(gateway.Services);

        await Assert.ThrowsAsync<RepositoryNotFoundException>(() => endpoint.Get(Questions.Search, new SearchQuery("gate"), context, default));
        Assert.Equal((0, 0), (lookups.Hits, lookups.Misses));
    }

    private async Task<HttpResponseMessage> Ask(string path, EntityTagHeaderValue? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (known is not null)
            request.Headers.IfNoneMatch.Add(known);
        return await gateway.Client.SendAsync(request);
    }

    private sealed class NoAccess : IRepositoryAccess
    {
        public RepositoryRole ServerRole => RepositoryRole.None;

        public RepositoryRole RoleIn(string repository) => RepositoryRole.None;
    }

    /// <summary>What the gateway's meter counts of its cache.</summary>
    private sealed class CacheLookups : IDisposable
    {
        private readonly MeterListener listener = new();
        private int hits;
        private int misses;

        public CacheLookups(IServiceProvider services)
        {
            var scope = services.GetRequiredService<IMeterFactory>();
            listener.InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Name == "codegraph.gateway.cache.requests" && instrument.Meter.Scope == scope)
                    l.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((_, count, tags, _) => Interlocked.Add(ref Equals(tags[0].Value, "hit") ? ref hits : ref misses, (int)count));
            listener.Start();
        }

        public int Hits => Volatile.Read(ref hits);

        public int Misses => Volatile.Read(ref misses);

        public void Dispose() => listener.Dispose();
    }
}
