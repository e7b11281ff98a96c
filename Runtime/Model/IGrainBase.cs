using Orleans.Runtime;

namespace Orleans;

/// <summary>What the runtime needs of a grain instance. <see cref="Grain"/> implements it; a class may do so itself.</summary>
public interface IGrainBase
{
    /// <summary>The activation this instance lives in.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the first request. A failure fails every request that waits for this activation.</summary>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs after the last request. A failure is logged; the activation goes away all the same.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}
