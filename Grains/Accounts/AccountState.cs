using CodeGraph.Storage;
using Orleans.Runtime;
using Orleans.Storage;

namespace CodeGraph.Grains.Accounts;

/// <summary>
/// What a grain of accounts remembers. Processes without a cluster may share a data folder: what another wrote is seen after <see cref="MaxAge"/> at
/// the latest, a change is made anew on it, and after a failed write the state is what is stored.
/// </summary>
internal sealed class AccountState<T>(IPersistentState<T> stored, DataFolder folder, TimeProvider time)
    where T : class, new()
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private const int WriteAttempts = 8;

    private DateTimeOffset readAt = time.GetUtcNow();

    public bool Exists => stored.RecordExists;

    public async ValueTask<T> Read(CancellationToken cancellation)
    {
        var age = time.GetUtcNow() - readAt;
        if (age > MaxAge || age < TimeSpan.Zero)
            await Reload(cancellation);
        return stored.State;
    }

    public async Task Reload(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await stored.ReadStateAsync(cancellation);
        readAt = now;
    }

    /// <summary>Writes the next state; the same one again means that nothing is to change.</summary>
    public Task Change(Func<T, T> next, CancellationToken cancellation) => Attempt(
        async () =>
        {
            var before = stored.State;
            var after = next(before);
            if (ReferenceEquals(before, after))
                return;
            stored.State = after;
            try
            {
                await stored.WriteStateAsync(cancellation);
            }
            catch
            {
                stored.State = before;
                throw;
            }
        },
        cancellation);

    /// <summary>Removes the record.</summary>
    public Task Clear(CancellationToken cancellation) => Attempt(() => stored.ClearStateAsync(cancellation), cancellation);

    private async Task Attempt(Func<Task> write, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await write();
                return;
            }
            catch (InconsistentStateException) when (attempt < WriteAttempts)
            {
                await Reload(cancellation);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw StorageException.Writing(folder.State, exception);
            }
        }
    }
}
