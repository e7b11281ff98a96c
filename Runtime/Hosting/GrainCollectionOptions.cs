namespace Orleans.Configuration;

/// <summary>When idle activations are collected, and how long activation and deactivation may take.</summary>
public sealed class GrainCollectionOptions
{
    /// <summary>How long an activation stays without a request. Default: 15 minutes.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often idle activations are looked for. Default: 1 minute.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>After which the token of OnActivateAsync is cancelled. Default: 30 seconds.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After which the token of OnDeactivateAsync is cancelled. Default: 30 seconds.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
