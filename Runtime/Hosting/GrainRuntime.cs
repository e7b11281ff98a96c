using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>One process's grains: what activations, references and the host share.</summary>
internal sealed class GrainRuntime
{
    private readonly ProxyFactory proxies = new();
    private readonly GrainCollectionOptions collection;
    private readonly long responseTimeout;
    private readonly long collectionAge;
    private volatile bool stopping;

    public GrainRuntime(
        IServiceProvider services, GrainCatalog catalog, TimeProvider time, IOptions<GrainCollectionOptions> collection,
        IOptions<SiloMessagingOptions> messaging, IEnumerable<IIncomingGrainCallFilter> filters, ILoggerFactory? loggers = null)
    {
        Services = services;
        Catalog = catalog;
        Time = time;
        Filters = [.. filters];
        Log = new((loggers ?? NullLoggerFactory.Instance).CreateLogger("Orleans.Runtime"));
        this.collection = collection.Value;
        ResponseTimeout = messaging.Value.ResponseTimeout;
        responseTimeout = ToTimestampTicks(ResponseTimeout);
        collectionAge = ToTimestampTicks(this.collection.CollectionAge);
    }

    internal IServiceProvider Services { get; }

    internal GrainCatalog Catalog { get; }

    internal TimeProvider Time { get; }

    internal IIncomingGrainCallFilter[] Filters { get; }

    internal RuntimeLog Log { get; }

    internal TimeSpan ResponseTimeout { get; }

    internal ActivationDirectory Directory { get; } = new();

    internal GrainReference CreateReference(Type grainInterface, GrainId grainId) => proxies.Create(grainInterface, this, grainId);

    /// <summary>Where a request goes now. While the host stops, grains that are still active can be called and no other is activated.</summary>
    internal GrainTarget GetTarget(GrainId grainId)
    {
        if (!stopping) return Directory.FindOrAdd(grainId, this);
        return Directory.Find(grainId)
            ?? throw new SiloUnavailableException($"The host stops, and {grainId} is not active. Call again after a restart.");
    }

    /// <summary>Sends a queued request on when its target ended before it was run.</summary>
    internal void Redirect(GrainRequest request)
    {
        try
        {
            while (!GetTarget(request.Target).TryEnqueue(request)) Thread.Yield();
        }
        catch (SiloUnavailableException exception)
        {
            request.Fail(exception);
        }
    }

    internal bool HasFilters(GrainActivation activation) => Filters.Length > 0 || activation.GrainInstance is IIncomingGrainCallFilter;

    internal bool IsExpired(GrainRequest request, long now) => request is { Method: not null, Responded: false }
        && now - request.Started >= (request.Method.ResponseTimeout is { } own ? ToTimestampTicks(own) : responseTimeout);

    internal TimeSpan TimeoutOf(GrainRequest request) => request.Method?.ResponseTimeout ?? ResponseTimeout;

    internal long CollectionAgeOf(GrainClass grainClass) => grainClass.CollectionAge is { } own ? ToTimestampTicks(own) : collectionAge;

    internal long ToTimestampTicks(TimeSpan time) =>
        time == Timeout.InfiniteTimeSpan ? long.MaxValue : (long)(time.TotalSeconds * Time.TimestampFrequency);

    internal CancellationTokenSource CreateActivationTimeout() => new(collection.ActivationTimeout, Time);

    internal CancellationTokenSource CreateDeactivationTimeout(CancellationToken cancellation)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        source.CancelAfter(collection.DeactivationTimeout);
        return source;
    }

    /// <summary>Nobody awaits a one-way call, so its failure goes to the log.</summary>
    internal void ObserveOneWay(GrainRequest request, Task response) => response.ContinueWith(
        task => Log.OneWayFailed(task.Exception!.InnerException!, request), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);

    internal void BeginStop() => stopping = true;
}
