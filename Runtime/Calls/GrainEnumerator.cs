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

    private readonly CancellationToken _token = cancellation.Token;
    private readonly List<TElement> _batch = [];
    private GrainActivation? _activation;
    private IAsyncEnumerator<TElement>? _source;
    private Task? _filling;
    private Task<bool>? _ahead;
    private int _position = -1;
    private bool _ended;
    private bool _disposed;
    private volatile bool _aborted;

    public TElement Current => _batch[_position];

    public async ValueTask<bool> MoveNextAsync()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (++_position < _batch.Count) return true;
        if (_ended) return false;
        _position = 0;
        try
        {
            _token.ThrowIfCancellationRequested();
            await AskAsync(new Pull(this)).WaitAsync(_token);
        }
        catch (OperationCanceledException) when (_aborted)
        {
            throw Aborted();
        }

        return _batch.Count > 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await cancellation.CancelAsync();
        try
        {
            if (_activation is not null) await AskAsync(new Close(this));
        }
        catch (EnumerationAbortedException)
        {
            // The activation ended first, and closed the iterator itself.
        }

        cancellation.Dispose();
    }

    void IActivationComponent.OnDeactivating()
    {
        _aborted = true;

        // Not inline: the caller is in the middle of a turn that other code of the grain must not enter.
        _ = cancellation.CancelAsync();
    }

    async ValueTask IActivationComponent.OnDeactivatedAsync() => await CloseAsync();

    private Task AskAsync(LocalRequest request)
    {
        if (_activation is null)
        {
            reference.Send(request);
        }
        else
        {
            request.Send(reference.Runtime);
            if (!_activation.TryEnqueue(request)) throw Aborted();
        }

        return request.Response;
    }

    private EnumerationAbortedException Aborted() => new($"{_activation} was deactivated before the enumeration ended. Enumerate again.");

    /// <summary>In the grain's turn: at least one element unless the sequence ended, then whatever is ready.</summary>
    private async Task FillAsync(object grain)
    {
        _batch.Clear();
        if (_source is null)
        {
            _activation = RuntimeContext.Current!;
            _source = open(grain, _token).GetAsyncEnumerator(_token);
            _activation.Attach(this);
        }

        var moved = _ahead ?? _source.MoveNextAsync().AsTask();
        _ahead = null;
        while (await moved)
        {
            _batch.Add(_source.Current);
            if (_batch.Count == MaxBatchSize) return;
            moved = _source.MoveNextAsync().AsTask();
            if (moved.IsCompletedSuccessfully) continue;

            // Not ready, or failed: the elements before it go first.
            _ahead = moved;
            return;
        }

        _ended = true;
        await ReleaseAsync();
    }

    private async Task CloseAsync()
    {
        if (_filling is { } filling) await Quietly(filling);
        if (_ahead is { } ahead) await Quietly(ahead);
        await ReleaseAsync();
    }

    private async Task ReleaseAsync()
    {
        if (_source is not { } source) return;
        _source = null;
        _activation!.Detach(this);
        await source.DisposeAsync();
    }

    private static ConfiguredTaskAwaitable Quietly(Task task) =>
        task.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);

    private sealed class Pull(GrainEnumerator<TElement> enumerator) : LocalRequest(enumerator.GrainId, interleave: true, keepsAlive: true)
    {
        internal override bool OutlivesActivation => enumerator._activation is null;

        internal override Task Invoke(object grain) => enumerator._filling = enumerator.FillAsync(grain);
    }

    private sealed class Close(GrainEnumerator<TElement> enumerator) : LocalRequest(enumerator.GrainId, interleave: true, keepsAlive: false)
    {
        internal override Task Invoke(object grain) => enumerator.CloseAsync();
    }

    private GrainId GrainId => reference.GrainId;
}
