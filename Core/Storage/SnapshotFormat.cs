using System.Runtime.InteropServices;
using CodeGraph.Graph;

namespace CodeGraph.Storage;

[StructLayout(LayoutKind.Sequential)]
internal struct SnapshotHeader
{
    public ulong Magic;
    public uint Version;
    public uint Sections;
    public ulong FileLength;
    public uint BlobIdBytes;
    public uint Reserved0;

    /// <summary>Of the header with this field 0, followed by the section table.</summary>
    public ulong Checksum;

    /// <summary>That field of the base; 0 in a file that is whole.</summary>
    public ulong Base;
    public ulong Reserved1, Reserved2;

    /// <summary>The bytes <c>CGRAPH</c>, then a line break that text-mode transfers would alter.</summary>
    public const ulong Signature = 0x0A0D_4850_4152_4743;

    public const uint CurrentVersion = 3;

    public const int Alignment = 8;
}

[StructLayout(LayoutKind.Sequential)]
internal struct SectionEntry
{
    public SnapshotSection Section;
    public uint Reserved;
    public ulong Offset;
    public ulong Length;
    public ulong Checksum;
}
