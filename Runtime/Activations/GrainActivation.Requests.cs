namespace Orleans.Runtime;

/// <summary>Which request may start, and what happens when one ends.</summary>
internal sealed partial class GrainActivation
{
    private readonly RequestQueue _waiting;
    private readonly RequestQueue _running;
    private Dictionary<Guid, int>? _reentrantSections;
    private int _runningReads;
    private int _runningWrites;
    private long _lastUsed;
    private bool _borrowed;

    internal override bool TryEnqueue(GrainRequest request)
    {
        bool schedule;
        lock (_gate)
        {
            if (_state == ActivationState.Invalid) return false;
            request.Destination = this;
            _waiting.Add(request);
            _borrowed = _pool is not null;
            schedule = ClaimSchedule();
        }

        if (schedule) Schedule();
        return true;
    }

    /// <summary>Called once by a request whose method has ended, on whichever thread ended it.</summary>
    internal void Finish(GrainRequest request)
    {
        bool schedule, free;
        lock (_gate)
        {
            _running.Remove(request);
            if (request.Exclusivity == Exclusivity.Read) _runningReads--;
            else if (request.Exclusivity == Exclusivity.Write) _runningWrites--;
            if (request.KeepsAlive) _lastUsed = request.Suspended ? Runtime.Time.GetTimestamp() : Math.Max(_lastUsed, request.Started);
            schedule = ClaimSchedule();
            free = ClaimRelease();
        }

        if (schedule) Schedule();
        if (free) _pool!.Release(this);
    }

    /// <summary>A failed optimistic write means the state in memory is stale, so the next request gets a fresh activation, as in Orleans.</summary>
    internal void OnFailed(GrainRequest request, Exception exception)
    {
        if (exception is Storage.InconsistentStateException { IsSourceActivation: true } inconsistent)
        {
            inconsistent.IsSourceActivation = false;
            Deactivate(new(DeactivationReasonCode.ApplicationError, exception, $"{request} found its stored state changed by another writer."));
        }
    }

    internal void EnterReentrantSection(Guid id)
    {
        lock (_gate)
        {
            _reentrantSections ??= [];
            _reentrantSections[id] = _reentrantSections.GetValueOrDefault(id) + 1;
        }
    }

    internal void LeaveReentrantSection(Guid id)
    {
        lock (_gate)
        {
            if (--_reentrantSections![id] == 0) _reentrantSections.Remove(id);
        }
    }

    internal override void CollectExpired(long now, List<GrainRequest> expired)
    {
        if (_waiting.IsEmpty && _running.IsEmpty) return;
        lock (_gate)
        {
            for (var request = _running.First; request is not null; request = request.Next)
                if (Runtime.IsExpired(request, now)) expired.Add(request);
            for (GrainRequest? request = _waiting.First, next; request is not null; request = next)
            {
                next = request.Next;
                if (!Runtime.IsExpired(request, now)) continue;
                _waiting.Remove(request);
                expired.Add(request);
            }
        }
    }

    /// <summary>Under the lock: whether the caller must give this worker back to its pool after releasing the lock.</summary>
    private bool ClaimRelease()
    {
        if (!_borrowed || !_running.IsEmpty || !_waiting.IsEmpty || _reason is not null) return false;
        _borrowed = false;
        return true;
    }

    private bool CanStartRequests => _state == ActivationState.Valid && _reason is null;

    /// <summary>Moves the first request that may start now from waiting to running.</summary>
    private GrainRequest? TakeRunnable()
    {
        while (FindRunnable() is { } request)
        {
            _waiting.Remove(request);
            if (request.Responded)
            {
                request.Detach();
                continue;
            }

            request.Exclusivity = ExclusivityOf(request);
            if (request.Exclusivity == Exclusivity.Read) _runningReads++;
            else if (request.Exclusivity == Exclusivity.Write) _runningWrites++;
            _running.Add(request);
            return request;
        }

        return null;
    }

    private GrainRequest? FindRunnable()
    {
        if (!CanStartRequests || _waiting.IsEmpty) return null;
        if (_runningReads + _runningWrites == 0 || Class.Reentrant) return _waiting.First;

        // Nobody in the queue could pass the running request: the common case of a busy grain, kept free of a scan.
        if (_waiting.Interleaving == 0) return null;
        for (var request = _waiting.First; request is not null; request = request.Next)
            if (MayStartBesideRunning(request)) return request;
        return null;
    }

    private bool MayStartBesideRunning(GrainRequest request) =>
        request.AlwaysInterleave || (request.ReadOnly && _runningWrites == 0) || IsInOpenSection(request);

    private bool IsInOpenSection(GrainRequest request) =>
        request.ReentrancyId != Guid.Empty && _reentrantSections is { } sections && sections.ContainsKey(request.ReentrancyId);

    /// <summary>Interleaved requests block nobody, also those that came back through an open reentrancy section.</summary>
    private Exclusivity ExclusivityOf(GrainRequest request)
    {
        if (request.AlwaysInterleave) return Exclusivity.None;
        if (request.ReadOnly) return Exclusivity.Read;
        return _runningReads + _runningWrites > 0 ? Exclusivity.None : Exclusivity.Write;
    }
}
