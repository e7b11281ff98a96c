namespace Orleans.Runtime;

/// <summary>Something that belongs to an activation and ends with it: a timer, an open enumeration.</summary>
internal interface IActivationComponent
{
    /// <summary>When deactivation is asked for, on any thread: start no further work and let running work end.</summary>
    void OnDeactivating();

    /// <summary>After OnDeactivateAsync: release what is held.</summary>
    ValueTask OnDeactivatedAsync();
}

/// <summary>State that is read before OnActivateAsync.</summary>
internal interface IActivationState
{
    Task LoadAsync(CancellationToken cancellation);
}
