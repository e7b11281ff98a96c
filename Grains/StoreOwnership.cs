using CodeGraph.Storage;

namespace CodeGraph.Grains;

/// <summary>The data folder for oneself, or what callers understand.</summary>
internal static class StoreOwnership
{
    /// <exception cref="BusyException">An index job runs; the message says whose.</exception>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    public static StoreLock Take(DataFolder folder)
    {
        try
        {
            return StoreLock.Own(folder);
        }
        catch (StoreHeldException exception)
        {
            throw new BusyException(exception.Message);
        }
    }
}
