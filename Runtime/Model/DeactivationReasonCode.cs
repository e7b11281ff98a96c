namespace Orleans;

/// <summary>The kinds of <see cref="DeactivationReason"/>, with Orleans' names and numbers; the gaps are reasons that only a cluster has.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>None was given.</summary>
    None = 0,

    /// <summary>The host stops.</summary>
    ShuttingDown = 1,

    /// <summary>The constructor, reading state, or OnActivateAsync failed.</summary>
    ActivationFailed = 2,

    /// <summary>No request came for the collection age.</summary>
    ActivationIdle = 4,

    /// <summary>A request failed in a way that makes the in-memory state untrustworthy.</summary>
    ApplicationError = 8,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested = 9,

    /// <summary>The runtime asked for it.</summary>
    RuntimeRequested = 11,
}
