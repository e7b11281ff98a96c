namespace CodeGraph.Graph;

/// <summary>
/// Everything a snapshot holds, as sections of bytes that are written to and mapped from a file as they are. Immutable once built. <see cref="SnapshotEncoder"/> makes it,
/// <see cref="Snapshot"/> reads it; what a section holds is told at <see cref="SnapshotSection"/>.
/// </summary>
public sealed class SnapshotData
{
    private readonly ReadOnlyMemory<byte>[] sections = new ReadOnlyMemory<byte>[SnapshotSections.Bound];

    /// <param name="blobIdBytes">20 for SHA-1, 32 for SHA-256.</param>
    /// <param name="contents">Each section once.</param>
    /// <exception cref="InvalidDataException">A section is missing.</exception>
    public SnapshotData(int blobIdBytes, IEnumerable<(SnapshotSection Section, ReadOnlyMemory<byte> Content)> contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        BlobIdBytes = blobIdBytes;
        var found = new bool[sections.Length];
        foreach (var (section, content) in contents)
            (sections[(int)section], found[(int)section]) = (content, true);
        foreach (var section in SnapshotSections.All)
        {
            if (!found[(int)section])
                throw new InvalidDataException($"its section {section} is missing");
        }
    }

    public int BlobIdBytes { get; }

    public ReadOnlyMemory<byte> this[SnapshotSection section] => sections[(int)section];
}
