using System.Runtime.InteropServices;

namespace CodeGraph.Search;

[StructLayout(LayoutKind.Sequential)]
internal struct TextSegmentHeader
{
    public ulong Magic;
    public uint Version;
    public uint BlobIdBytes;
    public int Blobs;
    public int Blocks;
    public int DirectoryBytes;
    public int PostingBytes;
    public long FileLength;

    /// <summary>Source bytes of the blobs, for statistics.</summary>
    public long SourceBytes;

    /// <summary>Of everything behind the header.</summary>
    public ulong BodyChecksum;

    /// <summary>Of the header with this field 0.</summary>
    public ulong Checksum;

    /// <summary>The bytes <c>CGTEXT</c>, then a line break that text-mode transfers would alter.</summary>
    public const ulong Signature = 0x0A0D_5458_4554_4743;

    public const uint CurrentVersion = 1;
}

/// <summary>Where a block of the directory begins: its first trigram, and the offsets of its entries and of the first one's list.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TextSegmentBlock
{
    public uint FirstTrigram;
    public int Entries;
    public int Postings;
}
