namespace Orleans.Runtime;

/// <summary>One activation of a grain, as the grain and its services see it. Can be injected into a grain's constructor.</summary>
public interface IGrainContext
{
    /// <summary>Identity of the grain.</summary>
    GrainId GrainId { get; }

    /// <summary>The grain object; null until it has been constructed.</summary>
    object? GrainInstance { get; }

    /// <summary>The services of this activation's scope.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Completes when the activation is gone.</summary>
    Task Deactivated { get; }

    /// <summary>Starts deactivation: no further request starts, running ones end, then OnDeactivateAsync runs.</summary>
    /// <param name="deactivationReason">Passed to the grain.</param>
    /// <param name="cancellationToken">Passed to OnDeactivateAsync: stop waiting.</param>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
