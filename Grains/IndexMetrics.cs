using System.Diagnostics;
using System.Diagnostics.Metrics;
using CodeGraph.Grains.Observability;
using CodeGraph.Indexing;

namespace CodeGraph.Grains;

/// <summary>What index jobs are measured by: how they end, how long their stages take, how much they read and how much of it was known.</summary>
internal sealed class IndexMetrics
{
    private readonly Counter<long> jobs;
    private readonly Histogram<double> stages;
    private readonly Counter<long> files;
    private readonly Counter<long> bytes;

    public IndexMetrics(IndexJobQueue queue, IMeterFactory? meters = null)
    {
        var meter = meters.CreateMeter("Indexing");
        jobs = meter.CreateCounter<long>("codegraph.index.jobs", "{job}", "Index jobs that ended.");
        stages = meter.CreateHistogram("codegraph.index.stage.duration", "s", "Time in a stage of an index job.", advice: CodeGraphTelemetry.Seconds);
        files = meter.CreateCounter<long>("codegraph.index.files", "{file}", "Files of new snapshots: parsed now, sharing the content of one parsed now, or known by their content before.");
        bytes = meter.CreateCounter<long>("codegraph.index.source", "By", "Source in new snapshots.");
        meter.CreateObservableUpDownCounter("codegraph.index.running", () => queue.Running, "{job}", "Index jobs that run.");
        meter.CreateObservableUpDownCounter("codegraph.index.waiting", () => queue.Waiting, "{job}", "Index jobs that wait for their turn.");
    }

    /// <summary>Measures a job, and makes spans of it and its stages.</summary>
    public async Task<StoredSnapshot> Measure(IndexRun run, Func<Task<StoredSnapshot>> work)
    {
        using var span = CodeGraphTelemetry.Source.StartActivity("index", ActivityKind.Internal, parentContext: default, [new("codegraph.repository", run.Repository), new("codegraph.job", run.Id)]);
        using var stage = new StageSpans(run.Tracker, span);
        try
        {
            var stored = await work();
            Record(run, stored.Summary);
            End(run, span, null);
            return stored;
        }
        catch (Exception exception)
        {
            End(run, span, exception);
            throw;
        }
    }

    private void Record(IndexRun run, IndexSummary summary)
    {
        foreach (var (stage, time) in run.Tracker.Stages)
            stages.Record(time.TotalSeconds, new KeyValuePair<string, object?>("stage", stage.ToString().ToLowerInvariant()));
        if (summary.AlreadyIndexed)
            return;
        foreach (var (count, source) in (ReadOnlySpan<(int, string)>)[(summary.ParsedNow, "parsed"), (summary.Shared, "shared"), (summary.FromStore, "stored")])
            files.Add(count, new KeyValuePair<string, object?>("source", source));
        bytes.Add(summary.SourceBytes);
    }

    private void End(IndexRun run, Activity? span, Exception? exception)
    {
        var outcome = run.IsCancelled && exception is not null ? "cancelled" : CodeGraphTelemetry.OutcomeOf(exception);
        jobs.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        span?.SetTag("outcome", outcome);
        if (outcome == "failed")
            span?.SetStatus(ActivityStatusCode.Error, exception!.GetType().Name);
    }

    /// <summary>A span for each stage, as the job enters and leaves it.</summary>
    private sealed class StageSpans : IDisposable
    {
        private readonly IndexTracker tracker;
        private readonly Activity? job;
        private Activity? stage;

        public StageSpans(IndexTracker tracker, Activity? job)
        {
            (this.tracker, this.job) = (tracker, job);
            if (job is not null)
                tracker.StageChanged = Change;
        }

        public void Dispose()
        {
            tracker.StageChanged = null;
            stage?.Dispose();
        }

        private void Change(IndexStage entered)
        {
            stage?.Dispose();
            stage = CodeGraphTelemetry.Source.StartActivity("index." + entered.ToString().ToLowerInvariant(), ActivityKind.Internal, job!.Context);
        }
    }
}
