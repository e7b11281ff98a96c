namespace CodeGraph.Gateway.Snapshots;

/// <summary>A stream whose first item is there, so that what is wrong with it is known before anything is sent. Enumerated once.</summary>
internal sealed class StartedStream<T> : IAsyncEnumerable<T>, IAsyncDisposable
{
    private readonly IAsyncEnumerator<T> items;

    private StartedStream(IAsyncEnumerator<T> items) => this.items = items;

    public T First { get; private init; } = default!;

    /// <exception cref="InvalidOperationException">The stream is empty.</exception>
    public static async Task<StartedStream<T>> Of(IAsyncEnumerable<T> stream, CancellationToken cancellation)
    {
        var items = stream.GetAsyncEnumerator(cancellation);
        try
        {
            if (await items.MoveNextAsync())
                return new(items) { First = items.Current };
            throw new InvalidOperationException("The stream ended before its first item.");
        }
        catch
        {
            await items.DisposeAsync();
            throw;
        }
    }

    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        yield return First;
        while (await items.MoveNextAsync())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return items.Current;
        }
    }

    public ValueTask DisposeAsync() => items.DisposeAsync();
}
