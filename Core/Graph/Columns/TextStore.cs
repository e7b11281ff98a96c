using System.Text;

namespace CodeGraph.Graph.Columns;

/// <summary>
/// Texts that are read one at a time and rarely (signatures, documentation): one behind the other, compressed in pieces (<see cref="TextPieces"/>), with a column of where each
/// starts and one more for the end. What was decompressed last is kept, <see cref="Kept"/> pieces at most.
/// </summary>
internal sealed class TextStore
{
    private const int Kept = 64;
    private const int PieceBytes = TextPieces.PieceBytes;

    private readonly PackedColumn starts;
    private readonly TextPieces pieces;
    private readonly Func<int, string>? elsewhere;
    private readonly Piece?[] kept = [];

    public TextStore(ReadOnlyMemory<byte> starts, ReadOnlyMemory<byte> pieceStarts, ReadOnlyMemory<byte> pieces)
    {
        this.starts = new(starts);
        this.pieces = new(pieceStarts, pieces);
        kept = new Piece?[Kept];
        Count = this.starts.Count - 1;
        Fits = this.starts.Count > 0 && this.starts[0] == 0 && this.pieces.Fits(this.starts[this.starts.Count - 1]);
    }

    /// <summary>Texts that come from elsewhere.</summary>
    public TextStore(int count, Func<int, string> elsewhere)
    {
        (Count, Fits) = (count, true);
        this.elsewhere = elsewhere;
    }

    public int Count { get; }

    public bool Fits { get; }

    /// <exception cref="InvalidDataException">A piece is no compressed text, which the checksums have ruled out.</exception>
    public string this[int text]
    {
        get
        {
            if (elsewhere is not null)
                return elsewhere(text);
            var (start, end) = (starts[text], starts[text + 1]);
            if (start == end)
                return "";
            var first = start / PieceBytes;
            if (end <= (first + 1) * PieceBytes)
                return Encoding.UTF8.GetString(Decompress(first).AsSpan((start % PieceBytes)..(end - (first * PieceBytes))));
            var whole = new byte[end - start];
            for (var at = start; at < end;)
            {
                var piece = Decompress(at / PieceBytes).AsSpan(at % PieceBytes);
                piece = piece[..Math.Min(piece.Length, end - at)];
                piece.CopyTo(whole.AsSpan(at - start));
                at += piece.Length;
            }
            return Encoding.UTF8.GetString(whole);
        }
    }

    private byte[] Decompress(int index)
    {
        ref var slot = ref kept[index % Kept];
        if (Volatile.Read(ref slot) is { } found && found.Index == index)
            return found.Text;
        var text = new byte[Math.Min(PieceBytes, starts[starts.Count - 1] - (index * PieceBytes))];
        pieces.Decompress(index, text);
        Volatile.Write(ref slot, new(index, text));
        return text;
    }

    private sealed record Piece(int Index, byte[] Text);
}
