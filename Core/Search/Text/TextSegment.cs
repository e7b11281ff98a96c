using CodeGraph.Graph.Columns;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CodeGraph.Model;
using CodeGraph.Storage;

namespace CodeGraph.Search;

/// <summary>
/// An opened segment of a text index: for some blobs, which of them hold which trigrams. The texts themselves are not in it. Format, little-endian throughout:
///
/// <list type="number">
/// <item>The header, 64 bytes: magic <c>CGTEXT\r\n</c>, format version, bytes of a blob id, blobs, directory blocks, bytes of the directory's entries, bytes of the
/// posting lists, length of the file, source bytes of the blobs, checksum of all that follows, checksum of the header with this field 0.</item>
/// <item>Blob ids. A blob's number is its place here; files that lie beside each other in the tree lie so here too, which makes the gaps in lists small.</item>
/// <item>The numbers of the blobs in the order of their ids, 4 bytes each, for binary search; zeros up to a multiple of 4 before it.</item>
/// <item>Directory blocks, 12 bytes for every 64 trigrams: the first trigram, where its entry begins, where its list begins.</item>
/// <item>Directory entries, one a trigram in ascending order: how far it is from the one before (0 for the first of a block), then twice the length of its list
/// in bytes, plus 1 where the list is bits (<see cref="PostingList"/>); both as <see cref="Varint"/>.</item>
/// <item>The posting lists in the same order, without gaps.</item>
/// </list>
///
/// Checksums are XXH64 and verified when the file is opened. Files are written once (<see cref="TextSegmentWriter"/>) and never changed. Versions: 1, the first.
///
/// Example: a blob "abcd" alone has two trigrams, <c>abc</c> = 0x616263 and <c>bcd</c> = 0x626364; with SHA-1 ids the file has 64 + 20 + 4 + 12 bytes, then the
/// entries 00 02 81 82 04 02 and the lists 00 and 00.
/// </summary>
internal sealed class TextSegment : IDisposable
{
    /// <summary>Trigrams a directory block: a look-up reads half of one, about 100 bytes.</summary>
    public const int BlockTrigrams = 64;

    private readonly MappedFile mapping;
    private readonly TextSegmentHeader header;
    private readonly ReadOnlyMemory<byte> ids;
    private readonly ReadOnlyMemory<int> byId;
    private readonly ReadOnlyMemory<TextSegmentBlock> blocks;
    private readonly ReadOnlyMemory<byte> directory;
    private readonly ReadOnlyMemory<byte> postings;

    private TextSegment(string path, MappedFile mapping, TextSegmentHeader header)
    {
        (Path, this.mapping, this.header) = (path, mapping, header);
        long at = Unsafe.SizeOf<TextSegmentHeader>();
        ids = Take<byte>(header.Blobs * (int)header.BlobIdBytes);
        at = (at + 3) & ~3L;
        byId = Take<int>(header.Blobs);
        blocks = Take<TextSegmentBlock>(header.Blocks);
        directory = Take<byte>(header.DirectoryBytes);
        postings = Take<byte>(header.PostingBytes);
        if (at != mapping.Length)
            throw new InvalidDataException("its parts do not fit its length");

        ReadOnlyMemory<T> Take<T>(int count)
            where T : unmanaged
        {
            var taken = mapping.Slice<T>(at, count);
            at += (long)count * Unsafe.SizeOf<T>();
            return taken;
        }
    }

    public string Path { get; }

    public int BlobCount => header.Blobs;

    /// <summary>Bytes of the file.</summary>
    public long Length => mapping.Length;

    public long SourceBytes => header.SourceBytes;

    /// <summary>Maps and verifies a file.</summary>
    /// <exception cref="InvalidDataException">It is damaged; the message says how.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <returns>Null where another version of the program wrote it.</returns>
    public static TextSegment? Open(string path)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Text segments are little-endian and used as they are mapped; this processor is big-endian.");
        if (new FileInfo(path) is { Exists: true } info && info.Length < Unsafe.SizeOf<TextSegmentHeader>())
            throw new InvalidDataException("it is cut short");
        var mapping = new MappedFile(path);
        try
        {
            var header = mapping.Slice<TextSegmentHeader>(0, 1).Span[0];
            if (header.Magic != TextSegmentHeader.Signature)
                throw new InvalidDataException("it is no text segment");
            if (header.Version != TextSegmentHeader.CurrentVersion)
                return null;
            Verify(mapping, header);
            var segment = new TextSegment(path, mapping, header);
            mapping = null;
            return segment;
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException("its parts do not fit its length", exception);
        }
        finally
        {
            mapping?.Dispose();
        }
    }

    /// <summary>Keeps the mapping until the lease is disposed, also past <see cref="Dispose"/>. Everything below is used under one.</summary>
    public IDisposable Lease() => mapping.Lease();

    public void Dispose() => mapping.Dispose();

    public BlobId Blob(int blob) => new(ids.Span.Slice(blob * (int)header.BlobIdBytes, (int)header.BlobIdBytes));

    /// <summary>The number of a blob; -1 where the segment does not have it.</summary>
    public int Find(BlobId blob)
    {
        var order = byId.Span;
        var (low, high) = (0, order.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var compared = Blob(order[middle]).CompareTo(blob);
            if (compared == 0)
                return order[middle];
            if (compared < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return -1;
    }

    /// <summary>The list of a trigram and whether it is bits; empty where no blob has it.</summary>
    public (ReadOnlyMemory<byte> List, bool IsBits) Postings(uint trigram)
    {
        var (low, high) = (0, blocks.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (blocks.Span[middle].FirstTrigram <= trigram)
                low = middle + 1;
            else
                high = middle - 1;
        }
        if (high < 0)
            return default;
        foreach (var entry in new Entries(this, high, Math.Min(high + 1, blocks.Length)))
        {
            if (entry.Trigram == trigram)
                return (postings.Slice(entry.Start, entry.Length), entry.IsBits);
            if (entry.Trigram > trigram)
                break;
        }
        return default;
    }

    /// <summary>All lists, in the order of their trigrams.</summary>
    public IEnumerable<(uint Trigram, ReadOnlyMemory<byte> List, bool IsBits)> All()
    {
        foreach (var entry in new Entries(this, 0, blocks.Length))
            yield return (entry.Trigram, postings.Slice(entry.Start, entry.Length), entry.IsBits);
    }

    private static void Verify(MappedFile mapping, TextSegmentHeader header)
    {
        var checksum = header.Checksum;
        header.Checksum = 0;
        if (XxHash64.Hash(MemoryMarshal.AsBytes(new ReadOnlySpan<TextSegmentHeader>(in header))) != checksum || header.BlobIdBytes is not (20 or 32))
            throw new InvalidDataException("its header is damaged");
        if (header.FileLength != mapping.Length)
            throw new InvalidDataException($"it has {mapping.Length} bytes instead of {header.FileLength}");
        var headerBytes = Unsafe.SizeOf<TextSegmentHeader>();
        if (XxHash64.Hash(mapping.Slice<byte>(headerBytes, (int)(mapping.Length - headerBytes)).Span) != header.BodyChecksum)
            throw new InvalidDataException("its content is damaged");
    }

    /// <summary>Walks over the entries of some blocks.</summary>
    private struct Entries(TextSegment segment, int first, int end) : IDisposable
    {
        private readonly ReadOnlyMemory<byte> directory = segment.directory[..(end < segment.blocks.Length ? segment.blocks.Span[end].Entries : segment.directory.Length)];
        private int block = first - 1;
        private int at = first < segment.blocks.Length ? segment.blocks.Span[first].Entries : 0;
        private int left;

        public (uint Trigram, int Start, int Length, bool IsBits) Current { get; private set; }

        public readonly Entries GetEnumerator() => this;

        public bool MoveNext()
        {
            if (at >= directory.Length)
                return false;
            var rest = directory.Span[at..];
            var gap = Varint.Read(ref rest);
            var length = Varint.Read(ref rest);
            at = directory.Length - rest.Length;
            var (trigram, start) = (Current.Trigram + gap, Current.Start + Current.Length);
            if (left-- == 0)
            {
                (block, left) = (block + 1, BlockTrigrams - 1);
                (trigram, start) = (segment.blocks.Span[block].FirstTrigram, segment.blocks.Span[block].Postings);
            }
            Current = (trigram, start, (int)(length >> 1), (length & 1) != 0);
            return true;
        }

        public readonly void Dispose()
        {
        }
    }
}
