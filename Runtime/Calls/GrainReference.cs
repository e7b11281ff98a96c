namespace Orleans.Runtime;

/// <summary>
/// The base of all references to grains; the runtime emits one subclass an interface. Two references are equal when they name the same grain.
/// </summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private GrainTarget? target;

    internal GrainReference(GrainRuntime runtime, GrainId grainId)
    {
        Runtime = runtime;
        GrainId = grainId;
    }

    /// <summary>The grain this refers to.</summary>
    public GrainId GrainId { get; }

    internal GrainRuntime Runtime { get; }

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => GrainId.ToString();

    internal Task<TResult> Call<TArguments, TResult>(TArguments arguments, GrainMethod method, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<TResult>(cancellation);
        var request = new ValueRequest<TArguments, TResult>(method, GrainId, arguments, cancellation);
        Send(request);
        return request.Response;
    }

    internal Task CallVoid<TArguments>(TArguments arguments, GrainMethod method, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled(cancellation);
        var request = new VoidRequest<TArguments>(method, GrainId, arguments, cancellation);
        Send(request);
        if (!method.OneWay) return request.Response;
        Runtime.ObserveOneWay(request, request.Response);
        return Task.CompletedTask;
    }

    internal ValueTask<TResult> CallValueTask<TArguments, TResult>(TArguments arguments, GrainMethod method, CancellationToken cancellation) =>
        new(Call<TArguments, TResult>(arguments, method, cancellation));

    internal ValueTask CallVoidValueTask<TArguments>(TArguments arguments, GrainMethod method, CancellationToken cancellation) =>
        new(CallVoid(arguments, method, cancellation));

    internal IAsyncEnumerable<TElement> Enumerate<TArguments, TElement>(TArguments arguments, GrainMethod method, CancellationToken cancellation) =>
        new GrainEnumerable<TArguments, TElement>(this, method, arguments, cancellation);

    internal void Send(GrainRequest request)
    {
        request.Send(Runtime);
        if (target is { } known && known.TryEnqueue(request)) return;
        try
        {
            GrainTarget found;
            do target = found = Runtime.GetTarget(GrainId);
            while (!found.TryEnqueue(request));
        }
        catch (Exception exception)
        {
            request.Fail(exception);
        }
    }
}
