using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CodeGraph.Grains.Observability;

namespace CodeGraph.Gateway.Observability;

/// <summary>Listens to the meters of this host and sums up what they tell, for <c>/metrics</c>. It has to be there before the first request, as counters count from its start.</summary>
internal sealed class MetricStore : IDisposable
{
    private static readonly string[] Meters = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "Microsoft.Orleans", "System.Runtime"];

    private readonly IMeterFactory meters;
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<string, MetricFamily> families = new(StringComparer.Ordinal);
    private readonly Lock reading = new();

    public MetricStore(IMeterFactory meters)
    {
        this.meters = meters;
        listener.InstrumentPublished = Listen;
        listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Record(value, tags, state));
        listener.SetMeasurementEventCallback<short>((_, value, tags, state) => Record(value, tags, state));
        listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Record(value, tags, state));
        listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Record(value, tags, state));
        listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Record(value, tags, state));
        listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Record(value, tags, state));
        listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => Record((double)value, tags, state));
        listener.Start();
    }

    /// <summary>All metrics in the order of their names, observed anew, given to one reader at a time.</summary>
    public T Read<T>(Func<IEnumerable<MetricFamily>, T> read)
    {
        lock (reading)
        {
            foreach (var family in families.Values.Where(f => f.IsObserved))
                family.Clear();
            listener.RecordObservableInstruments();
            return read(families.Values.OrderBy(f => f.Name, StringComparer.Ordinal));
        }
    }

    public void Dispose() => listener.Dispose();

    /// <summary>Other hosts of this process have meters of their own; what the runtime tells of the process has none.</summary>
    private void Listen(Instrument instrument, MeterListener to)
    {
        var meter = instrument.Meter;
        if (meter.Scope is not null && !ReferenceEquals(meter.Scope, meters))
            return;
        if (!Meters.Contains(meter.Name) && !meter.Name.StartsWith(CodeGraphTelemetry.Name + ".", StringComparison.Ordinal))
            return;
        var family = new MetricFamily(instrument);
        var known = families.GetOrAdd(family.Name, family);
        if (known.Kind == family.Kind)
            to.EnableMeasurementEvents(instrument, known);
    }

    private static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) => ((MetricFamily)state!).Record(value, tags);
}
