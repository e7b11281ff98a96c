using System.IO.Compression;
using System.Text;

namespace CodeGraph.Graph.Columns;

/// <summary>
/// Texts that are read one at a time and rarely (signatures, documentation): one behind the other, cut into pieces of <see cref="ChunkBytes"/>, each compressed by
/// itself (Brotli, RFC 7932). Two columns tell where each text starts before compression and where each piece starts after it, both with one more for the end.
/// A piece that compression does not shorten is stored as it is. What was decompressed last is kept, <see cref="Kept"/> pieces at most.
/// </summary>
internal sealed class TextStore(ReadOnlyMemory<byte> textStarts, ReadOnlyMemory<byte> chunkStarts, ReadOnlyMemory<byte> bytes)
{
    public const int ChunkBytes = 16 << 10;

    private const int Kept = 64;

    private readonly PackedColumn textStarts = new(textStarts);
    private readonly PackedColumn chunkStarts = new(chunkStarts);
    private readonly Chunk?[] kept = new Chunk?[Kept];

    public int Count => textStarts.Count - 1;

    public bool Fits => textStarts.Count > 0 && chunkStarts.Count == ((textStarts[textStarts.Count - 1] + ChunkBytes - 1) / ChunkBytes) + 1
        && chunkStarts[chunkStarts.Count - 1] == bytes.Length;

    /// <exception cref="InvalidDataException">A piece is no compressed text, which the checksums have ruled out.</exception>
    public string this[int text]
    {
        get
        {
            var (start, end) = (textStarts[text], textStarts[text + 1]);
            var first = start / ChunkBytes;
            if (start == end)
                return "";
            if (end <= (first + 1) * ChunkBytes)
                return Encoding.UTF8.GetString(Decompress(first).AsSpan((start % ChunkBytes)..(end - (first * ChunkBytes))));
            var whole = new byte[end - start];
            for (var at = start; at < end;)
            {
                var chunk = at / ChunkBytes;
                var piece = Decompress(chunk).AsSpan(at % ChunkBytes);
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
        var length = Math.Min(ChunkBytes, textStarts[textStarts.Count - 1] - (index * ChunkBytes));
        var packed = bytes.Span[chunkStarts[index]..chunkStarts[index + 1]];
        var text = new byte[length];
        if (packed.Length == length)
            packed.CopyTo(text);
        else if (!BrotliDecoder.TryDecompress(packed, text, out var written) || written != length)
            throw new InvalidDataException("A piece of the snapshot's texts cannot be decompressed.");
        Volatile.Write(ref slot, new(index, text));
        return text;
    }

    private sealed record Chunk(int Index, byte[] Text);
}

/// <summary>Writes a <see cref="TextStore"/>.</summary>
internal static class TextStoreWriter
{
    private const int Quality = 5;
    private const int Window = 16;

    /// <summary>The pieces and where each starts.</summary>
    public static (byte[] ChunkStarts, byte[] Bytes) Compress(ReadOnlyMemory<byte> texts, CancellationToken cancellation)
    {
        var chunks = new byte[(texts.Length + TextStore.ChunkBytes - 1) / TextStore.ChunkBytes][];
        Parallel.For(0, chunks.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var start = i * TextStore.ChunkBytes;
            var text = texts.Span[start..Math.Min(texts.Length, start + TextStore.ChunkBytes)];
            var packed = new byte[text.Length];
            chunks[i] = BrotliEncoder.TryCompress(text, packed, out var written, Quality, Window) && written < text.Length ? packed[..written] : text.ToArray();
        });
        var starts = new int[chunks.Length + 1];
        for (var i = 0; i < chunks.Length; i++)
            starts[i + 1] = checked(starts[i] + chunks[i].Length);
        var bytes = new byte[starts[^1]];
        for (var i = 0; i < chunks.Length; i++)
            chunks[i].CopyTo(bytes, starts[i]);
        return (PackedColumnWriter.Pack(starts), bytes);
    }
}
