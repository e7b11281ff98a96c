using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>One injected record. Operations run one after another, also in a reentrant grain: each waits for the one before it.</summary>
internal sealed class PersistentState<TState>(GrainActivation activation, IGrainStorage storage, string stateName)
    : IPersistentState<TState>, IActivationState
{
    private readonly GrainState<TState> record = new() { State = default! };
    private Task last = Task.CompletedTask;

    public TState State
    {
        get => record.State;
        set => record.State = value;
    }

    public string? Etag => record.ETag;

    public bool RecordExists => record.RecordExists;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) =>
        AfterLast(() => storage.ReadStateAsync(stateName, activation.GrainId, record, cancellationToken), cancellationToken);

    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        AfterLast(() => storage.WriteStateAsync(stateName, activation.GrainId, record, cancellationToken), cancellationToken);

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        AfterLast(() => storage.ClearStateAsync(stateName, activation.GrainId, record, cancellationToken), cancellationToken);

    Task IActivationState.LoadAsync(CancellationToken cancellation) => ReadStateAsync(cancellation);

    private Task AfterLast(Func<Task> operation, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return last = last.IsCompleted ? operation() : Wait(last, operation);
    }

    private static async Task Wait(Task last, Func<Task> operation)
    {
        await last.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        await operation();
    }
}
