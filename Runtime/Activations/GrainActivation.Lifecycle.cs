using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>From the first request to disposal.</summary>
internal sealed partial class GrainActivation
{
    private readonly List<IActivationComponent> _components = [];
    private AsyncServiceScope? _scope;
    private DeactivationReason? _reason;
    private CancellationToken _deactivationCancelled;
    private long _keepUntil = long.MinValue;

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        bool schedule;
        lock (_gate)
        {
            if (_reason is not null || _state >= ActivationState.Deactivating) return;
            _reason = deactivationReason;
            _deactivationCancelled = cancellationToken;
            schedule = ClaimSchedule();
        }

        foreach (var component in Components) component.OnDeactivating();
        if (schedule) Schedule();
    }

    internal void DelayDeactivation(TimeSpan timeSpan)
    {
        lock (_gate)
        {
            _keepUntil = timeSpan == Timeout.InfiniteTimeSpan ? long.MaxValue
                : timeSpan <= TimeSpan.Zero ? long.MinValue
                : Runtime.Time.GetTimestamp() + Runtime.ToTimestampTicks(timeSpan);
        }
    }

    /// <summary>Registers something that ends with the activation. Called in a turn.</summary>
    internal void Attach(IActivationComponent component)
    {
        lock (_gate) _components.Add(component);
    }

    internal void Detach(IActivationComponent component)
    {
        lock (_gate) _components.Remove(component);
    }

    internal override void CollectIdle(long now)
    {
        bool due;
        lock (_gate)
        {
            due = CanStartRequests && _running.IsEmpty && _waiting.IsEmpty && now >= _keepUntil
                && now - _lastUsed >= Runtime.CollectionAgeOf(Class);
        }

        if (due && (_pool is null || _pool.TryRetireIdle(this)))
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
            lock (_gate) return [.. _components];
        }
    }

    private async Task ActivateAsync()
    {
        GrainRequest? first;
        lock (_gate) first = _waiting.First;
        CallScope.Current = first;
        try
        {
            _scope = Runtime.Services.CreateAsyncScope();
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
        lock (_gate)
        {
            _state = ActivationState.Valid;
            _lastUsed = Runtime.Time.GetTimestamp();
            schedule = ClaimSchedule();
        }

        if (schedule) Schedule();
    }

    private async Task DeactivateAsync()
    {
        if (Class.OverridesOnDeactivate && GrainInstance is IGrainBase grain)
        {
            using var cancellation = Runtime.CreateDeactivationTimeout(_deactivationCancelled);
            try
            {
                await grain.OnDeactivateAsync(_reason!.Value, cancellation.Token);
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
            if (_scope is { } scope) await scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            Runtime.Log.DisposalFailed(exception, this);
        }

        if (_pool is null) Runtime.Directory.Remove(this);
        else _pool.Retire(this);
        var left = new List<GrainRequest>();
        lock (_gate)
        {
            _state = ActivationState.Invalid;
            for (; _waiting.First is { } request; left.Add(request)) _waiting.Remove(request);
        }

        foreach (var request in left)
        {
            if (failure is not null) request.Fail(failure);
            else if (request.OutlivesActivation) Runtime.Redirect(request);
            else request.Fail(new EnumerationAbortedException($"{this} was deactivated before the enumeration ended. Enumerate again."));
        }

        _deactivated.SetResult();
    }
}
