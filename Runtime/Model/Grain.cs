using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans;

/// <summary>
/// The base class of grains. The runtime creates one instance per identity when it is first called, runs its requests one turn at a time,
/// and lets it go when it has been idle. Constructor parameters come from dependency injection.
/// </summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Binds the instance to the activation being created. Outside the runtime, as in a plain unit test, there is none.</summary>
    protected Grain() => GrainContext = RuntimeContext.Current;

    /// <summary>The activation this instance lives in; null when the instance was created outside the runtime.</summary>
    [AllowNull]
    public IGrainContext GrainContext { get; }

    /// <summary>Identity as <c>type/key</c>, for logs.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    /// <summary>Hands out references to other grains.</summary>
    protected IGrainFactory GrainFactory => ServiceProvider.GetRequiredService<IGrainFactory>();

    /// <summary>The services of this activation's scope; disposed with the activation.</summary>
    protected internal IServiceProvider ServiceProvider => Activation.ActivationServices;

    internal GrainActivation Activation => (GrainActivation)(GrainContext
        ?? throw new InvalidOperationException("The grain was created outside the runtime. Get a reference from IGrainFactory instead."));

    /// <summary>Runs before the first request, after persistent state has been read. A failure fails the requests that wait.</summary>
    /// <param name="cancellationToken">Signals that activation takes too long.</param>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last request of this activation. It is not called when the process dies.</summary>
    /// <param name="reason">Why; informational.</param>
    /// <param name="cancellationToken">Signals that the runtime stops waiting.</param>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Deactivates this activation once the running requests are done. Requests already queued go to the next activation.</summary>
    protected void DeactivateOnIdle() =>
        Activation.Deactivate(new(DeactivationReasonCode.ApplicationRequested, "DeactivateOnIdle was called."));

    /// <summary>
    /// Keeps the activation from being collected as idle for at least <paramref name="timeSpan"/>. Zero returns to the collection age,
    /// <see cref="Timeout.InfiniteTimeSpan"/> keeps it until <see cref="DeactivateOnIdle"/> or shutdown.
    /// </summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Activation.DelayDeactivation(timeSpan);
}
