using CodeGraph.Storage;

namespace CodeGraph.Grains;

/// <summary>
/// Whether what a grain remembers is still what is stored. Other processes may write records of the same data folder; each write replaces a file, and the time of its folder
/// changes with it. Without such a folder the records are in a database, where the grain is the only one that writes its own.
/// </summary>
/// <param name="records">The folder of the records.</param>
/// <param name="time">The time of the file system.</param>
internal sealed class RecordAge(string records, TimeProvider time)
{
    /// <summary>File systems tell times in steps of up to 10 ms: of two writes in one step, the second would not show.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(100);

    private DateTime? read;

    public static RecordAge OfRepositories(DataFolder folder, TimeProvider time) => new(folder.Records("repositories", "repositories"), time);

    public static RecordAge OfRecords(DataFolder folder, TimeProvider time) => new(folder.Records("repository", "repository"), time);

    /// <summary>True where nothing was written since the last <see cref="Remember"/>.</summary>
    public bool IsCurrent => read is not null && read == Now();

    /// <summary>What to remember once a read that begins now is done; null where a later write might not show.</summary>
    public DateTime? Now()
    {
        var written = Directory.GetLastWriteTimeUtc(records);
        return time.GetUtcNow().UtcDateTime - written > Settled ? written : null;
    }

    public void Remember(DateTime? before) => read = before;
}
