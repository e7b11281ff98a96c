using CodeGraph.Storage;
using Microsoft.Win32.SafeHandles;

namespace CodeGraph.Indexing;

/// <summary>A file that only this process knows: it has no name once it is open where the system allows that, and is gone with the process. One thread appends, any number read.</summary>
internal sealed class TemporaryFile
{
    private readonly string path;
    private readonly SafeFileHandle file;
    private long end;

    /// <exception cref="StorageException">The folder is read-only, or the disk full.</exception>
    public TemporaryFile(string folder)
    {
        path = Path.Combine(folder, $"index-{Guid.NewGuid():n}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.DeleteOnClose);

            // A process that is killed closes nothing.
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
        }
        catch (Exception exception) when (StorageException.IsRefusal(exception))
        {
            throw StorageException.Writing(path, exception);
        }
    }

    /// <returns>Where the bytes stand.</returns>
    /// <exception cref="StorageException">The disk is full.</exception>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(file, bytes, end);
        }
        catch (Exception exception) when (StorageException.IsRefusal(exception))
        {
            throw StorageException.Writing(path, exception);
        }
        var start = end;
        end += bytes.Length;
        return start;
    }

    /// <exception cref="StorageException">The bytes cannot be read any more.</exception>
    public void Read(long offset, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(file, bytes, offset);
            if (read == 0)
                throw new StorageException($"'{path}' was cut short while it was in use. Keep other programs from the data folder, and index again.");
            bytes = bytes[read..];
            offset += read;
        }
    }
}
