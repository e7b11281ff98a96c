using Microsoft.Extensions.Logging.Console;

namespace CodeGraph.Gateway.Observability;

/// <summary>Logs, metrics and traces of a gateway.</summary>
internal static class ObservabilityServices
{
    public static void AddObservability(this WebApplicationBuilder builder, GatewayOptions options)
    {
        var services = builder.Services;
        services.AddMetrics();
        services.AddSingleton<MetricStore>();
        services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

        // The framework's own lines and the scope of a request have whole addresses, and with them what a question was about; the gateway's have the route.
        builder.Logging.SetMinimumLevel(options.LogLevel)
            .AddFilter("Microsoft.AspNetCore", level => level >= LogLevel.Warning && level >= options.LogLevel)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        if (options.JsonLogs)
            builder.Logging.AddJsonConsole(console => (console.IncludeScopes, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        else
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        if (options.OtlpEndpoint is null)
            return;
        services.AddHostedService<TelemetryExport>();
        TelemetryExport.AddLogs(builder.Logging, options);
    }

    public static void UseRequestIds(this WebApplication app) => app.UseMiddleware<RequestIds>();
}
