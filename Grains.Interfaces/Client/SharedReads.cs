namespace CodeGraph.Client;

/// <summary>
/// Reads that callers share without anybody getting what was read before they asked: who comes while a read is under way waits for the next, with everybody else who
/// came meanwhile. At most one read of a key is under way.
/// </summary>
/// <param name="read">Reads a key. Callers that give up do not end it.</param>
internal sealed class SharedReads<TKey, T>(Func<TKey, Task<T>> read)
    where TKey : notnull
{
    /// <summary>Keys that are being read, each with those who wait for the read after that; null while nobody does.</summary>
    private readonly Dictionary<TKey, TaskCompletionSource<T>?> waiting = [];

    public Task<T> Get(TKey key, CancellationToken cancellation)
    {
        TaskCompletionSource<T>? turn;
        lock (waiting)
        {
            if (waiting.TryGetValue(key, out turn))
            {
                waiting[key] = turn ??= NewTurn();
                return turn.Task.WaitAsync(cancellation);
            }
            waiting[key] = null;
        }
        turn = NewTurn();

        // Without what belongs to this caller alone, its request and its trace: the reads of others follow.
        ThreadPool.UnsafeQueueUserWorkItem(static read => _ = read.Reads.Read(read.Key, read.Turn), (Reads: this, Key: key, Turn: turn), preferLocal: true);
        return turn.Task.WaitAsync(cancellation);
    }

    // Those who waited go on beside one another, not in turn on the thread that read.
    private static TaskCompletionSource<T> NewTurn() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task Read(TKey key, TaskCompletionSource<T>? turn)
    {
        while (turn is not null)
        {
            try
            {
                turn.SetResult(await read(key));
            }
            catch (Exception exception)
            {
                turn.SetException(exception);
            }
            lock (waiting)
            {
                turn = waiting[key];
                if (turn is null)
                    waiting.Remove(key);
                else
                    waiting[key] = null;
            }
        }
    }
}
