using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using CodeGraph.Model;
using CodeGraph.Parsing;
using CodeGraph.Parsing.Facts;

namespace CodeGraph.Storage;

/// <summary>What a block says of one blob.</summary>
/// <param name="Key">The blob, and the language it was read as.</param>
/// <param name="Outcome">How parsing it ended; only where it succeeded are there facts.</param>
internal readonly record struct FactsEntry(FactsKey Key, ParseOutcome Outcome);

/// <summary>
/// A block of a <see cref="FactsPack"/>, little-endian:
///
/// <list type="number">
/// <item>A head of 32 bytes: length of the payload (4), of the directory (4), of the payload before compression (4), number of entries (4), XXH64 of the payload (8), and XXH64 of the
/// head before this field and of the directory (8).</item>
/// <item>The directory, an entry a blob: language (1), how the parse ended (1), bytes of the blob id (1), the blob id.</item>
/// <item>The payload: the facts of the blobs that were parsed, in the order of the directory, as <see cref="FactsCodec"/> writes them, compressed with Brotli (RFC 7932);
/// as they are where that is no shorter; empty where none was parsed.</item>
/// </list>
/// </summary>
internal static class FactsBlock
{
    public const int HeadBytes = 32;

    /// <summary>Before compression. Larger ones are shorter by less than 3 %, and what a killed run loses is what is in blocks not yet full.</summary>
    public const int FullBytes = 512 << 10;

    /// <summary>Blobs of a block, where they are small.</summary>
    public const int FullEntries = 256;

    private const int Quality = 2;
    private const int Window = 19;
    private const int MaxEntryBytes = 3 + BlobId.Sha256Length;

    public readonly record struct Head(int PayloadLength, int DirectoryLength, int RawLength, int Entries, ulong PayloadChecksum, ulong Checksum)
    {
        public long Length => (long)HeadBytes + DirectoryLength + PayloadLength;
    }

    /// <summary>The whole block.</summary>
    public static byte[] Write(IReadOnlyList<FactsEntry> entries, ReadOnlySpan<byte> raw)
    {
        var payload = Compress(raw);
        var directory = new ArrayBufferWriter<byte>(entries.Count * MaxEntryBytes);
        foreach (var entry in entries)
        {
            var length = entry.Key.Blob.Length;
            var bytes = directory.GetSpan(3 + length);
            (bytes[0], bytes[1], bytes[2]) = ((byte)entry.Key.Language, (byte)entry.Outcome, (byte)length);
            entry.Key.Blob.CopyTo(bytes.Slice(3, length));
            directory.Advance(3 + length);
        }
        var block = new byte[HeadBytes + directory.WrittenCount + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(block, payload.Length);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(4), directory.WrittenCount);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(8), raw.Length);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(12), entries.Count);
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(16), XxHash64.Hash(payload));
        directory.WrittenSpan.CopyTo(block.AsSpan(HeadBytes));
        payload.CopyTo(block.AsSpan(HeadBytes + directory.WrittenCount));
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(24), Checksum(block.AsSpan(0, HeadBytes), directory.WrittenSpan));
        return block;
    }

    /// <summary>The head, where its lengths can be right; its checksum covers the directory too, see <see cref="ReadDirectory"/>.</summary>
    public static Head? ReadHead(ReadOnlySpan<byte> bytes)
    {
        var head = new Head(
            BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
        return head is { PayloadLength: >= 0, RawLength: >= 0, Entries: > 0 } && head.DirectoryLength >= 3L * head.Entries && head.DirectoryLength <= (long)MaxEntryBytes * head.Entries
            ? head : null;
    }

    /// <summary>The entries; null where head or directory is damaged.</summary>
    public static FactsEntry[]? ReadDirectory(in Head head, ReadOnlySpan<byte> headBytes, ReadOnlySpan<byte> directory)
    {
        if (Checksum(headBytes, directory) != head.Checksum)
            return null;
        var entries = new FactsEntry[head.Entries];
        for (var i = 0; i < entries.Length; i++)
        {
            if (directory.Length < 3 || directory[2] is not (BlobId.Sha1Length or BlobId.Sha256Length) || directory.Length < 3 + directory[2])
                return null;
            entries[i] = new(new(new BlobId(directory.Slice(3, directory[2])), (Language)directory[0]), (ParseOutcome)directory[1]);
            directory = directory[(3 + directory[2])..];
        }
        return directory.IsEmpty ? entries : null;
    }

    /// <summary>The facts of those that were parsed, in their order; null where the payload is damaged.</summary>
    public static FileFacts[]? ReadFacts(in Head head, ReadOnlySpan<byte> payload, int parsed)
    {
        if (XxHash64.Hash(payload) != head.PayloadChecksum)
            return null;
        var raw = ArrayPool<byte>.Shared.Rent(head.RawLength);
        try
        {
            if (payload.Length == head.RawLength)
                payload.CopyTo(raw);
            else if (!BrotliDecoder.TryDecompress(payload, raw.AsSpan(0, head.RawLength), out var written) || written != head.RawLength)
                return null;
            return parsed == 0 ? [] : FactsCodec.Decode(raw, head.RawLength, parsed);
        }
        catch (InvalidDataException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw);
        }
    }

    private static byte[] Compress(ReadOnlySpan<byte> raw)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, raw.Length));
        try
        {
            return BrotliEncoder.TryCompress(raw, buffer.AsSpan(0, raw.Length), out var written, Quality, Window) && written < raw.Length ? buffer[..written] : raw.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ulong Checksum(ReadOnlySpan<byte> head, ReadOnlySpan<byte> directory)
    {
        var covered = new byte[24 + directory.Length];
        head[..24].CopyTo(covered);
        directory.CopyTo(covered.AsSpan(24));
        return XxHash64.Hash(covered);
    }
}

/// <summary>A block that is being filled. One thread at a time.</summary>
internal sealed class FactsBlockBuilder
{
    private readonly List<FactsEntry> parsed = [];
    private readonly List<FactsEntry> failed = [];
    private FactsEncoder encoder = new();

    public bool IsEmpty => parsed.Count + failed.Count == 0;

    public bool IsFull => encoder.Length >= FactsBlock.FullBytes || parsed.Count + failed.Count >= FactsBlock.FullEntries;

    public void Add(FactsKey key, FileFacts facts)
    {
        FactsLayout<FactsEncoder>.Facts(ref encoder, facts);
        parsed.Add(new(key, ParseOutcome.Parsed));
    }

    public void AddFailure(FactsKey key, ParseOutcome outcome) => failed.Add(new(key, outcome));

    /// <summary>The block of what was added, and what stands in it; from then on nothing is.</summary>
    public (byte[] Block, FactsEntry[] Entries) Seal()
    {
        FactsEntry[] entries = [.. parsed, .. failed];
        var raw = new ArrayBufferWriter<byte>();
        if (parsed.Count > 0)
            encoder.MoveTo(raw);
        parsed.Clear();
        failed.Clear();
        return (FactsBlock.Write(entries, raw.WrittenSpan), entries);
    }
}
