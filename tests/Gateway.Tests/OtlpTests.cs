using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CodeGraph.Gateway.Tests;

/// <summary>What a collector gets (OTLP over HTTP).</summary>
public sealed class OtlpTests
{
    [Fact]
    public async Task A_collector_gets_traces_metrics_and_logs()
    {
        var received = new ConcurrentDictionary<string, byte[]>();
        await using var collector = await StartCollector(received);
        await using (var gateway = await SmallGateway.Start(o => (o.OtlpEndpoint, o.OtlpOverHttp, o.LogLevel) = (new(GatewayHost.AddressesOf(collector)[0]), true, LogLevel.Information)))
        {
            await gateway.Index();
            (await gateway.Client.GetAsync(new Uri($"{gateway.Repository}/callers?symbol=first", UriKind.Relative))).Dispose();
            await gateway.App.StopAsync();
        }

        AssertContains(received, "/v1/traces", "Callers", "index.parsing", "SnapshotGrain/Callers", "codegraph");
        AssertContains(received, "/v1/metrics", "codegraph.query.duration", "codegraph.index.jobs");
        AssertContains(received, "/v1/logs", "answered 200");
    }

    private static void AssertContains(ConcurrentDictionary<string, byte[]> received, string path, params string[] texts)
    {
        var body = Encoding.Latin1.GetString(received.GetValueOrDefault(path, []));
        Assert.All(texts, t => Assert.Contains(t, body, StringComparison.Ordinal));
    }

    private static async Task<WebApplication> StartCollector(ConcurrentDictionary<string, byte[]> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var collector = builder.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/{signal}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.AddOrUpdate(context.Request.Path, body.ToArray(), (_, before) => [.. before, .. body.ToArray()]);
        });
        await collector.StartAsync();
        return collector;
    }
}
