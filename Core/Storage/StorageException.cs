namespace CodeGraph.Storage;

/// <summary>The disk or the data folder cannot be used. The message names the file and the remedy.</summary>
public class StorageException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the system refused to read or write a file.</summary>
    public static bool IsRefusal(Exception exception) =>
        exception is IOException or UnauthorizedAccessException || IsTooLarge(exception);

    /// <summary>Turns what the system says about a write into a message with a remedy.</summary>
    public static StorageException Writing(string path, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        const int noSpace = 28, quota = 122, readOnly = 30;
        var code = cause.HResult & 0xFFFF;
        if (code is noSpace or quota || IsTooLarge(cause) || cause.Message.Contains("No space left", StringComparison.Ordinal) || cause.Message.Contains("not enough space", StringComparison.OrdinalIgnoreCase))
            return new($"The disk is full: '{path}' could not be written. Free some space, or set CODEGRAPH_HOME to a folder on another disk; what was stored before is unharmed.", cause);
        if (cause is UnauthorizedAccessException || code == readOnly)
            return new($"'{path}' could not be written: the folder is read-only for this user. Make it writable, or set CODEGRAPH_HOME to another folder.", cause);
        return new($"'{path}' could not be written: {cause.Message}", cause);
    }

    /// <summary>A file beyond the limit of the file system or the process is reported as a bad argument.</summary>
    private static bool IsTooLarge(Exception exception) => exception is ArgumentOutOfRangeException { ParamName: "value" };
}

/// <summary>Another job or process has the data folder. The message says which.</summary>
public sealed class StoreHeldException(string message, Exception inner) : StorageException(message, inner);

/// <summary>A snapshot file is of another format version. It stays where it is: the program that wrote it may still want it.</summary>
public sealed class SnapshotVersionException(string path, uint found, uint read) : StorageException(found > read
    ? $"The snapshot '{path}' has format version {found}, written by a newer codegraph; this one reads version {read}. Use the newer codegraph, or run 'codegraph index --force' to replace the snapshot with one of this version; the file was left as it is."
    : $"The snapshot '{path}' has format version {found}, and this codegraph reads version {read}. Run 'codegraph index' again to make it anew.")
{
    /// <summary>The version of the file.</summary>
    public uint Found { get; } = found;

    /// <summary>Whether a newer program wrote it.</summary>
    public bool IsNewer => Found > read;
}

/// <summary>A snapshot file is damaged or cut short. It has been set aside; index again.</summary>
public sealed class CorruptSnapshotException(string path, string reason, Exception? inner = null)
    : StorageException($"The snapshot '{path}' cannot be used: {reason}. Run 'codegraph index' again to rebuild it; the sources are not affected.", inner)
{
    /// <summary>The file as it was asked for.</summary>
    public string Path { get; } = path;
}
