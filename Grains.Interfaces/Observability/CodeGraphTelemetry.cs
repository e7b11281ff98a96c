using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CodeGraph.Grains.Observability;

/// <summary>Names under which traces and metrics of the graph are found. Meters whose name starts with <see cref="Name"/> are exported.</summary>
public static class CodeGraphTelemetry
{
    public const string Name = "CodeGraph";

    /// <summary>Seconds from a look-up in memory to an index job.</summary>
    public static InstrumentAdvice<double> Seconds { get; } =
        new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] };

    /// <summary>Spans of questions, grain calls and index jobs.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>A meter of a host's; one that nobody reads where there is no host.</summary>
    public static Meter CreateMeter(this IMeterFactory? meters, string part) => meters is null ? new($"{Name}.{part}") : meters.Create($"{Name}.{part}");

    /// <summary>How something ended, as metrics and spans tell it: <c>ok</c>, <c>cancelled</c> or <c>failed</c>.</summary>
    public static string OutcomeOf(Exception? exception) => exception switch
    {
        null => "ok",
        OperationCanceledException => "cancelled",
        _ => "failed",
    };
}
