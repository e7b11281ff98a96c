namespace Orleans.Runtime;

/// <summary>
/// The workers of one stateless-worker identity and the one queue they share: a request goes to a free worker, to a new one while there are
/// fewer than the limit, or waits for whichever worker is free first. <see cref="gate"/> is never held while a worker's lock is taken.
/// </summary>
internal sealed class StatelessWorkerPool : GrainTarget
{
    private readonly Lock gate = new();
    private readonly GrainRuntime runtime;
    private readonly GrainId grainId;
    private readonly RequestQueue waiting;
    private readonly HashSet<GrainActivation> workers = [];
    private readonly Stack<GrainActivation> free = new();
    private bool stopped;

    internal StatelessWorkerPool(GrainRuntime runtime, GrainClass grainClass, GrainId grainId)
    {
        this.runtime = runtime;
        Class = grainClass;
        this.grainId = grainId;
        waiting = new(gate);
    }

    internal override GrainClass Class { get; }

    internal override bool TryEnqueue(GrainRequest request)
    {
        GrainActivation? worker = null;
        bool stopped;
        lock (gate)
        {
            stopped = this.stopped;
            request.Destination = this;
            if (!stopped && (worker = TakeWorker()) is null) waiting.Add(request);
        }

        if (stopped) request.Fail(Stopped(request));
        else if (worker is not null) Give(request, worker);
        return true;
    }

    /// <summary>A worker has nothing left to do: it takes the next request, or becomes free.</summary>
    internal void Release(GrainActivation worker)
    {
        GrainRequest? next;
        lock (gate)
        {
            if (!workers.Contains(worker)) return;
            next = TakeWaiting();
            if (next is null && !free.Contains(worker)) free.Push(worker);
        }

        if (next is not null) Give(next, worker);
    }

    /// <summary>A worker ends. Its place goes to a new one if requests wait.</summary>
    internal void Retire(GrainActivation worker)
    {
        GrainRequest? next = null;
        GrainActivation? successor = null;
        lock (gate)
        {
            if (!workers.Remove(worker)) return;
            RemoveFree(worker);
            if (!stopped && !waiting.IsEmpty && (successor = TakeWorker()) is not null) next = TakeWaiting();
            if (successor is not null && next is null) free.Push(successor);
        }

        if (next is not null) Give(next, successor!);
    }

    /// <summary>Retires a worker only if it is free, so that no request is on its way to it.</summary>
    internal bool TryRetireIdle(GrainActivation worker)
    {
        lock (gate)
        {
            if (!free.Contains(worker)) return false;
            RemoveFree(worker);
            return workers.Remove(worker);
        }
    }

    internal override void CollectExpired(long now, List<GrainRequest> expired)
    {
        GrainActivation[] workers;
        lock (gate)
        {
            workers = [.. this.workers];
            for (GrainRequest? request = waiting.First, next; request is not null; request = next)
            {
                next = request.Next;
                if (!runtime.IsExpired(request, now)) continue;
                waiting.Remove(request);
                expired.Add(request);
            }
        }

        foreach (var worker in workers) worker.CollectExpired(now, expired);
    }

    internal override void CollectIdle(long now)
    {
        GrainActivation[] free;
        lock (gate) free = [.. this.free];
        foreach (var worker in free) worker.CollectIdle(now);
    }

    internal override async Task StopAsync(DeactivationReason reason, CancellationToken cancellation)
    {
        GrainActivation[] workers;
        var left = new List<GrainRequest>();
        lock (gate)
        {
            stopped = true;
            workers = [.. this.workers];
            for (; waiting.First is { } request; left.Add(request)) waiting.Remove(request);
        }

        foreach (var request in left) request.Fail(Stopped(request));
        await Task.WhenAll(workers.Select(worker => worker.StopAsync(reason, cancellation)));
        runtime.Directory.Remove(grainId);
    }

    private static SiloUnavailableException Stopped(GrainRequest request) => new($"The host stops; {request} was not started.");

    private void Give(GrainRequest request, GrainActivation worker)
    {
        // A worker that ended in between is no longer in the pool, so another one is found.
        if (!worker.TryEnqueue(request)) runtime.Redirect(request);
    }

    private GrainActivation? TakeWorker()
    {
        if (free.TryPop(out var worker)) return worker;
        if (workers.Count >= Class.MaxWorkers) return null;
        worker = new(runtime, Class, grainId, this);
        workers.Add(worker);
        return worker;
    }

    private GrainRequest? TakeWaiting()
    {
        var request = waiting.First;
        if (request is not null) waiting.Remove(request);
        return request;
    }

    private void RemoveFree(GrainActivation worker)
    {
        var kept = free.Where(other => other != worker).Reverse().ToArray();
        free.Clear();
        foreach (var other in kept) free.Push(other);
    }
}
