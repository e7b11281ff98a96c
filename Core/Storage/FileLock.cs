using System.Globalization;

namespace CodeGraph.Storage;

/// <summary>
/// One writer at a time, across processes: an advisory lock that the system drops when its owner dies. Who holds it is written beside it, for messages only.
/// </summary>
public sealed class FileLock : IDisposable
{
    private readonly FileStream file;
    private readonly string ownerPath;

    private FileLock(FileStream file, string ownerPath)
    {
        this.file = file;
        this.ownerPath = ownerPath;
    }

    /// <exception cref="StorageException">Another process, or another store in this one, holds it.</exception>
    public static FileLock Acquire(string path)
    {
        var ownerPath = path + ".owner";
        FileStream file;
        try
        {
            file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsHeld(exception, path))
        {
            throw new StorageException(
                $"'{path}' is held by {Owner(ownerPath)}, which is writing there. Wait until it is done, or end it; nothing was changed.", exception);
        }
        NoteOwner(ownerPath);
        return new(file, ownerPath);
    }

    public void Dispose()
    {
        try
        {
            File.Delete(ownerPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It serves messages only, and the next owner overwrites it.
        }
        file.Dispose();
    }

    /// <summary>Whether a lock could not be had as another has it.</summary>
    public static bool IsHeld(Exception exception, string path)
    {
        const int readOnly = 30;
        return exception is IOException and not DirectoryNotFoundException and not PathTooLongException && (exception.HResult & 0xFFFF) != readOnly && File.Exists(path);
    }

    public static void NoteOwner(string path) => File.WriteAllText(path, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

    public static string Owner(string path)
    {
        try
        {
            return "process " + File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }
}
