using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>From the first request to disposal.</summary>
internal sealed partial class GrainActivation
{
    private readonly List<IActivationComponent> components = [];
    private AsyncServiceScope? scope;
    private DeactivationReason? reason;
    private CancellationToken deactivationCancelled;
    private long keepUntil = long.MinValue;

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        bool schedule;
        lock (gate)
        {
            if (reason is not null || state >= ActivationState.Deactivating) return;
            reason = deactivationReason;
            deactivationCancelled = cancellationToken;
            schedule = ClaimSchedule();
        }

        foreach (var component in Components) component.OnDeactivating();
        if (schedule) Schedule();
    }

    internal void DelayDeactivation(TimeSpan timeSpan)
    {
        lock (gate)
        {
            keepUntil = timeSpan == Timeout.InfiniteTimeSpan ? long.MaxValue
                : timeSpan <= TimeSpan.Zero ? long.MinValue
                : Runtime.Time.GetTimestamp() + Runtime.ToTimestampTicks(timeSpan);
        }
    }

    /// <summary>Registers something that ends with the activation. Called in a turn.</summary>
    internal void Attach(IActivationComponent component)
    {
        lock (gate) components.Add(component);
    }

    internal void Detach(IActivationComponent component)
    {
        lock (gate) components.Remove(component);
    }

    internal override void CollectIdle(long now)
    {
        bool due;
        lock (gate)
        {
            due = CanStartRequests && running.IsEmpty && waiting.IsEmpty && now >= keepUntil
                && now - lastUsed >= Runtime.CollectionAgeOf(Class);
        }

        if (due && (pool is null || pool.TryRetireIdle(this)))
            Deactivate(new(DeactivationReasonCode.ActivationIdle, "No request came for the collection age."));
    }

    internal override Task StopAsync(DeactivationReason reason, CancellationToken cancellation)
    {
        Deactivate(reason, cancellation);
        return Deactivated.WaitAsync(cancellation);
    }

    private IActivationComponent[] Components
    {
        get
        {
            lock (gate) return [.. components];
        }
    }

    private async Task ActivateAsync()
    {
        GrainRequest? first;
        lock (gate) first = waiting.First;
        CallScope.Current = first;
        try
        {
            scope = Runtime.Services.CreateAsyncScope();
            var states = new List<IActivationState>();
            GrainInstance = Class.CreateInstance(this, states);
            using var cancellation = Class.OverridesOnActivate || states.Count > 0 ? Runtime.CreateActivationTimeout() : null;
            foreach (var state in states) await state.LoadAsync(cancellation!.Token);
            if (Class.OverridesOnActivate) await ((IGrainBase)GrainInstance).OnActivateAsync(cancellation!.Token);
        }
        catch (Exception exception)
        {
            Runtime.Log.ActivationFailed(exception, this);
            await EndAsync(exception);
            return;
        }

        bool schedule;
        lock (gate)
        {
            state = ActivationState.Valid;
            lastUsed = Runtime.Time.GetTimestamp();
            schedule = ClaimSchedule();
        }

        if (schedule) Schedule();
    }

    private async Task DeactivateAsync()
    {
        if (Class.OverridesOnDeactivate && GrainInstance is IGrainBase grain)
        {
            using var cancellation = Runtime.CreateDeactivationTimeout(deactivationCancelled);
            try
            {
                await grain.OnDeactivateAsync(reason!.Value, cancellation.Token);
            }
            catch (Exception exception)
            {
                Runtime.Log.DeactivationFailed(exception, this);
            }
        }

        await EndAsync(failure: null);
    }

    /// <summary>Disposes what the activation holds and hands its waiting requests to the next one; a failed activation fails them.</summary>
    private async Task EndAsync(Exception? failure)
    {
        try
        {
            foreach (var component in Components) await component.OnDeactivatedAsync();
            if (GrainInstance is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync();
            else (GrainInstance as IDisposable)?.Dispose();
            if (scope is { } owned) await owned.DisposeAsync();
        }
        catch (Exception exception)
        {
            Runtime.Log.DisposalFailed(exception, this);
        }

        if (pool is null) Runtime.Directory.Remove(this);
        else pool.Retire(this);
        var left = new List<GrainRequest>();
        lock (gate)
        {
            state = ActivationState.Invalid;
            for (; waiting.First is { } request; left.Add(request)) waiting.Remove(request);
        }

        foreach (var request in left)
        {
            if (failure is not null) request.Fail(failure);
            else if (request.OutlivesActivation) Runtime.Redirect(request);
            else request.Fail(new EnumerationAbortedException($"{this} was deactivated before the enumeration ended. Enumerate again."));
        }

        deactivated.SetResult();
    }
}
