namespace CodeGraph.Graph.Columns;

/// <summary>The pieces of a text that was compressed before: most of a text stays as it is from one edit of a repository to the next.</summary>
internal sealed class KeptPieces
{
    private ReadOnlyMemory<byte> text;
    private byte[][] pieces = [];
    private PackingEffort effort;

    /// <summary>The compressed piece of that place, where the same bytes stood there and were packed alike; null where not.</summary>
    public byte[]? Find(int index, ReadOnlySpan<byte> piece, PackingEffort wanted)
    {
        var start = index * TextPieces.PieceBytes;
        return wanted == effort && index < pieces.Length && text.Span[start..Math.Min(text.Length, start + TextPieces.PieceBytes)].SequenceEqual(piece) ? pieces[index] : null;
    }

    public void Keep(ReadOnlyMemory<byte> compressed, byte[][] made, PackingEffort spent) => (text, pieces, effort) = (compressed, made, spent);
}
