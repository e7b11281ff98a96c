using System.IO.Compression;

namespace CodeGraph.Graph.Columns;

/// <summary>
/// Bytes cut into pieces of <see cref="PieceBytes"/>, each compressed by itself (Brotli, RFC 7932), with a column of where each starts, and one more for the end. A piece that
/// compression does not shorten is stored as it is.
/// </summary>
internal readonly struct TextPieces(ReadOnlyMemory<byte> starts, ReadOnlyMemory<byte> bytes)
{
    public const int PieceBytes = 16 << 10;

    private const int SmallQuality = 2;
    private const int QuickQuality = 1;
    private const int Window = 16;

    private readonly PackedColumn starts = new(starts);

    /// <summary>Whether there are pieces for so many bytes.</summary>
    public bool Fits(int length) => starts.Count == PiecesOf(length) + 1 && starts[starts.Count - 1] == bytes.Length;

    /// <summary>One piece.</summary>
    /// <param name="index">Which.</param>
    /// <param name="text">Takes it; as long as it is.</param>
    /// <exception cref="InvalidDataException">It is no compressed text, which the checksums have ruled out.</exception>
    public void Decompress(int index, Span<byte> text)
    {
        var packed = bytes.Span[starts[index]..starts[index + 1]];
        if (packed.Length == text.Length)
            packed.CopyTo(text);
        else if (!BrotliDecoder.TryDecompress(packed, text, out var written) || written != text.Length)
            throw new InvalidDataException("A piece of the snapshot's texts cannot be decompressed.");
    }

    /// <summary>All of them.</summary>
    public byte[] All(int length)
    {
        var all = new byte[length];
        for (var i = 0; i < PiecesOf(length); i++)
            Decompress(i, all.AsSpan(i * PieceBytes, Math.Min(PieceBytes, length - (i * PieceBytes))));
        return all;
    }

    /// <summary>Where each piece starts, and the pieces.</summary>
    /// <param name="text">What to compress.</param>
    /// <param name="effort">How much time the size is worth.</param>
    /// <param name="kept">Takes over pieces that are what they were when it was last given, and keeps these.</param>
    /// <param name="cancellation">Ends it.</param>
    public static (byte[] Starts, byte[] Bytes) Compress(ReadOnlyMemory<byte> text, PackingEffort effort, KeptPieces? kept, CancellationToken cancellation)
    {
        var quality = effort == PackingEffort.Small ? SmallQuality : QuickQuality;
        var pieces = new byte[PiecesOf(text.Length)][];
        Parallel.For(0, pieces.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var piece = text.Span[(i * PieceBytes)..Math.Min(text.Length, (i + 1) * PieceBytes)];
            pieces[i] = kept?.Find(i, piece, effort) ?? Compress(piece, quality);
        });
        kept?.Keep(text, pieces, effort);
        var starts = new int[pieces.Length + 1];
        for (var i = 0; i < pieces.Length; i++)
            starts[i + 1] = checked(starts[i] + pieces[i].Length);
        var bytes = new byte[starts[^1]];
        for (var i = 0; i < pieces.Length; i++)
            pieces[i].CopyTo(bytes, starts[i]);
        return (PackedColumnWriter.Pack(starts), bytes);
    }

    private static byte[] Compress(ReadOnlySpan<byte> piece, int quality)
    {
        Span<byte> packed = stackalloc byte[PieceBytes];
        packed = packed[..piece.Length];
        return BrotliEncoder.TryCompress(piece, packed, out var written, quality, Window) && written < piece.Length ? packed[..written].ToArray() : piece.ToArray();
    }

    private static int PiecesOf(int length) => (int)(((long)length + PieceBytes - 1) / PieceBytes);
}
