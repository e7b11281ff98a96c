namespace Orleans.Runtime;

/// <summary>
/// The workers of one stateless-worker identity and the one queue they share: a request goes to a free worker, to a new one while there are
/// fewer than the limit, or waits for whichever worker is free first. <see cref="_gate"/> is never held while a worker's lock is taken.
/// </summary>
internal sealed class StatelessWorkerPool : GrainTarget
{
    private readonly Lock _gate = new();
    private readonly GrainRuntime _runtime;
    private readonly GrainId _grainId;
    private readonly RequestQueue _waiting;
    private readonly HashSet<GrainActivation> _workers = [];
    private readonly Stack<GrainActivation> _free = new();
    private bool _stopped;

    internal StatelessWorkerPool(GrainRuntime runtime, GrainClass grainClass, GrainId grainId)
    {
        _runtime = runtime;
        Class = grainClass;
        _grainId = grainId;
        _waiting = new(_gate);
    }

    internal override GrainClass Class { get; }

    internal override bool TryEnqueue(GrainRequest request)
    {
        GrainActivation? worker = null;
        bool stopped;
        lock (_gate)
        {
            stopped = _stopped;
            request.Destination = this;
            if (!stopped && (worker = TakeWorker()) is null) _waiting.Add(request);
        }

        if (stopped) request.Fail(Stopped(request));
        else if (worker is not null) Give(request, worker);
        return true;
    }

    /// <summary>A worker has nothing left to do: it takes the next request, or becomes free.</summary>
    internal void Release(GrainActivation worker)
    {
        GrainRequest? next;
        lock (_gate)
        {
            if (!_workers.Contains(worker)) return;
            next = TakeWaiting();
            if (next is null && !_free.Contains(worker)) _free.Push(worker);
        }

        if (next is not null) Give(next, worker);
    }

    /// <summary>A worker ends. Its place goes to a new one if requests wait.</summary>
    internal void Retire(GrainActivation worker)
    {
        GrainRequest? next = null;
        GrainActivation? successor = null;
        lock (_gate)
        {
            if (!_workers.Remove(worker)) return;
            RemoveFree(worker);
            if (!_stopped && !_waiting.IsEmpty && (successor = TakeWorker()) is not null) next = TakeWaiting();
            if (successor is not null && next is null) _free.Push(successor);
        }

        if (next is not null) Give(next, successor!);
    }

    /// <summary>Retires a worker only if it is free, so that no request is on its way to it.</summary>
    internal bool TryRetireIdle(GrainActivation worker)
    {
        lock (_gate)
        {
            if (!_free.Contains(worker)) return false;
            RemoveFree(worker);
            return _workers.Remove(worker);
        }
    }

    internal override void CollectExpired(long now, List<GrainRequest> expired)
    {
        GrainActivation[] workers;
        lock (_gate)
        {
            workers = [.. _workers];
            for (GrainRequest? request = _waiting.First, next; request is not null; request = next)
            {
                next = request.Next;
                if (!_runtime.IsExpired(request, now)) continue;
                _waiting.Remove(request);
                expired.Add(request);
            }
        }

        foreach (var worker in workers) worker.CollectExpired(now, expired);
    }

    internal override void CollectIdle(long now)
    {
        GrainActivation[] free;
        lock (_gate) free = [.. _free];
        foreach (var worker in free) worker.CollectIdle(now);
    }

    internal override async Task StopAsync(DeactivationReason reason, CancellationToken cancellation)
    {
        GrainActivation[] workers;
        var left = new List<GrainRequest>();
        lock (_gate)
        {
            _stopped = true;
            workers = [.. _workers];
            for (; _waiting.First is { } request; left.Add(request)) _waiting.Remove(request);
        }

        foreach (var request in left) request.Fail(Stopped(request));
        await Task.WhenAll(workers.Select(worker => worker.StopAsync(reason, cancellation)));
        _runtime.Directory.Remove(_grainId);
    }

    private static SiloUnavailableException Stopped(GrainRequest request) => new($"The host stops; {request} was not started.");

    private void Give(GrainRequest request, GrainActivation worker)
    {
        // A worker that ended in between is no longer in the pool, so another one is found.
        if (!worker.TryEnqueue(request)) _runtime.Redirect(request);
    }

    private GrainActivation? TakeWorker()
    {
        if (_free.TryPop(out var worker)) return worker;
        if (_workers.Count >= Class.MaxWorkers) return null;
        worker = new(_runtime, Class, _grainId, this);
        _workers.Add(worker);
        return worker;
    }

    private GrainRequest? TakeWaiting()
    {
        var request = _waiting.First;
        if (request is not null) _waiting.Remove(request);
        return request;
    }

    private void RemoveFree(GrainActivation worker)
    {
        var kept = _free.Where(other => other != worker).Reverse().ToArray();
        _free.Clear();
        foreach (var other in kept) _free.Push(other);
    }
}
