using System.Runtime.InteropServices;

namespace CodeGraph.Storage;

/// <summary>
/// A file that appears complete or not at all: written under a temporary name beside its place, flushed, renamed, and the folder's entry flushed
/// too. A crash leaves the earlier file and at most a temporary one, which <see cref="RemoveLeftovers"/> removes.
/// </summary>
public static partial class DurableFile
{
    public const string TemporarySuffix = ".writing";

    /// <summary>What damaged files are renamed to.</summary>
    public const string SetAsideSuffix = ".corrupt";

    /// <param name="path">The file's place; its folder is created.</param>
    /// <param name="write">Writes the content. What it throws leaves the earlier file untouched.</param>
    /// <exception cref="StorageException">The disk is full or the folder is read-only.</exception>
    public static void Write(string path, Action<Microsoft.Win32.SafeHandles.SafeFileHandle> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var temporary = $"{path}.{Environment.ProcessId}{TemporarySuffix}";
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);
            using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(file);
                RandomAccess.FlushToDisk(file);
            }
            File.Move(temporary, path, overwrite: true);
            FlushFolder(folder);
        }
        catch (Exception exception)
        {
            Discard(temporary);
            if (StorageException.IsRefusal(exception))
                throw StorageException.Writing(path, exception);
            throw;
        }
    }

    /// <summary>Renames a damaged file to <c>NAME.corrupt</c>; false where it cannot be, as in a read-only folder: there it stays, and is refused each time.</summary>
    public static bool SetAside(string path)
    {
        try
        {
            File.Move(path, path + SetAsideSuffix, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Gives a file a second name (a hard link); false where the file system has none, or the file is gone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Its other name, on the same disk; nothing is there yet.</param>
    public static bool TryLink(string path, string name) => OperatingSystem.IsWindows() ? CreateHardLink(name, path, 0) : Link(path, name) == 0;

    /// <summary>Removes what writers that died left in a folder.</summary>
    public static void RemoveLeftovers(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var file in Directory.EnumerateFiles(folder, "*" + TemporarySuffix))
        {
            if (!IsAlive(file, TemporarySuffix))
                Discard(file);
        }
    }

    /// <summary>Makes the names in a folder outlive a power cut. Elsewhere than on Unix the file system does so by itself.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(folder, 0);
        if (descriptor < 0)
            return;
        _ = Flush(descriptor);
        _ = Close(descriptor);
    }

    /// <summary>Whether the process that a temporary file is named after still runs.</summary>
    internal static bool IsAlive(string temporary, string suffix)
    {
        var parts = Path.GetFileName(temporary)[..^suffix.Length].Split('.');
        if (!int.TryParse(parts[^1], out var process))
            return false;
        try
        {
            using var owner = System.Diagnostics.Process.GetProcessById(process);
            return !owner.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Discard(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A left-over temporary file is removed by a later run.
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string name);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string name, string path, nint reserved);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
