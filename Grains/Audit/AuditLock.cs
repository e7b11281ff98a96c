using CodeGraph.Storage;

namespace CodeGraph.Grains.Audit;

/// <summary>One writer of the audit log at a time, across processes; the system drops the lock when its owner dies. Held for one batch, so it is waited for.</summary>
internal static class AuditLock
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <exception cref="StorageException">Another process holds it for too long, or the folder cannot be written.</exception>
    public static async Task<IDisposable> Take(string folder, TimeProvider time, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "lock");
        MakeFolder(folder);
        for (var start = time.GetTimestamp(); ; await Task.Delay(Interval, time, cancellation))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (Exception exception) when (StorageException.IsRefusal(exception) && !FileLock.IsHeld(exception, path))
            {
                throw StorageException.Writing(path, exception);
            }
            catch (IOException exception) when (time.GetElapsedTime(start) > LongestWait)
            {
                throw new StorageException($"'{path}' has been held by another process for {LongestWait.TotalSeconds:0} seconds. End that process, and try again.", exception);
            }
            catch (IOException)
            {
                // Another process appends at this moment.
            }
        }
    }

    /// <summary>For this user alone: the log names people.</summary>
    private static void MakeFolder(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception exception) when (StorageException.IsRefusal(exception))
        {
            throw StorageException.Writing(folder, exception);
        }
    }
}
