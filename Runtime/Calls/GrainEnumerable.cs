namespace Orleans.Runtime;

/// <summary>What a proxy returns for a method that returns <see cref="IAsyncEnumerable{T}"/>: every enumeration calls the grain anew.</summary>
internal sealed class GrainEnumerable<TArguments, TElement>(
    GrainReference reference, GrainMethod method, TArguments arguments, CancellationToken cancellation) : IAsyncEnumerable<TElement>
{
    public IAsyncEnumerator<TElement> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new GrainEnumerator<TElement>(reference, Open, CancellationTokenSource.CreateLinkedTokenSource(cancellation, cancellationToken));

    private IAsyncEnumerable<TElement> Open(object grain, CancellationToken token)
    {
        var copy = arguments;
        return ((GrainInvoker<TArguments, IAsyncEnumerable<TElement>>)method.Invoker)(grain, ref copy, token);
    }
}
