using CodeGraph.Graph.Columns;

namespace CodeGraph.Graph;

/// <summary>Compressed texts of the snapshot that was encoded last, so that the next of the same repository compresses only what changed. One call at a time.</summary>
public sealed class EncodedTexts
{
    private readonly Dictionary<SnapshotSection, KeptPieces> sections = [];

    internal KeptPieces Of(SnapshotSection pieces)
    {
        lock (sections)
            return sections.TryGetValue(pieces, out var known) ? known : sections[pieces] = new();
    }
}
