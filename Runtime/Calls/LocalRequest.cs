namespace Orleans.Runtime;

/// <summary>Work that the runtime gives one activation in the shape of a request, so that it waits its turn like one. It never times out.</summary>
internal abstract class LocalRequest(GrainId target, bool interleave, bool keepsAlive) : GrainRequest(null, target, default)
{
    private readonly TaskCompletionSource response = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task Response => response.Task;

    internal override bool AlwaysInterleave => interleave;

    internal override bool KeepsAlive => keepsAlive;

    internal override bool OutlivesActivation => false;

    internal override bool Responded => response.Task.IsCompleted;

    internal override object? GetResult(Task execution) => null;

    internal override object? GetArgument(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    protected override bool TryRespond(Task execution) =>
        execution.IsFaulted ? response.TrySetException(execution.Exception.InnerExceptions) : response.TrySetResult();

    protected override bool TryFail(Exception exception) => response.TrySetException(exception);

    protected override bool TryCancel() => response.TrySetCanceled();
}
