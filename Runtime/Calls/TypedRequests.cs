using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>A call of a method that returns a value.</summary>
internal sealed class ValueRequest<TArguments, TResult>(
    GrainMethod method, GrainId target, TArguments arguments, CancellationToken cancellation) : GrainRequest(method, target, cancellation)
{
    private readonly TaskCompletionSource<TResult> response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TArguments arguments = arguments;

    internal Task<TResult> Response => response.Task;

    internal override bool Responded => response.Task.IsCompleted;

    internal override Task Invoke(object grain) =>
        Unsafe.As<GrainInvoker<TArguments, Task<TResult>>>(Method!.Invoker)(grain, ref arguments, Cancellation);

    internal override object? GetResult(Task execution) => ((Task<TResult>)execution).GetAwaiter().GetResult();

    internal override object? GetArgument(int index) => RequestArguments.Get(arguments, index, this);

    protected override bool TryRespond(Task execution)
    {
        if (execution.IsCompletedSuccessfully)
        {
            return response.TrySetResult(execution is Task<TResult> typed
                ? typed.GetAwaiter().GetResult()
                : (TResult)((Task<IncomingCallContext>)execution).GetAwaiter().GetResult().Result!);
        }

        return execution.IsCanceled
            ? response.TrySetCanceled(RequestArguments.CancellationOf(execution))
            : response.TrySetException(execution.Exception!.InnerExceptions);
    }

    protected override bool TryFail(Exception exception) => response.TrySetException(exception);

    protected override bool TryCancel() => response.TrySetCanceled(Cancellation);
}

/// <summary>A call of a method that returns no value.</summary>
internal sealed class VoidRequest<TArguments>(
    GrainMethod method, GrainId target, TArguments arguments, CancellationToken cancellation) : GrainRequest(method, target, cancellation)
{
    private readonly TaskCompletionSource response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TArguments arguments = arguments;

    internal Task Response => response.Task;

    internal override bool Responded => response.Task.IsCompleted;

    internal override Task Invoke(object grain) =>
        Unsafe.As<GrainInvoker<TArguments, Task>>(Method!.Invoker)(grain, ref arguments, Cancellation);

    internal override object? GetResult(Task execution) => null;

    internal override object? GetArgument(int index) => RequestArguments.Get(arguments, index, this);

    protected override bool TryRespond(Task execution)
    {
        if (execution.IsCompletedSuccessfully) return response.TrySetResult();
        return execution.IsCanceled
            ? response.TrySetCanceled(RequestArguments.CancellationOf(execution))
            : response.TrySetException(execution.Exception!.InnerExceptions);
    }

    protected override bool TryFail(Exception exception) => response.TrySetException(exception);

    protected override bool TryCancel() => response.TrySetCanceled(Cancellation);
}

internal static class RequestArguments
{
    /// <summary>The argument at a position of the interface method. The token travels beside the others.</summary>
    internal static object? Get<TArguments>(TArguments arguments, int index, GrainRequest request)
    {
        var parameters = request.Method!.Method.GetParameters();
        if (parameters[index].ParameterType == typeof(CancellationToken)) return request.Cancellation;
        var before = parameters.Take(index).Count(parameter => parameter.ParameterType == typeof(CancellationToken));
        return ((ITuple)arguments!)[index - before];
    }

    internal static CancellationToken CancellationOf(Task cancelled)
    {
        try
        {
            cancelled.GetAwaiter().GetResult();
            return default;
        }
        catch (OperationCanceledException exception)
        {
            return exception.CancellationToken;
        }
    }
}
