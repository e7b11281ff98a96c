using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using CodeGraph.Client;
using CodeGraph.Grains.Observability;

namespace CodeGraph.Gateway.Limits;

/// <summary>What questions are measured by: how long they take and how they end, how many are answered and wait.</summary>
internal sealed class QueryMetrics
{
    private readonly Histogram<double> duration;

    public QueryMetrics(IMeterFactory meters, ConcurrencyLimiter heavy, int turns)
    {
        var meter = meters.CreateMeter("Queries");
        duration = meter.CreateHistogram("codegraph.query.duration", "s", "Time of a question about a snapshot, its wait included.", advice: CodeGraphTelemetry.Seconds);
        meter.CreateObservableUpDownCounter("codegraph.query.heavy.waiting", () => heavy.GetStatistics()?.CurrentQueuedCount ?? 0, "{query}", "Heavy questions that wait for their turn.");
        meter.CreateObservableUpDownCounter(
            "codegraph.query.heavy.running", () => turns - (heavy.GetStatistics()?.CurrentAvailablePermits ?? turns), "{query}", "Heavy questions that are being answered.");
    }

    public Measured Begin(string query) => new(duration, query);

    /// <summary>One question, from its beginning to its disposal..</summary>
    internal sealed class Measured(Histogram<double> duration, string query) : IDisposable
    {
        private readonly long started = Stopwatch.GetTimestamp();
        private readonly Activity? span = CodeGraphTelemetry.Source.StartActivity(query);
        private string outcome = "failed";

        /// <summary>Does a part of the work, the last of which decides how the question ended.</summary>
        public async Task<T> Observe<T>(Func<Task<T>> work)
        {
            try
            {
                var result = await work();
                outcome = "ok";
                return result;
            }
            catch (Exception exception)
            {
                outcome = OutcomeOf(exception);
                throw;
            }
        }

        public void Dispose()
        {
            duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("query", query), new KeyValuePair<string, object?>("outcome", outcome));
            span?.SetTag("outcome", outcome);
            if (outcome == "failed")
                span?.SetStatus(ActivityStatusCode.Error);
            span?.Dispose();
        }

        private static string OutcomeOf(Exception exception) => exception switch
        {
            OverloadedException => "overloaded",
            QueryTimeLimitException => "timeLimit",
            _ => CodeGraphTelemetry.OutcomeOf(exception),
        };
    }
}
