using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CodeGraph.Gateway.Observability;

internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>One metric: its series by their labels, as they are written.</summary>
internal sealed class MetricFamily
{
    /// <summary>What comes beyond goes into one series of its own, as the OpenTelemetry specification has it: a label that is not bounded costs no memory without end.</summary>
    private const int MostSeries = 2000;

    private const string Overflow = "otel_metric_overflow=\"true\"";

    private readonly ConcurrentDictionary<string, MetricSeries> series = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TagSet, MetricSeries> seriesOfTags = new(TagSet.Comparer.Instance);
    private readonly IReadOnlyList<double> bounds;

    /// <summary>Whether a measurement is the value itself; otherwise it is what the value grows by.</summary>
    private readonly bool isSet;

    public MetricFamily(Instrument instrument)
    {
        Kind = KindOf(instrument);
        Unit = PrometheusNames.Unit(instrument.Unit, Kind);
        Name = PrometheusNames.Metric(instrument.Name, Unit, Kind);
        Help = instrument.Description ?? "";
        IsObserved = instrument.IsObservable;
        isSet = IsObserved || instrument.GetType().GetGenericTypeDefinition() == typeof(Gauge<>);
        bounds = Kind != MetricKind.Histogram ? [] : BoundsOf(instrument) ?? DefaultBounds;
    }

    /// <summary>In Prometheus' words, with the unit, without the suffix of counters.</summary>
    public string Name { get; }

    public string Unit { get; }

    public string Help { get; }

    public MetricKind Kind { get; }

    /// <summary>Whether the instrument is asked for its values rather than telling them.</summary>
    public bool IsObserved { get; }

    /// <summary>In the order of their labels.</summary>
    public IEnumerable<KeyValuePair<string, MetricSeries>> Series => series.OrderBy(s => s.Key, StringComparer.Ordinal);

    /// <summary>Those that OpenTelemetry proposes, which are of milliseconds.</summary>
    private static IReadOnlyList<double> DefaultBounds { get; } = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var found = seriesOfTags.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>().TryGetValue(tags, out var known) ? known : Add(tags);
        if (Kind == MetricKind.Histogram)
            found.Observe(value);
        else if (isSet)
            found.Set(value);
        else
            found.Add(value);
    }

    /// <summary>Forgets the series of an observed instrument, which tells all that it still has.</summary>
    public void Clear()
    {
        seriesOfTags.Clear();
        series.Clear();
    }

    private MetricSeries Add(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = PrometheusNames.Labels(tags);
        var isNew = !series.ContainsKey(labels);
        var found = series.GetOrAdd(isNew && series.Count >= MostSeries ? Overflow : labels, _ => new(bounds));
        if (seriesOfTags.Count < MostSeries)
            seriesOfTags.TryAdd(TagSet.Comparer.Instance.Create(tags), found);
        return found;
    }

    private static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        if (type == typeof(Histogram<>))
            return MetricKind.Histogram;
        return type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter : MetricKind.Gauge;
    }

    private static IReadOnlyList<double>? BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } given } => given,
        Histogram<long> { Advice.HistogramBucketBoundaries: { } given } => [.. given.Select(b => (double)b)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } given } => [.. given.Select(b => (double)b)],
        _ => null,
    };
}

/// <summary>The value of one set of labels; of a histogram, its buckets.</summary>
internal sealed class MetricSeries(IReadOnlyList<double> bounds)
{
    private readonly Lock gate = new();
    private readonly long[] buckets = new long[bounds.Count + 1];
    private double value;

    public IReadOnlyList<double> Bounds => bounds;

    public void Add(double increment)
    {
        lock (gate)
            value += increment;
    }

    public void Set(double current)
    {
        lock (gate)
            value = current;
    }

    public void Observe(double measured)
    {
        var bucket = 0;
        while (bucket < bounds.Count && !(measured <= bounds[bucket]))
            bucket++;
        lock (gate)
        {
            buckets[bucket]++;
            value += measured;
        }
    }

    /// <summary>The value (of a histogram the sum) and the counts of its buckets, all of one moment.</summary>
    public (double Value, long[] Buckets) Read()
    {
        lock (gate)
            return (value, [.. buckets]);
    }
}
