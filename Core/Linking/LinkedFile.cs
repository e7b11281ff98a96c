using CodeGraph.Graph;

namespace CodeGraph.Linking;

/// <summary>
/// The resolved uses of a file; payloads of several targets are indexes into its own list. The uses are in memory, or a keeper has them.
/// </summary>
internal sealed class LinkedFile
{
    private readonly ReferenceRecord[]? held;
    private readonly IUseKeeper? keeper;
    private readonly long place;

    public LinkedFile(ReferenceRecord[] references, List<int> targets) => (held, UseCount, Targets) = (references, references.Length, targets);

    private LinkedFile(int count, List<int> targets, IUseKeeper keeper, long place) => (UseCount, Targets, this.keeper, this.place) = (count, targets, keeper, place);

    public int UseCount { get; }

    /// <param name="buffer">Room for those that are not in memory; replaced where it is too small.</param>
    /// <returns>An array that starts with the uses.</returns>
    public ReferenceRecord[] Read(ref ReferenceRecord[] buffer)
    {
        if (held is not null)
            return held;
        if (buffer.Length < UseCount)
            buffer = new ReferenceRecord[UseCount + (UseCount / 2)];
        keeper!.ReadUses(place, buffer.AsSpan(0, UseCount));
        return buffer;
    }

    public List<int> Targets { get; }

    /// <summary>The same, with the uses where a keeper puts them.</summary>
    public LinkedFile KeptBy(IUseKeeper? other) => held is not null && other?.TryKeep(held) is { } at ? new(UseCount, Targets, other, at) : this;
}

/// <summary>Has the uses of files of a repository too large to hold them. Called from any thread.</summary>
internal interface IUseKeeper
{
    /// <returns>Where they are; null where they may stay in memory.</returns>
    long? TryKeep(ReferenceRecord[] uses);

    void ReadUses(long place, Span<ReferenceRecord> uses);

    /// <summary>A stage of linking has ended, and what it alone needed was dropped. Called while no thread links.</summary>
    void StageEnded();
}
