using System.Diagnostics;
using System.Diagnostics.Metrics;
using CodeGraph.Grains.Observability;
using Orleans;

namespace CodeGraph.Grains;

/// <summary>Measures every grain call where it is received, and makes a span of it.</summary>
internal sealed class GrainCallMetrics(IMeterFactory? meters = null) : IIncomingGrainCallFilter
{
    private readonly Histogram<double> duration =
        meters.CreateMeter("Grains").CreateHistogram("codegraph.grain.call.duration", "s", "Time of a grain call, from its turn to its result.", advice: CodeGraphTelemetry.Seconds);

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var (grain, method, started) = (context.Grain.GetType().Name, context.MethodName, Stopwatch.GetTimestamp());
        using var span = CodeGraphTelemetry.Source.HasListeners() ? CodeGraphTelemetry.Source.StartActivity($"{grain}/{method}") : null;
        try
        {
            await context.Invoke();
            Record(grain, method, started, null);
        }
        catch (Exception exception)
        {
            Record(grain, method, started, exception);
            span?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            throw;
        }
    }

    private void Record(string grain, string method, long started, Exception? exception) => duration.Record(
        Stopwatch.GetElapsedTime(started).TotalSeconds,
        new KeyValuePair<string, object?>("grain", grain), new KeyValuePair<string, object?>("method", method),
        new KeyValuePair<string, object?>("outcome", CodeGraphTelemetry.OutcomeOf(exception)));
}
