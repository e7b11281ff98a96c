using CodeGraph.Storage;
using Orleans;

namespace CodeGraph.Grains.Audit;

/// <summary>
/// The only one in its process that writes the audit log. Entries that come while others are flushed go to the disk with one flush, so that many callers wait for few.
/// </summary>
internal sealed class AuditGrain : Grain, IAuditGrain
{
    private readonly string folder;
    private readonly AuditWriter writer;
    private readonly AuditReader reader;
    private readonly SemaphoreSlim storing = new(1);
    private List<(AuditEntry Entry, TaskCompletionSource Written)> waiting = [];
    private bool isWriting;

    public AuditGrain(DataFolder data, AuditOptions options, TimeProvider time)
    {
        folder = Path.Combine(data.Root, "audit");
        writer = new(folder, options, new(folder), time);
        reader = new(folder);
    }

    public Task Append(AuditEntry entry, CancellationToken cancellation)
    {
        Check(entry);
        cancellation.ThrowIfCancellationRequested();

        // From here on the entry may reach the disk, so its caller waits for what becomes of it.
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Add((entry, written));
        if (!isWriting)
            _ = WriteAll();
        return written.Task;
    }

    public async Task<bool> Forget(string userId, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        await storing.WaitAsync(cancellation);
        try
        {
            return await Explained(() => writer.Forget(userId, CancellationToken.None), CancellationToken.None);
        }
        finally
        {
            storing.Release();
        }
    }

    public Task<AuditPage> Read(AuditQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Explained(() => Task.FromResult(reader.Read(query, cancellation)), cancellation);
    }

    public Task<AuditVerification> Verify(AuditCheckpoint? expected, CancellationToken cancellation) =>
        Explained(() => Task.FromResult(new AuditVerifier(folder, expected).Run(cancellation)), cancellation);

    private async Task WriteAll()
    {
        isWriting = true;
        while (waiting.Count > 0)
        {
            var batch = waiting;
            waiting = [];
            await Write(batch);
        }
        isWriting = false;
    }

    private async Task Write(List<(AuditEntry Entry, TaskCompletionSource Written)> batch)
    {
        await storing.WaitAsync();
        try
        {
            await Explained(
                async () =>
                {
                    await writer.Append([.. batch.Select(b => b.Entry)], CancellationToken.None);
                    return true;
                },
                CancellationToken.None);
            foreach (var (_, written) in batch)
                written.SetResult();
        }
        catch (Exception exception)
        {
            foreach (var (_, written) in batch)
                written.SetException(exception);
        }
        finally
        {
            storing.Release();
        }
    }

    /// <summary>Does what takes the disk on another thread, and puts what the disk refuses into the words of the contract.</summary>
    private static async Task<T> Explained<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await Task.Run(work, cancellation);
        }
        catch (StorageException exception)
        {
            throw new AuditUnavailableException(exception.Message);
        }
        catch (Exception exception) when (StorageException.IsRefusal(exception))
        {
            throw new AuditUnavailableException($"The audit log cannot be read: {exception.Message} Try again; if that does not help, 'codegraph audit verify' says what is missing.");
        }
    }

    private static void Check(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentException.ThrowIfNullOrWhiteSpace(entry.Action);
        ArgumentException.ThrowIfNullOrWhiteSpace(entry.Actor.Id);
    }
}
