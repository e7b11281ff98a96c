namespace CodeGraph.Storage;

/// <summary>
/// Keeps what is being written from being collected: index jobs share the data folder, <see cref="StoreCollector"/> has it alone. An advisory lock on <c>store.lock</c>, which the
/// system drops when its owner dies.
/// </summary>
public sealed class StoreLock : IDisposable
{
    private readonly FileStream file;

    private StoreLock(FileStream file) => this.file = file;

    /// <summary>For as long as a job writes what no record names yet.</summary>
    /// <exception cref="StoreHeldException">The data folder is being collected.</exception>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static StoreLock Share(DataFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Open(folder, FileAccess.Read, FileShare.Read, () => $"'{folder.Root}' is being collected by {Holder(folder, "gc.owner")}. Wait until 'codegraph gc' is done; nothing was changed.");
    }

    /// <summary>For as long as what no record names is removed.</summary>
    /// <exception cref="StoreHeldException">An index job runs; the message says whose.</exception>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    public static StoreLock Own(DataFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var held = Open(folder, FileAccess.ReadWrite, FileShare.None, () => $"'{folder.Root}' is in use: {Writers(folder)}. Wait until that is done, or end it; nothing was removed.");
        FileLock.NoteOwner(Path.Combine(folder.Root, "gc.owner"));
        return held;
    }

    public void Dispose() => file.Dispose();

    private static StoreLock Open(DataFolder folder, FileAccess access, FileShare share, Func<string> whoHolds)
    {
        var path = Path.Combine(folder.Root, "store.lock");
        try
        {
            Directory.CreateDirectory(folder.Root);
            return new(new FileStream(path, FileMode.OpenOrCreate, access, share));
        }
        catch (Exception exception) when (StorageException.IsRefusal(exception))
        {
            throw FileLock.IsHeld(exception, path) ? new StoreHeldException(whoHolds(), exception) : StorageException.Writing(path, exception);
        }
    }

    private static string Writers(DataFolder folder)
    {
        var jobs = Directory.Exists(folder.AllFacts)
            ? Directory.EnumerateFiles(folder.AllFacts, "*" + FactsPack.Suffix + ".lock.owner").Order(StringComparer.Ordinal)
                .Select(f => $"{FileLock.Owner(f)} indexes {Path.GetFileName(f).Split(FactsPack.Suffix)[0]}").ToList()
            : [];
        return jobs.Count > 0 ? string.Join(", ", jobs) : $"an index job runs, or {Holder(folder, "gc.owner")} collects it";
    }

    private static string Holder(DataFolder folder, string file) => FileLock.Owner(Path.Combine(folder.Root, file));
}
