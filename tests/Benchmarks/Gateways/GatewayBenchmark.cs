using System.Diagnostics;
using System.Globalization;
using System.Text;
using CodeGraph.Benchmarks.Indexing;
using CodeGraph.Client;
using CodeGraph.Gateway;
using CodeGraph.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGraph.Benchmarks.Gateways;

/// <summary>What the gateway adds to a query, one at a time, and how many look-ups it answers in a second, beside an endpoint of ASP.NET Core that does nothing.</summary>
internal static class GatewayBenchmark
{
    private const int Symbols = 1000;

    public static async Task<int> Run(string[] arguments)
    {
        var output = BenchmarkArguments.Of(arguments).Output;
        var home = Directory.CreateTempSubdirectory("codegraph-gateway-benchmark-");
        try
        {
            var text = await Measure(Path.GetFullPath(arguments[0]), home.FullName);
            Console.Write(text);
            if (output is not null)
                await File.WriteAllTextAsync(output, text);
            return 0;
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static async Task<string> Measure(string folder, string home)
    {
        await using var cached = await Start(home, new GatewayOptions().AnswerCacheBytes);
        var name = await Index(cached, folder);
        var ids = await FindSymbols(cached, name);
        var text = new StringBuilder();
        Line(text, $"# The gateway");
        Line(text, $"");
        Line(text, $"Written by `dotnet run -c Release --project tests/Benchmarks -- gateway FOLDER --output FILE`. {IndexReport.Machine()}.");
        Line(text, $"");
        Line(text, $"Look-ups of {ids.Count:N0} symbols of {Path.GetFileName(folder)} by their ids: definition, members, bases, counts. Client and server share the machine.");
        Line(text, $"");
        Line(text, $"## One at a time");
        Line(text, $"");
        Line(text, $"Milliseconds. The query is asked of the snapshot in the process, permissions included; the requests come over a socket.");
        Line(text, $"");
        Line(text, $"| | p50 | p95 | p99 |");
        Line(text, $"|---|--:|--:|--:|");
        await OneAtATime(text, cached, name, ids);
        Line(text, $"");
        Line(text, $"## As many as there can be");
        Line(text, $"");
        Line(text, $"`wrk` with one thread and {Wrk.Connections} connections for {Wrk.Seconds} s each, after as long to warm up, in this order, beside the server on the same cores. Allocated: by the whole process, for each request.");
        Line(text, $"");
        Line(text, $"| | requests/s | p50 ms | p99 ms | allocated bytes |");
        Line(text, $"|---|--:|--:|--:|--:|");
        await using var bare = await BareServer.Start(await Average(cached, name, ids));
        await Row(text, "an endpoint that does nothing, of as many bytes", bare.Address, BareServer.PathsOf(ids));
        await Row(text, "look-ups, answers kept", GatewayHost.AddressesOf(cached)[0], PathsOf(name, ids));
        await cached.StopAsync();
        await using var uncached = await Start(home, cacheBytes: 0);
        await Row(text, "look-ups, no answer kept", GatewayHost.AddressesOf(uncached)[0], PathsOf(name, ids));
        await Row(text, "an endpoint that does nothing, again", bare.Address, BareServer.PathsOf(ids));
        return text.ToString();
    }

    private static async Task<WebApplication> Start(string home, long cacheBytes)
    {
        var app = GatewayHost.Build(new GatewayOptions { Urls = ["http://127.0.0.1:0"], DataFolder = home, AnswerCacheBytes = cacheBytes });
        await app.StartAsync();
        return app;
    }

    private static async Task<string> Index(WebApplication app, string folder)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var graph = scope.ServiceProvider.GetRequiredService<ICodeGraph>();
        var started = await graph.StartIndex(new(folder));
        await foreach (var progress in graph.WatchIndex(started.Repository))
        {
            if (progress.Phase == IndexPhase.Failed)
                throw new InvalidOperationException(progress.Message);
        }
        return started.Repository;
    }

    /// <summary>Spread evenly over the files.</summary>
    private static async Task<IReadOnlyList<string>> FindSymbols(WebApplication app, string name)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var snapshot = await scope.ServiceProvider.GetRequiredService<ICodeGraph>().OpenSnapshot(name);
        var ids = new List<string>();
        foreach (var file in (await snapshot.Queries.Files(new(Limit: int.MaxValue), default)).Files)
            Collect((await snapshot.Queries.Outline(file.Path, default)).Symbols);
        return ids.Count <= Symbols ? ids : [.. Enumerable.Range(0, Symbols).Select(i => ids[(int)((long)i * ids.Count / Symbols)])];

        void Collect(IReadOnlyList<OutlineNode> nodes)
        {
            foreach (var node in nodes)
            {
                ids.Add(node.Symbol.Id);
                Collect(node.Children);
            }
        }
    }

    private static async Task OneAtATime(StringBuilder text, WebApplication app, string name, IReadOnlyList<string> ids)
    {
        using var client = new HttpClient { BaseAddress = new Uri(GatewayHost.AddressesOf(app)[0]) };
        await using var scope = app.Services.CreateAsyncScope();
        var graph = scope.ServiceProvider.GetRequiredService<ICodeGraph>();
        var paths = PathsOf(name, ids);
        await Times("warm up", ids.Count, async i => await (await graph.OpenSnapshot(name)).Queries.GetSymbol(ids[i], default));
        var query = await Times("the query in the process", ids.Count, async i => await (await graph.OpenSnapshot(name)).Queries.GetSymbol(ids[i], default), text);
        await Times("warm up", 200, i => client.GetByteArrayAsync(new Uri("/health/live", UriKind.Relative)));
        var asked = await Times("over HTTP, asked the first time", ids.Count, i => client.GetByteArrayAsync(new Uri(paths[i], UriKind.Relative)), text);
        await Times("over HTTP, asked again", ids.Count, i => client.GetByteArrayAsync(new Uri(paths[i], UriKind.Relative)), text);
        Line(text, $"");
        Line(text, $"HTTP adds {asked - query:F2} ms to the query (p50 less p50).");
    }

    /// <returns>The median.</returns>
    private static async Task<double> Times(string name, int count, Func<int, Task> ask, StringBuilder? text = null)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await ask(i);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        if (text is not null)
            Line(text, $"| {name} | {times[count / 2]:F3} | {times[count * 95 / 100]:F3} | {times[count * 99 / 100]:F3} |");
        return times[count / 2];
    }

    private static async Task<int> Average(WebApplication app, string name, IReadOnlyList<string> ids)
    {
        using var client = new HttpClient { BaseAddress = new Uri(GatewayHost.AddressesOf(app)[0]) };
        var bytes = 0L;
        foreach (var path in PathsOf(name, ids))
            bytes += (await client.GetByteArrayAsync(new Uri(path, UriKind.Relative))).Length;
        return (int)(bytes / ids.Count);
    }

    private static async Task Row(StringBuilder text, string name, string address, IReadOnlyList<string> paths)
    {
        await Wrk.Run(address, paths, Wrk.Seconds);
        var before = GC.GetTotalAllocatedBytes();
        var result = await Wrk.Run(address, paths, Wrk.Seconds);
        var allocated = (GC.GetTotalAllocatedBytes() - before) / Math.Max(1, result.Requests);
        Line(text, $"| {name} | {result.Rate:N0} | {result.Median:F2} | {result.Percentile99:F2} | {allocated:N0} |");
    }

    private static IReadOnlyList<string> PathsOf(string name, IReadOnlyList<string> ids) =>
        [.. ids.Select(id => $"/api/v1/repositories/{name}/symbols/{string.Join('/', id.Split('/').Select(Uri.EscapeDataString))}")];

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
