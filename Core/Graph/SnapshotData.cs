using CodeGraph.Graph.Columns;
using CodeGraph.Graph.Differences;

namespace CodeGraph.Graph;

/// <summary>
/// Everything a snapshot holds, as sections of bytes that are written to and mapped from a file as they are: whole, or as the difference from another. Immutable once built.
/// <see cref="SnapshotEncoder"/> and <see cref="DifferenceEncoder"/> make it, <see cref="Snapshot"/> reads it; what a section holds is told at <see cref="SnapshotSection"/>.
/// </summary>
public sealed class SnapshotData
{
    private readonly ReadOnlyMemory<byte>[] sections = new ReadOnlyMemory<byte>[SnapshotSections.Bound];
    private readonly SnapshotDifference? difference;

    /// <param name="blobIdBytes">20 for SHA-1, 32 for SHA-256.</param>
    /// <param name="contents">Each section once.</param>
    /// <exception cref="InvalidDataException">A section is missing.</exception>
    public SnapshotData(int blobIdBytes, IEnumerable<(SnapshotSection Section, ReadOnlyMemory<byte> Content)> contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        BlobIdBytes = blobIdBytes;
        var found = Take(contents);
        foreach (var section in SnapshotSections.OfWhole)
        {
            if (!found[(int)section])
                throw new InvalidDataException($"its section {section} is missing");
        }
    }

    /// <summary>What differs from another snapshot.</summary>
    /// <param name="blobIdBytes">As in the other.</param>
    /// <param name="contents">The sections that have something to say, as <see cref="SnapshotDifference"/> describes them.</param>
    /// <param name="from">The other, which is whole.</param>
    /// <exception cref="InvalidDataException">The sections are of another base, or damaged.</exception>
    public SnapshotData(int blobIdBytes, IEnumerable<(SnapshotSection Section, ReadOnlyMemory<byte> Content)> contents, Snapshot from)
    {
        ArgumentNullException.ThrowIfNull(contents);
        ArgumentNullException.ThrowIfNull(from);
        if (!from.Data.IsWhole || from.Data.BlobIdBytes != blobIdBytes)
            throw new InvalidDataException("its base is no whole snapshot of a repository of its kind");
        BlobIdBytes = blobIdBytes;
        Take(contents);
        difference = new(from, this);
    }

    public int BlobIdBytes { get; }

    /// <summary>Whether it says all by itself.</summary>
    public bool IsWhole => difference is null;

    /// <summary>Bytes of all sections.</summary>
    public long Length => sections.Sum(s => (long)s.Length);

    /// <summary>The sections that are not empty; of a whole snapshot all.</summary>
    public IReadOnlyList<SnapshotSection> Sections => IsWhole ? SnapshotSections.OfWhole : [.. SnapshotSections.All.Where(s => !this[s].IsEmpty)];

    /// <summary>The section's bytes; of a difference those of the difference.</summary>
    public ReadOnlyMemory<byte> this[SnapshotSection section] => sections[(int)section];

    /// <summary>The files' blob ids, behind one another.</summary>
    internal ReadOnlyMemory<byte> BlobIds => difference?.BlobIds ?? this[SnapshotSection.BlobIds];

    internal IntColumn Column(SnapshotSection section) => difference is null ? new(new PackedColumn(this[section])) : new(difference.Column(section));

    internal IdLists Lists(SnapshotSection starts, SnapshotSection lists) => difference is null ? new(this[starts], this[lists]) : new(difference.Lists(lists));

    internal StringList Strings(SnapshotSection starts, SnapshotSection pieceStarts, SnapshotSection pieces) =>
        difference?.Strings(pieces) ?? new(this[starts], this[pieceStarts], this[pieces]);

    internal TextStore Texts() => difference?.Texts() ?? new(this[SnapshotSection.TextStarts], this[SnapshotSection.TextPieceStarts], this[SnapshotSection.TextPieces]);

    private bool[] Take(IEnumerable<(SnapshotSection Section, ReadOnlyMemory<byte> Content)> contents)
    {
        var found = new bool[sections.Length];
        foreach (var (section, content) in contents)
            (sections[(int)section], found[(int)section]) = (content, true);
        return found;
    }
}
