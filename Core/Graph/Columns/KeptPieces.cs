namespace CodeGraph.Graph.Columns;

/// <summary>The pieces of a text that was compressed before: most of a text stays as it is from one edit of a repository to the next.</summary>
internal sealed class KeptPieces
{
    private ReadOnlyMemory<byte> text;
    private byte[][] pieces = [];

    /// <summary>The compressed piece of that place, where the same bytes stood there; null where others did.</summary>
    public byte[]? Find(int index, ReadOnlySpan<byte> piece)
    {
        var start = index * TextPieces.PieceBytes;
        return index < pieces.Length && text.Span[start..Math.Min(text.Length, start + TextPieces.PieceBytes)].SequenceEqual(piece) ? pieces[index] : null;
    }

    public void Keep(ReadOnlyMemory<byte> compressed, byte[][] made) => (text, pieces) = (compressed, made);
}
