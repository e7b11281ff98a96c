using CodeGraph.Grains.Observability;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CodeGraph.Gateway.Observability;

/// <summary>Sends traces and metrics to a collector (OTLP) for as long as the gateway runs; what is left is sent at its end.</summary>
internal sealed class TelemetryExport(GatewayOptions options) : IHostedService, IDisposable
{
    private const int FlushMilliseconds = 5000;

    private TracerProvider? traces;
    private MeterProvider? metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        traces = Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe).AddSource(CodeGraphTelemetry.Name, "Microsoft.AspNetCore")
            .AddOtlpExporter(o => Address(o, options, "traces")).Build();
        metrics = Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter(CodeGraphTelemetry.Name + ".*", "Microsoft.AspNetCore.*", "Microsoft.Orleans", "System.Runtime")
            .AddOtlpExporter(o => Address(o, options, "metrics")).Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            traces?.ForceFlush(FlushMilliseconds);
            metrics?.ForceFlush(FlushMilliseconds);
        },
        cancellationToken);

    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }

    /// <summary>Sends log lines too.</summary>
    public static void AddLogs(ILoggingBuilder logging, GatewayOptions options) => logging.AddOpenTelemetry(o =>
    {
        (o.IncludeScopes, o.IncludeFormattedMessage) = (true, true);
        var resource = ResourceBuilder.CreateDefault();
        Describe(resource);
        o.SetResourceBuilder(resource).AddOtlpExporter(e => Address(e, options, "logs"));
    });

    private static void Describe(ResourceBuilder resource) => resource.AddService("codegraph", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3));

    /// <summary>Over HTTP each signal has a path of its own (OTLP specification); over gRPC none has.</summary>
    private static void Address(OtlpExporterOptions exporter, GatewayOptions options, string signal)
    {
        exporter.Protocol = options.OtlpOverHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = options.OtlpOverHttp ? new Uri($"{options.OtlpEndpoint!.AbsoluteUri.TrimEnd('/')}/v1/{signal}") : options.OtlpEndpoint!;
    }
}
