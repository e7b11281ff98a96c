using CodeGraph.Graph.Columns;
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CodeGraph.Model;
using CodeGraph.Storage;

namespace CodeGraph.Search;

/// <summary>Writes a segment; the format is described at <see cref="TextSegment"/>. Lists are added in ascending order of their trigrams.</summary>
internal sealed class TextSegmentWriter
{
    private readonly IReadOnlyList<BlobId> blobs;
    private readonly long sourceBytes;
    private readonly List<TextSegmentBlock> blocks = [];
    private readonly ArrayBufferWriter<byte> directory = new();
    private readonly ArrayBufferWriter<byte> postings = new();
    private int entriesInBlock = TextSegment.BlockTrigrams;
    private uint before;

    /// <param name="blobs">At least one, all different, with ids of one length.</param>
    /// <param name="sourceBytes">Bytes of their texts together.</param>
    public TextSegmentWriter(IReadOnlyList<BlobId> blobs, long sourceBytes) => (this.blobs, this.sourceBytes) = (blobs, sourceBytes);

    public void Add(uint trigram, ReadOnlySpan<int> list)
    {
        if (entriesInBlock == TextSegment.BlockTrigrams)
        {
            blocks.Add(new() { FirstTrigram = trigram, Entries = directory.WrittenCount, Postings = postings.WrittenCount });
            (entriesInBlock, before) = (0, trigram);
        }
        var start = postings.WrittenCount;
        var isBits = PostingList.Write(list, blobs.Count, postings);
        var entry = directory.GetSpan(2 * Varint.MaxLength);
        var length = Varint.Write(trigram - before, entry);
        length += Varint.Write((uint)((postings.WrittenCount - start) << 1) | (isBits ? 1u : 0u), entry[length..]);
        directory.Advance(length);
        (entriesInBlock, before) = (entriesInBlock + 1, trigram);
    }

    /// <summary>Writes the file; it appears complete or not at all.</summary>
    /// <exception cref="StorageException">The disk is full or the folder is read-only.</exception>
    public void Finish(string path)
    {
        var body = Body();
        var header = new TextSegmentHeader
        {
            Magic = TextSegmentHeader.Signature,
            Version = TextSegmentHeader.CurrentVersion,
            BlobIdBytes = (uint)blobs[0].Length,
            Blobs = blobs.Count,
            Blocks = blocks.Count,
            DirectoryBytes = directory.WrittenCount,
            PostingBytes = postings.WrittenCount,
            FileLength = Unsafe.SizeOf<TextSegmentHeader>() + (long)body.Length,
            SourceBytes = sourceBytes,
            BodyChecksum = XxHash64.Hash(body),
        };
        header.Checksum = XxHash64.Hash(MemoryMarshal.AsBytes(new ReadOnlySpan<TextSegmentHeader>(in header)));
        DurableFile.Write(path, file =>
        {
            RandomAccess.Write(file, MemoryMarshal.AsBytes(new ReadOnlySpan<TextSegmentHeader>(in header)), 0);
            RandomAccess.Write(file, body, Unsafe.SizeOf<TextSegmentHeader>());
        });
    }

    private byte[] Body()
    {
        var idBytes = blobs[0].Length;
        var idsEnd = ((blobs.Count * idBytes) + 3) & ~3;
        var blockBytes = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(blocks));
        var body = new byte[idsEnd + (blobs.Count * sizeof(int)) + blockBytes.Length + directory.WrittenCount + postings.WrittenCount];
        for (var i = 0; i < blobs.Count; i++)
            blobs[i].CopyTo(body.AsSpan(i * idBytes, idBytes));
        var order = Enumerable.Range(0, blobs.Count).ToArray();
        Array.Sort(order, (a, b) => blobs[a].CompareTo(blobs[b]));
        var rest = body.AsSpan(idsEnd);
        MemoryMarshal.AsBytes(order.AsSpan()).CopyTo(rest);
        rest = rest[(order.Length * sizeof(int))..];
        blockBytes.CopyTo(rest);
        directory.WrittenSpan.CopyTo(rest[blockBytes.Length..]);
        postings.WrittenSpan.CopyTo(rest[(blockBytes.Length + directory.WrittenCount)..]);
        return body;
    }
}
