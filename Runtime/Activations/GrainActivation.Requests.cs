namespace Orleans.Runtime;

/// <summary>Which request may start, and what happens when one ends.</summary>
internal sealed partial class GrainActivation
{
    private readonly RequestQueue waiting;
    private readonly RequestQueue running;
    private Dictionary<Guid, int>? reentrantSections;
    private int runningReads;
    private int runningWrites;
    private long lastUsed;
    private bool borrowed;

    internal override bool TryEnqueue(GrainRequest request)
    {
        bool schedule;
        lock (gate)
        {
            if (state == ActivationState.Invalid) return false;
            request.Destination = this;
            waiting.Add(request);
            borrowed = pool is not null;
            schedule = ClaimSchedule();
        }

        if (schedule) Schedule();
        return true;
    }

    /// <summary>Called once by a request whose method has ended, on whichever thread ended it.</summary>
    internal void Finish(GrainRequest request)
    {
        bool schedule, free;
        lock (gate)
        {
            running.Remove(request);
            if (request.Exclusivity == Exclusivity.Read) runningReads--;
            else if (request.Exclusivity == Exclusivity.Write) runningWrites--;
            if (request.KeepsAlive) lastUsed = request.Suspended ? Runtime.Time.GetTimestamp() : Math.Max(lastUsed, request.Started);
            schedule = ClaimSchedule();
            free = ClaimRelease();
        }

        if (schedule) Schedule();
        if (free) pool!.Release(this);
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
        lock (gate)
        {
            reentrantSections ??= [];
            reentrantSections[id] = reentrantSections.GetValueOrDefault(id) + 1;
        }
    }

    internal void LeaveReentrantSection(Guid id)
    {
        lock (gate)
        {
            if (--reentrantSections![id] == 0) reentrantSections.Remove(id);
        }
    }

    internal override void CollectExpired(long now, List<GrainRequest> expired)
    {
        if (waiting.IsEmpty && running.IsEmpty) return;
        lock (gate)
        {
            for (var request = running.First; request is not null; request = request.Next)
                if (Runtime.IsExpired(request, now)) expired.Add(request);
            for (GrainRequest? request = waiting.First, next; request is not null; request = next)
            {
                next = request.Next;
                if (!Runtime.IsExpired(request, now)) continue;
                waiting.Remove(request);
                expired.Add(request);
            }
        }
    }

    /// <summary>Under the lock: whether the caller must give this worker back to its pool after releasing the lock.</summary>
    private bool ClaimRelease()
    {
        if (!borrowed || !running.IsEmpty || !waiting.IsEmpty || reason is not null) return false;
        borrowed = false;
        return true;
    }

    private bool CanStartRequests => state == ActivationState.Valid && reason is null;

    /// <summary>Moves the first request that may start now from waiting to running.</summary>
    private GrainRequest? TakeRunnable()
    {
        while (FindRunnable() is { } request)
        {
            waiting.Remove(request);
            if (request.Responded)
            {
                request.Detach();
                continue;
            }

            request.Exclusivity = ExclusivityOf(request);
            if (request.Exclusivity == Exclusivity.Read) runningReads++;
            else if (request.Exclusivity == Exclusivity.Write) runningWrites++;
            running.Add(request);
            return request;
        }

        return null;
    }

    private GrainRequest? FindRunnable()
    {
        if (!CanStartRequests || waiting.IsEmpty) return null;
        if (runningReads + runningWrites == 0 || Class.Reentrant) return waiting.First;

        // Nobody in the queue could pass the running request: the common case of a busy grain, kept free of a scan.
        if (waiting.Interleaving == 0) return null;
        for (var request = waiting.First; request is not null; request = request.Next)
            if (MayStartBesideRunning(request)) return request;
        return null;
    }

    private bool MayStartBesideRunning(GrainRequest request) =>
        request.AlwaysInterleave || (request.ReadOnly && runningWrites == 0) || IsInOpenSection(request);

    private bool IsInOpenSection(GrainRequest request) =>
        request.ReentrancyId != Guid.Empty && reentrantSections is { } sections && sections.ContainsKey(request.ReentrancyId);

    /// <summary>Interleaved requests block nobody, also those that came back through an open reentrancy section.</summary>
    private Exclusivity ExclusivityOf(GrainRequest request)
    {
        if (request.AlwaysInterleave) return Exclusivity.None;
        if (request.ReadOnly) return Exclusivity.Read;
        return runningReads + runningWrites > 0 ? Exclusivity.None : Exclusivity.Write;
    }
}
