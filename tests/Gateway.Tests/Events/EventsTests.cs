using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using CodeGraph.Client;
using CodeGraph.Git;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGraph.Gateway.Tests.Events;

/// <summary>Events of a running gateway, over both transports.</summary>
public sealed class EventsTests : IAsyncLifetime
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("codegraph-events-");
    private readonly TemporaryRepository shop = TemporaryRepository.With(("main.py", "def main(): pass\n"));
    private readonly TemporaryRepository other = TemporaryRepository.With(("other.py", "def other(): pass\n"));
    private WebApplication app = null!;
    private HttpClient client = null!;

    public async Task InitializeAsync()
    {
        app = GatewayHost.Build(new GatewayOptions { Urls = ["http://127.0.0.1:0"], DataFolder = data.FullName });
        await app.StartAsync();
        client = new() { BaseAddress = new Uri(GatewayHost.AddressesOf(app)[0]) };
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        shop.Dispose();
        other.Dispose();
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task Registration_progress_and_the_end_of_a_job_are_told_in_order()
    {
        using var stream = await Listen();
        var name = await Index(shop);

        var events = await stream.ReadUntil("indexed");
        Assert.Equal(("registered", "progress", "indexed"), (events[0].Kind, events[1].Kind, events[^1].Kind));
        Assert.All(events, e => Assert.Equal(name, e.Data.GetProperty("repository").GetString()));
        Assert.Equal(shop.Git("rev-parse", "HEAD"), events[^1].Data.GetProperty("commit").GetString());
        Assert.Equal("done", events[^1].Data.GetProperty("progress").GetProperty("phase").GetString());
        Assert.Equal(events.Select(e => e.Id).Distinct(), events.Select(e => e.Id));
    }

    [Fact]
    public async Task Who_was_cut_off_goes_on_where_it_ended_and_loses_none()
    {
        await Index(shop);
        string begin;
        using (var whole = await Listen())
        {
            begin = whole.LastId;
            await Index(other);
            await whole.ReadUntil("indexed");
            await Remove(other);
            await whole.ReadUntil("removed");
            var all = whole.Read;

            // Cut after each event in turn, as a connection may be, and taken up again.
            foreach (var (cut, index) in all.Select((e, i) => (e.Id, i)))
            {
                using var resumed = await Listen(after: cut);
                var rest = index == all.Count - 1 ? [] : await resumed.ReadUntil("removed");
                Assert.Equal(all.Skip(index + 1).Select(e => e.Id), rest.Select(e => e.Id));
            }
        }
        using var fromBegin = await Listen(after: begin);
        Assert.Equal("registered", (await fromBegin.ReadUntil("removed"))[0].Kind);
    }

    [Fact]
    public async Task A_position_that_is_not_known_any_more_is_a_reset()
    {
        using var stream = await Listen(after: "an-earlier-life-17");

        var reset = await stream.ReadUntil("reset");
        Assert.Single(reset);
        using var resumed = await Listen(after: reset[0].Id);
        await Index(shop);
        Assert.Equal("registered", (await resumed.ReadUntil("indexed"))[0].Kind);
    }

    [Fact]
    public async Task Only_events_of_the_repository_asked_for_are_told()
    {
        var name = await Index(shop);
        using var stream = await Listen(repository: name);
        await Index(other);
        await Remove(shop);

        Assert.Equal(["removed"], (await stream.ReadUntil("removed")).Select(e => e.Kind));
    }

    [Theory]
    [InlineData("?repository=nosuch", null, HttpStatusCode.NotFound)]
    [InlineData("", "nonsense", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_listened_to_is_a_problem(string query, string? after, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events" + query);
        if (after is not null)
            request.Headers.Add("Last-Event-ID", after);
        using var response = await client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task SignalR_tells_the_same()
    {
        using var stream = await Listen();
        await using var hub = await HubConnection.Open(client.BaseAddress!);
        await hub.Stream("Watch", null, stream.LastId);
        await Index(shop);

        var expected = await stream.ReadUntil("indexed");
        var told = await hub.ReadItems(expected.Count);
        Assert.Equal(expected.Select(e => e.Data.GetRawText()), told.Select(t => t.GetRawText()));
    }

    [Theory]
    [InlineData("nosuch", null, "No repository is named")]
    [InlineData(null, "nonsense", "is no id of an event")]
    public async Task SignalR_refuses_with_the_reason(string? repository, string? after, string expected)
    {
        await using var hub = await HubConnection.Open(client.BaseAddress!);
        await hub.Stream("Watch", repository, after);

        Assert.Contains(expected, await hub.ReadError(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gateway_stops_though_somebody_listens()
    {
        using var stream = await Listen();
        await using var hub = await HubConnection.Open(client.BaseAddress!);
        await hub.Stream("Watch", null, null);

        await app.StopAsync();
        Assert.Empty(await stream.ReadToEnd());
    }

    private Task<Listening> Listen(string? repository = null, string? after = null) => Listening.Begin(client, repository, after);

    private async Task<string> Index(TemporaryRepository repository)
    {
        using var scope = app.Services.CreateScope();
        var graph = scope.ServiceProvider.GetRequiredService<ICodeGraph>();
        var started = await graph.StartIndex(new(repository.Folder));
        await foreach (var progress in graph.WatchIndex(started.Repository))
            Assert.NotEqual(IndexPhase.Failed, progress.Phase);
        return started.Repository;
    }

    private async Task Remove(TemporaryRepository repository)
    {
        using var scope = app.Services.CreateScope();
        var graph = scope.ServiceProvider.GetRequiredService<ICodeGraph>();
        await graph.RemoveRepository((await graph.ListRepositories()).Single(e => e.Source == RepositorySource.Normalize(repository.Folder)).Name);
    }

    private sealed record Told(string Id, string Kind, JsonElement Data);

    /// <summary>A connection to the stream, read with the framework's own parser.</summary>
    private sealed class Listening : IDisposable
    {
        private readonly HttpResponseMessage response;
        private readonly SseParser<string> parser;
        private readonly IAsyncEnumerator<SseItem<string>> events;

        private Listening(HttpResponseMessage response, Stream body)
        {
            this.response = response;
            parser = SseParser.Create(body);
            events = parser.EnumerateAsync().GetAsyncEnumerator();
        }

        /// <summary>The id that the stream began with.</summary>
        public string LastId { get; private set; } = "";

        public List<Told> Read { get; } = [];

        public static async Task<Listening> Begin(HttpClient client, string? repository, string? after)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events" + (repository is null ? "" : "?repository=" + repository));
            if (after is not null)
                request.Headers.Add("Last-Event-ID", after);
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            var body = await response.Content.ReadAsStreamAsync();
            var first = new List<byte>();
            while (!Encoding.UTF8.GetString([.. first]).EndsWith("\n\n", StringComparison.Ordinal))
                first.Add((byte)body.ReadByte());
            return new(response, body) { LastId = Encoding.UTF8.GetString([.. first]).Split("id: ")[1].Trim() };
        }

        /// <summary>Events up to and with the first of a kind.</summary>
        public async Task<List<Told>> ReadUntil(string kind)
        {
            var told = new List<Told>();
            while (await events.MoveNextAsync())
            {
                told.Add(new(parser.LastEventId, events.Current.EventType, JsonDocument.Parse(events.Current.Data).RootElement));
                Read.Add(told[^1]);
                if (told[^1].Kind == kind)
                    return told;
            }
            throw new InvalidOperationException($"The stream ended before '{kind}'.");
        }

        public async Task<List<SseItem<string>>> ReadToEnd()
        {
            var rest = new List<SseItem<string>>();
            while (await events.MoveNextAsync())
                rest.Add(events.Current);
            return rest;
        }

        public void Dispose() => response.Dispose();
    }
}
