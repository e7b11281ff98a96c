using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>
/// Both ends of one enumeration. The caller's end asks for batches; the grain's end moves its iterator in interleaving turns of the activation
/// that opened it, as Orleans does, and hands over what is there without waiting for more. An enumeration never times out; its token is
/// cancelled when the caller cancels or stops, and when the activation ends.
/// </summary>
internal sealed class GrainEnumerator<TElement>(
    GrainReference reference, Func<object, CancellationToken, IAsyncEnumerable<TElement>> open, CancellationTokenSource cancellation)
    : IAsyncEnumerator<TElement>, IActivationComponent
{
    /// <summary>How far the grain may run ahead of the caller: Orleans' default batch size.</summary>
    private const int MaxBatchSize = 100;

    private readonly CancellationToken token = cancellation.Token;
    private readonly List<TElement> batch = [];
    private GrainActivation? activation;
    private IAsyncEnumerator<TElement>? source;
    private Task? filling;
    private Task<bool>? ahead;
    private int position = -1;
    private bool ended;
    private bool disposed;
    private volatile bool aborted;

    public TElement Current => batch[position];

    public async ValueTask<bool> MoveNextAsync()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (++position < batch.Count) return true;
        if (ended) return false;
        position = 0;
        try
        {
            token.ThrowIfCancellationRequested();
            await AskAsync(new Pull(this)).WaitAsync(token);
        }
        catch (OperationCanceledException) when (aborted)
        {
            throw Aborted();
        }

        return batch.Count > 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        await cancellation.CancelAsync();
        try
        {
            if (activation is not null) await AskAsync(new Close(this));
        }
        catch (EnumerationAbortedException)
        {
            // The activation ended first, and closed the iterator itself.
        }

        cancellation.Dispose();
    }

    void IActivationComponent.OnDeactivating()
    {
        aborted = true;

        // Not inline: the caller is in the middle of a turn that other code of the grain must not enter.
        _ = cancellation.CancelAsync();
    }

    async ValueTask IActivationComponent.OnDeactivatedAsync() => await CloseAsync();

    private Task AskAsync(LocalRequest request)
    {
        if (activation is null)
        {
            reference.Send(request);
        }
        else
        {
            request.Send(reference.Runtime);
            if (!activation.TryEnqueue(request)) throw Aborted();
        }

        return request.Response;
    }

    private EnumerationAbortedException Aborted() => new($"{activation} was deactivated before the enumeration ended. Enumerate again.");

    /// <summary>In the grain's turn: at least one element unless the sequence ended, then whatever is ready.</summary>
    private async Task FillAsync(object grain)
    {
        batch.Clear();
        if (source is null)
        {
            activation = RuntimeContext.Current!;
            source = open(grain, token).GetAsyncEnumerator(token);
            activation.Attach(this);
        }

        var moved = ahead ?? source.MoveNextAsync().AsTask();
        ahead = null;
        while (await moved)
        {
            batch.Add(source.Current);
            if (batch.Count == MaxBatchSize) return;
            moved = source.MoveNextAsync().AsTask();
            if (moved.IsCompletedSuccessfully) continue;

            // Not ready, or failed: the elements before it go first.
            ahead = moved;
            return;
        }

        ended = true;
        await ReleaseAsync();
    }

    private async Task CloseAsync()
    {
        if (filling is { } last) await Quietly(last);
        if (ahead is { } next) await Quietly(next);
        await ReleaseAsync();
    }

    private async Task ReleaseAsync()
    {
        if (source is not { } open) return;
        source = null;
        activation!.Detach(this);
        await open.DisposeAsync();
    }

    private static ConfiguredTaskAwaitable Quietly(Task task) =>
        task.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);

    private sealed class Pull(GrainEnumerator<TElement> enumerator) : LocalRequest(enumerator.GrainId, interleave: true, keepsAlive: true)
    {
        internal override bool OutlivesActivation => enumerator.activation is null;

        internal override Task Invoke(object grain) => enumerator.filling = enumerator.FillAsync(grain);
    }

    private sealed class Close(GrainEnumerator<TElement> enumerator) : LocalRequest(enumerator.GrainId, interleave: true, keepsAlive: false)
    {
        internal override Task Invoke(object grain) => enumerator.CloseAsync();
    }

    private GrainId GrainId => reference.GrainId;
}
