using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGraph.Gateway.Tests;

/// <summary>What <c>/metrics</c> tells, read by the specifications' own rules.</summary>
public sealed class MetricsTests
{
    [Theory]
    [InlineData(null, "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text; version=1.0.0", "application/openmetrics-text; version=1.0.0; charset=utf-8")]
    public async Task Requests_questions_grains_and_index_jobs_are_measured(string? accept, string type)
    {
        await using var gateway = await SmallGateway.Start(_ => { });
        await gateway.Index();
        foreach (var question in (string[])["callers?symbol=first", "callers?symbol=nobody", "central", "text?q=def"])
            (await gateway.Client.GetAsync(new Uri($"{gateway.Repository}/{question}", UriKind.Relative))).Dispose();
        (await gateway.Client.GetAsync(new Uri("/no/such/path", UriKind.Relative))).Dispose();
        (await gateway.Client.GetAsync(new Uri("/api/v1/repositories/nobody/outline?path=a", UriKind.Relative))).Dispose();

        var samples = await Scrape(gateway, accept, type);

        Assert.Equal(1, Value("http_server_request_duration_seconds_count", ("http_route", "/api/v1/repositories/{name}/central"), ("http_response_status_code", "200")));
        Assert.Equal(1, Value("http_server_request_duration_seconds_count", ("http_route", "/api/v1/repositories/{name}/callers"), ("http_response_status_code", "404")));
        Assert.Equal(1, Value("http_server_request_duration_seconds_count", ("http_route", "/api/v1/repositories/{name}/outline"), ("http_response_status_code", "404")));
        Assert.Equal(2, Value("codegraph_query_duration_seconds_count", ("query", "Callers"), ("outcome", "ok")));
        Assert.Equal(1, Value("codegraph_index_jobs_total", ("outcome", "ok")));
        Assert.Equal(1, Value("codegraph_index_files_total", ("source", "parsed")));
        Assert.Equal(0, Value("codegraph_query_heavy_waiting"));
        Assert.Equal(1, Value("orleans_grains", ("type", "SnapshotGrain")));
        Assert.True(Value("codegraph_grain_call_duration_seconds_count", ("grain", "SnapshotGrain"), ("method", "Callers")) > 0);
        Assert.True(Value("codegraph_index_stage_duration_seconds_count", ("stage", "parsing")) > 0);

        double Value(string name, params (string Label, string Value)[] labels) =>
            samples.Where(s => s.Name == name && labels.All(l => s.Labels.GetValueOrDefault(l.Label) == l.Value)).Sum(s => s.Value);
    }

    [Fact]
    public async Task Labels_name_no_repository_no_symbol_and_no_path()
    {
        await using var gateway = await SmallGateway.Start(_ => { });
        await gateway.Index();
        (await gateway.Client.GetAsync(new Uri($"{gateway.Repository}/callers?symbol=first", UriKind.Relative))).Dispose();
        (await gateway.Client.GetAsync(new Uri("/secret-path", UriKind.Relative))).Dispose();

        var text = await gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        foreach (var name in (string[])[gateway.Repository.Split('/')[^1], "first", "secret-path"])
            Assert.DoesNotContain($"\"{name}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_labels_are_escaped_and_endless_ones_end_in_one_series()
    {
        await using var gateway = await SmallGateway.Start(_ => { });
        using var meter = gateway.App.Services.GetRequiredService<IMeterFactory>().Create("CodeGraph.Test");
        var counter = meter.CreateCounter<int>("codegraph.te-st.total", description: "a \\ \"quoted\"\nline");
        counter.Add(1, new KeyValuePair<string, object?>("9a b", "x\"\\\n} 1\n# EOF"));
        for (var i = 0; i < 5000; i++)
            counter.Add(1, new KeyValuePair<string, object?>("n", i));

        foreach (var (accept, type) in ((string?, string)[])[(null, "text/plain; version=0.0.4; charset=utf-8"), ("application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8")])
        {
            var samples = (await Scrape(gateway, accept, type)).Where(s => s.Name == "codegraph_te_st_total").ToList();
            Assert.InRange(samples.Count, 1000, 2001);
            Assert.Equal(5001, samples.Sum(s => s.Value));
            Assert.Contains(samples, s => s.Labels.ContainsKey("otel_metric_overflow"));
        }
    }

    [Fact]
    public async Task Many_readers_at_once_read_whole_answers()
    {
        await using var gateway = await SmallGateway.Start(_ => { });

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative))));

        Assert.All(answers, a => PrometheusParser.Parse(a, openMetrics: false));
    }

    private static async Task<IReadOnlyList<PrometheusParser.Sample>> Scrape(SmallGateway gateway, string? accept, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        if (accept is not null)
            request.Headers.Add("Accept", accept);
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        return PrometheusParser.Parse(await response.Content.ReadAsStringAsync(), openMetrics: accept is not null);
    }
}
